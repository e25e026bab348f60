"""The engine said slowly: one thing, one person, one rung at a time, in plain Python over all there is.

It knows the ladder, the patience, the desks and the deputies from the text of the rule, not from the SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Deputy, Post, Role, RoleGrant, Tenure, Unit, User
from projects.models import AnnualPlan, Milestone, Responsibility
from projects.models.responsibility import REPORTING, ResponsibilityRole
from rulebook.rules import Workdays
from rulebook.rules.ladder import Addressee, Rung
from supervision.alerts.models import Reminder
from supervision.matters.models import Duty, Suspension

Row = tuple[str, int, str, int]  # of which kind and which thing, who, on which rung
SUBJECTS = ("milestone", "start", "signature")


@dataclass(frozen=True)
class Thing:
    """``units`` that owe it, each perhaps nobody's, and the ``posts`` in charge."""

    subject: str
    key: int
    due_on: date
    units: tuple[Unit | None, ...]
    posts: tuple[Post, ...]


class Town:
    """All that a round looks at, as lists."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        grants = RoleGrant.objects.in_force(on).select_related("user")
        self.grants = [grant for grant in grants if grant.user.is_active]
        self.tenures = list(Tenure.objects.in_force(on).select_related("post"))
        self.deputies = {
            line.user_id: line.deputy for line in Deputy.objects.in_force(on).select_related("deputy")
        }
        self.lines = list(Responsibility.objects.in_force(on).select_related("unit", "post"))
        self.open = list(
            Reminder.objects.open().filter(subject__in=SUBJECTS).select_related("recipient", "duty")
        )
        self.still = set(Suspension.objects.in_force(on).values_list("matter", flat=True))
        self.things = [*self._milestones(), *self._starts(), *self._signatures()]

    def _milestones(self) -> Iterator[Thing]:
        for row in Milestone.objects.open_on(self.on).filter(due_on__isnull=False).select_related("unit"):
            units = (row.unit,) if row.unit else self._carriers(row.project_id)
            yield Thing("milestone", row.pk, row.due_on, units, self._posts(row.project_id))

    def _starts(self) -> Iterator[Thing]:
        for row in AnnualPlan.objects.in_plan(self.on.year).select_related("project"):
            due_on = row.project.planned_start
            if due_on and not row.project.actual_start:
                key = row.project_id
                yield Thing("start", key, due_on, self._carriers(key), self._posts(key))

    def _signatures(self) -> Iterator[Thing]:
        for row in Duty.objects.filter(status="to_sign").select_related("unit", "matter__leader"):
            if row.sign_by and row.matter_id not in self.still:
                posts = (row.matter.leader,) if row.matter.leader else ()
                yield Thing("signature", row.pk, row.sign_by, (row.unit,), posts)

    def _carriers(self, project: int) -> tuple[Unit | None, ...]:
        lines = [line for line in self.lines if line.project_id == project and line.role in REPORTING]
        return tuple(line.unit for line in lines) or (None,)

    def _posts(self, project: int) -> tuple[Post, ...]:
        lines = [line for line in self.lines if line.project_id == project]
        return tuple(line.post for line in lines if line.post and line.role == ResponsibilityRole.LEADER)

    def asked(self, thing: Thing, addressee: str) -> set[User]:
        """Who is asked of it in that capacity, or stands in for whoever is."""
        return {self._deputy(user) for user in self._sitting(thing, Addressee(addressee))}

    def _sitting(self, thing: Thing, addressee: Addressee) -> list[User]:
        if addressee is Addressee.OFFICE_HEAD:
            return self._office_heads()
        if addressee is Addressee.CHIEF:
            return self._chiefs() or self._office_heads()
        if addressee is Addressee.LEADER:
            people = [user for post in thing.posts for user in self._of_post(post)]
            return people if thing.posts else self._office_heads()
        return [user for unit in thing.units for user in self._of_unit(unit, addressee)]

    def _of_unit(self, unit: Unit | None, addressee: Addressee) -> list[User]:
        if unit is None:
            return self._office() if addressee is Addressee.CLERK else self._office_heads()
        while unit is not None:
            staff = self._granted(Role.UNIT_HEAD, unit)
            if addressee is Addressee.CLERK:
                staff = self._granted(Role.UNIT_CLERK, unit) or staff
            if staff:
                return staff
            unit = self.units[unit.parent_id] if unit.parent_id else None
        return self._office()

    def _of_post(self, post: Post) -> list[User]:
        return self._holders([post.pk]) or self._chiefs() or self._office()

    def _chiefs(self) -> list[User]:
        return self._holders([line.post_id for line in self.tenures if line.post.is_chief])

    def _holders(self, posts: Sequence[int]) -> list[User]:
        people = [line.person_id for line in self.tenures if line.post_id in posts]
        return [user for user in self._granted(Role.LEADER) if user.person_id in people]

    def _office(self) -> list[User]:
        return self._granted(Role.SUPERVISOR) + self._office_heads()

    def _office_heads(self) -> list[User]:
        return self._granted(Role.OFFICE_HEAD) or self._granted(Role.SUPERVISOR)

    def _granted(self, role: str, unit: Unit | None = None) -> list[User]:
        lines = [line for line in self.grants if line.role == role]
        return [line.user for line in lines if unit is None or line.unit_id == unit.pk]

    def _deputy(self, user: User) -> User:
        """The last of the chain who can sign in; at most three steps."""
        found = last = user
        for _hop in range(3):
            if last.pk not in self.deputies:
                break
            last = self.deputies[last.pk]
            if last.is_active and last != user:
                found = last
        return found


def to_tell(town: Town, ladder: Sequence[Rung], workdays: Workdays, subjects: Iterable[str]) -> set[Row]:
    """What a round must add to the ledger as it is; ``ladder`` from the lowest rung up."""
    found = set()
    for thing in (thing for thing in town.things if thing.subject in subjects):
        came = {rung: rung.day(thing.due_on, workdays) for rung in ladder}
        asked = [
            (user, rung, who)
            for rung in ladder
            if came[rung] <= town.on
            for who in rung.addressees
            for user in town.asked(thing, who)
        ]
        for user in {user for user, _rung, _who in asked}:
            his = [(rung, who) for one, rung, who in asked if one == user]
            level = max(rung.level for rung, _who in his)
            stands = [row.rung for row in _open(town, thing) if row.recipient == user]
            is_told = (
                bool(stands)
                or any(_delivered_before(row, town.on) for row in _open(town, thing))
                or any(who in ladder[0].addressees for _rung, who in his)
                or any(came[rung] + timedelta(days=rung.patience) <= town.on for rung, _who in his)
            )
            if is_told and level > max(stands, default=0):
                found.add((thing.subject, thing.key, user.username, level))
    return found


def to_settle(town: Town) -> dict[int, str]:
    """Which open rows are told no more, and why."""
    fates = {}
    for row in town.open:
        of_it = [t for t in town.things if (t.subject, t.key) == (row.subject, row.about_key)]
        same = [thing for thing in of_it if thing.due_on == row.due_on]
        if any(row.recipient in town.asked(thing, row.addressee) for thing in same):
            continue
        paused = row.duty is not None and row.duty.matter_id in town.still
        fates[row.pk] = "reassigned" if same else "moved" if of_it else "excused" if paused else "done"
    return fates


def _open(town: Town, thing: Thing) -> list[Reminder]:
    key = (thing.subject, thing.key, thing.due_on)
    return [row for row in town.open if (row.subject, row.about_key, row.due_on) == key]


def _delivered_before(row: Reminder, on: date) -> bool:
    return row.delivered_at is not None and timezone.localtime(row.delivered_at).date() < on
