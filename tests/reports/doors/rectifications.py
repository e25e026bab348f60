"""整改: the ledger's page, list and workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Unit
from supervision.inspections.exports.columns import LEDGER
from supervision.inspections.exports.ledger import export_ledger
from supervision.inspections.models import Origin
from supervision.inspections.rules.words import RECTIFICATION_STATUSES
from supervision.inspections.selectors import RectificationFilters
from tests.reports.doors.asking import (
    NAMED_OF_OFFICE,
    YEAR,
    Asking,
    Figures,
    added,
    days_past,
    grouped,
    lights_of,
    numbers,
    of,
    sections,
    share,
    sheet_rows,
)
from tests.reports.papers import DAY
from tests.town import NOON, SINCE

AT = {column.field: place for place, column in enumerate(LEDGER)}
SPAN = RectificationFilters(issued_from=SINCE, issued_to=DAY)
ENDED = ("closed", "withdrawn", "long_term", "draft")
PAGE = "/inspections/rectifications/"


def totals(key: str, told: Mapping[str, Any]) -> Figures:
    """``told``: ordered, closed, running, overdue, relapsed, sent_back, amount, amount_rectified, lights."""
    money = share(told["amount_rectified"] or 0, told["amount"]) if told["amount_rectified"] else None
    return of(key, **told, closing_rate=share(told["closed"], told["ordered"]), money_rate=money)


def overdue_of(count: int) -> Figures:
    return of("rectifications", overdue_count=count, not_named=max(0, count - NAMED_OF_OFFICE))


def on_screen(asking: Asking) -> Figures:
    def told(found: Any) -> dict[str, Any]:
        names = ("ordered", "closed", "running", "overdue", "relapsed", "sent_back")
        amounts = ("amount", "amount_rectified", "red", "yellow")
        return {name: getattr(found, name) for name in names + amounts}

    found = totals("rectifications", told(asking.page(PAGE, **YEAR)["totals"]))
    for by in ("origin", "unit"):
        for group, _name, _url in asking.page(PAGE, **YEAR, by=by)["groups"]:
            if group.totals.ordered:
                found |= totals(f"rectifications.{by}.{group.key}", told(group.totals))
    late = asking.page(PAGE, overdue="1")
    for row in late["rows"]:
        found |= of(f"rectification.{row.row.pk}", days_late=days_past(row.row.due_on))
    return found | overdue_of(late["totals"].count)


def in_api(asking: Asking) -> Figures:
    rows = asking.rows("rectifications", **YEAR, limit=500)
    late = asking.rows("rectifications", overdue=1, limit=500)
    again = asking.rows("rectifications", relapse=1, limit=500)
    follows = {asking.thing(f"rectifications/{row['id']}")["follows_id"] for row in again}
    past = {row["id"] for row in late}
    found = totals("rectifications", _counted(rows, past, follows))
    for by in ("origin", "unit"):
        for key, members in grouped(rows, f"{by}_id").items():
            told = _counted(members, past, follows)
            found |= totals(f"rectifications.{by}.{key}", told) if told["ordered"] else {}
    for row in late:
        found |= of(f"rectification.{row['id']}", days_late=days_past(row["due_on"]))
    return found | overdue_of(len(late))


def _counted(rows: Iterable[Mapping[str, Any]], late: set[int], follows: set[int]) -> dict[str, Any]:
    rows = list(rows)
    closed = [row for row in rows if row["status"] == "closed"]
    running = [row for row in rows if row["status"] not in ENDED]
    money = [row for row in (*closed, *running) if row["amount"] is not None]
    return {
        "ordered": len(closed) + len(running),
        "closed": len(closed),
        "running": len(running),
        "overdue": sum(row["id"] in late for row in rows),
        "relapsed": sum(row["id"] in follows for row in closed),
        "sent_back": sum(row["times_sent_back"] for row in rows),
        "amount": added(row["amount"] for row in money),
        "amount_rectified": added(_put_right(row, row["status"] == "closed") for row in money),
        "red": sum(row["light"] == "red" for row in running),
        "yellow": sum(row["light"] == "yellow" for row in running),
    }


def _put_right(row: Mapping[str, Any], closed: bool) -> Any:
    """What is closed without a report of its money is put right whole."""
    return row["amount"] if closed and row["amount_rectified"] is None else row["amount_rectified"]


def in_workbook(asking: Asking) -> Figures:
    """What stands in a row is counted from the rows; what is said of a section alone is read there."""
    units = Unit.objects.values_list("short_name", "pk")
    keys = {"origin": Origin.objects.values_list("name", "pk"), "unit": units}
    found: Figures = {}
    for by, names in keys.items():
        upload = export_ledger(actor=asking.user, on=DAY, filters=SPAN, by=by, now=NOON)
        known, every = dict(names), []
        for name, sums, rows in sections(sheet_rows(upload), AT["title"]):
            every += rows
            if name:
                told = _of_section(sums, rows)
                found |= totals(f"rectifications.{by}.{known[name]}", told) if told["ordered"] else {}
            else:
                whole = sums
        found |= totals("rectifications", _of_section(whole, every))
    late = export_ledger(actor=asking.user, on=DAY, filters=RectificationFilters(overdue=True), now=NOON)
    lines = [line for _name, _sums, rows in sections(sheet_rows(late), AT["title"]) for line in rows]
    numbers_of = {row["number"]: row["id"] for row in asking.rows("rectifications", limit=500)}
    for line in lines:
        key = f"rectification.{numbers_of[line[AT['number']]]}"
        found |= of(key, days_late=days_past(line[AT["due_on"]]))
    return found | overdue_of(len(lines))


def _of_section(sums: list[Any], rows: list[list[Any]]) -> dict[str, Any]:
    statuses = {str(label): status for status, label in RECTIFICATION_STATUSES.items()}
    status = [statuses[row[AT["status"]]] for row in rows]
    closed = sum(one == "closed" for one in status)
    running = sum(one not in ENDED for one in status)
    said_running, said_closed, late = numbers(sums[AT["problem"]])
    lights = lights_of(sums[AT["light"]])
    red, yellow = (sum(row[AT["light"]] == light for row in rows) for light in ("红灯", "黄灯"))
    assert (lights.get("红", 0), lights.get("黄", 0)) == (red, yellow), "sums and rows agree"
    assert (said_running, said_closed) == (running, closed), "sums and rows agree"
    counted = [(row, one) for row, one in zip(rows, status, strict=True) if one not in ("withdrawn", "draft")]
    money = [(row, one) for row, one in counted if row[AT["amount"]] not in (None, "", "—")]
    amount = added(row[AT["amount"]] for row, _status in money)
    rectified = added(
        _put_right({name: row[AT[name]] or None for name in ("amount", "amount_rectified")}, one == "closed")
        for row, one in money
    )
    assert (added([sums[AT["amount"]]]), added([sums[AT["amount_rectified"]]])) == (amount, rectified)
    rate = numbers(str(sums[AT["latest_progress"]]).partition("反弹率")[2])
    return {
        "ordered": closed + running,
        "closed": closed,
        "running": running,
        "overdue": late,
        "relapsed": round(rate[0] * closed / 100) if rate else 0,
        "sent_back": sum(int(row[AT["times_sent_back"]] or 0) for row in rows),
        "amount": amount,
        "amount_rectified": rectified,
        "red": red,
        "yellow": yellow,
    }
