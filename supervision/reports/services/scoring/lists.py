"""红黑榜: proposed from the approved scores, approved by a leader, made public with a record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from supervision.inspections.services.authority import require_leaders

from ...models import ScoreAdjustment, ScoreList, ScoreListEntry
from ...permissions import require
from ...rules.scoring.ranking import Standing, listed
from ...rules.scoring.states import Thing
from ...rules.scoring.words import AdjustmentStatus, RoundStatus
from .steps import because, in_words, insert, lock_round, move, reasoned


@transaction.atomic
def propose_list(*, actor: User, round_id: int, now: datetime) -> ScoreList:
    """By the terms of the scheme, each group by itself, with the adjustments approved so far.

    Raises ValidationError: ``not_approved``, ``claims_open``, ``score_list_one_of_a_round``.
    """
    owner = lock_round(round_id)
    require(actor, "score_list.propose", owner)
    if owner.status != RoundStatus.APPROVED:
        raise ValidationError(_("评分审定以后才能拟定红黑榜。"), code="not_approved")
    if ScoreAdjustment.objects.filter(sheet__round=owner, status=AdjustmentStatus.PROPOSED.value).exists():
        raise ValidationError(_("还有调整待批准，请先办理完毕。"), code="claims_open")
    scheme = owner.scheme
    sheets = {sheet.pk: sheet for sheet in owner.sheets.filter(takes_part=True).with_total()}
    standings = [Standing(sheet.pk, sheet.group, sheet.total) for sheet in sheets.values()]
    chosen = listed(standings, target=scheme.target, best=scheme.best, last=scheme.last)
    with because(actor, _("拟定红黑榜")), in_words():
        row = insert(ScoreList(round=owner, proposed_by=actor, proposed_at=now))
        ScoreListEntry.objects.bulk_create(
            ScoreListEntry(
                list=row,
                sheet=sheets[one.key],
                colour=one.colour.value,
                place=one.place,
                of=one.of,
                score=sheets[one.key].total,
                target=scheme.target,
            )
            for one in chosen
        )
    return row


@transaction.atomic
def approve_list(*, actor: User, list_id: int, approver_id: int, now: datetime) -> ScoreList:
    """``approver_id``: the leader's post."""
    row = _locked(list_id)
    require(actor, "score_list.approve", row)
    require_leaders(approver=approver_id)
    values: dict[str, Any] = {"approver_id": approver_id, "approved_by": actor, "approved_at": now}
    return move(actor, Thing.LIST, row, "approve", **values)


@transaction.atomic
def publish_list(*, actor: User, list_id: int, since: date, until: date, place: str) -> ScoreList:
    """公示 from ``since`` to ``until``, both included, at ``place``: a board, a newspaper, an address."""
    row = _locked(list_id)
    values: dict[str, Any] = {
        "published_by": actor,
        "published_from": since,
        "published_until": until,
        "published_in": place.strip(),
    }
    return move(actor, Thing.LIST, row, "publish", **values)


@transaction.atomic
def withdraw_list(*, actor: User, list_id: int, reason: str) -> ScoreList:
    row = _locked(list_id)
    said = reasoned(reason)
    return move(actor, Thing.LIST, row, "withdraw", said, withdrawn_reason=said)


def _locked(pk: int) -> ScoreList:
    lock_round(ScoreList.objects.values_list("round_id", flat=True).get(pk=pk))
    return ScoreList.objects.get(pk=pk)
