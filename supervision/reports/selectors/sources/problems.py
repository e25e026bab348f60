"""What is behind, named with its unit, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.models import Milestone
from rulebook.rules import Light
from supervision.reports.rules.figures import Figure, Words
from supervision.reports.rules.lines import Lines
from supervision.reports.selectors.county import PlannedProject
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.reporting import NO_UNIT
from supervision.reports.selectors.sources.due import milestones_of
from supervision.reports.selectors.sources.indicators import indicator_lines
from supervision.reports.selectors.sources.matters import own_words
from supervision.reports.selectors.sources.projects import project_rows, project_words
from supervision.reports.selectors.sources.registry import source


@source(
    "problems",
    _("存在问题和下一步"),
    {
        "lagging": _("亮红灯、黄灯的项目，重的在前"),
        "lagging[].named": _("项目（单位）"),
        "lagging[].unit": _("责任单位"),
        "lagging[].light": _("红灯、黄灯"),
        "lagging[].points": _("与时序进度相差的百分点；不是因此亮灯时未知"),
        "lagging[].start_delay": _("超过计划开工日期的天数；不是因此亮灯时未知"),
        "lagging[].unreported": _("逾期未报的月份，或空"),
        "lagging[].problem": _("存在问题，单位原话"),
        "lagging[].next_step": _("下一步打算，单位原话"),
        "red": _("红灯项目个数"),
        "yellow": _("黄灯项目个数"),
        "not_named": _("前五个以外的个数"),
        "missed": _("逾期节点：named、milestone、due_on、days_late"),
        "missed_count": _("逾期节点个数"),
        "missing": _("逾期未报送的单位：unit、projects"),
        "slowed": _("增速回落的指标，同“主要指标”"),
        "coming": _("六十天内到期的节点：named、milestone、due_on"),
        "silent_units": _("亮灯项目中没有写下一步打算的单位"),
    },
)
def problems(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    due = milestones_of(known)
    rows = _lagging(known)
    basis = known.basis("亮红灯、黄灯的重点项目", project_rows(rows))
    red, yellow = (sum(row.light == light for row in rows) for light in (Light.RED, Light.YELLOW))
    rest = max(0, len(rows) - int(settings.get("named", 5)))
    late = known.standing("逾期的关键节点", {"projects.milestone": [row.pk for row in due.missed]})
    return {
        "lagging": Lines(rows, partial(_line, known=known)),
        "red": Figure("problems.red", red, "个", "亮红灯的项目个数", basis),
        "yellow": Figure("problems.yellow", yellow, "个", "亮黄灯的项目个数", basis),
        "not_named": Figure("problems.not_named", rest, "个", "没有逐一点名的滞后项目个数", basis),
        "missed": Lines(due.missed, partial(_missed, known=known)),
        "missed_count": Figure("problems.missed", len(due.missed), "个", "到期未完成的关键节点个数", late),
        "missing": _missing(known),
        "slowed": [line for line in indicator_lines(known) if line["slowed"]],
        "coming": Lines(due.coming, partial(_milestone, known=known)),
        "silent_units": _silent_units(rows, known),
    }


def _silent_units(rows: Sequence[PlannedProject], known: Gathered) -> list[Words]:
    silent = (_unit(row, known) for row in rows if not own_words(row.next_step))
    return list({unit.text: unit for unit in silent if unit}.values())


def _unit(row: PlannedProject, known: Gathered) -> Words:
    return Words(known.county.unit_of(row.pk), f"项目{row.pk}的责任单位")


def _lagging(known: Gathered) -> list[PlannedProject]:
    """Red before yellow, the furthest behind first."""
    rows = [row for row in known.county.of_sector(known.sector_id) if row.light in (Light.RED, Light.YELLOW)]
    rows.sort(key=lambda row: (-row.light, row.gap is None, row.gap or 0, row.pk))
    return rows


def _line(row: PlannedProject, known: Gathered) -> dict[str, Any]:
    """What lit the light is told; what is no reason for it is not."""
    unit, key = _unit(row, known), f"project.{row.pk}"
    basis = known.basis(f"项目“{row.name}”", project_rows([row]))
    gap = row.gap if row.investment_gap_light >= Light.YELLOW and (row.gap or 0) < 0 else None
    delay = -(row.start_delay or 0) if row.start_delay_light >= Light.YELLOW else None
    silent = known.reporting.late and row.report_missing_light >= Light.YELLOW
    return {
        "named": project_words(row, unit.text),
        "unit": unit,
        "light": Light(row.light).label,
        "points": Figure(f"{key}.points", gap, "个百分点", "完成率减时序进度", basis),
        "start_delay": Figure(f"{key}.start_delay", delay or None, "天", "超过计划开工日期的天数", basis),
        "unreported": known.period.single.short if silent else "",
        "problem": Words(own_words(row.problem), f"月报{row.month_key}"),
        "next_step": Words(own_words(row.next_step), f"月报{row.month_key}"),
    }


def _missing(known: Gathered) -> list[dict[str, Any]]:
    """Units whose monthly progress is due and absent."""
    units: dict[str, list[Any]] = defaultdict(list)
    for row in known.reporting.owed:
        if known.sector_id in (None, row.sector_id):
            units[known.county.unit_of(row.pk) or NO_UNIT].append(row)
    return [
        {
            "unit": Words(unit, "责任单位"),
            "projects": Figure(
                f"missing.{min(row.pk for row in rows)}",
                len(rows),
                "个项目",
                f"{unit}应报未报{known.period.single.short}进展的项目个数",
                known.basis(f"{known.period.single.short}进展未报送，责任单位“{unit}”", project_rows(rows)),
            ),
        }
        for unit, rows in units.items()
    ]


def _milestone(row: Milestone, known: Gathered) -> dict[str, Any]:
    unit = row.unit.short_name if row.unit else known.county.unit_of(row.project_id)
    return {
        "named": project_words(row.project, unit),
        "unit": Words(unit, f"关键节点{row.pk}"),
        "milestone": Words(f"“{row.name}”", f"关键节点{row.pk}"),
        "due_on": row.due_on,
    }


def _missed(row: Milestone, known: Gathered) -> dict[str, Any]:
    which = f"关键节点“{row.project.name}（{row.name}）”"
    basis = known.standing(which, {"projects.milestone": [row.pk]})
    late = (known.on - row.due_on).days
    return _milestone(row, known) | {
        "days_late": Figure(
            f"milestone.{row.pk}.days_late", late, "天", "节点到期日至数据截取日的天数", basis
        )
    }
