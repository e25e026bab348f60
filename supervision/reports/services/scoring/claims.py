"""Appeals of units and later changes of points: each an entry with its reason, decided by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import store_upload
from supervision.matters.rules.secrecy import refuse_secrets

from ...models import ScoreAdjustment, ScoreAppeal, ScoreAppealFile, ScoreEvent, ScoreEvidence, ScoreSheet
from ...permissions import require
from ...rules.scoring.states import Thing
from ...rules.scoring.words import AdjustmentStatus, RoundStatus
from .steps import because, in_words, insert, lock_round, move, reasoned


@transaction.atomic
def file_appeal(
    *, actor: User, event_id: int, reason: str, files: Sequence[tuple[str, IO[bytes]]] = (), now: datetime
) -> ScoreAppeal:
    """A unit says why a point is wrong, from the day on which it was shown.

    Raises ValidationError: ``not_shown``, ``reason_missing``, ``score_appeal_one_open``.
    """
    event = _locked_event(event_id)
    require(actor, "score_appeal.file", event.sheet)
    _require_shown(event.sheet)
    refuse_secrets(reason=reason)
    row = ScoreAppeal(event=event, reason=reasoned(reason), filed_by=actor, filed_at=now)
    with because(actor, _("申诉")), in_words():
        insert(row)
        for name, file in files:
            upload = store_upload(actor=actor, file=file, name=name, now=now)
            insert(ScoreAppealFile(appeal=row, upload=upload))
    return row


@transaction.atomic
def retract_appeal(*, actor: User, appeal_id: int, now: datetime) -> ScoreAppeal:
    row = _locked_appeal(appeal_id)
    return move(actor, Thing.APPEAL, row, "retract", decided_by=actor, decided_at=now)


@transaction.atomic
def uphold_appeal(
    *, actor: User, appeal_id: int, decision: str, points: Decimal, now: datetime
) -> ScoreAppeal:
    """The unit is right: ``points`` are added (or taken) by an adjustment; the computed point stays.

    Raises ValidationError: ``reason_missing``, ``score_appeal_decided_by_another``, the constraints' words.
    """
    row = _decided(actor, appeal_id, "uphold", decision, now)
    adjustment = ScoreAdjustment(
        sheet=row.event.sheet,
        event=row.event,
        appeal=row,
        points=points,
        reason=row.decision,
        status=AdjustmentStatus.APPROVED.value,
        proposed_by=row.filed_by,
        proposed_at=row.filed_at,
        decided_by=actor,
        decided_at=now,
    )
    with because(actor, row.decision), in_words():
        insert(adjustment)
    return row


@transaction.atomic
def refuse_appeal(*, actor: User, appeal_id: int, decision: str, now: datetime) -> ScoreAppeal:
    return _decided(actor, appeal_id, "refuse", decision, now)


@transaction.atomic
def propose_adjustment(
    *,
    actor: User,
    sheet_id: int,
    points: Decimal,
    reason: str,
    document: str,
    event_id: int | None = None,
    now: datetime,
) -> ScoreAdjustment:
    """A change after the sheets were handed out; it counts once somebody else approved it."""
    sheet = _locked_sheet(sheet_id)
    require(actor, "score_adjustment.propose", sheet)
    _require_shown(sheet)
    refuse_secrets(reason=reason, document=document)
    row = ScoreAdjustment(
        sheet=sheet,
        event=sheet.items.get(pk=event_id) if event_id else None,
        points=points,
        reason=reasoned(reason),
        document=document.strip(),
        proposed_by=actor,
        proposed_at=now,
    )
    with because(actor, row.reason), in_words():
        return insert(row)


@transaction.atomic
def approve_adjustment(
    *, actor: User, adjustment_id: int, decision: str = "", now: datetime
) -> ScoreAdjustment:
    """Raises ValidationError (``score_adjustment_by_two_people``)."""
    return _settled(actor, adjustment_id, "approve", decision, now)


@transaction.atomic
def refuse_adjustment(*, actor: User, adjustment_id: int, decision: str, now: datetime) -> ScoreAdjustment:
    return _settled(actor, adjustment_id, "refuse", reasoned(decision, "decision"), now)


def _settled(actor: User, adjustment_id: int, verb: str, decision: str, now: datetime) -> ScoreAdjustment:
    lock_round(ScoreAdjustment.objects.values_list("sheet__round_id", flat=True).get(pk=adjustment_id))
    row = ScoreAdjustment.objects.get(pk=adjustment_id)
    values = {"decided_by": actor, "decided_at": now, "decision": decision.strip()}
    return move(actor, Thing.ADJUSTMENT, row, verb, decision, **values)


def _decided(actor: User, appeal_id: int, verb: str, decision: str, now: datetime) -> ScoreAppeal:
    """By somebody who neither computed the scores nor entered the points nor filed the appeal."""
    row = _locked_appeal(appeal_id)
    require(actor, f"{Thing.APPEAL}.{verb}", row)
    entered = ScoreEvidence.objects.filter(event=row.event, manual__entered_by=actor)
    if actor.pk == row.event.sheet.round.computed_by_id or entered.exists():
        raise ValidationError(
            _("核算或登记这项分数的人不能答复对它的申诉，请由他人答复。"),
            code="score_appeal_decided_by_another",
        )
    said = reasoned(decision, "decision")
    return move(actor, Thing.APPEAL, row, verb, said, decided_by=actor, decided_at=now, decision=said)


def _require_shown(sheet: ScoreSheet) -> None:
    if sheet.round.status == RoundStatus.DRAFT:
        raise ValidationError(_("评分还在核算，没有交单位核对，不能申诉或调整。"), code="not_shown")


def _locked_sheet(pk: int) -> ScoreSheet:
    """The sheet as it is once its round is ours. Raises ScoreSheet.DoesNotExist."""
    owner = lock_round(ScoreSheet.objects.values_list("round_id", flat=True).get(pk=pk))
    sheet = ScoreSheet.objects.select_related("unit").get(pk=pk)
    sheet.round = owner
    return sheet


def _locked_event(pk: int) -> ScoreEvent:
    sheet = _locked_sheet(ScoreEvent.objects.values_list("sheet_id", flat=True).get(pk=pk))
    event = ScoreEvent.objects.select_related("rule").get(pk=pk)
    event.sheet = sheet
    return event


def _locked_appeal(pk: int) -> ScoreAppeal:
    event = _locked_event(ScoreAppeal.objects.values_list("event_id", flat=True).get(pk=pk))
    row = ScoreAppeal.objects.select_related("filed_by").get(pk=pk)
    row.event = event
    return row
