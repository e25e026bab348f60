"""Enter what the city's bulletin says of other counties; append-only as the county's own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from projects.models import ImportBatch

from ..models import Indicator, PeerObservation
from ..permissions import can
from ..rules import Fault, NewPeerObservation, Outcome, RowAnswer, peer_faults

Key = tuple[int, int, int, str]
FIGURES = ("value", "growth", "rank", "is_whole")


@transaction.atomic
def upsert_peers(
    *, actor: User, values: Sequence[NewPeerObservation], now: datetime, batch: ImportBatch | None = None
) -> list[RowAnswer]:
    """Append what is new and answer for every row, in order, as ``upsert_observations`` does."""
    ids = sorted({value.indicator_id for value in values})
    locked = Indicator.objects.visible_to(actor).select_for_update().filter(pk__in=ids).order_by("pk")
    indicators = {indicator.pk: indicator for indicator in locked}
    allowed = {key: can(actor, "observation.record", one) for key, one in indicators.items()}
    newest, revisions = _known(values)
    times = Counter(value.key for value in values)
    rows: dict[int, PeerObservation] = {}
    answers = []
    for index, value in enumerate(values):
        faults = _faults(value, allowed, times[value.key])
        figures = tuple(getattr(value, field) for field in FIGURES)
        if faults:
            answers.append(RowAnswer(index, Outcome.REFUSED, faults=tuple(faults)))
        elif value.key in newest and newest[value.key][1] == figures:
            answers.append(RowAnswer(index, Outcome.SAME, newest[value.key][0], revisions[value.key]))
        else:
            revision = revisions.get(value.key, 0) + 1
            rows[index] = PeerObservation(
                **vars(value), revision=revision, reported_by=actor, reported_at=now, batch=batch
            )
            answers.append(
                RowAnswer(index, Outcome.NEW if revision == 1 else Outcome.REVISED, None, revision)
            )
    PeerObservation.objects.bulk_create(rows.values(), batch_size=10_000)
    return [
        replace(answer, observation_id=rows[answer.index].pk) if answer.index in rows else answer
        for answer in answers
    ]


@transaction.atomic
def record_peers(
    *, actor: User, values: Sequence[NewPeerObservation], now: datetime, batch: ImportBatch | None = None
) -> int:
    """All or none; how many were new or revised.

    Raises ValidationError with an error for each fault: ``params`` name the ``entry`` (from 0) and ``field``.
    """
    answers = upsert_peers(actor=actor, values=values, now=now, batch=batch)
    refused = [
        ValidationError(
            fault.message.replace("%", "%%"), fault.code, {"entry": answer.index, "field": fault.field}
        )
        for answer in answers
        for fault in answer.faults
    ]
    if refused:
        raise ValidationError(refused)
    return sum(answer.outcome != Outcome.SAME for answer in answers)


def _known(
    values: Sequence[NewPeerObservation],
) -> tuple[dict[Key, tuple[int, tuple[object, ...]]], dict[Key, int]]:
    rows = PeerObservation.objects.filter(
        indicator__in={value.indicator_id for value in values}, year__in={value.year for value in values}
    )
    newest: dict[Key, tuple[int, tuple[object, ...]]] = {}
    revisions: dict[Key, int] = {}
    columns = ("pk", "indicator_id", "year", "month", "region", "revision", "batch__state", *FIGURES)
    for pk, indicator, year, month, region, revision, state, *figures in rows.order_by(
        "revision"
    ).values_list(*columns):
        revisions[indicator, year, month, region] = revision
        if state != "undone":
            newest[indicator, year, month, region] = pk, tuple(figures)
    return newest, revisions


def _faults(value: NewPeerObservation, allowed: dict[int, bool], times: int) -> list[Fault]:
    if value.indicator_id not in allowed:
        message = _("没有这个指标。")
        return [Fault("indicator_id", "does_not_exist", message, _("请核对指标的 id。"))]
    if not allowed[value.indicator_id]:
        message = _("您没有权限填报这个指标。")
        return [Fault("indicator_id", "not_allowed", message, _("请由责任单位或督查办填报。"))]
    found = peer_faults(value)
    if times > 1:
        place = {"region": value.region, "year": value.year, "month": value.month}
        message = _("%(region)s%(year)s年%(month)s月的数据出现了两次，请只保留一个。") % place
        found.append(Fault("region", "twice_in_one_call", message, _("删去多余的一行后重新提交。")))
    return found
