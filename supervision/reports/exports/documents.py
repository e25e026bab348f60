"""A kept document as its file: from its own rows alone, so that the same rows give the same bytes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Job, User
from accounts.rules.file_types import PDF
from accounts.services import JobResult, report_job, start_job, store_upload
from supervision.alerts.exports.official import Font, PaperStyle, office_style, to_pdf, write_paper
from supervision.reports import services
from supervision.reports.models import Document
from supervision.reports.rules.papers import paper_of
from supervision.reports.selectors.kept import kept_document

PDF_JOB: Final = "reports.pdf"


def document_bytes(document: Document) -> bytes:
    """The .docx: a draft in the style of its day, an issued document in the style kept with it."""
    target = BytesIO()
    day = document.as_of or document.created_at.date()
    style = PaperStyle(**_fonts(document.style)) if document.style else office_style(day)
    write_paper(
        paper_of(kept_document(document, to_print=True)),
        style,
        target,
        author=document.issuer,
        created_at=(document.signed_at or document.created_at).astimezone(UTC),  # as its row gives it later
    )
    return target.getvalue()


def word_file(document: Document) -> tuple[bytes, str]:
    """Content and name: the issued file itself, or a draft as it reads now."""
    if document.file is None:
        return document_bytes(document), f"{document.title}（草稿）.docx"
    with document.file.file.open("rb") as kept:
        return kept.read(), document.file.name


def printed(word: bytes, name: str) -> tuple[bytes, str]:
    """Content and name of the PDF of a Word file. Raises ValidationError where there is no LibreOffice."""
    return to_pdf(word), f"{name.removesuffix('.docx')}.pdf"


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


def start_pdf(*, actor: User, document: Document, now: datetime) -> Job:
    title = _("生成PDF：%(title)s") % {"title": document}
    return start_job(actor=actor, kind=PDF_JOB, title=title, parameters={"document": document.pk}, now=now)


def run_pdf(job: Job) -> JobResult:
    """Safe twice: the document stays as it is, and the same content is stored once."""
    rows = Document.objects.visible_to(job.started_by).select_related("file", "approved_by__person")
    document = rows.get(pk=job.parameters["document"])
    report_job(job, 1, 2, _("正在转换为PDF"))
    content, name = printed(*word_file(document))
    upload = store_upload(
        actor=job.started_by, file=BytesIO(content), name=name, now=clock.now(), allowed=(PDF,)
    )
    return JobResult(upload=upload)


def _fonts(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: Font(**value) if isinstance(value, dict) else value for name, value in kept.items()}
