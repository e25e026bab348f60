"""重点项目: the ledger's page, list and workbook, and what stands on each project's own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal as D
from typing import Any

from projects.exports import export_ledger
from projects.exports.columns import COLUMNS
from projects.models import Sector
from projects.selectors import LedgerFilters
from rulebook.rules import Light, Month, round_half_up
from tests.reports.doors.asking import (
    NAMED_OF_PROJECTS,
    Asking,
    Figures,
    added,
    as_date,
    days_past,
    numbers,
    of,
    sections,
    share,
    sheet_rows,
)
from tests.reports.papers import AUGUST, DAY
from tests.town import NOON

AT = {column.field: place for place, column in enumerate(COLUMNS)}
SHOWN = {"period": "2026-08", "in_plan": "1"}
LIT = {Light.RED: "red", Light.YELLOW: "yellow"}
JULY = Month(2026, 7)
KINDS = {"新建": "new", "续建": "continued", "前期": "preparation"}


def orders() -> dict[str, int]:
    return dict(Sector.objects.values_list("name", "order"))


def of_lines(lines: Iterable[Mapping[str, Any]]) -> Figures:
    """``lines``: pk, gap, light (red, yellow …), unit, month (last reported), rate of each project."""
    lines = list(lines)
    found: Figures = {}
    gaps = [round_half_up(D(str(line["gap"])), 1) for line in lines if line["gap"] is not None]
    reached = sum(gap >= 0 for gap in gaps)
    found |= of(
        "dispatch",
        projects=len(lines),
        reached=reached,
        behind=len(gaps) - reached,
        unmeasured=len(lines) - len(gaps),
        reached_rate=share(reached, len(gaps)),
    )
    lit = [line for line in lines if line["light"] in ("red", "yellow")]
    rest = max(0, len(lit) - NAMED_OF_PROJECTS)
    red, yellow = (sum(line["light"] == light for line in lines) for light in ("red", "yellow"))
    found |= of("problems", red=red, yellow=yellow, not_named=rest)
    for line in lines:
        found |= of(f"project.{line['pk']}", rate=line["rate"], gap=line["gap"], points=line["gap"])
    for members in _by_unit(lit):
        key = f"warned.{min(line['pk'] for line in members)}"
        lights = [line["light"] for line in members]
        found |= of(key, red=lights.count("red"), yellow=lights.count("yellow"))
    for members in _by_unit([line for line in lines if (line["month"] or 0) < 8]):
        found[f"missing.{min(line['pk'] for line in members)}"] = D(len(members))
    return found


def _by_unit(lines: list[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    units: dict[str, list[Mapping[str, Any]]] = {}
    for line in lines:
        units.setdefault(str(line["unit"]), []).append(line)
    return list(units.values())


def of_milestones(rows: Iterable[Mapping[str, Any]], sectors: Mapping[int, int]) -> Figures:
    """``rows``: id, project, due_on, completed_on; ``sectors``: project → order of its sector."""
    found: Figures = dict.fromkeys(
        (f"sector.{order}.milestones_{name}" for order in orders().values() for name in ("due", "done")), D(0)
    )
    missed = 0
    for row in rows:
        due = as_date(row["due_on"])
        done = row["completed_on"] is not None and as_date(row["completed_on"]) <= DAY
        if due > date(2026, 8, 31) or (due.year < 2026 and done):
            continue
        found[f"sector.{sectors[row['project']]}.milestones_due"] += 1
        found[f"sector.{sectors[row['project']]}.milestones_done"] += done
        if not done:
            missed += 1
            found |= of(f"milestone.{row['id']}", days_late=days_past(due))
    return found | of("problems", missed=missed)


def of_starts(rows: Iterable[Mapping[str, Any]], sectors: Mapping[int, int]) -> Figures:
    """``rows``: id, kind, actual_start, actual_finish, planned_start."""
    end = date(2026, 8, 31)
    found: Figures = dict.fromkeys(
        (
            f"{key}.{name}"
            for key in ("total", *(f"sector.{n}" for n in orders().values()))
            for name in _STAND
        ),
        D(0),
    )
    rows = list(rows)
    for row in rows:
        started = row["kind"] == "continued" or _by(row["actual_start"], end)
        for name, stands in (("started", started), ("finished", _by(row["actual_finish"], end))):
            found["total." + name] += stands
            found[f"sector.{sectors[row['id']]}.{name}"] += stands
        if not started and row["planned_start"] and as_date(row["planned_start"]) < DAY:
            found |= of(f"project.{row['id']}", start_delay=days_past(row["planned_start"]))
    kinds = [row["kind"] for row in rows]
    unstarted = len(rows) - int(found["total.started"])
    return found | of("dispatch", unstarted=unstarted, **{kind: kinds.count(kind) for kind in KINDS.values()})


_STAND = ("started", "finished")


def _by(day: Any, end: date) -> bool:
    return day is not None and as_date(day) <= end


# --- screen ---------------------------------------------------------------------------------------
def on_screen(asking: Asking) -> Figures:
    page = asking.page("/projects/", **SHOWN)
    found = _nothing() | _totals("total", page["totals"].total)
    order = orders()
    for sector in page["totals"].sectors:
        found |= _totals(f"sector.{order[sector.name]}", sector.totals)
    promoted = asking.page("/projects/", **SHOWN, promotion="1")["totals"]
    for sector in promoted.sectors:
        found |= of(f"sector.{order[sector.name]}", promoted=sector.totals.projects)
    before = asking.page("/projects/", period="2026-07", in_plan="1")["totals"].total
    grown = page["totals"].total.completed - before.completed
    rows = [row.project for row in page["rows"]]
    found |= of("dispatch", month_completed=grown)
    found |= of_lines(
        {
            "pk": row.pk,
            "gap": row.gap,
            "rate": row.completion_rate,
            "light": LIT.get(Light(row.light), ""),
            "unit": row.responsible_units,
            "month": row.reported_month,
        }
        for row in rows
    )
    return found | _of_pages(asking, [row.pk for row in rows])


def _totals(key: str, totals: Any) -> Figures:
    names = {"completion_rate": "rate"}
    amounts = ("projects", "planned", "completed", "completion_rate", "points")
    lights = {"red": totals.lights.get(Light.RED, 0), "yellow": totals.lights.get(Light.YELLOW, 0)}
    return of(key, **{names.get(name, name): getattr(totals, name) for name in amounts}, **lights)


def _nothing() -> Figures:
    names = ("projects", "red", "yellow")
    return {f"sector.{order}.{name}": D(0) for order in orders().values() for name in names}


def _of_pages(asking: Asking, keys: list[int]) -> Figures:
    """What the projects' own pages list: milestones, receipts, 稳评, days of start."""
    pages = {pk: asking.page(f"/projects/{pk}/", period="2026-08")["page"] for pk in keys}
    sectors = {pk: page.project.sector.order for pk, page in pages.items()}
    found = of_milestones(
        (
            {"id": m.pk, "project": pk, "due_on": m.due_on, "completed_on": m.completed_on}
            for pk, page in pages.items()
            for m in page.milestones
        ),
        sectors,
    )
    starts = [
        {"id": pk, "kind": page.plan.kind, **{name: getattr(page.project, name) for name in _DAYS}}
        for pk, page in pages.items()
    ]
    found |= of_starts(starts, sectors)
    for order in orders().values():
        mine = [pages[pk] for pk in keys if sectors[pk] == order]
        assessed = sum(any(_this_year(row.assessed_on) for row in page.assessments) for page in mine)
        received = added(
            row.recognised
            for page in mine
            if page.project.is_promotion
            for row in page.receipts
            if row.status == "recognised" and _this_year(row.received_on)
        )
        found |= of(f"sector.{order}", assessed=assessed, received=received)
    return found


_DAYS = ("actual_start", "actual_finish", "planned_start")


def _this_year(day: date) -> bool:
    return date(2026, 1, 1) <= day <= date(2026, 8, 31)


# --- API ------------------------------------------------------------------------------------------
def in_api(asking: Asking) -> Figures:
    rows = asking.rows("projects/figures", period="2026-08", in_plan="1", limit=500)
    listed = {row["id"]: row for row in asking.rows("projects", period="2026-08", in_plan="1", limit=500)}
    numbered = {row["id"]: row["order"] for row in asking.rows("sectors")}
    sectors = {pk: numbered[row["sector_id"]] for pk, row in listed.items()}
    found = _nothing() | _summed("total", rows)
    for order in sorted(set(sectors.values())):
        mine = [row for row in rows if sectors[row["id"]] == order]
        found |= _summed(f"sector.{order}", mine)
        found |= of(f"sector.{order}", promoted=sum(listed[r["id"]]["is_promotion"] for r in mine) or None)
    before = added(
        row["completed"] for row in asking.rows("projects/figures", period="2026-07", in_plan="1", limit=500)
    )
    found |= of("dispatch", month_completed=found["total.completed"] - (before or 0))
    wholes = {pk: asking.thing(f"projects/{pk}", period="2026-08") for pk in listed}
    found |= of_lines(
        {
            "pk": row["id"],
            "gap": row["gap"],
            "rate": row["completion_rate"],
            "light": row["light"],
            "unit": _responsible(wholes[row["id"]]),
            "month": row["reported_month"],
        }
        for row in rows
    )
    milestones = [row | {"project": row["project_id"]} for row in asking.rows("milestones", limit=500)]
    found |= of_milestones([row for row in milestones if row["project"] in sectors], sectors)
    starts = [{**row, "kind": wholes[pk]["annual_plan"]["kind"]} for pk, row in listed.items()]
    return found | of_starts(starts, sectors)


def _responsible(project: Mapping[str, Any]) -> str:
    held = [row for row in project["responsibilities"] if row["role"] in ("lead", "responsible")]
    return str(held[0]["unit_name"]) if held else ""


def _summed(key: str, rows: list[dict[str, Any]]) -> Figures:
    """What a caller adds up; rate and points compare what was completed with the plan of the same."""
    planned, completed = (added(row[name] for row in rows) for name in ("planned", "completed"))
    due, measured = (added(row[name] for row in rows if row["planned"]) for name in ("due", "completed"))
    rate = share(measured or 0, planned)
    lights = [row["light"] for row in rows]
    return of(
        key,
        projects=len(rows),
        planned=planned,
        completed=completed,
        rate=rate,
        points=rate - D(due or 0) * 100 / planned if rate is not None and planned else None,
        red=lights.count("red"),
        yellow=lights.count("yellow"),
    )


# --- workbook -------------------------------------------------------------------------------------
def in_workbook(asking: Asking) -> Figures:
    def lines(period: Month, **filters: Any) -> list[list[Any]]:
        chosen = LedgerFilters(in_plan=True, **filters)
        return sheet_rows(export_ledger(actor=asking.user, period=period, on=DAY, filters=chosen, now=NOON))

    order, found = orders(), _nothing()
    every: list[list[Any]] = []
    keys = {row["name"]: row["id"] for row in asking.rows("projects", limit=500)}
    for name, sums, rows in sections(lines(AUGUST), AT["name"]):
        key = f"sector.{order[name]}" if name else "total"
        every += rows
        found |= of(
            key,
            projects=numbers(sums[AT["name"]])[0],
            planned=sums[AT["planned"]],
            completed=sums[AT["completed"]],
            rate=sums[AT["completion_rate"]],
            points=sums[AT["gap"]],
        )
        found |= _lights(key, rows) if name else {}
    found |= _lights("total", every)
    before = next(iter(sections(lines(JULY), AT["name"])))[1][AT["completed"]]
    kinds = [KINDS.get(str(line[AT["kind"]]), "") for line in every]
    counts = {kind: kinds.count(kind) for kind in KINDS.values()}
    found |= of("dispatch", month_completed=found["total.completed"] - D(str(before)), **counts)
    for name, _sums, rows in sections(lines(AUGUST, promotion=True), AT["name"]):
        found |= of(f"sector.{order[name]}", promoted=len(rows)) if name else {}
    return found | of_lines(
        {
            "pk": keys[line[AT["name"]]],
            "gap": _number(line[AT["gap"]]),
            "rate": _number(line[AT["completion_rate"]]),
            "light": {"红灯": "red", "黄灯": "yellow"}.get(str(line[AT["light"]]), ""),
            "unit": str(line[AT["units"]]).partition("、")[0],
            "month": 8,
        }
        for line in every
    )


def _lights(key: str, rows: list[list[Any]]) -> Figures:
    lights = [str(row[AT["light"]]) for row in rows]
    return of(key, red=lights.count("红灯"), yellow=lights.count("黄灯"))


def _number(cell: Any) -> D | None:
    return None if cell in (None, "", "—") else D(str(cell))
