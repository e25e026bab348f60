"""A draft edited section by section: figures stay figures, and two editors do not overwrite each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.saving import because, save_valid
from supervision.reports.models import Document, DocumentSection
from supervision.reports.permissions import require
from supervision.reports.rules.kinds import DocumentStatus
from supervision.reports.rules.states import STEPS, Thing
from supervision.reports.rules.tokens import (
    KeptParagraph,
    Token,
    checked_tokens,
    fact_keys,
    paragraph_text,
    token_id,
    tokens_in,
)
from supervision.reports.services.drafting import record

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
    row = editable(actor, section_id)
    if row.revision != revision:
        raise ValidationError(
            _("“%(section)s”刚被%(who)s改过，请刷新后在新的文字上修改；您写的内容还在本页。")
            % {"section": row, "who": row.edited_by or _("系统")},
            code="stale",
        )
    known = _known_tokens(row.document)
    former = {paragraph["rule"]: paragraph for paragraph in row.paragraphs}
    told = [_paragraph(raw, rule, known, former) for raw, rule in _named(paragraphs)]
    row.paragraphs = [paragraph for paragraph in told if paragraph_text(paragraph).strip()]
    row.heading = row.heading if heading is None else heading.strip()
    _touch(row, actor, now, _("修改文稿"))
    _prune_facts(row.document)
    record(row.document, "edit", actor, now, note=str(row)[:100])
    return row


def editable(actor: User, section_id: int) -> DocumentSection:
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


def _named(paragraphs: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], str]]:
    """Each with a name of its own: two of one name would be one when the section is drafted again."""
    asked = [str(raw.get("rule") or "")[:40] for raw in paragraphs]
    free = (name for number in count(1) if (name := f"{_HAND}.{number}") not in asked)
    return [
        (raw, rule if rule and rule not in asked[:place] else next(free))
        for place, (raw, rule) in enumerate(zip(paragraphs, asked, strict=True))
    ]


def _paragraph(
    raw: Mapping[str, Any], rule: str, known: Mapping[str, Token], former: Mapping[str, KeptParagraph]
) -> KeptParagraph:
    try:
        lead, body = (checked_tokens(raw.get(part, []), known) for part in ("lead", "body"))
    except ValueError as error:
        raise ValidationError(_("文稿的格式不对，请刷新后重试。"), code="tokens") from error
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
def describe_document(
    *,
    actor: User,
    document_id: int,
    revision: int,
    now: datetime,
    title: Sequence[str] = (),
    sources_annex: str = "",
    **words: str,
) -> Document:
    """Title (in phrases), closing, addressee, copies, red head; how an annex names the sources.

    Raises ValidationError (``stale``).
    """
    document = Document.objects.select_for_update().get(pk=document_id)
    require(actor, "report.draft", document)
    STEPS.require_status(Thing.DOCUMENT, document.status, [DocumentStatus.DRAFT], _("修改"))
    if document.revision != revision:
        raise ValidationError(_("这份公文刚被改过，请刷新后再试。"), code="stale")
    for name in HEADER:
        setattr(document, name, words.get(name, getattr(document, name)).strip())
    if phrases := [phrase.strip() for phrase in title if phrase.strip()]:
        document.title_phrases, document.title = phrases, "".join(phrases)
    document.sources_annex = sources_annex or document.sources_annex
    document.revision += 1
    with because(actor, _("修改文稿")):
        save_valid(document, "title", "title_phrases", "sources_annex", "revision", *HEADER)
    record(document, "edit", actor, now)
    return document
