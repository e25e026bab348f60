"""A kept document as its file: from its own rows alone, so that the same rows give the same bytes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from io import BytesIO
from typing import Any

from accounts.models import User
from supervision.alerts.exports.official import Font, PaperStyle, office_style, to_pdf, write_paper
from supervision.reports import services
from supervision.reports.models import Document
from supervision.reports.rules.papers import paper_of
from supervision.reports.selectors.kept import kept_document


def document_bytes(document: Document) -> bytes:
    """The .docx: a draft in the style of its day, an issued document in the style kept with it."""
    target = BytesIO()
    day = document.as_of or document.created_at.date()
    style = PaperStyle(**_fonts(document.style)) if document.style else office_style(day)
    write_paper(
        paper_of(kept_document(document)),
        style,
        target,
        author=document.issuer,
        created_at=document.signed_at or document.created_at,
    )
    return target.getvalue()


def document_pdf(document: Document) -> bytes:
    """The same paper printed. Raises ValidationError where there is no LibreOffice."""
    return to_pdf(document_bytes(document))


def issue_document(*, actor: User, document_id: int, on: date, now: datetime) -> Document:
    """``services.issue_document`` in the office's style."""
    return services.issue_document(
        actor=actor,
        document_id=document_id,
        on=on,
        now=now,
        style=asdict(office_style(on)),
        write=document_bytes,
    )


def _fonts(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: Font(**value) if isinstance(value, dict) else value for name, value in kept.items()}
