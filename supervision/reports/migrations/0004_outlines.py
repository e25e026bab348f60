"""The outlines that an office begins with, and sections made of reports that were written before."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

OUTLINES = Path(__file__).resolve().parent.parent / "outlines"
SINCE = date(2000, 1, 1)


def lay_out(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    Outline = apps.get_model("reports", "Outline")
    Section = apps.get_model("reports", "OutlineSection")
    Rule = apps.get_model("reports", "SentenceRule")
    for path in sorted(OUTLINES.glob("*.toml")):
        known: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        sections = known.pop("section")
        known["sources_annex"] = False  # still a yes or no here; 0006 makes it the choice of the file
        outline = Outline.objects.create(valid_from=SINCE, **known)
        for words in sections:
            rules = words.pop("rule", [])
            section = Section.objects.create(outline=outline, **words)
            for order, rule in enumerate(rules, 1):
                Rule.objects.create(
                    section=section, order=order, name=rule["name"], template=rule["template"].strip()
                )


def keep_what_was_written(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Its figures become words with their sources: it is known where they came from, not which revision."""
    Section = apps.get_model("reports", "DocumentSection")
    Document = apps.get_model("reports", "Document")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, text, facts, created_at::date FROM reports_written_before WHERE text <> '{}'"
        )
        for pk, text, facts, day in cursor.fetchall():
            told, sources = _json(text), {(f["key"], f["text"]): f["source"] for f in _json(facts)}
            Document.objects.filter(pk=pk).update(
                as_of=day, closing=told["closing"], issuer=told["issuer"], title_phrases=told["title"]
            )
            parts = [{"heading": "", "level": 1, "paragraphs": told["preamble"]}, *told["sections"]]
            Section.objects.bulk_create(
                _section(Section, pk, n, part, sources) for n, part in enumerate(parts, 1)
            )
        cursor.execute("DROP TABLE reports_written_before")


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _section(model: Any, document_id: int, order: int, part: dict[str, Any], sources: Any) -> Any:
    paragraphs = [
        {
            "rule": f"{order}.{n}",
            "hand": True,
            "lead": [],
            "body": [_token(piece, sources) for piece in pieces],
        }
        for n, pieces in enumerate(part["paragraphs"])
    ]
    words = {
        "heading": part["heading"],
        "level": part["level"],
        "paragraphs": paragraphs,
        "source": "written",
    }
    return model(document_id=document_id, order=order, **words)


def _token(piece: Any, sources: Any) -> Any:
    if isinstance(piece, str):
        return piece
    if "quote" in piece:
        return piece
    return {"quote": piece["text"], "source": sources.get((piece["fact"], piece["text"]), piece["fact"])}


def drop_outlines(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A document that was drafted by one keeps it: then there is no way back."""
    apps.get_model("reports", "Outline").objects.filter(valid_from=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_documents")]

    operations = [
        migrations.RunPython(lay_out, drop_outlines),
        migrations.RunPython(keep_what_was_written, migrations.RunPython.noop),
    ]
