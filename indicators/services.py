"""Define an indicator, set its targets, enter its values. A better figure is a new row, never a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from projects.models import ImportBatch
from rulebook.rules import Month, check_curve

from .models import Indicator, IndicatorVersion, Observation, ObservationStatus, Target
from .permissions import require


@dataclass(frozen=True)
class NewObservation:
    """A value as entered; ``growth`` and ``peer_growth`` in percent, ``month`` cumulative from January."""

    indicator_id: int
    year: int
    month: int
    status: str
    value: Decimal | None = None
    growth: Decimal | None = None
    rank: int | None = None
    rank_of: int | None = None
    peer_growth: Decimal | None = None
    source_document: str = ""


@transaction.atomic
def define_indicator(
    *,
    actor: User,
    code: str,
    name: str,
    measured_in: str,
    since: date,
    unit: Unit | None = None,
    **values: Any,
) -> Indicator:
    """A new indicator with its first version, valid from ``since``; ``values`` are fields of either."""
    require(actor, "indicator.define")
    own = {key: values.pop(key) for key in ("order", "in_report") if key in values}
    indicator = Indicator(code=code, unit=unit, **own)
    indicator.full_clean()
    indicator.save()
    version = IndicatorVersion(
        indicator=indicator, name=name, measured_in=measured_in, valid_from=since, **values
    )
    version.full_clean()
    version.save()
    return indicator


@transaction.atomic
def redefine_indicator(*, actor: User, indicator_id: int, since: date, **changes: Any) -> IndicatorVersion:
    """End the current version on ``since`` and begin another with the changed name, unit or definition."""
    require(actor, "indicator.define")
    current = IndicatorVersion.objects.select_for_update().get(indicator=indicator_id, valid_to__isnull=True)
    kept = ("name", "measured_in", "definition", "growth_basis", "frequency", "value_kind", "lag_months")
    values = {field: getattr(current, field) for field in (*kept, "skips_january", "decimals")} | changes
    current.valid_to = since
    current.full_clean()
    current.save(update_fields=["valid_to"])
    version = IndicatorVersion(indicator_id=indicator_id, valid_from=since, **values)
    version.full_clean()
    version.save()
    return version


@transaction.atomic
def set_target(
    *,
    actor: User,
    indicator_id: int,
    year: int,
    kind: str,
    value: Decimal,
    curve: list[Decimal] | None = None,
    source_document: str = "",
) -> Target:
    """Set or change the year's target; the former value stays in the history."""
    require(actor, "indicator.define")
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)  # two at once would both insert
    target = indicator.targets.filter(year=year, kind=kind).first()
    target = target or Target(indicator=indicator, year=year, kind=kind)
    target.value, target.curve, target.source_document = value, curve, source_document
    _check_curve(curve)
    target.full_clean(validate_constraints=False)
    # Django cannot put a curve's constraints to the test before it is written; the database holds them.
    target.validate_constraints(exclude={"curve"})
    target.save()
    return target


def _check_curve(curve: list[Decimal] | None) -> None:
    try:
        if curve is not None:
            check_curve(curve)
    except ValueError as error:
        raise ValidationError({"curve": str(error)}) from error


@transaction.atomic
def record_observations(
    *, actor: User, values: Sequence[NewObservation], now: datetime, batch: ImportBatch | None = None
) -> list[Observation]:
    """Append values; what equals the newest row of the same status is left out: a repeat changes nothing."""
    _require_once(values)
    ids = sorted({value.indicator_id for value in values})
    indicators = {i.pk: i for i in Indicator.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    for indicator in indicators.values():
        require(actor, "observation.record", indicator)
    known = _known(ids)
    rows = [_row(value, known, actor, now, batch) for value in values if not _says_the_same(value, known)]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=True)
    return Observation.objects.bulk_create(rows)


Key = tuple[int, int, int, str]
COMPARED = ("value", "growth", "rank", "rank_of", "peer_growth")


@dataclass(frozen=True)
class _Known:
    """What is there already: the newest row and the last revision of each key, and the versions."""

    newest: dict[Key, Observation]
    revisions: dict[Key, int]
    versions: list[IndicatorVersion]


def _known(indicator_ids: list[int]) -> _Known:
    rows = (
        Observation.objects.filter(indicator__in=indicator_ids).select_related("batch").order_by("revision")
    )
    standing = {_key(row): row for row in rows if row.batch is None or row.batch.state != "undone"}
    # Undone rows keep their numbers: a revision is never used twice.
    revisions = {_key(row): row.revision for row in rows}
    return _Known(standing, revisions, list(IndicatorVersion.objects.filter(indicator__in=indicator_ids)))


def _key(value: NewObservation | Observation) -> Key:
    return value.indicator_id, value.year, value.month, value.status


def _require_once(values: Sequence[NewObservation]) -> None:
    """Two values of one month and status in the same call contradict or repeat each other."""
    repeated = [key for key, times in Counter(map(_key, values)).items() if times > 1]
    if repeated:
        _indicator, year, month, status = repeated[0]
        place = {"year": year, "month": month, "status": dict(ObservationStatus.choices).get(status, status)}
        raise ValidationError(
            _("同一指标%(year)s年%(month)s月的“%(status)s”数据出现了两次，请只保留一个。") % place
        )


def _says_the_same(value: NewObservation, known: _Known) -> bool:
    row = known.newest.get(_key(value))
    return row is not None and all(getattr(row, field) == getattr(value, field) for field in COMPARED)


def _row(
    value: NewObservation, known: _Known, actor: User, now: datetime, batch: ImportBatch | None
) -> Observation:
    if value.status not in ObservationStatus.values:
        raise ValidationError(_("数据状态“%(status)s”不存在。") % {"status": value.status})
    return Observation(
        indicator_id=value.indicator_id,
        version=_version_for(value, known.versions),
        year=value.year,
        month=value.month,
        status=value.status,
        revision=known.revisions.get(_key(value), 0) + 1,
        source_document=value.source_document,
        reported_by=actor,
        reported_at=now,
        batch=batch,
        **{field: getattr(value, field) for field in COMPARED},
    )


def _version_for(value: NewObservation, versions: list[IndicatorVersion]) -> IndicatorVersion:
    try:
        on = Month(value.year, value.month).ends_on
    except ValueError as error:
        raise ValidationError(str(error)) from error
    for version in versions:
        ended = version.valid_to is not None and version.valid_to <= on
        if version.indicator_id == value.indicator_id and version.valid_from <= on and not ended:
            return version
    raise ValidationError(
        _("%(year)s年%(month)s月该指标没有有效的口径，请先在指标管理中设置。")
        % {"year": value.year, "month": value.month}
    )
