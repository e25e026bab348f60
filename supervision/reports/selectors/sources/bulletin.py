"""指标监测: each indicator against its targets, its rank, its pace for the rest of the year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from indicators.models import Frequency, SeasonCurve
from indicators.rules import against
from indicators.rules.outlook import Likelihood
from indicators.selectors import IndicatorFigures
from rulebook.rules import Light, Measure
from supervision.reports.rules.figures import Basis, Figure
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.indicators import OBSERVATION, indicator_lines
from supervision.reports.selectors.sources.registry import source

TARGET = "indicators.target"
CURVE = "indicators.seasoncurve"
UNITS = {Measure.RANK_CHANGE: "位", Measure.REACH_GAP: "%"}  # of margins; the others are percentage points


@source(
    "bulletin",
    _("指标监测"),
    {
        "indicators": _("指标的列表，每个含“主要指标”的各项，另有："),
        "indicators[].target": _("年度目标值"),
        "indicators[].target_rate": _("完成年度目标的百分比"),
        "indicators[].target_points": _("与时序进度相差的百分点"),
        "indicators[].growth_target": _("增速目标（%）"),
        "indicators[].growth_gap": _("增速与目标之差，已成文"),
        "indicators[].peer_gap": _("增速与同类平均之差，已成文"),
        "indicators[].rank": _("位次，已成文，含升降"),
        "indicators[].forecast": _("按季节曲线推算的全年值；推算不了的未知"),
        "indicators[].low": _("推算的下限"),
        "indicators[].high": _("推算的上限"),
        "indicators[].needed": _("后几个月平均每月须完成的数"),
        "indicators[].likelihood": _("已达目标、可望完成、尚不确定、难以完成，或空"),
        "indicators[].warned": _("是否亮红灯或黄灯"),
        "indicators[].why": _("亮灯的原因，一条或几条，已成文"),
        "with_target": _("有年度目标的指标个数"),
        "on_time": _("其中达到时序进度的个数"),
        "growth_targets": _("有增速目标的指标个数"),
        "growth_met": _("其中达到增速目标的个数"),
        "has_forecast": _("是否有能推算全年的指标"),
        "unlikely": _("难以完成全年目标的指标"),
        "warned": _("亮红灯、黄灯的指标，重的在前"),
        "unknown": _("没有数据的指标"),
    },
)
def bulletin(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    lines = [
        line | _more(figures, line, known)
        for figures, line in zip(known.indicators, indicator_lines(known), strict=True)
    ]
    levels = [line for line in lines if line["target_points"].known]
    rates = [line for line in lines if line["growth_gap"].known]
    return {
        "indicators": lines,
        "with_target": _count("with_target", levels, levels, "有年度目标且能比较的指标个数", known),
        "on_time": _count(
            "on_time",
            [line for line in levels if line["target_points"] >= 0],
            levels,
            "完成率不低于时序进度的指标个数",
            known,
        ),
        "growth_targets": _count("growth_targets", rates, rates, "有增速目标且已公布增速的指标个数", known),
        "growth_met": _count(
            "growth_met",
            [line for line in rates if line["growth_gap"] >= 0],
            rates,
            "增速不低于目标的指标个数",
            known,
        ),
        "has_forecast": any(line["forecast"].known for line in lines),
        "unlikely": [line for line in lines if line["is_unlikely"]],
        "warned": sorted((line for line in lines if line["warned"]), key=lambda line: -line["weight"]),
        "unknown": [line for line in lines if not line["value"].known and not line["growth"].known],
    }


def _count(
    name: str, counted: list[dict[str, Any]], base: list[dict[str, Any]], meaning: str, known: Gathered
) -> Figure:
    rows: dict[str, list[int | None]] = {OBSERVATION: [], TARGET: []}
    for line in base:
        for label, pks in line["target_points"].basis.rows + line["growth_gap"].basis.rows:
            rows[label] += pks
    return Figure(f"bulletin.{name}", len(counted), "项", meaning, known.basis("主要指标与其目标", rows))


def _bases(figures: IndicatorFigures, name: str, known: Gathered) -> tuple[Basis, Basis]:
    """Of what is held against targets, and of what looks ahead or lights a light."""
    row, previous = figures.observation, figures.previous
    targets = [target.pk if target else None for target in (figures.level_target, figures.growth_target)]
    rows: dict[str, list[int | None]] = {OBSERVATION: [row.pk if row else None], TARGET: targets}
    further = {
        OBSERVATION: [*rows[OBSERVATION], previous.pk if previous else None],
        TARGET: targets,
        CURVE: [_curves(known).get(figures.indicator.pk)],
    }
    return (
        known.basis(f"指标“{name}”与其目标", rows),
        known.basis(f"指标“{name}”与其上期、目标、季节曲线", further),
    )


def _more(figures: IndicatorFigures, line: Mapping[str, Any], known: Gathered) -> dict[str, Any]:
    key, name, unit = f"indicator.{figures.indicator.code}", line["name"].text, line["value"].unit
    row, level, growth = figures.observation, figures.level_target, figures.growth_target
    basis, further = _bases(figures, name, known)
    stands, light = figures.standing, figures.light
    return {
        "target": Figure(f"{key}.target", level.value if level else None, unit, f"{name}年度目标", basis),
        "target_rate": Figure(
            f"{key}.target_rate",
            stands.completion_rate if stands else None,
            "%",
            f"{name}完成年度目标的比例",
            basis,
        ),
        "target_points": Figure(
            f"{key}.target_points",
            stands.behind_schedule if stands else None,
            "个百分点",
            f"{name}完成率减时序进度",
            basis,
        ),
        "growth_target": Figure(
            f"{key}.growth_target", growth.value if growth else None, "%", f"{name}增速目标", basis
        ),
        "growth_gap": _gap(
            f"{key}.growth_gap", stands.growth_gap if stands else None, "增速目标", name, basis
        ),
        "peer_gap": _gap(f"{key}.peer_gap", stands.peer_gap if stands else None, "同类平均", name, basis),
        "rank": Figure(
            f"{key}.rank_moved",
            row.rank if row else None,
            "位",
            f"{name}位次",
            line["rank"].basis,
            figures.rank_words,
        ),
        **_ahead(figures, key, name, unit, further),
        "warned": light in (Light.YELLOW, Light.RED),
        "weight": int(light),
        "light": light.label,
        "why": _reasons(figures, light, key, name, further),
    }


def _reasons(figures: IndicatorFigures, light: Light, key: str, name: str, basis: Basis) -> list[Figure]:
    """What lit it, each with the margin that was judged."""
    return [
        Figure(
            f"{key}.light.{one.measure}",
            one.margin,
            UNITS.get(one.measure, "个百分点"),
            f"{name}亮{light.label}的依据",
            basis,
            one.reason,
        )
        for one in figures.lights
        if one.light == light
    ]


def _curves(known: Gathered) -> dict[int, int]:
    """Indicator → its season curve of the year."""
    if "season curves" not in known.kept:
        keys = [figures.indicator.pk for figures in known.indicators]
        rows = SeasonCurve.objects.filter(indicator__in=keys, year=known.period.year).current()
        known.kept["season curves"] = {row.indicator_id: row.pk for row in rows}
    found: dict[int, int] = known.kept["season curves"]
    return found


def _gap(key: str, points: Decimal | None, what: str, name: str, basis: Basis) -> Figure:
    said = against(points, what)
    return Figure(key, points, "个百分点", f"{name}增速减{what}", basis, said)


def _ahead(figures: IndicatorFigures, key: str, name: str, unit: str, basis: Basis) -> dict[str, Any]:
    """What the rest of the year asks for and may bring; unknown without target or season curve."""
    ahead = figures.outlook
    forecast = ahead.forecast if ahead else None
    monthly = figures.version is not None and figures.version.frequency == Frequency.MONTHLY
    pace = ahead.run_rate if ahead and monthly else None  # a quarterly series has no monthly share
    likelihood = ahead.likelihood if ahead else None

    def of(part: str, value: Decimal | None, meaning: str) -> Figure:
        return Figure(f"{key}.{part}", value, unit, f"{name}{meaning}", basis)

    return {
        "forecast": of("forecast", forecast.value if forecast else None, "按季节曲线推算的全年值"),
        "low": of("low", forecast.low if forecast else None, "全年推算值的下限"),
        "high": of("high", forecast.high if forecast else None, "全年推算值的上限"),
        "needed": of("needed", (pace.needed or None) if pace else None, "余下各月平均每月须完成的数"),
        "likelihood": LIKELIHOODS.get(likelihood, "") if likelihood else "",
        "is_unlikely": likelihood == Likelihood.UNLIKELY,
    }


LIKELIHOODS = {
    Likelihood.REACHED: "已达到全年目标",
    Likelihood.LIKELY: "全年目标可望完成",
    Likelihood.OPEN: "全年目标能否完成尚不确定",
    Likelihood.UNLIKELY: "按目前进度全年目标难以完成",
}
