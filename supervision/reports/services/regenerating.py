"""A draft brought to today's data: what that would change, and doing it without losing a hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.saving import because
from supervision.reports.models import Document, DocumentFact, DocumentSection
from supervision.reports.permissions import require
from supervision.reports.rules.comparing import Line
from supervision.reports.rules.figures import Figure, exact_text
from supervision.reports.rules.kinds import DocumentStatus
from supervision.reports.rules.merging import merged, with_figures
from supervision.reports.rules.revising import Regeneration, SectionChange, paragraph_changes
from supervision.reports.rules.states import STEPS, Thing
from supervision.reports.selectors.drafts import Drafted, Told
from supervision.reports.services.drafting import (
    drafted_of,
    finish_draft,
    heading_of,
    keep_section,
    record,
)
from supervision.reports.services.editing import editable


def regeneration(*, actor: User, document_id: int, on: date, section_id: int | None = None) -> Regeneration:
    """What ``regenerate_section``, or drafting the whole anew, would change; nothing is kept.

    Raises ValidationError (``wrong_step``) and RuleFault.
    """
    document = Document.objects.select_related("outline", "corrects").get(pk=document_id)
    require(actor, "report.draft", document)
    STEPS.require_status(Thing.DOCUMENT, document.status, [DocumentStatus.DRAFT], _("重新汇总数据"))
    found = drafted_of(actor, document, on)
    rows = {row.order: row for row in document.sections.all()}
    told = [one for one in found.sections if section_id in (None, _key(rows.get(one.section.order)))]
    return Regeneration(
        tuple(_change(rows.get(one.section.order), one, found) for one in told),
        tuple(_lines(list(document.facts.all()), found.figures)),
    )


def _key(row: DocumentSection | None) -> int | None:
    return row.pk if row else -1


def _change(row: DocumentSection | None, told: Told, found: Drafted) -> SectionChange:
    before = row.paragraphs if row else []
    after = merged(before, told.paragraphs, found.figures)
    return SectionChange(heading_of(told, row) or told.section.source, paragraph_changes(before, after))


def _lines(facts: Sequence[DocumentFact], figures: Mapping[str, Figure]) -> list[Line]:
    lines = []
    for fact in facts:
        figure = figures.get(fact.key)
        now = exact_text(figure.value) if figure else ""
        line = Line(fact.key, fact.definition, fact.unit, fact.value, now)
        lines += [] if line.is_same else [line]
    return lines


@transaction.atomic
def regenerate_section(
    *, actor: User, section_id: int, revision: int, on: date, now: datetime
) -> DocumentSection:
    """The section as the data says it today, with the paragraphs that a person wrote.

    The figures of the other sections are brought to the same day, so that a document has one cut-off.
    Raises ValidationError (``stale``, ``wrong_step``) and RuleFault.
    """
    row = editable(actor, section_id)
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
