"""项目调度: how many keep to their schedule, what the month brought, which sector leads and which is last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects import selectors as engine
from rulebook.rules import Light, Month, completion_rate, round_half_up
from supervision.reports.rules.figures import Figure, Words
from supervision.reports.selectors.county import IN_PLAN
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.projects import project_rows, project_words
from supervision.reports.selectors.sources.registry import source


@source(
    "dispatch",
    _("项目调度"),
    {
        "projects": _("项目个数"),
        "new": _("其中新建个数"),
        "continued": _("其中续建个数"),
        "preparation": _("其中前期个数"),
        "reached": _("达到或快于时序进度的个数"),
        "reached_rate": _("达到或快于时序进度所占比例（%）"),
        "behind": _("慢于时序进度的个数"),
        "unmeasured": _("没有年度计划或没有进展数据、无法比较的个数"),
        "unstarted": _("尚未开工的个数"),
        "month_completed": _("当月完成投资（万元），为两次累计数之差"),
        "first": _("完成率最高的板块：name、rate、points；只有一个板块或全部相同时为空"),
        "last": _("完成率最低的板块，同上"),
        "fast": _("快于时序最多的项目：named、rate、points"),
        "late_starts": _("超过计划开工日期尚未开工的项目：named、start_delay"),
        "warned_units": _("有红灯、黄灯项目的单位，红灯多的在前：name、red、yellow"),
    },
)
def dispatch(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    rows = known.county.of_sector(known.sector_id)
    named = int(settings.get("named", 5))
    first, last = _ends(known)
    return {
        **_counts(rows, known),
        "month_completed": _month_completed(known, rows),
        "first": first,
        "last": last,
        "fast": [_pace(row, known) for row in _fast(rows)[:named]],
        "late_starts": [_late_start(row, known) for row in rows if row.start_delay_light >= Light.YELLOW],
        "warned_units": _warned_units(rows, known),
    }


def _counts(rows: Sequence[Any], known: Gathered) -> dict[str, Any]:
    """Places are counted by the gap as it is said: what rounds to nothing has reached its schedule."""
    gaps = [round_half_up(row.gap, 1) for row in rows if row.gap is not None]
    sectors = [s for s in known.county.sectors if known.sector_id in (None, s.sector_id)]
    basis = known.basis("年度计划内重点项目", project_rows(rows))
    reached = sum(gap >= 0 for gap in gaps)
    started = sum(sector.started for sector in sectors)
    values = {
        "projects": (len(rows), "年度计划内的重点项目个数"),
        "new": (sum(s.new for s in sectors), "年度类型为新建的项目个数"),
        "continued": (sum(s.continued for s in sectors), "年度类型为续建的项目个数"),
        "preparation": (sum(s.preparation for s in sectors), "年度类型为前期的项目个数"),
        "reached": (reached, "完成率不低于时序进度的项目个数"),
        "behind": (len(gaps) - reached, "完成率低于时序进度的项目个数"),
        "unmeasured": (len(rows) - len(gaps), "无法与时序进度比较的项目个数"),
        "unstarted": (len(rows) - started, "没有实际开工日期的新建、前期项目个数"),
    }
    figures = {
        name: Figure(f"dispatch.{name}", value, "个", meaning, basis)
        for name, (value, meaning) in values.items()
    }
    share = completion_rate(Decimal(reached), Decimal(len(gaps))) if gaps else None
    meaning = "达到时序进度的项目个数占可比项目个数的比例"
    return figures | {"reached_rate": Figure("dispatch.reached_rate", share, "%", meaning, basis)}


def _month_completed(known: Gathered, rows: Sequence[Any]) -> Figure:
    """What the cumulative total grew by since the month before; in January the total itself."""
    period = known.period
    now = _completed(known, period)
    if period.month == 1:
        before: Decimal | None = Decimal(0)
    else:
        before = _completed(known, Month(period.year, period.month - 1))
    value = None if now is None or before is None else now - before
    return Figure(
        "dispatch.month_completed",
        value,
        "万元",
        f"截至{period.single.short}的累计完成投资减去截至上月的累计完成投资",
        known.basis("年度计划内重点项目", project_rows(rows)),
    )


def _completed(known: Gathered, period: Month) -> Decimal | None:
    if period == known.period:
        sectors = known.county.sectors
        if known.sector_id is None:
            return known.county.totals.completed
        return next((s.totals.completed for s in sectors if s.sector_id == known.sector_id), None)
    totals = engine.ledger_totals(known.user, period, known.on, IN_PLAN)
    if known.sector_id is None:
        return totals.total.completed
    return next((s.totals.completed for s in totals.sectors if s.sector_id == known.sector_id), None)


def _ends(known: Gathered) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Nobody is first or last alone, or where all are equal as they are said."""
    measured = [s for s in known.county.sectors if s.totals.completion_rate is not None]
    measured.sort(key=lambda s: (-(s.totals.completion_rate or 0), s.order))
    if len(measured) < 2 or known.sector_id is not None:
        return None, None
    best, worst = measured[0], measured[-1]
    if _said(best) == _said(worst):
        return None, None
    return _sector(best, known), _sector(worst, known)


def _said(sector: engine.SectorFigures) -> Decimal:
    return round_half_up(sector.totals.completion_rate or Decimal(0), 1)


def _sector(sector: engine.SectorFigures, known: Gathered) -> dict[str, Any]:
    basis = known.basis(
        f"{known.period.year}年度计划内重点项目，板块“{sector.name}”",
        project_rows(known.county.of_sector(sector.sector_id)),
    )
    key = f"sector.{sector.order}"
    return {
        "name": Words(sector.name, f"板块{sector.sector_id}"),
        "rate": Figure(
            f"{key}.rate", sector.totals.completion_rate, "%", "完成投资占年度计划投资的比例", basis
        ),
        "points": Figure(f"{key}.points", sector.totals.points, "个百分点", "完成率减时序进度", basis),
    }


def _fast(rows: Sequence[Any]) -> list[Any]:
    ahead = [row for row in rows if row.gap is not None and round_half_up(row.gap, 1) > 0]
    return sorted(ahead, key=lambda row: (-row.gap, row.pk))


def _pace(row: Any, known: Gathered) -> dict[str, Any]:
    key, basis = f"project.{row.pk}", known.basis(f"项目“{row.name}”", project_rows([row]))
    return {
        "named": project_words(row, known.county.unit_of(row.pk)),
        "rate": Figure(f"{key}.rate", row.completion_rate, "%", "完成投资占年度计划投资的比例", basis),
        "points": Figure(f"{key}.gap", row.gap, "个百分点", "完成率减时序进度", basis),
    }


def _late_start(row: Any, known: Gathered) -> dict[str, Any]:
    key, basis = f"project.{row.pk}", known.basis(f"项目“{row.name}”", project_rows([row]))
    delay = -row.start_delay if row.start_delay is not None else None
    return {
        "named": project_words(row, known.county.unit_of(row.pk)),
        "start_delay": Figure(f"{key}.start_delay", delay or None, "天", "超过计划开工日期的天数", basis),
    }


def _warned_units(rows: Sequence[Any], known: Gathered) -> list[dict[str, Any]]:
    units: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.light in (Light.RED, Light.YELLOW) and known.county.unit_of(row.pk):
            units[known.county.unit_of(row.pk)].append(row)
    lines = [_warned(unit, members, known) for unit, members in units.items()]
    return sorted(lines, key=lambda line: (-line["red"].value, -line["yellow"].value, line["name"].text))


def _warned(unit: str, rows: Sequence[Any], known: Gathered) -> dict[str, Any]:
    """The key names the unit's first project: a unit is known here by its name alone."""
    key, basis = (
        f"warned.{min(row.pk for row in rows)}",
        known.basis(f"亮红灯、黄灯的重点项目，责任单位“{unit}”", project_rows(rows)),
    )
    red, yellow = (sum(row.light == light for row in rows) for light in (Light.RED, Light.YELLOW))
    return {
        "name": Words(unit, "责任单位"),
        "red": Figure(f"{key}.red", red, "个", f"{unit}亮红灯的项目个数", basis),
        "yellow": Figure(f"{key}.yellow", yellow, "个", f"{unit}亮黄灯的项目个数", basis),
    }
