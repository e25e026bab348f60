"""Rectifications as rows, past every service, for what only reads: ledgers, lights, lists, workbooks.

Ordinary dates of the story: issued on 1 September 2026, due on the 30th, told on the 12th.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

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
from supervision.inspections.rules.words import ENDED, WITH_UNIT, RectificationStatus
from tests.town import Town

X = RectificationStatus
ISSUED_ON: Final = date(2026, 9, 1)
DUE_ON: Final = date(2026, 9, 30)
APPLIED_ON: Final = date(2026, 9, 8)
BEFORE_VERIFYING: Final = (X.DRAFT, X.WITHDRAWN, *WITH_UNIT, X.APPLIED, X.CHECKED, X.LONG_TERM)
NOT_APPLIED: Final = (X.DRAFT, X.WITHDRAWN, *WITH_UNIT, X.LONG_TERM)


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@transaction.atomic
def make_row(
    town: Town,
    title: str = "边坡未防护",
    *,
    status: str = X.UNDER_WAY,
    unit: Unit | None = None,
    helping: Sequence[Unit] = (),
    **values: Any,
) -> Rectification:
    """Of 交通局 unless told. What is verified or closed has evidence, and two who signed.

    ``values`` are columns; ``origin`` and ``category`` may be codes.
    """
    word = X(status)
    columns = _columns(town, title, word, values)
    ended = {name: columns.pop(name) for name in ("ended_on",) if word in ENDED}
    row = Rectification.objects.create(
        unit=unit or town.lead, **columns, status=X.ISSUED if word in ENDED else word
    )
    HelpingUnit.objects.bulk_create(HelpingUnit(rectification=row, unit=each) for each in helping)
    if word not in BEFORE_VERIFYING:
        prove(town, row)
    if ended:
        Rectification.objects.filter(pk=row.pk).update(status=word, **ended)
        row.refresh_from_db()
    return row


def _columns(town: Town, title: str, status: RectificationStatus, values: dict[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "title": title,
        "pinyin": pinyin_key(title),
        "problem": f"{title}，存在隐患。",
        "time_class": "short",
        "leader": town.leader_post,
        "created_by": town.supervisor,
        "created_at": at_noon(values.get("issued_on", ISSUED_ON)),
    }
    if status != X.DRAFT:
        columns |= {"number": f"整改[2026]{Rectification.objects.count() + 1}号", "issued_on": ISSUED_ON}
        columns |= {"due_on": DUE_ON, "due_basis": "短期整改：交办后60日内"}
    if status not in NOT_APPLIED:
        columns |= {"applied_by": town.lead_head, "applied_on": APPLIED_ON}
    if status in (X.APPROVED, X.PUBLISHED, X.CLOSED):
        columns |= {"approved_by": town.office_head, "approved_on": date(2026, 9, 10)}
    if status == X.PUBLISHED:
        columns |= {"published_on": date(2026, 9, 10), "published_until": date(2026, 9, 17)}
    if status in (X.LONG_TERM, X.WITHDRAWN):
        columns |= {"end_reason": "须多年坚持", "end_approver": town.leader_post}
    if status in ENDED:
        columns["ended_on"] = date(2026, 9, 11)
    columns |= values
    for name, model, code in (("origin", Origin, "audit"), ("category", Category, "safety")):
        found = columns.get(name, code)
        columns[name] = model.objects.get(code=found) if isinstance(found, str) else found
    columns.setdefault("original_due_on", columns.get("due_on"))
    return columns


def prove(town: Town, row: Rectification) -> Verification:
    """A picture, and a visit that passed by two people outside the unit."""
    add_evidence(town, row)
    return visit(town, row, status="passed")


def visit(
    town: Town,
    row: Rectification,
    *,
    status: str = "assigned",
    people: Sequence[User] = (),
    signed: int | None = None,
) -> Verification:
    """By the office's two unless told; ``signed``: how many of them, all of a visit that passed."""
    columns: dict[str, Any] = {"assigned_by": town.supervisor, "assigned_at": at_noon(APPLIED_ON)}
    if status != "assigned":
        columns |= {
            "visited_on": date(2026, 9, 9),
            "situation": "现场已整改到位",
            "passes": status != "failed",
        }
        columns |= {"recorded_by": town.supervisor, "recorded_at": at_noon(date(2026, 9, 9))}
    made = Verification.objects.create(rectification=row, status=status, due_on=date(2026, 9, 18), **columns)
    who = people or (town.supervisor, town.office_head)
    count = len(who) if signed is None and status == "passed" else signed or 0
    stamp = at_noon(date(2026, 9, 9))
    Verifier.objects.bulk_create(
        Verifier(verification=made, user=user, unit_id=user.unit_id, signed_at=stamp if n < count else None)
        for n, user in enumerate(who)
    )
    return made


def make_upload(town: Town, name: str = "现场.jpg") -> Upload:
    number = Upload.objects.count()
    digest = hashlib.sha256(f"{name}{number}".encode()).hexdigest()
    return Upload.objects.create(
        file=f"{digest[:2]}/{digest}",
        name=name,
        content_type="image/jpeg",
        size=10,
        sha256=digest,
        uploaded_by=town.lead_clerk,
        uploaded_at=at_noon(APPLIED_ON),
    )


def add_evidence(town: Town, row: Rectification, **values: Any) -> Evidence:
    columns = {"added_by": town.lead_clerk, "added_at": at_noon(APPLIED_ON), "upload": make_upload(town)}
    return Evidence.objects.create(rectification=row, **(columns | values))


def add_measure(town: Town, row: Rectification, measure: str = "加固边坡", **values: Any) -> PlannedMeasure:
    columns: dict[str, Any] = {"problem": "边坡松动", "unit": row.unit, "person": "路工程师"}
    return PlannedMeasure.objects.create(
        rectification=row, measure=measure, **(columns | {"due_on": DUE_ON} | values)
    )


def add_progress(town: Town, row: Rectification, text: str = "完成六成", **values: Any) -> Progress:
    columns: dict[str, Any] = {"by": town.lead_clerk, "at": at_noon(date(2026, 9, 7))}
    return Progress.objects.create(rectification=row, text=text, **(columns | values))


def add_extension(
    town: Town, row: Rectification, *, status: str = "approved", ordinal: int = 1, **values: Any
) -> RectificationExtension:
    columns: dict[str, Any] = {
        "reason": "连续降雨",
        "progress": "完成四成",
        "former_due_on": row.due_on,
        "new_due_on": date(2026, 12, 31),
        "proposed_by": town.lead_clerk,
        "proposed_on": date(2026, 9, 5),
    }
    if status in ("asked", "approved", "refused"):
        columns |= {"asked_by": town.lead_head, "asked_on": date(2026, 9, 5)}
    if status in ("approved", "refused"):
        columns |= {
            "decided_by": town.supervisor,
            "decided_at": at_noon(date(2026, 9, 6)),
            "decision": "已阅",
        }
    return RectificationExtension.objects.create(
        rectification=row, status=status, ordinal=ordinal, **(columns | values)
    )
