"""The engine said slowly: one thing, one rung, one person at a time, in plain Python.

For milestones, whose rows are simple. It knows the ladder, the patience, the desks and the deputies from the
text of the rule, not from the SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Deputy, Person, Post, Role, RoleGrant, Tenure, Unit, User
from projects.models import Milestone, Responsibility
from projects.models.responsibility import REPORTING, ResponsibilityRole
from rulebook.rules import Workdays
from rulebook.rules.ladder import Addressee, Rung
from supervision.alerts.models import Reminder

Row = tuple[int, str, int]  # of which milestone, who, on which rung


def to_tell(ladder: Sequence[Rung], on: date, workdays: Workdays) -> set[Row]:
    """What a round must add to the ledger as it is."""
    found: dict[tuple[int, str], int] = {}
    for milestone in Milestone.objects.open_on(on):
        for number, rung in enumerate(sorted(ladder, key=lambda rung: rung.level)):
            if _may_be_told(milestone, rung, on, workdays, is_lowest=number == 0):
                for user in _told_by(milestone, rung.addressees, on):
                    key = (milestone.pk, user.username)
                    found[key] = max(found.get(key, 0), rung.level)
    return {(key, who, level) for (key, who), level in found.items() if level > _stands_on(key, who)}


def _may_be_told(milestone: Milestone, rung: Rung, on: date, workdays: Workdays, *, is_lowest: bool) -> bool:
    if milestone.due_on is None or rung.day(milestone.due_on, workdays) > on:
        return False
    if is_lowest or rung.day(milestone.due_on, workdays) <= on - timedelta(days=rung.patience):
        return True
    lower = Reminder.objects.open().filter(milestone=milestone, due_on=milestone.due_on)
    return any(row.rung < rung.level and _delivered_before(row, on) for row in lower)


def _delivered_before(row: Reminder, on: date) -> bool:
    return row.delivered_at is not None and timezone.localtime(row.delivered_at).date() < on


def _stands_on(milestone: int, who: str) -> int:
    rows = Reminder.objects.open().filter(milestone=milestone, recipient__username=who)
    return max((row.rung for row in rows), default=-1)


def _told_by(milestone: Milestone, addressees: Iterable[Addressee], on: date) -> set[User]:
    people: set[User] = set()
    for addressee in addressees:
        people |= set(_sitting(milestone, addressee, on))
    return {_deputy(user, on) for user in people}


def _sitting(milestone: Milestone, addressee: Addressee, on: date) -> list[User]:
    if addressee is Addressee.OFFICE_HEAD:
        return _office_heads(on)
    if addressee is Addressee.CHIEF:
        return _chiefs(on) or _office_heads(on)
    if addressee is Addressee.LEADER:
        lines = Responsibility.objects.in_force(on).filter(project=milestone.project, post__isnull=False)
        posts = [line.post for line in lines if line.role == ResponsibilityRole.LEADER]
        return [user for post in posts for user in _of_post(post, on)] if posts else _office_heads(on)
    carriers = Responsibility.objects.in_force(on).filter(project=milestone.project, role__in=REPORTING)
    units = [milestone.unit] if milestone.unit else [line.unit for line in carriers] or [None]
    return [user for unit in units for user in _of_unit(unit, addressee, on)]


def _of_unit(unit: Unit | None, addressee: Addressee, on: date) -> list[User]:
    if unit is None:
        return _office(on) if addressee is Addressee.CLERK else _office_heads(on)
    while unit is not None:
        heads = _granted(Role.UNIT_HEAD, on, unit)
        staff = (_granted(Role.UNIT_CLERK, on, unit) or heads) if addressee is Addressee.CLERK else heads
        if staff:
            return staff
        unit = unit.parent
    return _office(on)


def _of_post(post: Post | None, on: date) -> list[User]:
    holders = [line.person_id for line in Tenure.objects.in_force(on) if line.post == post]
    leaders = [user for user in _granted(Role.LEADER, on) if user.person_id in holders]
    return leaders or _chiefs(on) or _office(on)


def _chiefs(on: date) -> list[User]:
    posts = Tenure.objects.in_force(on).filter(post__is_chief=True).values_list("person", flat=True)
    return [user for user in _granted(Role.LEADER, on) if user.person in Person.objects.filter(pk__in=posts)]


def _office(on: date) -> list[User]:
    return _granted(Role.SUPERVISOR, on) + _granted(Role.OFFICE_HEAD, on)


def _office_heads(on: date) -> list[User]:
    return _granted(Role.OFFICE_HEAD, on) or _office(on)


def _granted(role: str, on: date, unit: Unit | None = None) -> list[User]:
    grants = RoleGrant.objects.in_force(on).filter(role=role).select_related("user")
    return [line.user for line in grants if line.user.is_active and (unit is None or line.unit == unit)]


def _deputy(user: User, on: date) -> User:
    for _hop in range(3):
        line = Deputy.objects.in_force(on).filter(user=user).first()
        if line is None or not line.deputy.is_active:
            break
        user = line.deputy
    return user
