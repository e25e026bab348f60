"""督办事项: the ledger's page, list and workbook, and the figures of units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal as D
from typing import Any

from accounts.models import Unit
from rulebook.rules import Measure
from supervision.inspections.exports.statistics import export_statistics
from supervision.matters.exports.columns import LEDGER, STATISTICS
from supervision.matters.exports.ledger import export_ledger
from supervision.matters.models import Source
from supervision.matters.rules.lights import MEASURES
from supervision.matters.rules.words import STATES, State
from supervision.matters.selectors import MatterFilters
from tests.reports.doors.asking import (
    NAMED_OF_OFFICE,
    YEAR,
    Asking,
    Figures,
    as_date,
    days_past,
    grouped,
    lights_of,
    numbers,
    of,
    sections,
    share,
    sheet_rows,
    workdays_past,
)
from tests.reports.papers import DAY
from tests.town import NOON, SINCE

AT = {column.field: place for place, column in enumerate(LEDGER)}
UNIT_AT = {column.field: place for place, column in enumerate(STATISTICS)}
RECTIFIED_AT = {"name": 1, "overdue": 18}
RUNNING = ("issued", "shown")
WAITING = ("reported", "shown", "suspended")  # of these nobody owes the report of the end
SPAN = MatterFilters(issued_from=SINCE, issued_to=DAY)


def totals(key: str, told: Mapping[str, Any]) -> Figures:
    """``told``: received, closed, running, done, in_time, late, red, yellow."""
    received, closed, running = (told[name] for name in ("received", "closed", "running"))
    return of(
        key,
        **told,
        closed_rate=share(closed, received),
        running_rate=share(running, received),
        in_time_rate=share(told["in_time"], told["done"]),
        others=received - closed - running,
    )


def lagging(red: Any, yellow: Any) -> Figures:
    count = D(red) + D(yellow)
    return of("matters", lagging=count, not_named=max(D(0), count - NAMED_OF_OFFICE))


# --- the ledger -----------------------------------------------------------------------------------
def on_screen(asking: Asking) -> Figures:
    def told(found: Any) -> dict[str, Any]:
        names = ("closed", "running", "done", "in_time", "late", "red", "yellow")
        return {"received": found.count, **{name: getattr(found, name) for name in names}}

    page = asking.page("/matters/", **YEAR, by="source")
    found = totals("matters", told(page["totals"]))
    for group, _name, _url in page["groups"]:
        found |= totals(f"matters.source.{group.key}", told(group.totals))
    running = asking.page("/matters/", running="1")
    found |= lagging(running["totals"].red, running["totals"].yellow)
    for row in running["rows"]:
        found |= _line(row.matter.pk, row.matter.due_on, owed=row.matter.state not in WAITING)
        said = asking.page(f"/matters/{row.matter.pk}/")["measures"]
        words = {measure: line.words for measure, line in zip(MEASURES, said, strict=True)}
        for name, measure in (("unsigned", Measure.SIGNATURE_DELAY), ("silent", Measure.FEEDBACK_MISSING)):
            found |= of(f"matter.{row.matter.pk}", **{name: next(iter(numbers(words[measure])), None)})
    return found


def _line(pk: int, due_on: Any, *, owed: bool) -> Figures:
    if due_on is None or not owed:
        return {}
    past = days_past(due_on)
    return of(f"matter.{pk}", days_late=past if past > 0 else None, days_left=-past if past <= 0 else None)


def in_api(asking: Asking) -> Figures:
    rows = asking.rows("matters", **YEAR, limit=500)
    late = {row["id"] for row in asking.rows("matters", **YEAR, late=1, limit=500)}
    leads = [duty for duty in asking.rows("duties", limit=500) if duty["role"] == "lead"]
    found = totals("matters", _counted(rows, leads, late))
    for source, members in grouped(rows, "source_id").items():
        found |= totals(f"matters.source.{source}", _counted(members, leads, late))
    running = asking.rows("matters", running=1, limit=500)
    found |= lagging(*(sum(row["light"] == light for row in running) for light in ("red", "yellow")))
    for row in running:
        found |= _line(row["id"], row["due_on"], owed=row["state"] not in WAITING)
    unsigned = [duty for duty in leads if duty["status"] == "to_sign" and as_date(duty["sign_by"]) < DAY]
    for duty in unsigned:
        found |= of(f"matter.{duty['matter_id']}", unsigned=workdays_past(duty["sign_by"]))
    for clerk in (asking.told.town.lead_clerk, asking.told.town.helping_clerk, asking.told.town.stranger):
        for row in asking.rows_of(clerk, "feedbacks/owed"):
            newest_may_wait = as_date(row["due_on"]) >= DAY
            found |= of(f"matter.{row['matter_id']}", silent=row["missed"] - newest_may_wait)
    return found


def _counted(
    rows: Iterable[Mapping[str, Any]], leads: list[dict[str, Any]], late: set[int]
) -> dict[str, Any]:
    rows = list(rows)
    due = {row["id"]: row["score_due_on"] for row in rows}
    done = [duty for duty in leads if duty["matter_id"] in due and duty["status"] == "accepted"]
    running = [row for row in rows if row["status"] in RUNNING]
    return {
        "received": len(rows),
        "closed": sum(row["status"] == "closed" for row in rows),
        "running": len(running),
        "done": len(done),
        "in_time": sum(duty["reported_at"][:10] <= due[duty["matter_id"]] for duty in done),
        "late": sum(row["id"] in late for row in rows),
        "red": sum(row["light"] == "red" for row in running),
        "yellow": sum(row["light"] == "yellow" for row in running),
    }


def in_workbook(asking: Asking) -> Figures:
    """What stands in a row is counted from the rows; what is said of a section alone is read there."""
    upload = export_ledger(actor=asking.user, on=DAY, filters=SPAN, now=NOON)
    found: Figures = {}
    sources = dict(Source.objects.values_list("name", "pk"))
    every: list[list[Any]] = []
    for name, sums, rows in sections(sheet_rows(upload), AT["title"]):
        every += rows
        if name:
            found |= totals(f"matters.source.{sources[name]}", _of_section(sums, rows))
        else:
            whole = sums
    found |= totals("matters", _of_section(whole, every))
    running = export_ledger(actor=asking.user, on=DAY, filters=MatterFilters(running=True), now=NOON)
    lines = [line for _name, _sums, rows in sections(sheet_rows(running), AT["title"]) for line in rows]
    found |= lagging(*(sum(line[AT["light"]] == light for line in lines) for light in ("红灯", "黄灯")))
    keys = {row["number"]: row["id"] for row in asking.rows("matters", running=1, limit=500)}
    waiting = {str(STATES[State(state)]) for state in WAITING}
    for line in lines:
        owed = line[AT["state"]] not in waiting
        found |= _line(keys[line[AT["number"]]], line[AT["due_on"]], owed=owed)
    return found


def _of_section(sums: list[Any], rows: list[list[Any]]) -> dict[str, Any]:
    running, _closed, late = numbers(sums[AT["latest_progress"]])
    done, in_time = numbers(sums[AT["problem"]])
    lights = lights_of(sums[AT["light"]])
    closed = sum(row[AT["state"]] == str(STATES[State.CLOSED]) for row in rows)
    red, yellow = (sum(row[AT["light"]] == light for row in rows) for light in ("红灯", "黄灯"))
    assert (lights.get("红", 0), lights.get("黄", 0), _closed) == (red, yellow, closed), "sums and rows agree"
    said = {"running": running, "late": late, "done": done, "in_time": in_time}
    return {"received": len(rows), "closed": closed, "red": red, "yellow": yellow, **said}


# --- units ----------------------------------------------------------------------------------------
def of_units(told: Mapping[int, Mapping[str, Any]]) -> Figures:
    """``told``: unit → received, owed, fed_back, done, in_time, sent_back, late, overdue."""
    found: Figures = {}
    worst = clean = 0
    for pk, row in told.items():
        row = {name: D(str(value)) for name, value in row.items()}
        missed = row["owed"] - row["fed_back"]
        found |= of(f"unit.{pk}", **row, missed=missed, in_time_rate=share(row["in_time"], row["done"]))
        lags = bool(missed or row["late"] or row["overdue"])
        worst += lags
        clean += not lags and row["done"] > 0 and row["done"] == row["in_time"]
    rest = max(0, worst - NAMED_OF_OFFICE)
    return found | of("units", count=len(told), worst_count=worst, clean_count=clean, not_named=rest)


NAMES = ("received", "owed", "fed_back", "done", "done_in_time", "sent_back")


def _units(statistics: Mapping[int, Mapping[str, Any]], late: Any, overdue: Mapping[int, int]) -> Figures:
    told = {}
    for pk in {*statistics, *overdue}:
        row = statistics.get(pk) or dict.fromkeys(NAMES, 0)
        told[pk] = {"in_time" if name == "done_in_time" else name: row[name] for name in NAMES} | {
            "late": late(pk),
            "overdue": overdue.get(pk, 0),
        }
    return of_units(told)


def units_on_screen(asking: Asking) -> Figures:
    span = {"since": "2026-01", "until": "2026-09"}
    rows = [row for row, _cells in asking.page("/matters/statistics/", **span)["rows"]]
    statistics = {row.unit_id: {name: getattr(row, name) for name in NAMES} for row in rows}
    lines = asking.page("/inspections/rectifications/statistics/", **span, by="unit")["rows"]
    overdue = {row.key: row.overdue for row, _cells, _url in lines}

    def late(pk: int) -> int:
        return int(asking.page("/matters/", unit=pk, role="lead", late="1")["totals"].count)

    return _units(statistics, late, overdue)


def units_in_api(asking: Asking) -> Figures:
    rows = asking.thing("unit-statistics", start="2026-01-01", end="2026-09-13")["results"]
    late = grouped([duty for duty in asking.rows("duties", limit=500) if duty["role"] == "lead"], "matter_id")
    units = [late[row["id"]][0]["unit_id"] for row in asking.rows("matters", late=1, limit=500)]
    tasks = asking.rows("rectifications", limit=500)
    overdue = [row["unit_id"] for row in asking.rows("rectifications", overdue=1, limit=500)]
    counts = {row["unit_id"]: overdue.count(row["unit_id"]) for row in tasks if row["status"] != "withdrawn"}
    return _units({row["unit_id"]: row for row in rows}, units.count, counts)


def units_in_workbook(asking: Asking) -> Figures:
    keys = dict(Unit.objects.values_list("short_name", "pk"))
    upload = export_ledger(actor=asking.user, on=DAY, filters=SPAN, now=NOON)
    *lines, _total = sheet_rows(upload, "单位办理情况统计")
    statistics = {
        keys[line[UNIT_AT["unit"]]]: {name: line[UNIT_AT[name]] for name in NAMES} for line in lines
    }
    late = export_ledger(actor=asking.user, on=DAY, filters=MatterFilters(late=True), now=NOON)
    rows = [line for _name, _sums, rows in sections(sheet_rows(late), AT["title"]) for line in rows]
    units = [keys[line[AT["lead_unit"]]] for line in rows]
    end = DAY.replace(day=DAY.day + 1)
    book = export_statistics(actor=asking.user, on=DAY, start=SINCE, end=end, now=NOON)
    *lines, _total = sheet_rows(book, "按单位")
    overdue = {keys[line[RECTIFIED_AT["name"]]]: int(line[RECTIFIED_AT["overdue"]]) for line in lines}
    return _units(statistics, units.count, overdue)
