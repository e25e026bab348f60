"""One engine of figures for board, page, report and API; as many statements for one indicator as for all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from indicators.models import (
    Indicator,
    IndicatorQuerySet,
    IndicatorVersion,
    Observation,
    RankScope,
    SeasonCurve,
    Target,
    TargetKind,
    TargetSetter,
    ValueKind,
)
from indicators.rules import (
    GrowthWords,
    IndicatorLight,
    NewObservation,
    Outlook,
    Standing,
    growth_words,
    judge,
    light_of,
    outlook,
    rank_words,
    standing,
)
from indicators.rules.standing import difference
from rulebook.models import Subject
from rulebook.rules import Light, Measure, Month, Thresholds, completion_rate
from rulebook.selectors import light_rules

from .points import Point, Points, points_of
from .season import as_season

SETTERS = {setter: place for place, setter in enumerate(TargetSetter.values)}


@dataclass(frozen=True)
class TargetStanding:
    """A target of any setter. ``gap`` in percentage points."""

    target: Target
    completion_rate: Decimal | None
    gap: Decimal | None


@dataclass(frozen=True)
class TargetLine:
    """What one authority asks of the year: a level, a rate of growth, or both."""

    setter: str
    level: TargetStanding | None
    growth: TargetStanding | None

    @property
    def sources(self) -> str:
        """The papers that set it."""
        papers = [one.target.source_document for one in (self.level, self.growth) if one]
        return "、".join(dict.fromkeys(paper for paper in papers if paper))


@dataclass(frozen=True)
class TrendPoint:
    month: Month
    value: Decimal | None
    growth: Decimal | None


@dataclass(frozen=True)
class IndicatorFigures:
    """An indicator at a cut-off. ``observation`` is the current one of its own latest month, if any.

    ``previous`` is of the period published before, in the first period of a year of last December;
    ``year_before`` of the same month a year ago. Neither is of a definition that cannot be compared.
    ``growth`` was published, or computed where the definition says that it may be.
    """

    indicator: Indicator
    version: IndicatorVersion | None
    observation: Observation | None
    previous: Observation | None
    year_before: Observation | None
    level_target: Target | None
    growth_target: Target | None
    standing: Standing | None
    growth: Decimal | None = None
    growth_is_computed: bool = False
    previous_growth: Decimal | None = None
    targets: tuple[TargetStanding, ...] = ()
    outlook: Outlook | None = None
    lights: tuple[IndicatorLight, ...] = ()
    trend: tuple[TrendPoint, ...] = ()

    @property
    def month(self) -> Month | None:
        """The month that the value is of; it may lie before the cut-off (quarterly and lagging series)."""
        return Month(self.observation.year, self.observation.month) if self.observation else None

    @property
    def year(self) -> int | None:
        return self.observation.year if self.observation else None

    @property
    def label(self) -> str:
        """2026年1—8月 of a cumulative value, 2026年8月 of one at a point of time; empty without a value."""
        return covered(self.observation) if self.observation else ""

    @property
    def previous_label(self) -> str:
        return covered(self.previous) if self.previous else ""

    @property
    def since(self) -> str:
        """The period before as a sentence names it: 1—7月, or with its year where that is another."""
        if self.previous is None or self.observation is None:
            return "上期"
        label = self.previous_label
        same = self.previous.year == self.observation.year
        return label.removeprefix(f"{self.previous.year}年") if same else label

    @property
    def words(self) -> GrowthWords | None:
        return growth_words(self.growth, self.previous_growth, self.since)

    @property
    def rank_words(self) -> str:
        row = self.observation
        if row is None:
            return ""
        before = self.previous.rank if self.previous else None
        return rank_words(row.rank, row.rank_of, str(RankScope(row.rank_scope).label), before)

    @property
    def light(self) -> Light:
        return light_of(self.lights)

    @property
    def concerns(self) -> list[IndicatorLight]:
        """The lights that are not green, the worst first."""
        return sorted((one for one in self.lights if one.light > Light.GREEN), key=lambda one: -one.light)

    @property
    def target_lines(self) -> list[TargetLine]:
        """Side by side: the county's own, the city's, the province's."""
        by_setter: dict[str, dict[str, TargetStanding]] = {}
        for one in self.targets:
            by_setter.setdefault(one.target.set_by, {})[one.target.kind] = one
        return [
            TargetLine(
                str(TargetSetter(setter).label), kinds.get(TargetKind.LEVEL), kinds.get(TargetKind.GROWTH)
            )
            for setter, kinds in by_setter.items()
        ]


def covered(row: Observation) -> str:
    """2026年1—8月 of a cumulative value, 2026年8月 of one at a point of time."""
    month = Month(row.year, row.month)
    return month.single.label if row.version.value_kind == ValueKind.POINT else month.label


def indicator_figures(
    user: User, period: Month, *, in_report: bool | None = None, known_on: date | None = None
) -> list[IndicatorFigures]:
    """All visible indicators in order, each with its newest value of the year up to the cut-off month."""
    indicators = Indicator.objects.visible_to(user)
    if in_report is not None:
        indicators = indicators.filter(in_report=in_report)
    return _all_figures(indicators, period, known_on)


def figures_of(
    user: User, indicator_id: int, period: Month, *, known_on: date | None = None
) -> IndicatorFigures:
    """One indicator as the board shows it. Raises DoesNotExist for what the user does not see."""
    return _one(_all_figures(Indicator.objects.visible_to(user).filter(pk=indicator_id), period, known_on))


def preview(user: User, value: NewObservation, period: Month) -> tuple[IndicatorFigures, IndicatorFigures]:
    """Before and after an entry that nobody has made yet. Raises DoesNotExist as ``figures_of``."""
    found = Indicator.objects.visible_to(user).filter(pk=value.indicator_id)
    return _one(_all_figures(found, period, None)), _one(_all_figures(found, period, None, value))


def _one(found: list[IndicatorFigures]) -> IndicatorFigures:
    if not found:
        raise Indicator.DoesNotExist
    return found[0]


@dataclass(frozen=True)
class _Known:
    versions: dict[int, IndicatorVersion]
    points: Points
    rows: dict[int, Observation]
    targets: dict[int, list[Target]]
    curves: dict[int, SeasonCurve]
    rules: dict[Measure, Thresholds]


def _all_figures(
    indicators: IndicatorQuerySet,
    period: Month,
    known_on: date | None,
    entered: NewObservation | None = None,
) -> list[IndicatorFigures]:
    wanted = list(indicators.select_related("unit"))
    keys = [indicator.pk for indicator in wanted]
    points = points_of(keys, period, known_on, entered)
    targets: dict[int, list[Target]] = {}
    for target in Target.objects.filter(indicator__in=keys, year=period.year).order_by("pk"):
        targets.setdefault(target.indicator_id, []).append(target)
    curves = SeasonCurve.objects.filter(indicator__in=keys, year=period.year).current(known_on)
    known = _Known(
        versions={v.indicator_id: v for v in points.versions.values() if v.is_in_force(period.ends_on)},
        points=points,
        rows=_rows(points, keys),
        targets=targets,
        curves={curve.indicator_id: curve for curve in curves},
        rules=dict(light_rules(Subject.INDICATOR, period.ends_on)),
    )
    return [_figures(indicator, known) for indicator in wanted]


def _rows(points: Points, keys: Collection[int]) -> dict[int, Observation]:
    """The rows that figures are told from; the others are needed as numbers only."""
    wanted = {point.pk for key in keys for point in points.told(key) if point.pk}
    rows = Observation.objects.in_bulk(wanted)
    for point in points.entered:
        if point.row is not None:
            rows[point.pk] = point.row
    for row in rows.values():
        row.version = points.versions[row.version_id]
    return rows


def _figures(indicator: Indicator, known: _Known) -> IndicatorFigures:
    newest, previous, year_before = known.points.of(indicator.pk)
    targets = sorted(known.targets.get(indicator.pk, []), key=lambda target: SETTERS[target.set_by])
    level, rate = (
        next((t for t in targets if t.kind == kind), None) for kind in (TargetKind.LEVEL, TargetKind.GROWTH)
    )

    def row_of(point: Point | None) -> Observation | None:
        return known.rows[point.pk] if point else None

    plain = IndicatorFigures(
        indicator=indicator,
        version=known.versions.get(indicator.pk),
        observation=row_of(newest),
        previous=row_of(previous),
        year_before=row_of(year_before),
        level_target=level,
        growth_target=rate,
        standing=None,
        trend=tuple(
            TrendPoint(Month(p.year, p.month), p.value, p.growth) for p in known.points.series(indicator.pk)
        ),
    )
    return _judged(plain, newest, previous, year_before, targets, known) if newest else plain


def _judged(
    plain: IndicatorFigures,
    newest: Point,
    previous: Point | None,
    year_before: Point | None,
    targets: list[Target],
    known: _Known,
) -> IndicatorFigures:
    row = known.rows[newest.pk]
    flow = row.version.is_flow
    found = standing(
        month=newest.month,
        value=newest.value,
        growth=newest.growth,
        previous_growth=previous.growth if previous else None,
        level_target=plain.level_target.value if plain.level_target else None,
        growth_target=plain.growth_target.value if plain.growth_target else None,
        curve=plain.level_target.curve if plain.level_target else None,
        growth_year_before=year_before.growth if year_before else None,
        peer_growth=row.peer_growth,
        rank=row.rank,
        previous_rank=plain.previous.rank if plain.previous else None,
        adds_up=flow,
    )
    ahead = _outlook(plain, newest, known) if flow else None
    words = growth_words(newest.growth, previous.growth if previous else None, plain.since)
    values = {
        **vars(plain),
        "standing": found,
        "growth": newest.growth,
        "growth_is_computed": newest.is_computed,
        "previous_growth": previous.growth if previous else None,
        "targets": tuple(_against(target, newest, adds_up=flow) for target in targets),
        "outlook": ahead,
        "lights": judge(known.rules, found, words, ahead),
    }
    return IndicatorFigures(**values)


def _outlook(plain: IndicatorFigures, newest: Point, known: _Known) -> Outlook | None:
    if newest.value is None:
        return None
    curve = known.curves.get(plain.indicator.pk)
    level = plain.level_target
    return outlook(
        month=newest.month,
        value=newest.value,
        target=level.value if level else None,
        decided=level.curve if level else None,
        season=as_season(curve) if curve else None,
        why_linear="" if curve else "本年度没有冻结季节曲线",
    )


def _against(target: Target, newest: Point, *, adds_up: bool) -> TargetStanding:
    if target.kind == TargetKind.GROWTH:
        return TargetStanding(target, None, difference(newest.growth, target.value))
    rate = completion_rate(newest.value, target.value)
    measured = standing(
        month=newest.month,
        value=newest.value,
        growth=None,
        previous_growth=None,
        level_target=target.value,
        growth_target=None,
        curve=target.curve,
        adds_up=adds_up,
    )
    return TargetStanding(target, rate, measured.behind_schedule)
