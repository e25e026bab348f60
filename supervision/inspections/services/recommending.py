"""处理建议 (REG art. 19 and 21) and 线索移送 (art. 23)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.access import AccessKind
from accounts.services import record_access
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Clue, Recommendation
from ..permissions import require
from ..rules.states import Thing
from ..rules.words import ConclusionStatus, RecommendationKind, RecommendationStatus
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

IN_FORCE: Final = (ConclusionStatus.ISSUED, ConclusionStatus.DELIVERED)


@transaction.atomic
def draft_recommendation(
    *, actor: User, conclusion_id: int, kind: str, addressee: str, text: str, now: datetime
) -> Recommendation:
    """On a conclusion that is in force."""
    conclusion = lock_conclusion(conclusion_id)
    require(actor, "recommendation.draft", conclusion)
    require_standing(Thing.CONCLUSION, conclusion, IN_FORCE, "recommendation.draft")
    refuse_secrets(addressee=addressee, text=text)
    row = Recommendation(
        conclusion=conclusion, kind=kind, addressee=addressee.strip(), text=text.strip(), drafted_by=actor
    )
    with because(actor, _("提出处理建议")):
        insert(row)
    told(row, "recommendation.draft", actor, now, note=str(row))
    return row


@transaction.atomic
def revise_recommendation(
    *, actor: User, recommendation_id: int, kind: str, addressee: str, text: str, now: datetime
) -> Recommendation:
    """Until it is submitted."""
    row = _locked(recommendation_id)
    require(actor, "recommendation.draft", row)
    require_standing(Thing.RECOMMENDATION, row, [RecommendationStatus.DRAFT], "recommendation.draft")
    refuse_secrets(addressee=addressee, text=text)
    with because(actor, _("修改处理建议")):
        return change(row, kind=kind, addressee=addressee.strip(), text=text.strip())


@transaction.atomic
def submit_recommendation(*, actor: User, recommendation_id: int, now: datetime) -> Recommendation:
    return _go_on(actor, _locked(recommendation_id), "submit", now)


@transaction.atomic
def approve_recommendation(
    *,
    actor: User,
    recommendation_id: int,
    approver_id: int | None,
    decided_on: date | None,
    now: datetime,
) -> Recommendation:
    """By the government or its head (REG art. 21). Raises ValidationError by field (``no_authority``)."""
    row = _locked(recommendation_id)
    ready(actor, Thing.RECOMMENDATION, row, "approve")
    missing = {
        "approver": approver_id is None and _("请填写批准人。"),
        "decided_on": decided_on is None and _("请填写批准日期。"),
    }
    errors = {field: ValidationError(text, code="no_authority") for field, text in missing.items() if text}
    if errors:
        raise ValidationError(errors)
    require_leaders(approver=approver_id)
    refuse_future(timezone.localdate(now), decided_on=decided_on)
    values: dict[str, Any] = {"approver_id": approver_id, "decided_on": decided_on, "decided_by": actor}
    return _go_on(actor, row, "approve", now, **values)


@transaction.atomic
def refuse_recommendation(
    *, actor: User, recommendation_id: int, reason: str, now: datetime
) -> Recommendation:
    values = {"decided_by": actor, "decided_on": timezone.localdate(now)}
    return move(actor, Thing.RECOMMENDATION, _locked(recommendation_id), "refuse", now, reason, **values)


@transaction.atomic
def carry_out_recommendation(
    *, actor: User, recommendation_id: int, outcome: str, now: datetime
) -> Recommendation:
    """登记落实. Raises ValidationError: ``only_handed_over`` of accountability, ``outcome_missing``."""
    row = _locked(recommendation_id)
    ready(actor, Thing.RECOMMENDATION, row, "carry_out")
    if row.kind == RecommendationKind.ACCOUNTABILITY:
        text = _("追责建议经批准后移交有权机关，不能自行落实（政府督查工作条例第二十一条）。")
        raise ValidationError(text, code="only_handed_over")
    if not outcome.strip():
        raise of_field("outcome", _("请写明落实情况。"), "outcome_missing")
    refuse_secrets(outcome=outcome)
    values = {"outcome": outcome.strip(), "done_on": timezone.localdate(now)}
    return _go_on(actor, row, "carry_out", now, outcome, **values)


@transaction.atomic
def hand_over_recommendation(
    *, actor: User, recommendation_id: int, transferred_to: str, transfer_document: str = "", now: datetime
) -> Recommendation:
    """移交有权机关. Raises ValidationError: ``only_accountability``, ``receiver_missing``."""
    row = _locked(recommendation_id)
    ready(actor, Thing.RECOMMENDATION, row, "hand_over")
    if row.kind != RecommendationKind.ACCOUNTABILITY:
        raise ValidationError(_("只有追责建议移交有权机关，其他建议登记落实。"), code="only_accountability")
    if not transferred_to.strip():
        raise of_field("transferred_to", _("请写明接收机关。"), "receiver_missing")
    values = {
        "transferred_to": transferred_to.strip(),
        "transfer_document": transfer_document.strip(),
        "done_on": timezone.localdate(now),
    }
    return _go_on(actor, row, "hand_over", now, transferred_to, **values)


@transaction.atomic
def transfer_clue(
    *,
    actor: User,
    inspection_id: int,
    kind: str,
    summary: str,
    transferred_to: str,
    transfer_document: str = "",
    transferred_on: date,
    now: datetime,
) -> Clue:
    """移送线索. The story says that it was done and nothing else; the row is seen by very few."""
    inspection = lock_inspection(inspection_id)
    require(actor, "clue.transfer", inspection)
    refuse_secrets(summary=summary, transferred_to=transferred_to)
    refuse_future(timezone.localdate(now), transferred_on=transferred_on)
    row = Clue(
        inspection=inspection,
        kind=kind,
        summary=summary.strip(),
        transferred_to=transferred_to.strip(),
        transfer_document=transfer_document.strip(),
        transferred_on=transferred_on,
        recorded_by=actor,
        recorded_at=now,
    )
    with because(actor, _("移送线索")):
        insert(row)
    told(inspection, "clue.transfer", actor, now)
    return row


@transaction.atomic
def read_clue(*, actor: User, clue_id: int, now: datetime) -> Clue:
    """The whole clue, for the few that see it; that it was read is kept. Raises Clue.DoesNotExist."""
    row = Clue.objects.visible_to(actor).select_related("inspection", "recorded_by__person").get(pk=clue_id)
    detail = _("线索移送（%(inspection)s，第%(pk)s号）") % {"inspection": row.inspection, "pk": row.pk}
    record_access(kind=AccessKind.READ, now=now, user=actor, detail=detail)
    return row


def _go_on(
    actor: User, row: Recommendation, verb: str, now: datetime, note: str = "", **values: Any
) -> Recommendation:
    """A step of what is recommended on a conclusion that is in force still."""
    ready(actor, Thing.RECOMMENDATION, row, verb)
    require_standing(Thing.CONCLUSION, row.conclusion, IN_FORCE, f"recommendation.{verb}")
    return move(actor, Thing.RECOMMENDATION, row, verb, now, note, **values)


def _locked(recommendation_id: int) -> Recommendation:
    """As it is once its conclusion is ours. Raises Recommendation.DoesNotExist."""
    rows = Recommendation.objects
    conclusion = lock_conclusion(rows.values_list("conclusion_id", flat=True).get(pk=recommendation_id))
    row = rows.get(pk=recommendation_id)
    row.conclusion = conclusion
    return row
