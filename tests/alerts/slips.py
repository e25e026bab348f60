"""Slips at any status, written as rows past every service."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any, Final

from django.utils import timezone

from accounts.models import Upload
from supervision.alerts.models import Slip, SlipAnswer
from supervision.alerts.rules.slip_words import SlipWords
from supervision.alerts.rules.slips import IN_THE_MAKING, OPEN, SlipStatus
from tests.inspections.build_rectifications import make_upload
from tests.matters.build import at_noon
from tests.town import Town

ON: Final = date(2026, 9, 12)
NOW: Final = at_noon(ON)
ISSUED_ON: Final = date(2026, 9, 11)
_serial = count(1)


def words(**values: Any) -> SlipWords:
    return SlipWords(**{"requirement": "请抓紧办理。", **values})


def make_slip(
    town: Town, status: str = "draft", *, kind: str = "slip", colour: str = "", **values: Any
) -> Slip:
    """About the town's project and 交通局 unless told, blue unless told, drafted by 杜明察."""
    colour = colour or ("blue" if kind == "slip" else "")
    status = SlipStatus(status)
    columns: dict[str, Any] = {
        "kind": kind,
        "colour": colour,
        "thing": "project",
        "project": town.project,
        "unit": town.lead,
        "title": "省道过境段改建",
        "status": status.value,
        "requirement": "请抓紧办理。",
        "days": 5,
    }
    if kind == "summons":
        columns |= {"days": None, "summoned": "路局长", "meets_at": NOW, "place": "县政府三楼会议室"}
        columns |= {"talk_record": "已约谈。"} if status == SlipStatus.CLOSED else {}
    if colour == "red":
        columns["reason"] = "县政府主要领导要求"
    if status not in (SlipStatus.PROPOSED, SlipStatus.DISMISSED, SlipStatus.LAPSED):
        columns |= {"drafted_by": town.supervisor, "drafted_at": NOW, "frozen_on": ON}
    else:
        columns |= {"subject": "progress", "rung": 21, "due_on": date(2026, 9, 5)}
    if status not in (*IN_THE_MAKING, SlipStatus.PROPOSED, SlipStatus.DISMISSED, SlipStatus.LAPSED):
        columns |= _sent(town, kind)
    elif status == SlipStatus.APPROVED:
        columns |= _approved(town)
    if status in (SlipStatus.SIGNED, SlipStatus.ANSWERED):
        columns |= {"signed_at": NOW, "signed_by": town.lead_clerk}
    if status not in (*OPEN, SlipStatus.PROPOSED):
        columns["ended_on"] = ON
    if "thing" in values and values["thing"] != "project":
        columns["project"] = None
    return Slip.objects.create(**columns | values)


def _approved(town: Town) -> dict[str, Any]:
    return {"approved_by": town.office_head, "approved_at": NOW, "signatory": town.leader_post}


def _sent(town: Town, kind: str) -> dict[str, Any]:
    return _approved(town) | {
        "number": f"督蓝〔2025〕{next(_serial)}号",
        "issued_on": ISSUED_ON,
        "issued_by": town.supervisor,
        "file": _file(town),
        "sign_by": date(2026, 9, 14),
        "answer_by": None if kind == "summons" else date(2026, 9, 18),
    }


def _file(town: Town) -> Upload:
    return make_upload(town)


def make_answer(town: Town, slip: Slip, at: datetime | None = None) -> SlipAnswer:
    return SlipAnswer.objects.create(
        slip=slip, text="已完成征地。", by=town.lead_clerk, at=at or timezone.now()
    )
