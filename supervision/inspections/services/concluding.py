"""督查结论 on one unit (REG art. 16): drafted on findings that stand, made by the government, delivered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_office
from rulebook.services import next_number
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Conclusion, Finding
from ..permissions import can, require
from ..rules.limits import REVIEW_FILING
from ..rules.states import Thing
from ..rules.words import STANDING, ConclusionStatus, FindingStatus, InspectionStatus
from ..selectors.limits import required_day
from .authority import require_leaders
from .writing import (
    because,
    change,
    insert,
    lock_conclusion,
    lock_inspection,
    move,
    of_field,
    ready,
    require_standing,
    told,
)
from .year import refuse_future

SERIES: Final = "conclusion"
PREFIX: Final = "督查结论"


@transaction.atomic
def draft_conclusion(
    *,
    actor: User,
    inspection_id: int,
    unit_id: int,
    text: str,
    finding_ids: Collection[int] = (),
    now: datetime,
) -> Conclusion:
    """One in force for a unit. Raises ValidationError by field (``not_inspected``, ``not_its_finding``)."""
    inspection = lock_inspection(inspection_id)
    row = Conclusion(
        inspection=inspection, unit_id=unit_id, text=text.strip(), drafted_by=actor, drafted_at=now
    )
    require(actor, "conclusion.draft", row)
    require_standing(Thing.INSPECTION, inspection, [InspectionStatus.FINISHED], "conclusion.draft")
    refuse_secrets(text=text)
    if not inspection.inspected.filter(unit=unit_id).exists():
        raise of_field("unit", _("这个单位不在本次督查的对象中。"), "not_inspected")
    with because(actor, _("起草结论")):
        insert(row)
        row.findings.set(findings_of(row, finding_ids))
    told(row, "conclusion.draft", actor, now)
    return row


@transaction.atomic
def revise_conclusion(
    *, actor: User, conclusion_id: int, text: str, finding_ids: Collection[int], now: datetime
) -> Conclusion:
    row = lock_conclusion(conclusion_id)
    require(actor, "conclusion.revise", row)
    require_standing(Thing.CONCLUSION, row, [ConclusionStatus.DRAFT], "conclusion.revise")
    refuse_secrets(text=text)
    findings = findings_of(row, finding_ids)
    former = row.text, set(row.findings.values_list("pk", flat=True))
    with because(actor, _("修改结论")):
        change(row, text=text.strip())
        row.findings.set(findings)
    if former != (row.text, {finding.pk for finding in findings}):
        told(row, "conclusion.revise", actor, now)
    return row


@transaction.atomic
def submit_conclusion(*, actor: User, conclusion_id: int, now: datetime) -> Conclusion:
    """Raises ValidationError by field: ``finding_not_standing``, ``finding_without_evidence``."""
    row = lock_conclusion(conclusion_id)
    ready(actor, Thing.CONCLUSION, row, "submit")
    require_proved(list(row.findings.all()))
    return move(actor, Thing.CONCLUSION, row, "submit", now)


@transaction.atomic
def send_back_conclusion(*, actor: User, conclusion_id: int, reason: str, now: datetime) -> Conclusion:
    return move(actor, Thing.CONCLUSION, lock_conclusion(conclusion_id), "send_back", now, reason)


@transaction.atomic
def issue_conclusion(
    *, actor: User, conclusion_id: int, signatory_id: int | None, issued_on: date | None, now: datetime
) -> Conclusion:
    """作出结论, numbered. Raises ValidationError by field (``no_authority``, ``in_the_future``)."""
    row = lock_conclusion(conclusion_id)
    ready(actor, Thing.CONCLUSION, row, "issue")
    on = timezone.localdate(now)
    require_signature(on, signatory_id, issued_on)
    require_proved(list(row.findings.all()))
    values: dict[str, Any] = {"signatory_id": signatory_id, "issued_on": issued_on, "issued_by": actor}
    return move(actor, Thing.CONCLUSION, row, "issue", now, **values, number=new_number(on))


@transaction.atomic
def deliver_conclusion(
    *,
    actor: User,
    conclusion_id: int,
    delivered_on: date | None = None,
    receipt_note: str = "",
    now: datetime,
) -> Conclusion:
    """送达: the unit signs for it today, or the office records a delivery on paper, with its day and a note.

    From that day the unit has 30 days to apply for review (REG art. 17). Raises ValidationError by field:
    ``paper_needs_note``, ``in_the_future``, ``signed_today``, ``no_rule``.
    """
    row = lock_conclusion(conclusion_id)
    ready(actor, Thing.CONCLUSION, row, "deliver")
    refuse_secrets(receipt_note=receipt_note)
    on = timezone.localdate(now)
    values = _receipt(actor, row, delivered_on or on, on, receipt_note)
    until = required_day(REVIEW_FILING, values["delivered_on"])
    values |= {"review_until": until.on, "review_basis": until.basis}
    return move(actor, Thing.CONCLUSION, row, "deliver", now, receipt_note, **values)


def findings_of(row: Conclusion, finding_ids: Collection[int]) -> list[Finding]:
    """Of this inspection and unit, and not dropped. Raises ValidationError (``not_its_finding``)."""
    wanted = set(finding_ids)
    rows = Finding.objects.filter(inspection=row.inspection_id, unit=row.unit_id, pk__in=wanted)
    found = list(rows.exclude(status=FindingStatus.DROPPED))
    if len(found) < len(wanted):
        text = _("结论只能写入本次督查中这个单位的、没有被否定的问题。")
        raise of_field("findings", text, "not_its_finding")
    return found


def require_proved(findings: Collection[Finding]) -> None:
    """REG art. 16: facts clear, evidence sufficient. Raises ValidationError by field."""
    if open_ones := [str(one) for one in findings if one.status not in STANDING]:
        text = _("这些问题还没有认定：%(findings)s。") % {"findings": "、".join(open_ones)}
        raise of_field("findings", text, "finding_not_standing")
    keys = [one.pk for one in findings]
    bare = Finding.objects.filter(pk__in=keys, evidence__isnull=True).order_by("pk")
    if bare:
        text = _("这些问题没有证据（政府督查工作条例第十六条）：%(findings)s。")
        said = "、".join(str(one) for one in bare)
        raise of_field("findings", text % {"findings": said}, "finding_without_evidence")


def require_signature(on: date, signatory_id: int | None, issued_on: date | None) -> None:
    """REG art. 16: made by the government.

    Raises ValidationError by field: ``no_authority``, ``no_leader_post``.
    """
    missing = {
        "signatory": signatory_id is None and _("请填写签发领导。"),
        "issued_on": issued_on is None and _("请填写作出日期。"),
    }
    errors = {field: ValidationError(text, code="no_authority") for field, text in missing.items() if text}
    if errors:
        raise ValidationError(errors)
    require_leaders(signatory=signatory_id)
    refuse_future(on, issued_on=issued_on)


def new_number(on: date) -> str:
    """督查结论〔2026〕3号. Others who number wait for our transaction, so it comes last."""
    return f"{PREFIX}〔{on.year}〕{next_number(key=SERIES, year=on.year)}号"


def _receipt(actor: User, row: Conclusion, day: date, on: date, note: str) -> dict[str, Any]:
    """By the unit itself, or by the office that brought it on paper."""
    values = {"delivered_on": day, "receipt_note": note.strip()}
    if signs_for(actor, row):
        if day != on:
            raise of_field("delivered_on", _("在系统中签收的，送达日期是今天。"), "signed_today")
        return {**values, "received_by": actor}
    if not note.strip():
        text = _("纸质送达的，请注明签收人和回执存放处。")
        raise of_field("receipt_note", text, "paper_needs_note")
    refuse_future(on, delivered_on=day)
    return values


def signs_for(actor: User, row: Conclusion) -> bool:
    """In the unit's own name; whoever may file a review of it received it."""
    return can(actor, "review.file", row) and not is_office(actor)
