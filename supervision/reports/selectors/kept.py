"""A document as its rows have it."""

from __future__ import annotations

from typing import Any

from supervision.reports.models import Document, DocumentFact, DocumentSection
from supervision.reports.rules.kept import KeptDocument, KeptFact, KeptSection
from supervision.reports.rules.kinds import SourcesAnnex


def kept_document(document: Document, *, to_print: bool = False) -> KeptDocument:
    """Two statements: sections and facts; ``to_print`` a third where an annex counts their rows."""
    number = (document.number_word, document.number_year or 0, document.number) if document.number else None
    counts = to_print and document.sources_annex == SourcesAnnex.PLAIN
    facts = document.facts.select_related("basis").defer("basis__rows")
    return KeptDocument(
        title=tuple(document.title_phrases or [document.title]),
        sections=[kept_section(row) for row in document.sections.all()],
        facts={row.key: kept_fact(row) for row in facts},
        closing=document.closing,
        issuer=document.issuer,
        issued_on=document.issued_on,
        red_head=document.red_head,
        number=number,
        signer=str(document.approved_by.person) if document.upward and document.approved_by else "",
        addressee=document.addressee,
        copies_to=document.copies_to,
        contents=document.contents,
        sources_annex=document.sources_annex,
        rows=dict(document.bases.values_list("digest", "rows")) if counts else {},
    )


def kept_section(row: DocumentSection) -> KeptSection:
    table: dict[str, Any] = row.table
    return KeptSection(
        row.heading,
        row.level,
        row.paragraphs,
        row.numbered,
        row.annex,
        table=table,
        picture=row.picture,
        key=row.pk,
    )


def kept_fact(row: DocumentFact) -> KeptFact:
    return KeptFact(row.key, row.value, row.unit, row.definition, row.filters, row.as_of, row.basis.digest)
