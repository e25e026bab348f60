"""Slips as they are looked at, counted and put on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from accounts.models import User
from accounts.permissions import is_office, is_office_head

from ..models import Slip
from ..rules.official import date_text
from ..rules.slip_paper import SlipSheet
from ..rules.slip_words import SlipFact
from ..rules.slips import OPEN

THINGS: Final = ("project", "milestone__project", "indicator", "matter", "finding", "rectification")


@dataclass(frozen=True)
class SlipFilters:
    kind: str = ""
    colour: str = ""
    status: str = ""
    unit_id: int | None = None
    text: str = ""
    late: bool = False
    about: tuple[str, int] | None = None


def slips_for(user: User, filters: SlipFilters, on: date) -> QuerySet[Slip]:
    """Newest first; the office's proposals stand with the rest. A constant number of queries."""
    rows = Slip.objects.visible_to(user).select_related("unit", "follows")
    for name in ("kind", "colour", "unit_id"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.status == "open":
        rows = rows.filter(status__in=OPEN)
    elif filters.status:
        rows = rows.filter(status=filters.status)
    if filters.about:
        rows = rows.filter(thing=filters.about[0], about_key=filters.about[1])
    if filters.text:
        rows = rows.filter(Q(number__icontains=filters.text) | Q(title__icontains=filters.text))
    return rows.filter(is_late(on)) if filters.late else rows


def is_late(on: date) -> Q:
    """Not signed for, or not answered, in its time."""
    return Q(status="issued", sign_by__lt=on) | Q(status__in=["issued", "signed"], answer_by__lt=on)


def slips_about(user: User, thing: str, key: int) -> QuerySet[Slip]:
    """The slips about it that this person sees, newest first; a project's with those of its milestones."""
    about = Q(thing=thing, about_key=key)
    if thing == "project":
        about |= Q(thing="milestone", milestone__project=key)
    return Slip.objects.visible_to(user).filter(about).select_related("unit").order_by("-pk")


def slip_with_all(user: User, slip_id: int) -> Slip:
    """With what its page tells. Raises Slip.DoesNotExist, to a stranger too."""
    rows = Slip.objects.visible_to(user).select_related(
        "unit", "follows", "signatory", "file", "drafted_by__person", "approved_by__person",
        "issued_by__person", "signed_by__person", *THINGS,
    )  # fmt: skip
    return rows.prefetch_related("answers__files__upload", "answers__by__person", "followed_by").get(
        pk=slip_id
    )


def slips_waiting(user: User) -> int:
    """What waits for this person's hand: the office's proposals and answers, approvals, the unit's own."""
    rows = Slip.objects.visible_to(user)
    if is_office(user):
        waiting = Q(status__in=["proposed", "approved", "answered"])
        return rows.filter(waiting | Q(status="submitted") if is_office_head(user) else waiting).count()
    if user.reach.everything:
        return rows.filter(status="submitted", colour="red").count() if "leader" in user.roles else 0
    return rows.filter(Q(status="issued") | Q(status="signed") & ~Q(kind="summons")).count()


@translation.override("zh-hans")  # the paper is the office's, whoever takes it out
def sheet_of(
    slip: Slip, *, number: str = "", issued_on: date | None = None, answer_by: date | None = None
) -> SlipSheet:
    """What stands on its paper; of one that was issued, as it was."""
    meets = timezone.localtime(slip.meets_at) if slip.meets_at else None
    when = f"{date_text(meets.date())}{meets:%H:%M}" if meets else ""
    former = slip.follows
    return SlipSheet(
        source=f"slip:{slip.pk}",
        kind=slip.kind,
        name=slip.name,
        office=settings.OFFICE_NAME,
        unit=slip.unit.name,
        title=slip.title,
        requirement=slip.requirement,
        facts=[SlipFact(fact["label"], fact["value"]) for fact in slip.facts],
        frozen_on=slip.frozen_on or timezone.localdate(),
        former=f"{former.number}{former.name}" if former else "",
        reason=slip.reason,
        days=slip.days,
        answer_by=answer_by or slip.answer_by,
        number=number or slip.number,
        issued_on=issued_on or slip.issued_on,
        summoned=slip.summoned,
        meets=when,
        place=slip.place,
    )
