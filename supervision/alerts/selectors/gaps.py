"""Where nobody can be told: units without a clerk, posts without a holder, people without an address."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from accounts.models import Post, Role, RoleGrant, Tenure, Unit, User
from indicators.models import Indicator
from projects.models import Milestone, Responsibility
from projects.models.responsibility import REPORTING
from supervision.matters.models import Duty
from supervision.matters.rules.words import RUNNING

from ..models import ChannelChoice, Reminder

READING: Final = timedelta(days=30)
NEVER_READ: Final = 3
TOLD: Final = (
    Role.UNIT_CLERK,
    Role.UNIT_HEAD,
    Role.DATA_CLERK,
    Role.LEADER,
    Role.SUPERVISOR,
    Role.OFFICE_HEAD,
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


def vacant_posts(user: User, on: date) -> QuerySet[Any]:
    """Posts of county leaders that nobody with an account as a leader holds: the office is told instead.

    ``holder_name`` is who holds it without such an account.
    """
    leaders = RoleGrant.objects.in_force(on).filter(role=Role.LEADER, user__is_active=True)
    held = Tenure.objects.in_force(on).filter(person__user__in=leaders.values("user"))
    posts = Post.objects.visible_to(user).filter(is_county_leader=True)
    return posts.exclude(pk__in=held.values("post")).with_holder(on)


def without_address(user: User, on: date) -> QuerySet[User]:
    """Whom messages should reach and cannot: neither e-mail nor a channel chosen; they see the page only."""
    moved = ChannelChoice.objects.filter(user=OuterRef("pk")).filter(
        ~Q(address="") | Q(channel="sms") & ~Q(user__person__phone="")
    )
    return (
        User.objects.visible_to(user)
        .with_role(*TOLD, on=on)
        .filter(person__isnull=False, person__email="")
        .exclude(Exists(moved))
        .select_related("person", "unit")
        .order_by("unit__pinyin", "person__pinyin")
    )


def never_reads(user: User, now: datetime, at_least: int = NEVER_READ) -> QuerySet[Any]:
    """People to whom so many duty reminders were delivered in the last 30 days, of which they read none.

    ``told`` how many, ``since`` the newest.
    """
    recent = Q(reminders__rung__gt=0, reminders__delivered_at__gte=now - READING)
    return (
        User.objects.filter(pk__in=Reminder.objects.visible_to(user).values("recipient"), is_active=True)
        .annotate(
            told=Count("reminders", filter=recent),
            read=Count("reminders", filter=recent & Q(reminders__read_at__isnull=False)),
            newest=Max("reminders__delivered_at", filter=recent),
        )
        .filter(told__gte=at_least, read=0)
        .select_related("person", "unit")
        .order_by(F("told").desc(), "pk")
    )
