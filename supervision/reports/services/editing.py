"""A draft edited section by section: figures stay figures, and two editors do not overwrite each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.saving import because, save_valid
from supervision.reports.models import Document, DocumentSection
from supervision.reports.permissions import require
from supervision.reports.rules.kinds import DocumentStatus
from supervision.reports.rules.merging import with_figures
from supervision.reports.rules.states import STEPS, Thing
from supervision.reports.rules.tokens import (
    KeptParagraph,
    Token,
    checked_tokens,
    fact_keys,
    token_id,
    tokens_in,
)
from supervision.reports.services.drafting import drafted_of, finish_draft, keep_section, record

HEADER: Final = ("closing", "addressee", "copies_to", "red_head", "opening")
_HAND: Final = "hand"


@transaction.atomic
def edit_section(
    *,
    actor: User,
    section_id: int,
    revision: int,
    paragraphs: Sequence[Mapping[str, Any]],
    heading: str | None = None,
    now: datetime,
) -> DocumentSection:
    """Keep what the browser sends: {"rule", "lead", "body"} with tokens as ``rules.tokens`` reads them.

    Raises ValidationError: ``stale`` (somebody saved meanwhile), ``wrong_step``, ``tokens``.
    """
    row = _editable(actor, section_id)
    if row.revision != revision:
        raise ValidationError(
            _("“%(section)s”刚被%(who)s改过，请刷新后在新的文字上修改；您写的内容还在本页。")
            % {"section": row, "who": row.edited_by or _("系统")},
            code="stale",
        )
    known = _known_tokens(row.document)
    former = {paragraph["rule"]: paragraph for paragraph in row.paragraphs}
    row.paragraphs = [_paragraph(raw, number, known, former) for number, raw in enumerate(paragraphs, 1)]
    row.heading = row.heading if heading is None else heading.strip()
    _touch(row, actor, now, _("修改文稿"))
    _prune_facts(row.document)
    record(row.document, "edit", actor, now, note=str(row)[:100])
    return row


def _editable(actor: User, section_id: int) -> DocumentSection:
    """The document is locked first, then its section: the order of every writer here."""
    document_id = DocumentSection.objects.values_list("document_id", flat=True).get(pk=section_id)
    document = Document.objects.select_for_update().get(pk=document_id)
    require(actor, "report.draft", document)
    STEPS.require_status(Thing.DOCUMENT, document.status, [DocumentStatus.DRAFT], _("修改"))
    row = DocumentSection.objects.select_for_update(of=["self"]).select_related("edited_by__person")
    found = row.get(pk=section_id)
    found.document = document
    return found


def _known_tokens(document: Document) -> dict[str, Token]:
    """Figures and quotations of the whole document: they may move between its sections."""
    rows = document.sections.values_list("paragraphs", flat=True)
    return {
        token_id(token): token for paragraphs in rows for token in tokens_in(paragraphs) if token_id(token)
    }


def _paragraph(
    raw: Mapping[str, Any], number: int, known: Mapping[str, Token], former: Mapping[str, KeptParagraph]
) -> KeptParagraph:
    try:
        lead, body = (checked_tokens(raw.get(part, []), known) for part in ("lead", "body"))
    except ValueError as error:
        raise ValidationError(_("文稿的格式不对，请刷新后重试。"), code="tokens") from error
    rule = str(raw.get("rule") or f"{_HAND}.{number}")[:40]
    was = former.get(rule)
    same = was is not None and (was["lead"], was["body"]) == (lead, body)
    return {"rule": rule, "hand": was["hand"] if same and was else True, "lead": lead, "body": body}


def _touch(row: DocumentSection, actor: User, now: datetime, reason: str) -> None:
    row.revision, row.edited_by, row.edited_at = row.revision + 1, actor, now
    with because(actor, reason):
        save_valid(row, "paragraphs", "heading", "revision", "edited_by", "edited_at")
        row.document.revision += 1
        row.document.save(update_fields=["revision"])


def _prune_facts(document: Document) -> None:
    """A figure that is said no more is no fact of the document."""
    rows = document.sections.values_list("paragraphs", flat=True)
    keys = fact_keys(token for paragraphs in rows for token in tokens_in(paragraphs))
    document.facts.exclude(key__in=keys).delete()


@transaction.atomic
def regenerate_section(
    *, actor: User, section_id: int, revision: int, on: date, now: datetime
) -> DocumentSection:
    """The section as the data says it today, with the paragraphs that a person wrote.

    The figures of the other sections are brought to the same day, so that a document has one cut-off.
    Raises ValidationError (``stale``, ``wrong_step``) and RuleFault.
    """
    row = _editable(actor, section_id)
    if row.revision != revision:
        raise ValidationError(_("“%(section)s”刚被改过，请刷新后再试。") % {"section": row}, code="stale")
    document = row.document
    found = drafted_of(actor, document, on)
    told = next((told for told in found.sections if told.section.order == row.order), None)
    if told is None:
        raise ValidationError(_("提纲里已没有“%(section)s”一节，不能重新汇总。") % {"section": row})
    with because(actor, _("重新汇总数据")):
        keep_section(document, told, row, found)
        for other in document.sections.exclude(pk=row.pk):
            other.paragraphs = [with_figures(paragraph, found.figures) for paragraph in other.paragraphs]
            other.revision += 1
            other.save(update_fields=["paragraphs", "revision"])
        finish_draft(document, found, on)
    record(document, "regenerate", actor, now, note=str(row)[:100])
    row.refresh_from_db()
    return row


@transaction.atomic
def describe_document(
    *, actor: User, document_id: int, revision: int, now: datetime, title: Sequence[str] = (), **words: str
) -> Document:
    """Title (in phrases), closing, addressee, copies, red head. Raises ValidationError (``stale``)."""
    document = Document.objects.select_for_update().get(pk=document_id)
    require(actor, "report.draft", document)
    STEPS.require_status(Thing.DOCUMENT, document.status, [DocumentStatus.DRAFT], _("修改"))
    if document.revision != revision:
        raise ValidationError(_("这份公文刚被改过，请刷新后再试。"), code="stale")
    for name in HEADER:
        setattr(document, name, words.get(name, getattr(document, name)).strip())
    if phrases := [phrase.strip() for phrase in title if phrase.strip()]:
        document.title_phrases, document.title = phrases, "".join(phrases)
    document.revision += 1
    with because(actor, _("修改文稿")):
        save_valid(document, "title", "title_phrases", "revision", *HEADER)
    record(document, "edit", actor, now)
    return document
