"""What the board of the office shows, and what one person was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from accounts.models import Role, RoleGrant, Tenure, Unit, User
from indicators.models import Indicator
from projects.models import Milestone, Responsibility
from projects.models.responsibility import REPORTING
from supervision.matters.models import Duty
from supervision.matters.rules.words import RUNNING

from ..models import Digest, Reminder, ReminderQuerySet


@dataclass(frozen=True)
class Board:
    """What was raised, what went out, what failed, and where nobody can be told: the office sees it all."""

    pending: int
    sent: int
    failed: int
    unread: int
    digests: QuerySet[Digest]
    without_clerk: QuerySet[Any]


def board(user: User, on: date) -> Board:
    digests = Digest.objects.visible_to(user).select_related("recipient__person", "recipient__unit")
    still_open = Reminder.objects.open().filter(digest=OuterRef("pk"))
    counted = digests.order_by().aggregate(
        sent=Count("pk", filter=Q(sent_at__isnull=False, on=on)),
        failed=Count("pk", filter=Q(Exists(still_open), gave_up_at__isnull=False)),
    )
    unread = Reminder.objects.visible_to(user).open().unread().count()
    return Board(
        **counted,
        pending=digests.to_send().count(),
        unread=unread,
        digests=digests.annotate(items=Count("reminders")).order_by("-on", "-pk"),
        without_clerk=units_without_clerk(user, on),
    )


def units_without_clerk(user: User, on: date) -> QuerySet[Any]:
    """Units that have something to do and nobody to do it.

    ``has_head``: their head is told instead; else whoever is above them, and in the end the office.
    """
    granted = RoleGrant.objects.in_force(on).filter(user__is_active=True)
    carrying = Responsibility.objects.in_force(on).filter(role__in=REPORTING)
    data_clerks = granted.filter(role=Role.DATA_CLERK, unit__isnull=False)
    owing = [
        carrying.values("unit"),
        Indicator.objects.filter(unit__isnull=False)
        .exclude(unit__in=data_clerks.values("unit"))
        .values("unit"),
        Milestone.objects.filter(unit__isnull=False, completed_on__isnull=True).values("unit"),
        Duty.objects.owed().filter(matter__status__in=RUNNING).values("unit"),
    ]
    clerks, heads = granted.filter(role=Role.UNIT_CLERK), granted.filter(role=Role.UNIT_HEAD)
    return (
        Unit.objects.visible_to(user)
        .filter(reduce(or_, (Q(pk__in=units) for units in owing)))
        .exclude(pk__in=clerks.values("unit"))
        .annotate(has_head=Exists(heads.filter(unit=OuterRef("pk"))))
    )


def my_reminders(user: User) -> ReminderQuerySet:
    """What the user was told and is still open, the longest overdue first, then the news."""
    return (
        Reminder.objects.filter(recipient=user)
        .open()
        .about()
        .order_by(Case(When(rung__gte=0, then=0), default=1), "due_on", "-rung", "pk")
    )


def due_digests(now: datetime) -> QuerySet[Digest]:
    return Digest.objects.claimable(now).order_by("send_after", "pk")


def carried_in_person(user: User, on: date) -> QuerySet[Any]:
    """The ids of the projects that the posts held by this person carry (包抓): a leader's own."""
    posts = Tenure.objects.in_force(on).filter(person__isnull=False, person=user.person_id).values("post")
    return Responsibility.objects.in_force(on).filter(post__in=posts).values("project")


def reminders_of_matter() -> Any:
    """催办次数 of the matter that is OuterRef("pk"); what went to several people counts once."""
    return _told_about("matter") + _told_about("duty__matter")


def reminders_of_rectification() -> Any:
    """催办次数 of the rectification that is OuterRef("pk"), counted alike."""
    return _told_about("rectification") + _told_about("verification__rectification")


def _told_about(matter: str) -> Coalesce:
    rung = Concat(
        "subject", Value(" "), "duty_id", Value(" "), "due_on", Value(" "), "rung", output_field=CharField()
    )
    late = Reminder.objects.filter(**{matter: OuterRef("pk")}, rung__gte=0).order_by().values(matter)
    return Coalesce(Subquery(late.annotate(times=Count(rung, distinct=True)).values("times")), 0)
