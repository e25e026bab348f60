"""经济指标: the board, standing and outlook of the API, and the exported board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal as D
from typing import Any

from indicators.exports import COLUMNS, export_board
from indicators.models import Frequency, Indicator
from rulebook.rules import Measure
from tests.reports.doors.asking import Asking, Figures, of, sheet_rows
from tests.reports.papers import AUGUST
from tests.town import NOON

AT = {column.field: place for place, column in enumerate(COLUMNS)}
# Which of a row's differences a light judges.
MARGINS = {
    Measure.GROWTH_CHANGE: "change",
    Measure.PEER_GAP: "peer_gap",
    Measure.RANK_CHANGE: "rank_change",
    Measure.GROWTH_GAP: "growth_gap",
    Measure.SCHEDULE_GAP: "target_points",
    Measure.REACH_GAP: "reach_gap",
}


def counted(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """``rows``: change, target_points and growth_gap of every indicator."""
    rows = list(rows)
    changes, levels, rates = (
        [D(str(row[name])) for row in rows if row.get(name) not in (None, "—")]
        for name in ("change", "target_points", "growth_gap")
    )
    moved = {"rose": 1, "fell": -1, "kept": 0}
    signs = [(change > 0) - (change < 0) for change in changes]
    return of(
        "indicators", compared=len(changes), **{name: signs.count(sign) for name, sign in moved.items()}
    ) | of(
        "bulletin",
        with_target=len(levels),
        on_time=sum(one >= 0 for one in levels),
        growth_targets=len(rates),
        growth_met=sum(one >= 0 for one in rates),
    )


def on_screen(asking: Asking) -> Figures:
    found: Figures = {}
    told = []
    for row in asking.page("/indicators/", period="2026-08")["rows"]:
        if not row.indicator.in_report:
            continue
        value, stands, ahead = row.observation, row.standing, row.outlook
        forecast, level, growth = (ahead and ahead.forecast), row.level_target, row.growth_target
        monthly = ahead and ahead.run_rate and row.version.frequency == Frequency.MONTHLY
        line = {
            "value": value and value.value,
            "growth": row.growth,
            "change": stands and stands.growth_change,
            "rank": value and value.rank,
            "rank_moved": value and value.rank,
            "target": level and level.value,
            "target_rate": stands and stands.completion_rate,
            "target_points": stands and stands.behind_schedule,
            "growth_target": growth and growth.value,
            "growth_gap": stands and stands.growth_gap,
            "peer_gap": stands and stands.peer_gap,
            "forecast": forecast and forecast.value,
            "low": forecast and forecast.low,
            "high": forecast and forecast.high,
            "needed": ahead.run_rate.needed if monthly else None,
            **{f"light.{one.measure}": one.margin for one in row.lights},
        }
        told.append(line)
        found |= of(f"indicator.{row.indicator.code}", **line)
    return found | counted(told)


def in_api(asking: Asking) -> Figures:
    found: Figures = {}
    told = []
    for one in asking.rows("indicators"):
        if not one["in_report"]:
            continue
        place = f"indicators/{one['id']}"
        stands = asking.thing(f"{place}/standing", period="2026-08")
        ahead = asking.thing(f"{place}/outlook", period="2026-08") if stands["observation"] else {}
        targets = {row["kind"]: row for row in reversed(stands["targets"])}  # the county's own comes first
        level, growth = targets.get("level", {}), targets.get("growth", {})
        value, forecast = stands["observation"] or {}, ahead.get("forecast") or {}
        line = {
            "value": value.get("value"),
            "growth": stands["growth"],
            "change": stands["growth_change"],
            "rank": value.get("rank"),
            "rank_moved": value.get("rank"),
            "target": level.get("value"),
            "target_rate": level.get("completion_rate"),
            "target_points": level.get("gap"),
            "growth_target": growth.get("value"),
            "growth_gap": growth.get("gap"),
            "peer_gap": stands["peer_gap"],
            **{name: forecast.get(part) for name, part in zip(_PARTS, ("value", "low", "high"), strict=True)},
            "needed": (ahead.get("run_rate") or {}).get("needed"),
            **{f"light.{light['measure']}": light["margin"] for light in stands["lights"]},
        }
        told.append(line)
        found |= of(f"indicator.{one['code']}", **line)
    return found | counted(told)


_PARTS = ("forecast", "low", "high")


def in_workbook(asking: Asking) -> Figures:
    upload = export_board(actor=asking.user, period=AUGUST, now=NOON)
    codes = {v.name: i.code for i in Indicator.objects.filter(in_report=True) for v in i.versions.all()}
    found: Figures = {}
    told = []
    for cells in sheet_rows(upload, below=3):
        line = {name: cells[place] for name, place in AT.items() if isinstance(cells[place], int | float)}
        if cells[AT["name"]] in codes:
            told.append(line)
            key = f"indicator.{codes[cells[AT['name']]]}"
            found |= of(key, **line, rank_moved=line.get("rank"))
            found |= of(key, **{f"light.{one}": line.get(name) for one, name in MARGINS.items()})
    return found | counted(told)
