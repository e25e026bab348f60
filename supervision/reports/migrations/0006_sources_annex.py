"""数据来源: an annex with or without numbers in the text, or none, in place of yes and no.

What had the annex keeps its numbers. The columns change their type in place: no trigger fires, so that an issued
document stays locked, and no row of history is made for what nobody did.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

OUTLINES = Path(__file__).resolve().parent.parent / "outlines"
SINCE = date(2000, 1, 1)
MODELS = ("document", "documentevent", "outline", "outlineevent")


def choice() -> models.CharField[str, str]:
    return models.CharField(
        choices=[
            ("none", "不附"),
            ("plain", "附数据来源说明，正文不加标注"),
            ("marked", "附数据来源表，正文逐数标注序号"),
        ],
        default="plain",
        max_length=8,
        verbose_name="数据来源",
    )


def altered(model: str) -> migrations.SeparateDatabaseAndState:
    column = f'ALTER TABLE "reports_{model}" ALTER COLUMN "sources_annex" TYPE'
    return migrations.SeparateDatabaseAndState(
        state_operations=[migrations.AlterField(model_name=model, name="sources_annex", field=choice())],
        database_operations=[
            migrations.RunSQL(
                f"{column} varchar(8) USING CASE WHEN sources_annex THEN 'marked' ELSE 'none' END",
                f"{column} boolean USING sources_annex = 'marked'",
            )
        ],
    )


def begin_with_it(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The outlines that an office begins with, where it has not written a version of its own."""
    Outline = apps.get_model("reports", "Outline")
    for path in OUTLINES.glob("*.toml"):
        known = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = Outline.objects.filter(valid_from=SINCE, kind=known["kind"], name=known["name"])
        rows.filter(sources_annex="none").update(sources_annex=known["sources_annex"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_scores_stand_on_slips")]

    operations = [
        *(altered(model) for model in MODELS),
        migrations.RunPython(begin_with_it, migrations.RunPython.noop),
    ]
