"""Projects: the county as a whole, sector by sector, what lags, what falls due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from projects import selectors as engine
from projects.models import Milestone
from rulebook.rules import Light, round_half_up
from supervision.reports.rules.figures import Basis, Figure, Words
from supervision.reports.selectors.county import PlannedProject
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.due import milestones_of
from supervision.reports.selectors.sources.registry import source

HIGHLIGHTS: Final = 3
TOTALS: Final = {
    "projects": _("项目个数"),
    "planned": _("年度计划投资（万元）"),
    "completed": _("累计完成投资（万元）"),
    "rate": _("占年度计划的百分比"),
    "points": _("与时序进度相差的百分点"),
    "pace": _("快于时序、慢于时序、与时序同步，或空"),
    "started": _("已开工个数"),
    "finished": _("已竣工个数"),
    "red": _("红灯个数"),
    "yellow": _("黄灯个数"),
}


@source("overall", _("全县重点项目"), TOTALS)
def overall(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    found = known.county
    basis = known.basis(f"{known.period.year}年度计划内重点项目", project_rows(found.rows))
    started = sum(sector.started for sector in found.sectors)
    finished = sum(sector.finished for sector in found.sectors)
    return totals_data("total", found.totals, started, finished, basis)


@source(
    "sectors",
    _("各板块"),
    {
        "sectors": _("板块的列表，每个含全县重点项目的各项，另有："),
        "sectors[].name": _("板块名称"),
        "sectors[].milestones": _("到期节点：due 到期、done 已完成"),
        "sectors[].promoted": _("招商引资项目个数"),
        "sectors[].received": _("到位资金（万元）"),
        "sectors[].assessed": _("完成稳评的项目个数"),
        "sectors[].highlights": _("形象进度，各单位原话"),
    },
)
def sectors(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    found, due = known.county, milestones_of(known)
    plan = found.plan.values("pk")
    receipts = _by_sector(engine.recognised_receipts(plan, known.period))
    assessed = _by_sector(engine.assessments_made(plan, known.period))
    chosen = [s for s in found.sectors if known.sector_id in (None, s.sector_id)]
    return {
        "sectors": [
            _sector_data(known, sector, due.by_sector, receipts[sector.sector_id], assessed[sector.sector_id])
            for sector in chosen
        ]
    }


def _sector_data(
    known: Gathered,
    sector: engine.SectorFigures,
    due: Mapping[int, list[Milestone]],
    receipts: list[int],
    assessed: list[int],
) -> dict[str, Any]:
    key, pk = f"sector.{sector.order}", sector.sector_id
    rows = known.county.of_sector(pk)
    of_sector = f"板块“{sector.name}”"
    basis = known.basis(f"{known.period.year}年度计划内重点项目，{of_sector}", project_rows(rows))
    money = known.basis(f"已认定到账，{of_sector}", {"projects.receipt": receipts})
    risk = known.basis(f"本年完成的稳评，{of_sector}", {"projects.stabilityassessment": assessed})
    promoted = sector.promotion_projects or None
    return {
        "name": Words(sector.name, f"板块{pk}"),
        **totals_data(key, sector.totals, sector.started, sector.finished, basis),
        "milestones": _milestone_data(key, due.get(pk, []), known, of_sector),
        "promoted": Figure(f"{key}.promoted", promoted, "个", "招商引资项目个数", basis),
        "received": Figure(
            f"{key}.received", sector.promotion_received, "万元", "招商引资到位资金，按认定数", money
        ),
        "assessed": Figure(
            f"{key}.assessed", sector.assessed, "个", "本年完成社会稳定风险评估的项目个数", risk
        ),
        "highlights": _highlights(rows, known),
    }


def totals_data(key: str, totals: engine.Totals, started: int, finished: int, basis: Basis) -> dict[str, Any]:
    """The engine's sums of a set of projects, none of them reckoned here."""
    points = totals.points
    pace = ""
    if points is not None and totals.projects:
        short = round_half_up(points, 1)
        pace = "快于时序" if short > 0 else "慢于时序" if short < 0 else "与时序同步"
    red, yellow = totals.lights.get(Light.RED, 0), totals.lights.get(Light.YELLOW, 0)
    of = f"{key}."
    return {
        "projects": Figure(f"{of}projects", totals.projects, "个", "年度计划内的重点项目个数", basis),
        "planned": Figure(f"{of}planned", totals.planned, "万元", "年度计划投资之和", basis),
        "completed": Figure(
            f"{of}completed", totals.completed, "万元", "自年初累计完成投资之和，取已审核的月报", basis
        ),
        "rate": Figure(f"{of}rate", totals.completion_rate, "%", "完成投资占年度计划投资的比例", basis),
        "points": Figure(f"{of}points", points, "个百分点", "完成率减时序进度", basis),
        "pace": pace,
        "started": Figure(f"{of}started", started, "个", "已开工的项目个数", basis),
        "finished": Figure(f"{of}finished", finished, "个", "已竣工的项目个数", basis),
        "red": Figure(f"{of}red", red, "个", "亮红灯的项目个数", basis),
        "yellow": Figure(f"{of}yellow", yellow, "个", "亮黄灯的项目个数", basis),
    }


def project_rows(rows: Sequence[PlannedProject]) -> dict[str, list[int | None]]:
    """A project with its plan of the year and its newest accepted month."""
    return {
        "projects.project": [row.pk for row in rows],
        "projects.annualplan": [row.annual_key for row in rows],
        "projects.monthlyprogress": [row.month_key for row in rows],
    }


def project_words(row: Any, unit: str = "") -> Words:
    """项目（单位）"""
    return Words(f"{row.name}（{unit}）" if unit else row.name, f"项目{row.pk}")


def _milestone_data(key: str, rows: list[Milestone], known: Gathered, which: str) -> dict[str, Any]:
    basis = known.basis(f"到期的关键节点，{which}", {"projects.milestone": [row.pk for row in rows]})
    done = sum(row.completed_on is not None and row.completed_on <= known.on for row in rows)
    return {
        "due": Figure(f"{key}.milestones_due", len(rows), "个", "截止期前到期的关键节点个数", basis),
        "done": Figure(f"{key}.milestones_done", done, "个", "到期节点中已完成的个数", basis),
    }


def _highlights(rows: Sequence[PlannedProject], known: Gathered) -> list[dict[str, Words]]:
    """The largest that go well, in this month's words; what is red or yellow is told under the problems."""
    told = [
        row
        for row in rows
        if row.reported_month == known.period.month and row.physical_progress and row.light < Light.YELLOW
    ]
    told.sort(key=lambda row: (-(row.planned or 0), row.pk))
    return [
        {
            "project": project_words(row),
            "progress": Words(row.physical_progress or "", f"月报{row.month_key}"),
        }
        for row in told[:HIGHLIGHTS]
    ]


def _by_sector(rows: Any) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for sector_id, pk in rows.order_by().values_list("project__sector", "pk"):
        found[sector_id].append(pk)
    return found
