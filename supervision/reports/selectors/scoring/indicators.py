"""Indicators of a unit: targets met, and the place in the city."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from indicators.selectors import IndicatorFigures, indicator_figures
from rulebook.rules.wording import number_text

from ...rules.scoring.spans import Found, Span
from ...rules.scoring.words import Kind
from .registry import Metric


def targets_met(user: User, span: Span) -> Iterator[Found]:
    """Each target that there is: a level against its schedule, a growth rate against the wanted one."""
    for known in indicator_figures(user, span.period):
        for gap in _gaps(known):
            unit_id = known.indicator.unit_id
            if unit_id is None:
                continue
            name = known.version.name if known.version else known.indicator.code
            words = _("%(name)s（%(period)s）：%(gap)s") % {
                "name": name,
                "period": known.label or _("没有数据"),
                "gap": _("没有数据") if gap is None else _gap_words(gap),
            }
            met = gap is not None and gap >= 0
            yield Found(unit_id, "indicator", known.indicator.pk, Decimal(met), words=words)


def _gap_words(gap: Decimal) -> str:
    size = number_text(abs(gap), 1)
    return (
        _("高于目标%(size)s个百分点") % {"size": size}
        if gap >= 0
        else _("低于目标%(size)s个百分点") % {"size": size}
    )


def _gaps(known: IndicatorFigures) -> list[Decimal | None]:
    """Percentage points above what was wanted; None of a target without a value."""
    standing = known.standing
    gaps = []
    if known.level_target:
        gaps.append(standing.behind_schedule if standing else None)
    if known.growth_target:
        gaps.append(standing.growth_gap if standing else None)
    return gaps


def places_in_city(user: User, span: Span) -> Iterator[Found]:
    """The mean of the places of the newest values; indicators that are not ranked do not count."""
    for known in indicator_figures(user, span.period):
        row, unit_id = known.observation, known.indicator.unit_id
        if row is None or row.rank is None or unit_id is None:
            continue
        name = known.version.name if known.version else known.indicator.code
        words = _("%(name)s（%(period)s）：第%(rank)s位，共%(of)s") % {
            "name": name,
            "period": known.label,
            "rank": row.rank,
            "of": row.rank_of,
        }
        yield Found(unit_id, "indicator", known.indicator.pk, Decimal(row.rank), words=words)


METRICS: Final = (
    Metric(
        "targets_met",
        gettext_lazy("经济指标达标率"),
        Kind.RATE,
        "indicator",
        targets_met,
        gettext_lazy("责任单位的每一个年度目标；总量按时序、增速按目标，没有数据的算未达标。"),
    ),
    Metric(
        "places_in_city",
        gettext_lazy("经济指标全市位次（平均）"),
        Kind.PLACE,
        "indicator",
        places_in_city,
        gettext_lazy("责任指标最近一期在全市的位次，取平均；没有位次的不计。"),
        unit=gettext_lazy("位"),
        lower_is_better=True,
    ),
)
