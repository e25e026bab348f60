"""An issued document held against today's rows: same file and figures, or what was revised since."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from accounts.models import User
from rulebook.rules import Month
from supervision.reports.models import Document, DocumentFact
from supervision.reports.permissions import require
from supervision.reports.rules.figures import Figure, Revisions, claims_hash, exact_text
from supervision.reports.rules.verdicts import FactCheck, RevisedRow, Verification
from supervision.reports.selectors.drafts import asked_again
from supervision.reports.selectors.entries import Entries
from supervision.reports.selectors.figures import Figures
from supervision.reports.selectors.gathered import Gathered
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
    figures = Figures(asked_again(known, document.sections.values_list("source", "settings")))
    facts = list(document.facts.select_related("basis").defer("basis__rows"))
    today = {row.key: figures[row.key] for row in facts if row.key in figures}
    kept = {basis.digest: _numbers(basis.rows) for basis in document.bases.all()}
    held = _Held(kept, today)
    checks = [_check(row, today.get(row.key), held) for row in facts]
    return Verification(tuple(checks), _tables(document, kept, held.revised), _same_file(document, write))


class _Held:
    """Rows of then against rows of today, once for all figures that stand on the same."""

    def __init__(self, kept: Mapping[str, Revisions], today: Mapping[str, Figure]) -> None:
        entries = Entries()
        entries.ask(figure.basis for figure in today.values())
        self._digests = {key: entries.digest(figure.basis) for key, figure in today.items()}
        again = {self._digests[key]: entries.of(figure.basis) for key, figure in today.items()}
        self.revised = revised_rows(kept.values(), again.values())
        self._kept, self._again = kept, again
        self._found: dict[tuple[str, str], tuple[RevisedRow, ...]] = {}

    def of(self, row: DocumentFact) -> tuple[RevisedRow, ...]:
        then = row.basis.digest
        now = self._digests.get(row.key, "")
        if (then, now) not in self._found:
            again = self._again.get(now, self._kept[then])
            self._found[then, now] = self.revised.between(self._kept[then], again)
        return self._found[then, now]


def _check(row: DocumentFact, current: Figure | None, held: _Held) -> FactCheck:
    claims = (row.key, row.value, row.unit, row.definition, row.as_of, row.filters)
    return FactCheck(
        key=row.key,
        definition=row.definition,
        unit=row.unit,
        then=row.value,
        now=exact_text(current.value) if current else "",
        intact=row.hash == claims_hash(*claims, row.basis.digest),
        revised=held.of(row),
    )


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
