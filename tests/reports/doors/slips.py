"""督查单和通知: the list, each one's own page, the API and the workbook of the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from accounts.models import Unit
from supervision.alerts.exports.slip_list import COLUMNS, export_slips
from supervision.alerts.rules.slips import SlipStatus
from supervision.alerts.selectors.slips import SlipFilters
from supervision.alerts.serializers.slips import SLIP_STATUS_WORDS
from tests.reports.doors.asking import (
    NAMED_OF_OFFICE,
    Asking,
    Figures,
    as_date,
    days_past,
    of,
    share,
    sheet_rows,
)
from tests.reports.papers import DAY
from tests.town import NOON

AT = {column.field: place for place, column in enumerate(COLUMNS)}
WAITING = (SlipStatus.ISSUED, SlipStatus.SIGNED)  # for the unit's answer; so does what was sent back
NOT_SENT = (SlipStatus.WITHDRAWN, SlipStatus.DRAFT, SlipStatus.SUBMITTED, SlipStatus.APPROVED)


def counted(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """``rows``: id, kind, colour, unit, issued_on, sign_by, answer_by, status, answered_on of each."""
    sent = [row for row in rows if row["issued_on"] and row["status"] not in NOT_SENT]
    found: Figures = {}
    late = 0
    for row in sent:
        unanswered = _past(row["answer_by"]) if row["status"] in WAITING else None
        unsigned = _past(row["sign_by"]) if row["status"] == SlipStatus.ISSUED else None
        late += bool(unanswered or unsigned)
        found |= of(f"slip.{row['id']}", days_late=unanswered, unsigned=unsigned)
    mine = [row for row in sent if as_date(row["issued_on"]).year == DAY.year]
    asked = [row for row in mine if row["answer_by"] and row["status"] != SlipStatus.ESCALATED]
    answered = [row for row in asked if row["answered_on"] and row["status"] not in WAITING]
    timely = sum(as_date(row["answered_on"]) <= as_date(row["answer_by"]) for row in answered)
    kinds, colours = Counter(row["kind"] for row in mine), Counter(row["colour"] for row in mine)
    units = Counter(row["unit"] for row in mine)
    for unit, count in units.items():
        found |= of(f"slips.unit.{unit}", received=count)
    return found | of(
        "slips",
        issued=len(mine),
        slips=kinds["slip"],
        urges=kinds["urge"],
        summonses=kinds["summons"],
        **{colour: colours[colour] for colour in ("blue", "yellow", "red")},
        escalated=sum(row["status"] == SlipStatus.ESCALATED for row in mine),
        asked=len(asked),
        answered=len(answered),
        waiting=len(asked) - len(answered),
        timely=timely,
        timely_rate=share(timely, len(answered)),
        units=len(units),
        overdue_count=late,
        not_named=max(0, late - NAMED_OF_OFFICE),
    )


def _past(day: Any) -> int | None:
    return days_past(day) if day and as_date(day) < DAY else None


def on_screen(asking: Asking) -> Figures:
    rows = []
    for listed in asking.page("/slips/")["page"].object_list:
        slip = asking.page(f"/slips/{listed.pk}/")["slip"]
        answers = sorted((answer.pk, answer.at) for answer in slip.answers.all())
        day: date | None = answers[-1][1].date() if answers else None
        names = ("kind", "colour", "issued_on", "sign_by", "answer_by", "status")
        told = {name: getattr(slip, name) for name in names}
        rows.append({"id": slip.pk, "unit": slip.unit_id, "answered_on": day, **told})
    return counted(rows)


def in_api(asking: Asking) -> Figures:
    rows = []
    for row in asking.rows("slips", limit=500):
        answers = asking.thing(f"slips/{row['id']}")["answers"]
        day = max((answer["id"], answer["at"]) for answer in answers)[1][:10] if answers else None
        rows.append({**row, "unit": row["unit_id"], "answered_on": day})
    return counted(rows)


def in_workbook(asking: Asking) -> Figures:
    upload = export_slips(actor=asking.user, on=DAY, filters=SlipFilters(), now=NOON)
    units = dict(Unit.objects.values_list("short_name", "pk"))
    statuses = {str(label): status for status, label in SLIP_STATUS_WORDS}
    keys = {row["number"]: row["id"] for row in asking.rows("slips", limit=500)}
    colours = {"蓝": "blue", "黄": "yellow", "红": "red"}
    kinds = {"督查单": "slip", "催办通知": "urge", "约谈通知": "summons"}
    return counted(
        {
            "id": keys[line[AT["number"]]],
            "kind": next(kind for words, kind in kinds.items() if words in line[AT["name"]]),
            "colour": colours.get(line[AT["name"]][0], ""),
            "unit": units[line[AT["unit"]]],
            "status": statuses[line[AT["status"]]],
            "sign_by": None,
            **{name: line[AT[name]] for name in ("issued_on", "answer_by", "answered_on")},
        }
        for line in sheet_rows(upload)
        if line[AT["issued_on"]]
    )
