"""Small builders: matters with all that belongs to them, written as rows past every service.

Ordinary dates of the story: issued on 1 September 2026, due on the 30th, told on the 12th.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit
from accounts.rules import pinyin_key
from rulebook.models import CalendarDay
from rulebook.services import Filled, fill_calendar
from supervision.matters.models import (
    Duty,
    Exemption,
    Extension,
    Feedback,
    Instruction,
    Matter,
    Source,
    Step,
    Suspension,
)
from supervision.matters.rules.words import ENDED, MatterStatus
from tests.beginnings import Beginning
from tests.town import Town

ISSUED_ON: Final = date(2026, 9, 1)
SIGN_BY: Final = date(2026, 9, 3)
DUE_ON: Final = date(2026, 9, 30)
NOON: Final = time(12)

# What the duties of a matter are, unless a test says otherwise.
DUTY_STATUS: Final = {
    MatterStatus.ISSUED: "to_sign",
    MatterStatus.SHOWN: "accepted",
    MatterStatus.CLOSED: "accepted",
    MatterStatus.CONTINUED: "accepted",
    MatterStatus.LONG_TERM: "accepted",
    MatterStatus.WITHDRAWN: "to_sign",
    MatterStatus.MERGED: "to_sign",
}
SIGNED: Final = ("signed", "under_way", "reported", "accepted")


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))


def fill_years(*years: int) -> None:
    """The announced workdays; 2025 and 2026 unless others are named, and no year twice."""
    for year in years or (2025, 2026):
        if not CalendarDay.objects.filter(date=date(year, 1, 1)).exists():
            _year(year).take()


@cache
def _year(year: int) -> Beginning[Filled]:
    return Beginning(partial(fill_calendar, actor=None, year=year))


@transaction.atomic  # its lead unit is asked for when it commits
def make_matter(
    town: Town,
    title: str = "修复县道塌方",
    *,
    lead: Unit | None = None,
    helping: Sequence[Unit] = (),
    status: str = MatterStatus.ISSUED,
    duty_status: str | None = None,
    **values: Any,
) -> Matter:
    """A matter led by 交通局 unless told; ``duty_status`` is that of every duty.

    ``values`` are columns of the matter; ``source`` may be the code of one.
    """
    issued_on = values.setdefault("issued_on", ISSUED_ON if status in DUTY_STATUS else None)
    matter = Matter.objects.create(**_columns(town, title, status, values))
    given = duty_status or DUTY_STATUS.get(MatterStatus(status), "planned")
    for unit, role in [(lead or town.lead, "lead"), *((unit, "helping") for unit in helping)]:
        make_duty(town, matter, unit, role=role, status=given, issued_on=issued_on)
    if matter.status != status:
        end(town, matter, status)
    return matter


def _columns(town: Town, title: str, status: str, values: dict[str, Any]) -> dict[str, Any]:
    """The columns of a matter that is not ended yet: the rows of an ended one could not be added."""
    code = values.pop("source", "instruction")
    drafted = status in (MatterStatus.DRAFT, MatterStatus.SUBMITTED, MatterStatus.REJECTED)
    columns: dict[str, Any] = {
        "title": title,
        "pinyin": pinyin_key(title),
        "source": Source.objects.get(code=code) if isinstance(code, str) else code,
        "requirement": f"{title}，按期办结。",
        "rhythm": "monthly",
        "leader": town.leader_post,
        "due_on": DUE_ON,
        "due_basis": "领导批示要求月底前办结",
        "created_by": town.supervisor,
        "created_at": at_noon(values["issued_on"] or ISSUED_ON),
        "status": MatterStatus.ISSUED if status in ENDED else status,
    }
    if not drafted:
        columns |= {
            "number": f"云督〔2026〕{Matter.objects.count() + 1}号",
            "basis": "instruction",
            "approver": town.leader_post,
            "approved_on": ISSUED_ON,
        }
    elif status == MatterStatus.REJECTED:
        columns["status"] = MatterStatus.SUBMITTED
    if status == MatterStatus.SHOWN:
        columns |= _shown(town)
    columns |= values
    columns.setdefault("original_due_on", columns["due_on"])
    return columns


def _shown(town: Town) -> dict[str, Any]:
    return {
        "shown_to": town.leader_post,
        "shown_on": date(2026, 9, 10),
        "shown_until": date(2026, 9, 17),
    }


def end(town: Town, matter: Matter, status: str, on: date = date(2026, 9, 11), **values: Any) -> Matter:
    """End a matter that holds all its rows already; nothing can be added to it afterwards."""
    columns: dict[str, Any] = {"status": str(status), "ended_on": on}
    if status in (MatterStatus.CLOSED, MatterStatus.CONTINUED):
        columns |= _shown(town)
    if status in (MatterStatus.WITHDRAWN, MatterStatus.MERGED, MatterStatus.LONG_TERM):
        columns |= {"end_reason": "领导同意", "end_approver": town.leader_post}
    Matter.objects.filter(pk=matter.pk).update(**(columns | values))
    matter.refresh_from_db()
    return matter


def lead_of(matter: Matter) -> Duty:
    return matter.duties.standing().get(role="lead")


def helper_of(matter: Matter) -> Duty:
    """The first helping duty."""
    return matter.duties.standing().filter(role="helping").order_by("pk")[0]


def make_duty(
    town: Town, matter: Matter, unit: Unit, *, role: str = "helping", status: str = "to_sign", **values: Any
) -> Duty:
    issued_on: date = values.pop("issued_on", None) or ISSUED_ON
    columns: dict[str, Any] = {}
    if status != "planned":
        columns |= {"issued_on": issued_on, "sign_by": issued_on + timedelta(2)}
    if status in SIGNED:
        columns |= {"signed_at": at_noon(issued_on + timedelta(1)), "signed_by": town.lead_clerk}
    if status in ("reported", "accepted"):
        columns["reported_at"] = at_noon(date(2026, 9, 9))
    if status == "accepted":
        columns["accepted_at"] = at_noon(date(2026, 9, 10))
    if status == "refused":
        columns["refusal"] = "不属本单位职责"
    return Duty.objects.create(matter=matter, unit=unit, role=role, status=status, **(columns | values))


def make_feedback(town: Town, duty: Duty, period: tuple[date, date] | None = None, **values: Any) -> Feedback:
    """A received report; ``period`` is half-open. ``status`` and every other column may be told."""
    columns: dict[str, Any] = {
        "status": "received",
        "progress": "路基清理完成",
        "percent": 40,
        "drafted_by": town.lead_clerk,
        "drafted_at": at_noon(date(2026, 9, 8)),
    }
    if period:
        start, stop = period
        columns |= {"period_start": start, "period_end": stop, "due_on": stop + timedelta(4)}
    columns |= values
    if columns["status"] in ("sent", "received", "returned"):
        columns = {"signed_by": town.lead_head, "sent_at": at_noon(date(2026, 9, 9))} | columns
    if columns["status"] == "returned":
        columns = {"return_reason": "缺少佐证"} | columns
    return Feedback.objects.create(duty=duty, **columns)


def make_suspension(town: Town, matter: Matter, start: date, stop: date, **values: Any) -> Suspension:
    """``stop`` is the first day on which the clock runs again; the matter's due date is left as it is."""
    columns = {"reason": "汛期停工", "decided_by": town.supervisor, "decided_at": at_noon(start)}
    return Suspension.objects.create(matter=matter, valid_from=start, valid_to=stop, **(columns | values))


def make_exemption(town: Town, matter: Matter, measure: str, start: date, stop: date) -> Exemption:
    return Exemption.objects.create(
        matter=matter,
        measure=measure,
        reason="等待省里批复",
        valid_from=start,
        valid_to=stop,
        granted_by=town.office_head,
    )


def make_extension(
    town: Town, matter: Matter, new_due_on: date, *, status: str = "approved", **values: Any
) -> Extension:
    """Asked on 5 September; ``matter.due_on`` is moved by nobody."""
    asked_on = date(2026, 9, 5)
    columns: dict[str, Any] = {
        "ordinal": matter.extensions.approved().count() + 1,
        "reason": "连续降雨",
        "progress": "完成四成",
        "former_due_on": matter.due_on,
        "proposed_by": town.lead_clerk,
        "proposed_on": asked_on,
    }
    if status in ("asked", "approved", "refused"):
        columns |= {"asked_by": town.lead_head, "asked_on": asked_on}
    if status in ("approved", "refused"):
        columns |= {"decided_by": town.supervisor, "decided_at": at_noon(asked_on), "decision": "已阅"}
    return Extension.objects.create(matter=matter, new_due_on=new_due_on, status=status, **(columns | values))


def make_instruction(town: Town, matter: Matter, text: str = "请抓紧办理", **values: Any) -> Instruction:
    """Without a text it is registered only."""
    columns: dict[str, Any] = {
        "post": town.leader_post,
        "given_on": ISSUED_ON,
        "text": text,
        "registered_only": not text,
        "recorded_by": town.supervisor,
        "recorded_at": at_noon(ISSUED_ON),
    }
    return Instruction.objects.create(matter=matter, **(columns | values))


def tell(town: Town, duty: Duty, verb: str, day: date = date(2026, 9, 10), note: str = "") -> Step:
    return Step.objects.create(
        matter=duty.matter, duty=duty, verb=verb, by=town.supervisor, at=at_noon(day), note=note
    )
