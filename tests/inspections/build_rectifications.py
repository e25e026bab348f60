"""Small builders: a rectification at any status with all that belongs to it, written past every service.

Ordinary dates of the story: issued on 1 September 2026, due on 30 October, applied for on the 8th, seen on
the 10th, approved on the 11th, told on the 12th.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any, Final

from django.db import transaction

from accounts.models import Unit, Upload, User
from accounts.rules import pinyin_key
from supervision.inspections.models import (
    Category,
    Evidence,
    HelpingUnit,
    Origin,
    PlannedMeasure,
    Progress,
    Rectification,
    RectificationExtension,
    Verification,
    Verifier,
)
from supervision.inspections.rules.words import ENDED, RectificationStatus
from tests.matters.build import at_noon
from tests.town import Town

ISSUED_ON: Final = date(2026, 9, 1)
APPLIED_ON: Final = date(2026, 9, 8)
VISITED_ON: Final = date(2026, 9, 10)
APPROVED_ON: Final = date(2026, 9, 11)
PUBLISHED_UNTIL: Final = date(2026, 9, 18)
DUE_ON: Final = date(2026, 10, 30)
PLAN_DUE: Final = date(2026, 9, 11)

X = RectificationStatus
PLANNED: Final = (X.PLANNED, X.UNDER_WAY, X.LONG_TERM)
APPLIED: Final = (X.APPLIED, X.CHECKED, X.VERIFIED, X.APPROVED, X.PUBLISHED, X.CLOSED)
VERIFIED: Final = (X.VERIFIED, X.APPROVED, X.PUBLISHED, X.CLOSED)
APPROVED: Final = (X.APPROVED, X.PUBLISHED, X.CLOSED)
SHOWN: Final = (X.APPROVED, X.PUBLISHED)
_serial = count(1)


@transaction.atomic  # the proof of what is closed is asked for when it commits
def make_rectification(
    town: Town,
    title: str = "污水直排河道",
    *,
    status: str = X.ISSUED,
    unit: Unit | None = None,
    helping: Sequence[Unit] = (),
    verifiers: Sequence[User] | None = None,
    **values: Any,
) -> Rectification:
    """Of 交通局 unless told, verified by 杜明察 and 吴授权; ``values`` are columns.

    ``origin`` and ``category`` may be codes. What waits for its notice or is in it needs one.
    """
    status = RectificationStatus(status)
    columns = _columns(town, title, status, values)
    first = X.LONG_TERM if status in ENDED else status
    ending = {"end_reason": "须长期管护", "end_approver": town.leader_post} if first == X.LONG_TERM else {}
    ending |= {"status": first.value, "ended_on": None}
    row = Rectification.objects.create(unit=unit or town.lead, **columns | ending)
    HelpingUnit.objects.bulk_create(HelpingUnit(rectification=row, unit=helper) for helper in helping)
    if status in (*PLANNED, *APPLIED):
        make_measure(row, done=status in APPLIED)
    if status in APPLIED:
        make_evidence(town, row)
    if status in VERIFIED:
        make_verification(town, row, verifiers or _two(town), status="passed")
    if status in ENDED:
        _end(town, row, status, columns)
    return row


def make_measure(row: Rectification, *, done: bool = False, **values: Any) -> PlannedMeasure:
    done_on = {"done_on": date(2026, 9, 7), "outcome": "已封堵排口"} if done else {}
    said = {"problem": "排口未封堵", "measure": "封堵排口，接入管网", "person": "路联络", "due_on": DUE_ON}
    columns = {"unit": row.unit, **said, **done_on, **values}
    return PlannedMeasure.objects.create(rectification=row, **columns)


def make_upload(town: Town, **values: Any) -> Upload:
    """A row without a file behind it."""
    serial = next(_serial)
    columns = {
        "file": f"{serial}.jpg",
        "name": f"现场{serial}.jpg",
        "content_type": "image/jpeg",
        "size": 1,
        "sha256": f"{serial:064x}",
        "uploaded_by": town.lead_clerk,
        "uploaded_at": at_noon(APPLIED_ON),
    }
    return Upload.objects.create(**columns | values)


def make_evidence(town: Town, row: Rectification, **values: Any) -> Evidence:
    columns = {"added_by": town.lead_clerk, "added_at": at_noon(APPLIED_ON)} | values
    columns.setdefault("upload", make_upload(town))
    return Evidence.objects.create(rectification=row, **columns)


def make_progress(town: Town, row: Rectification, **values: Any) -> Progress:
    columns = {"text": "正在封堵", "by": town.lead_clerk, "at": at_noon(date(2026, 9, 5))} | values
    return Progress.objects.create(rectification=row, **columns)


def make_verification(
    town: Town, row: Rectification, users: Sequence[User] = (), *, status: str = "assigned", **values: Any
) -> Verification:
    """``passed`` and ``failed`` are signed by all, ``recorded`` by the first."""
    users = users or _two(town)
    columns: dict[str, Any] = {
        "status": status,
        "due_on": date(2026, 9, 23),
        "assigned_by": town.supervisor,
        "assigned_at": at_noon(date(2026, 9, 9)),
    }
    if status in ("recorded", "passed", "failed"):
        columns |= {
            "visited_on": VISITED_ON,
            "situation": "排口已封堵" if status != "failed" else "仍有污水",
            "passes": status != "failed",
            "recorded_by": users[0],
            "recorded_at": at_noon(VISITED_ON),
        }
    verification = Verification.objects.create(rectification=row, **columns | values)
    for place, user in enumerate(users):
        signs = status in ("passed", "failed") or (status == "recorded" and place == 0)
        signed_at = at_noon(VISITED_ON) if signs else None
        assert user.unit is not None
        Verifier.objects.create(verification=verification, user=user, unit=user.unit, signed_at=signed_at)
    return verification


def make_extension(
    town: Town, row: Rectification, new_due_on: date = date(2026, 11, 30), **values: Any
) -> RectificationExtension:
    status = values.setdefault("status", "proposed")
    columns: dict[str, Any] = {
        "ordinal": 1,
        "reason": "汛期水位高",
        "progress": "完成四成",
        "former_due_on": row.due_on,
        "new_due_on": new_due_on,
        "proposed_by": town.lead_clerk,
        "proposed_on": date(2026, 9, 10),
    }
    if status in ("asked", "approved", "refused"):
        columns |= {"asked_by": town.lead_head, "asked_on": date(2026, 9, 10)}
    if status in ("approved", "refused"):
        decided = {"decided_by": town.supervisor, "decided_at": at_noon(date(2026, 9, 11))}
        columns |= decided | {"decision": "抓紧"}
    return RectificationExtension.objects.create(rectification=row, **columns | values)


def _two(town: Town) -> list[User]:
    return [town.supervisor, town.nobody]


def _columns(town: Town, title: str, status: str, values: dict[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "title": title,
        "pinyin": pinyin_key(title),
        "problem": f"{title}，群众反映强烈。",
        "origin": "inspection",
        "category": "environment",
        "time_class": "short",
        "due_rule": "rectification_short",
        "leader": town.leader_post,
        "created_by": town.supervisor,
        "created_at": at_noon(values.get("issued_on") or ISSUED_ON),
        "needs_notice": status in SHOWN,
    }
    if status != X.DRAFT:
        columns |= {
            "number": f"整改〔2026〕{Rectification.objects.count() + 1:03}号",
            "issued_on": ISSUED_ON,
            "due_on": DUE_ON,
            "due_basis": "交办起60天",
            "step_due_on": PLAN_DUE if status == X.ISSUED else DUE_ON,
            "step_basis": "交办起60天",
        }
    if status in APPLIED:
        columns |= {"applied_by": town.lead_head, "applied_on": APPLIED_ON, "checked_by": town.supervisor}
    if status in APPROVED:
        columns |= {"approved_by": town.office_head, "approved_on": APPROVED_ON}
    if status == X.PUBLISHED:
        columns |= {"published_on": APPROVED_ON, "published_until": PUBLISHED_UNTIL}
    columns |= values
    columns.setdefault("original_due_on", columns.get("due_on"))
    for name, model in (("origin", Origin), ("category", Category)):
        if isinstance(columns[name], str):
            columns[name] = model.objects.get(code=columns[name])
    return columns


def _end(town: Town, row: Rectification, status: RectificationStatus, columns: dict[str, Any]) -> None:
    """Last of all: its rows could not be added any more."""
    row.status, row.step_due_on, row.step_basis = status.value, None, ""
    row.ended_on = columns.get("ended_on") or APPROVED_ON
    row.end_reason, row.end_approver = "", None
    if status == X.WITHDRAWN:
        row.end_reason, row.end_approver = "重复交办", town.leader_post
    row.save()
