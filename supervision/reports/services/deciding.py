"""Submitted, approved, numbered and issued; later withdrawn or replaced by a correction that names it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules.file_types import DOCX
from accounts.services import store_upload
from accounts.services.saving import because, save_valid
from rulebook.services import next_number
from supervision.reports.models import Document
from supervision.reports.permissions import require
from supervision.reports.rules.kinds import DocumentStatus
from supervision.reports.rules.states import STEPS, Thing
from supervision.reports.rules.tokens import tokens_in, uncovered
from supervision.reports.services.drafting import record


@transaction.atomic
def submit_document(*, actor: User, document_id: int, now: datetime) -> Document:
    """送审. Raises ValidationError: not drafted, or a digit without a source."""
    document = _locked(document_id)
    require(actor, "report.draft", document)
    if document.as_of is None:
        raise ValidationError(_("《%(title)s》还没有成文，不能送审。") % {"title": document})
    for section in document.sections.all():
        found = uncovered(tokens_in(section.paragraphs))
        if found:
            raise ValidationError(
                _("“%(section)s”里的数字“%(digits)s”没有来源。") % {"section": section, "digits": found[0]},
                code="uncovered",
            )
    return _moved(document, "submit", actor, now)


@transaction.atomic
def send_back_document(*, actor: User, document_id: int, note: str, now: datetime) -> Document:
    document = _locked(document_id)
    require(actor, "report.decide", document)
    document.approved_by = None
    return _moved(document, "send_back", actor, now, _required(note), "approved_by")


@transaction.atomic
def approve_document(*, actor: User, document_id: int, now: datetime) -> Document:
    """审签 by somebody else than its drafter. Raises ValidationError."""
    document = _locked(document_id)
    require(actor, "report.decide", document)
    if document.created_by_id == actor.pk:
        raise ValidationError(_("起草人不能审签自己起草的公文。"), code="own_draft")
    document.approved_by = actor
    return _moved(document, "approve", actor, now, "", "approved_by")


@transaction.atomic
def issue_document(
    *,
    actor: User,
    document_id: int,
    on: date,
    now: datetime,
    style: dict[str, Any],
    write: Callable[[Document], bytes],
) -> Document:
    """编号印发: the number, then the file with it, then nothing changes any more.

    ``style`` is kept with the document, ``write`` makes its file: ``exports.documents`` knows both.
    """
    document = _locked(document_id)
    require(actor, "report.decide", document)
    STEPS.target_of(Thing.DOCUMENT, "issue", document.status)
    assert document.outline is not None  # noqa: S101  a draft has one
    document.issued_by, document.issued_on, document.style = actor, on, style
    document.signed_at = now
    document.number_year = on.year
    document.number = next_number(key=document.outline.series, year=on.year)
    file = BytesIO(write(document))
    name = f"{document.number_text}{document.title}.docx"
    document.file = store_upload(actor=actor, file=file, name=name, now=now, allowed=[DOCX])
    fields = ("issued_by", "issued_on", "style", "signed_at", "number_year", "number", "file")
    _moved(document, "issue", actor, now, document.number_text, *fields)
    if document.corrects is not None:
        former = _locked(document.corrects.pk)
        _moved(former, "correct", actor, now, document.number_text)
    return document


@transaction.atomic
def withdraw_document(*, actor: User, document_id: int, note: str, now: datetime) -> Document:
    document = _locked(document_id)
    require(actor, "report.decide", document)
    return _moved(document, "withdraw", actor, now, _required(note))


@transaction.atomic
def discard_document(*, actor: User, document_id: int, note: str, now: datetime) -> Document:
    """A draft that is not wanted; it keeps its row, and what it was to correct may be corrected anew."""
    document = _locked(document_id)
    require(actor, "report.draft", document)
    document.corrects = None
    return _moved(document, "discard", actor, now, _required(note), "corrects")


def _locked(document_id: int) -> Document:
    rows = Document.objects.select_for_update(of=["self"]).select_related("outline", "corrects")
    return rows.get(pk=document_id)


def _required(note: str) -> str:
    if not note.strip():
        raise ValidationError({"note": _("请写明理由。")})
    return note.strip()[:500]


def _moved(
    document: Document, verb: str, actor: User, now: datetime, note: str = "", *fields: str
) -> Document:
    """Raises ValidationError (``wrong_step``)."""
    document.status = DocumentStatus(STEPS.target_of(Thing.DOCUMENT, verb, document.status))
    with because(actor, STEPS.told_as(f"document.{verb}")):
        save_valid(document, "status", *fields)
    record(document, verb, actor, now, note)
    return document
