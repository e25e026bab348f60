"""A document is ordered, drafted by a job from the day's figures, and drafted anew without losing a hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import start_job
from accounts.services.saving import because, save_valid
from rulebook.rules import Month
from supervision.reports.models import (
    Document,
    DocumentBasis,
    DocumentFact,
    DocumentSection,
    DocumentStep,
    Outline,
)
from supervision.reports.permissions import require
from supervision.reports.rules.blocks import kept_picture, kept_table
from supervision.reports.rules.figures import Basis, Figure, Words, exact_text, fact_hash
from supervision.reports.rules.kinds import DocumentStatus
from supervision.reports.rules.merging import merged, with_figures
from supervision.reports.rules.states import STEPS, Thing
from supervision.reports.rules.tokens import KeptParagraph, fact_keys, paragraph_text, tokens_in
from supervision.reports.selectors.drafts import Drafted, Told, drafted, own_words, sections_of
from supervision.reports.selectors.entries import Entries
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.services.snapshots import in_one_snapshot

JOB: Final = "reports.write"
SUBJECT: Final = "重点工作"
OWN_HEAD: Final = "{{ issuer }}"  # in an outline: the office's own name
LONGEST: Final = 5000  # characters of a paper for superiors (整治形式主义为基层减负)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a document is to be about."""

    kind: str
    period: Month
    subject: str = SUBJECT
    opening: str = ""
    outline_id: int | None = None
    sector_id: int | None = None
    corrects_id: int | None = None


@transaction.atomic
def start_document(*, actor: User, order: Order, on: date, now: datetime) -> Document:
    """Order a document; a worker drafts it as of the day ``on``. Raises ValidationError, PermissionDenied."""
    require(actor, "report.draft")
    check_period(order.period, on)
    outline = outline_for(order, on)
    corrected = _corrected(order)
    document = Document(
        kind=order.kind,
        outline=outline,
        title=_("%(outline)s（起草中）") % {"outline": outline},
        subject=order.subject,
        opening=order.opening,
        year=order.period.year,
        month=order.period.month,
        sector_id=order.sector_id,
        corrects=corrected,
        number_word=outline.number_word,
        closing=outline.closing,
        red_head=outline.red_head.replace(OWN_HEAD, settings.OFFICE_NAME),
        addressee=outline.addressee,
        copies_to=outline.copies_to,
        upward=outline.upward,
        contents=outline.contents,
        sources_annex=outline.sources_annex,
        issuer=settings.OFFICE_NAME,
        created_by=actor,
        created_at=now,
    )
    save_valid(document)
    document.job = start_job(
        actor=actor,
        kind=JOB,
        title=_("起草《%(title)s》") % {"title": document.title},
        parameters={"document": document.pk, "on": on.isoformat()},
        now=now,
    )
    document.save(update_fields=["job"])
    return document


def check_period(period: Month, on: date) -> None:
    """A report speaks of months that have begun. Raises ValidationError."""
    if period > Month.of(on):
        raise ValidationError(
            _("%(month)s还没有到，不能写这一期的汇报，请选择不晚于%(last)s的月份。")
            % {"month": period.single.label, "last": Month.of(on).single.label}
        )


def outline_for(order: Order, on: date) -> Outline:
    """The outline chosen, or the first of the kind that is in force. Raises ValidationError."""
    rows = Outline.objects.in_force(on).filter(kind=order.kind)
    found = (rows.filter(pk=order.outline_id) if order.outline_id else rows.order_by("pk")).first()
    if found is None:
        raise ValidationError(_("这个文种没有生效的提纲，请先在“公文提纲”中设置。"), code="no_outline")
    return found


def _corrected(order: Order) -> Document | None:
    if order.corrects_id is None:
        return None
    found = Document.objects.select_for_update().get(pk=order.corrects_id)
    STEPS.target_of(Thing.DOCUMENT, "correct", found.status)
    return found


@in_one_snapshot
def preview_document(*, actor: User, order: Order, on: date, known_on: date | None = None) -> Drafted:
    """What would be drafted now; nothing is kept. ``known_on``: of indicators what was reported by then."""
    require(actor, "report.draft")
    check_period(order.period, on)
    outline = outline_for(order, on)
    known = Gathered(actor, order.period, on, order.sector_id, known_on)
    words = own_words(order.subject, order.opening, settings.OFFICE_NAME) | {"corrects": ""}
    return drafted(known, outline.title, sections_of(outline), words)


@in_one_snapshot
def draft_document(*, actor: User, document_id: int, on: date, now: datetime, anew: bool = False) -> Document:
    """Draft once, for a job may run twice; ``anew``: all sections again, what a person wrote is kept."""
    document = Document.objects.select_for_update().get(pk=document_id)
    require(actor, "report.draft", document)
    STEPS.require_status(Thing.DOCUMENT, document.status, [DocumentStatus.DRAFT], _("起草"))
    if document.as_of is not None and not anew:
        return document
    found = drafted_of(actor, document, on)
    with because(actor, _("汇总数据成文")):
        former = {row.order: row for row in document.sections.all()}
        for told in found.sections:
            keep_section(document, told, former.pop(told.section.order, None), found)
        for row in former.values():
            _keep_hand(row, found)
        if document.as_of is None:  # afterwards it is a person's
            document.title_phrases = list(found.title)
            document.title = "".join(found.title)
        finish_draft(document, found, on)
    record(document, "draft", actor, now)
    return document


def drafted_of(actor: User, document: Document, on: date) -> Drafted:
    assert document.outline is not None  # noqa: S101  a draft has one
    known = Gathered(actor, Month(document.year, document.month), on, document.sector_id)
    words = own_words(document.subject, document.opening, document.issuer)
    former = document.corrects
    words["corrects"] = Words(former.number_text if former else "", f"公文{former.pk if former else ''}")
    return drafted(known, document.outline.title, sections_of(document.outline), words)


def keep_section(document: Document, told: Told, former: DocumentSection | None, found: Drafted) -> None:
    """A new section, or the former one with what a person wrote in it."""
    section = told.section
    row = former or DocumentSection(document=document, order=section.order, revision=0)
    row.level, row.source, row.settings = section.level, section.source, dict(section.settings)
    row.heading, row.numbered, row.annex = heading_of(told, former), section.numbered, section.annex
    row.templates = [[rule.name, rule.template] for rule in section.rules]
    row.paragraphs = merged(row.paragraphs, told.paragraphs, found.figures)
    row.table, row.picture = _blocks(told, found.entries)
    row.revision += 1
    row.save()


def heading_of(told: Told, former: DocumentSection | None) -> str:
    """The outline's, or what a person made of it."""
    return former.heading if former and former.edited_by_id else told.heading


def _keep_hand(row: DocumentSection, found: Drafted) -> None:
    """A section that the outline has no more goes, unless a person wrote in it."""
    if not row.hand_written:
        row.delete()
        return
    row.paragraphs = [with_figures(paragraph, found.figures) for paragraph in row.paragraphs]
    row.revision += 1
    row.save(update_fields=["paragraphs", "revision"])


def _blocks(told: Told, entries: Entries) -> tuple[dict[str, Any], dict[str, Any]]:
    table, picture = told.data.get("table"), told.data.get("picture")
    if told.basis is None:
        return {}, {}
    digest = entries.digest(told.basis) if table or picture else ""
    return kept_table(table, digest) if table else {}, kept_picture(picture, digest) if picture else {}


def finish_draft(document: Document, found: Drafted, on: date) -> None:
    """Rows of all figures that the text says, the warnings, one more revision."""
    document.as_of, document.revision = on, document.revision + 1
    rows = list(document.sections.values_list("paragraphs", KT("table__basis"), KT("picture__basis")))
    paragraphs = [paragraph for told, _table, _picture in rows for paragraph in told]
    document.warnings = [*found.warnings, *_length_warning(paragraphs)]
    in_blocks = {digest for _told, *digests in rows for digest in digests if digest}
    keep_facts(document, fact_keys(tokens_in(paragraphs)), in_blocks, found)
    document.save(update_fields=["as_of", "revision", "warnings", "title", "title_phrases"])


def _length_warning(paragraphs: Iterable[KeptParagraph]) -> list[str]:
    length = sum(len(paragraph_text(paragraph)) for paragraph in paragraphs)
    if length <= LONGEST:
        return []
    return [_("全文%(length)s字，超过%(limit)s字，请压缩。") % {"length": length, "limit": LONGEST}]


def keep_facts(document: Document, keys: Sequence[str], in_blocks: set[str], found: Drafted) -> None:
    """The facts of a draft are those of its text as it is now.

    What stands on the same rows shares one basis, tables and pictures (``in_blocks``: their digests) too.
    """
    document.facts.all().delete()
    figures = [found.figures[key] for key in keys]
    found.entries.ask(figure.basis for figure in figures)
    told = {found.entries.digest(figure.basis): figure.basis for figure in figures}
    told |= {
        digest: one.basis
        for one in found.sections
        if one.basis is not None and (digest := found.entries.digest(one.basis)) in in_blocks
    }
    bases = _keep_bases(document, told, found.entries)
    DocumentFact.objects.bulk_create(
        _fact(document, order, figure, bases[found.entries.digest(figure.basis)])
        for order, figure in enumerate(figures, 1)
    )
    document.bases.exclude(digest__in=in_blocks | told.keys()).delete()


def _keep_bases(document: Document, told: Mapping[str, Basis], entries: Entries) -> dict[str, DocumentBasis]:
    """By digest; those that are there already stay."""
    bases = {row.digest: row for row in document.bases.defer("rows")}
    fresh = [
        DocumentBasis(document=document, digest=digest, rows=entries.of(basis), count=basis.count)
        for digest, basis in told.items()
        if digest not in bases
    ]
    return bases | {row.digest: row for row in DocumentBasis.objects.bulk_create(fresh)}


def _fact(document: Document, order: int, figure: Figure, basis: DocumentBasis) -> DocumentFact:
    return DocumentFact(
        document=document,
        order=order,
        key=figure.key,
        value=exact_text(figure.value),
        unit=figure.unit,
        definition=figure.definition,
        as_of=figure.basis.as_of,
        filters=figure.basis.filters,
        basis=basis,
        hash=fact_hash(figure, basis.digest),
    )


def record(document: Document, verb: str, actor: User, now: datetime, note: str = "") -> None:
    DocumentStep.objects.create(document=document, verb=f"document.{verb}", by=actor, at=now, note=note)
