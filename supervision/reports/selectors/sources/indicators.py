"""Indicators of the report: value, growth, how growth moved, rank; each with its own period."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from indicators.models import IndicatorVersion, ObservationStatus, RankScope, SentenceForm, ValueKind
from indicators.rules import GrowthWords
from indicators.selectors import IndicatorFigures
from rulebook.rules import Month
from supervision.reports.rules.figures import Basis, Figure, Words
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.registry import source

PRELIMINARY: Final = (ObservationStatus.ESTIMATE, ObservationStatus.FLASH)
OBSERVATION: Final = "indicators.observation"
VERBS: Final = {
    SentenceForm.COMPLETED: "完成",
    SentenceForm.REACHED: "达到",
    SentenceForm.IS: "为",
    SentenceForm.GROWTH_ONLY: "",
}
MOVES: Final = {"rose": 1, "fell": -1, "kept": 0}


@source(
    "indicators",
    _("主要指标"),
    {
        "indicators": _("指标的列表"),
        "indicators[].name": _("指标名称"),
        "indicators[].own_period": _("与全文不同的期间，如“1—6月”，或空"),
        "indicators[].when": _("期间，如“1—8月”；时点数如“8月末”"),
        "indicators[].verb": _("完成、达到、为，预计数前加“预计”；口径规定只写增速的为空"),
        "indicators[].value": _("指标值"),
        "indicators[].growth": _("同比增速（%）"),
        "indicators[].change": _("增速的变化，已成文，如“回落1.3个百分点”"),
        "indicators[].turned": _("增速是否改变了正负"),
        "indicators[].previous": _("上一次公布的期间"),
        "indicators[].rank": _("位次"),
        "indicators[].rank_scope": _("全市、全省"),
        "indicators[].unit": _("责任单位"),
        "indicators[].places": _("口径规定的小数位数，可写作 |measured(i.places)"),
        "compared": _("增速可比的指标个数"),
        "rose": _("增速回升的个数"),
        "fell": _("增速回落的个数"),
        "kept": _("增速持平的个数"),
        "all_compared": _("是否全部可比"),
    },
)
def indicators(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    lines = indicator_lines(known)
    moved = [line["change"] for line in lines if line["change"].known]
    rows = [pk for figure in moved for _label, pks in figure.basis.rows for pk in pks]
    basis = known.basis("增速可与上期比较的主要指标", {OBSERVATION: rows})
    counts = {
        name: Figure(
            f"indicators.{name}",
            sum(_sign(figure.value) == sign for figure in moved),
            "项",
            {"rose": "增速回升", "fell": "增速回落", "kept": "增速持平"}[name] + "的指标个数",
            basis,
        )
        for name, sign in MOVES.items()
    }
    compared = Figure("indicators.compared", len(moved), "项", "增速可与上期比较的指标个数", basis)
    return {
        "indicators": lines,
        **counts,
        "compared": compared,
        "all_compared": len(moved) == len(lines),
    }


def indicator_lines(known: Gathered) -> list[dict[str, Any]]:
    if "indicators" not in known.kept:
        known.kept["indicators"] = [_line(figures, known) for figures in known.indicators]
    lines: list[dict[str, Any]] = known.kept["indicators"]
    return lines


def _line(figures: IndicatorFigures, known: Gathered) -> dict[str, Any]:
    row, previous = figures.observation, figures.previous
    version = row.version if row else figures.version
    key, name = f"indicator.{figures.indicator.code}", version.name if version else ""
    month = figures.month or known.period
    own = month.cumulative
    basis = known.basis(f"指标“{name}”，{own.label}", {OBSERVATION: [row.pk if row else None]})
    both = known.basis(
        f"指标“{name}”，{own.label}与上期",
        {OBSERVATION: [row.pk if row else None, previous.pk if previous else None]},
    )
    words = _words(figures)
    change, said = (words.points, words.moved) if words else (None, "")
    return {
        "name": Words(name, f"指标{figures.indicator.code}"),
        "own_period": "" if month == known.period else _told(month, known, version),
        "when": _told(month, known, version),
        "places": version.decimals if version else 2,
        "verb": _verb(version, preliminary=row is not None and row.status in PRELIMINARY),
        "value": Figure(
            f"{key}.value", row.value if row else None, _unit(version), f"{name}，累计或时点值", basis
        ),
        "growth": Figure(
            f"{key}.growth",
            figures.growth,
            "%",
            f"{name}同比增速，{'按两年总量计算' if figures.growth_is_computed else '取公布数'}",
            _of_both_years(figures, name, known) if figures.growth_is_computed else basis,
        ),
        "change": Figure(f"{key}.change", change, "个百分点", f"{name}增速与上期之差", both, said),
        "turned": words is not None and words.has_turned,
        "slowed": change is not None and change < 0,
        "previous": f"{figures.since}末" if _is_stock(version) and previous else figures.since,
        "rank": Figure(f"{key}.rank", row.rank if row else None, "位", f"{name}位次", basis, _rank(row)),
        "rank_scope": str(RankScope(row.rank_scope).label) if row else "",
        "unit": Words(figures.indicator.unit.short_name if figures.indicator.unit else "", f"{key}责任单位"),
    }


def _of_both_years(figures: IndicatorFigures, name: str, known: Gathered) -> Basis:
    rows = [row.pk for row in (figures.observation, figures.year_before) if row]
    return known.basis(f"指标“{name}”本年与上年同期", {OBSERVATION: rows})


def _sign(value: Decimal | int | None) -> int:
    return 0 if not value else 1 if value > 0 else -1


def _unit(version: IndicatorVersion | None) -> str:
    return version.measured_in if version else ""


def _rank(row: Any) -> str:
    return f"第{row.rank}位" if row is not None and row.rank else ""


def _words(figures: IndicatorFigures) -> GrowthWords | None:
    """How growth moved since the period published before, as the indicator's own page tells it."""
    return figures.words if figures.previous_growth is not None else None


def _told(month: Month, known: Gathered, version: IndicatorVersion | None) -> str:
    """1—8月 of what adds up, 8月末 of a stock; with its year where that is another."""
    period = month.single if _is_stock(version) else month.cumulative
    told = period.short if month.year == known.period.year else period.label
    return f"{told}末" if _is_stock(version) else told


def _is_stock(version: IndicatorVersion | None) -> bool:
    return version is not None and version.value_kind == ValueKind.POINT


def _verb(version: IndicatorVersion | None, *, preliminary: bool) -> str:
    """As the definition asks; empty of what is told by its growth alone."""
    verb = VERBS[SentenceForm(version.sentence)] if version else ""
    return f"预计{verb}" if preliminary and verb else verb
