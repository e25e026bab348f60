"""Enter values, one or many. A better figure is a new row, never a change; a repeat changes nothing.

Many are written by as many statements as few: what is known is read once, the new rows are inserted at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from projects.models import ImportBatch
from projects.services.copying import copy_rows, new_ids
from rulebook.rules import Month

from ..models import Indicator, IndicatorVersion, Observation, ObservationStatus, RankScope
from ..permissions import can, require
from ..rules import COMPARED, Fault, NewObservation, Outcome, RowAnswer
from ..rules.entries import faults_of
from ..selectors.expected import Past, pasts

Key = tuple[int, int, int, str]
ROWS_AT_ONCE: Final = 10_000
COPIED: Final = (
    *("id", "indicator", "version", "year", "month", "status", "revision"),
    *("value", "growth", "rank", "rank_of", "peer_growth"),
    *("rank_scope", "note", "source_document"),
)


@dataclass(frozen=True)
class _Known:
    """What is there already: the newest figures and the last revision of each key, and the definitions."""

    newest: dict[Key, tuple[int, tuple[object, ...]]]
    revisions: dict[Key, int]
    versions: dict[int, list[IndicatorVersion]]
    _in_force: dict[tuple[int, int, int], IndicatorVersion | None] = field(default_factory=dict)

    def next_revision(self, value: NewObservation) -> int:
        return self.revisions.get(value.key, 0) + 1

    def version(self, value: NewObservation) -> IndicatorVersion | None:
        """The definition in force at the end of the value's month; looked for once a month."""
        at = value.indicator_id, value.year, value.month
        if at not in self._in_force:
            on = Month(value.year, value.month).ends_on
            mine = self.versions.get(value.indicator_id, ())
            self._in_force[at] = next((one for one in mine if one.is_in_force(on)), None)
        return self._in_force[at]

    def version_id(self, value: NewObservation) -> int | None:
        version = self.version(value)
        return version.pk if version else None


@transaction.atomic
def record_observations(
    *, actor: User, values: Sequence[NewObservation], now: datetime, batch: ImportBatch | None = None
) -> list[Observation]:
    """Append values; what equals the newest row of the same status is left out: a repeat changes nothing.

    All or none: raises PermissionDenied or ValidationError at the first value that cannot be.
    """
    _require_once(values)
    indicators = _locked(values)
    for indicator in indicators.values():
        require(actor, "observation.record", indicator)
    known = _known(values)
    rows = []
    for value in values:
        if faults := _faults(value, indicators, known):
            raise ValidationError(faults[0].message, code=faults[0].code)
        if not _says_the_same(value, known):
            rows.append(_row(value, known, actor, now, batch))
    return Observation.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


@transaction.atomic
def upsert_observations(
    *,
    actor: User,
    values: Sequence[NewObservation],
    now: datetime,
    batch: ImportBatch | None = None,
    warn: bool = True,
) -> list[RowAnswer]:
    """Append what is new and answer for every row, in order; what is refused keeps nothing else out.

    An indicator that the actor does not see is answered as one that is not there. ``warn`` false spares the
    look at past years.
    """
    indicators = _locked(values)
    allowed = {key: can(actor, "observation.record", one) for key, one in indicators.items()}
    visible = set(
        Indicator.objects.visible_to(actor).filter(pk__in=list(indicators)).values_list("pk", flat=True)
    )
    known = _known(values)
    repeated = {key for key, times in Counter(value.key for value in values).items() if times > 1}
    past = pasts(list(indicators), max((value.year for value in values), default=0)) if warn else {}
    accepted: dict[int, NewObservation] = {}
    answers: dict[int, RowAnswer] = {}
    for index, value in enumerate(values):
        faults = _not_yours(value, visible, allowed) or _faults(value, indicators, known)
        if not faults and value.key in repeated:
            faults = [_twice(value)]
        if faults:
            answers[index] = RowAnswer(index, Outcome.REFUSED, faults=tuple(faults))
        elif _says_the_same(value, known):
            pk = known.newest[value.key][0]
            answers[index] = RowAnswer(index, Outcome.SAME, pk, known.revisions[value.key])
        else:
            accepted[index] = value
    ids = _copied(list(accepted.values()), known, actor, now, batch)
    for (index, value), pk in zip(accepted.items(), ids, strict=True):
        revision = known.next_revision(value)
        outcome = Outcome.NEW if revision == 1 else Outcome.REVISED
        answers[index] = RowAnswer(index, outcome, pk, revision, warnings=_questions(value, past))
    return [answers[index] for index in range(len(values))]


def _copied(
    values: Sequence[NewObservation], known: _Known, actor: User, now: datetime, batch: ImportBatch | None
) -> list[int]:
    """Written by COPY, which costs a third of INSERT; the ids of the rows in their order."""
    if not values:
        return []
    ids = new_ids(Observation, len(values))
    lines = (
        (pk, v.indicator_id, known.version_id(v), v.year, v.month, str(v.status), known.next_revision(v))
        + (v.value, v.growth, v.rank, v.rank_of, v.peer_growth)
        + (str(v.rank_scope), v.note, v.source_document)
        for pk, v in zip(ids, values, strict=True)
    )
    alike = {"reported_by": actor.pk, "reported_at": now, "batch": batch.pk if batch else None}
    with pghistory.context() as context:
        copy_rows(Observation, COPIED, lines, alike, context)
    return ids


def _locked(values: Sequence[NewObservation]) -> dict[int, Indicator]:
    """By key in order; those who enter values of the same indicators wait for each other."""
    ids = sorted({value.indicator_id for value in values})
    return {i.pk: i for i in Indicator.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def _known(values: Sequence[NewObservation]) -> _Known:
    keys = {value.indicator_id for value in values}
    rows = Observation.objects.filter(indicator__in=keys, year__in={value.year for value in values})
    columns = ("pk", "indicator_id", "year", "month", "status", "revision", "batch__state", *COMPARED)
    newest: dict[Key, tuple[int, tuple[object, ...]]] = {}
    revisions: dict[Key, int] = {}
    for pk, indicator, year, month, status, revision, state, *figures in (
        rows.order_by("revision").values_list(*columns).iterator(ROWS_AT_ONCE)
    ):
        # Undone rows keep their numbers: a revision is never used twice.
        revisions[indicator, year, month, status] = revision
        if state != "undone":
            newest[indicator, year, month, status] = pk, tuple(figures)
    versions = defaultdict(list)
    for version in IndicatorVersion.objects.filter(indicator__in=keys):
        versions[version.indicator_id].append(version)
    return _Known(newest, revisions, versions)


def _require_once(values: Sequence[NewObservation]) -> None:
    """Two values of one month and status in the same call contradict or repeat each other."""
    repeated = [key for key, times in Counter(value.key for value in values).items() if times > 1]
    if repeated:
        twice = next(value for value in values if value.key == repeated[0])
        raise ValidationError(_twice(twice).message)


def _twice(value: NewObservation) -> Fault:
    names: dict[str, str] = {key: str(label) for key, label in ObservationStatus.choices}
    place = {"year": value.year, "month": value.month, "status": names.get(value.status, value.status)}
    message = _("同一指标%(year)s年%(month)s月的“%(status)s”数据出现了两次，请只保留一个。") % place
    return Fault("month", "twice_in_one_call", message, _("删去多余的一行后重新提交。"))


def _not_yours(value: NewObservation, visible: set[int], allowed: dict[int, bool]) -> list[Fault]:
    if value.indicator_id not in visible:
        message = _("没有这个指标。")
        return [Fault("indicator_id", "does_not_exist", message, _("请核对指标的 id。"))]
    if not allowed[value.indicator_id]:
        message = _("您没有权限填报这个指标。")
        return [Fault("indicator_id", "not_allowed", message, _("请由责任单位或督查办填报。"))]
    return []


def _faults(value: NewObservation, indicators: dict[int, Indicator], known: _Known) -> list[Fault]:
    if value.indicator_id not in indicators:
        message = _("没有这个指标。")
        return [Fault("indicator_id", "does_not_exist", message, _("请核对指标的 id。"))]
    found = faults_of(value, ObservationStatus.values, RankScope.values)
    if not any(fault.field in ("year", "month") for fault in found) and not known.version(value):
        place = {"year": value.year, "month": value.month}
        message = _("%(year)s年%(month)s月该指标没有有效的口径，请先在指标管理中设置。") % place
        found.append(Fault("month", "no_definition", message, _("请督查办补设这段时间的口径。")))
    return found


def _says_the_same(value: NewObservation, known: _Known) -> bool:
    standing = known.newest.get(value.key)
    return standing is not None and standing[1] == tuple(getattr(value, field) for field in COMPARED)


def _row(
    value: NewObservation, known: _Known, actor: User, now: datetime, batch: ImportBatch | None
) -> Observation:
    return Observation(
        indicator_id=value.indicator_id,
        version=known.version(value),
        year=value.year,
        month=value.month,
        status=value.status,
        revision=known.next_revision(value),
        value=value.value,
        growth=value.growth,
        rank=value.rank,
        rank_of=value.rank_of,
        rank_scope=value.rank_scope,
        peer_growth=value.peer_growth,
        note=value.note,
        source_document=value.source_document,
        reported_by=actor,
        reported_at=now,
        batch=batch,
    )


def _questions(value: NewObservation, past: dict[int, Past]) -> tuple[str, ...]:
    mine = past.get(value.indicator_id)
    return mine.questions(value) if mine else ()
