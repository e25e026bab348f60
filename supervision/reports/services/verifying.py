"""An issued document held against today's rows: same file and figures, or what was revised since."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from accounts.models import User
from rulebook.rules import Month
from supervision.reports.models import Document
from supervision.reports.permissions import require
from supervision.reports.rules.figures import Revisions, claims_hash, exact_text
from supervision.reports.rules.verdicts import FactCheck, RevisedRow, Verification
from supervision.reports.selectors.drafts import asked_again
from supervision.reports.selectors.gathered import Gathered, figures_in, revisions_in, revisions_of
from supervision.reports.selectors.revised import revised_rows
from supervision.reports.services.snapshots import in_one_snapshot


@in_one_snapshot
def verify_document(
    *, actor: User, document_id: int, on: date | None = None, write: Callable[[Document], bytes]
) -> Verification:
    """Ask the figures again as of the document's own day, ``on`` for another. Nothing is changed.

    ``write`` makes the file from the rows: ``exports.documents.document_bytes``.
    """
    document = Document.objects.select_related("outline", "file", "corrects").get(pk=document_id)
    require(actor, "report.verify", document)
    day = on or document.as_of or document.created_at.date()
    known = Gathered(actor, Month(document.year, document.month), day, document.sector_id)
    figures = figures_in(asked_again(known, document.sections.values_list("source", "settings")))
    revisions = revisions_of(figure.basis for figure in figures.values())
    kept = {basis.digest: _numbers(basis.rows) for basis in document.bases.all()}
    now_in = {key: revisions_in(figure.basis, revisions) for key, figure in figures.items()}
    revised = revised_rows(list(kept.values()), list(now_in.values()))
    checks = []
    for row in document.facts.select_related("basis"):
        current, then = figures.get(row.key), kept[row.basis.digest]
        claims = (row.key, row.value, row.unit, row.definition, row.as_of, row.filters)
        checks.append(
            FactCheck(
                key=row.key,
                definition=row.definition,
                unit=row.unit,
                then=row.value,
                now=exact_text(current.value) if current else "",
                intact=row.hash == claims_hash(*claims, row.basis.digest),
                revised=revised.between(then, now_in.get(row.key, then)),
            )
        )
    return Verification(tuple(checks), _tables(document, kept, revised), _same_file(document, write))


def _numbers(rows: Mapping[str, Mapping[str, int]]) -> Revisions:
    return {label: {int(pk): revision for pk, revision in of.items()} for label, of in rows.items()}


def _tables(document: Document, kept: Mapping[str, Revisions], revised: Any) -> tuple[RevisedRow, ...]:
    """Rows of tables and pictures that were changed; what came since is no row of theirs."""
    blocks = [block for row in document.sections.all() for block in (row.table, row.picture) if block]
    found = [row for block in blocks for row in revised.since(kept[block["basis"]])]
    return tuple(dict.fromkeys(found))


def _same_file(document: Document, write: Callable[[Document], bytes]) -> bool:
    if document.file is None:
        return True
    digest = hashlib.sha256(write(document)).hexdigest()
    return bool(digest == document.file.sha256)
