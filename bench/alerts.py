"""A round over 1,000,000 open milestones of which 100,000 cross a rung today, and their digests.

800,000 are due later; 100,000 crossed their rung before and stand in the ledger; 100,000 cross it today.
Limit: the same 100,000 rows by one bare INSERT … SELECT into an equal table, with indexes and keys. The
loop in Python (filter, look up, save) is run for a part and extrapolated. ``BENCH_ALERTS`` sets the number of
milestones.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Person, Role, RoleGrant, Unit, User
from projects.models import Milestone, Project, Sector
from rulebook.services import fill_calendar
from supervision.alerts.models import Digest, Reminder
from supervision.alerts.services import bundle_reminders, plan_reminders

SIZE = int(os.environ.get("BENCH_ALERTS", 1_000_000))
TENTH, UNITS, ROUNDS = SIZE // 10, 2_000, 3
ON, NOW = date(2026, 9, 11), timezone.make_aware(datetime(2026, 9, 11, 9))  # noqa: DTZ001
LOOP = 1_000


def run() -> Iterator[tuple[str, float]]:
    _build()
    plan_reminders(on=ON - timedelta(days=1), now=NOW - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    rounds = [_one_round(number) for number in range(ROUNDS)]
    planned, limit = (sorted(row[way] for row in rounds)[ROUNDS // 2] for way in ("planned", "limit"))
    again = _seconds(lambda: plan_reminders(on=ON, now=NOW))
    loop = _loop() * TENTH / LOOP
    print(f"  plan {planned:.2f} s, limit {limit:.2f} s, nothing new {again:.2f} s, loop {loop:.0f} s")
    yield "alerts_plan", planned / limit
    yield "alerts_loop_of_plan", loop / planned
    yield from _bundling()


def _build() -> None:
    """One county, ``UNITS`` units with a clerk each, one project, ``SIZE`` milestones with a unit."""
    fill_calendar(actor=None, year=ON.year)
    Unit.objects.bulk_create(Unit(name=f"单位{n}", short_name=f"单位{n}", pinyin="") for n in range(UNITS))
    units = list(Unit.objects.order_by("pk"))
    Person.objects.bulk_create(
        Person(name=f"联络{unit.pk}", pinyin="", unit=unit, email=f"u{unit.pk}@example.test")
        for unit in units
    )
    people = list(Person.objects.order_by("pk"))
    User.objects.bulk_create(
        User(username=f"clerk{person.pk}", person=person, unit_id=person.unit_id) for person in people
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=Role.UNIT_CLERK, unit_id=user.unit_id, valid_from=date(2026, 1, 1))
        for user in User.objects.all()
    )
    sector = Sector.objects.first() or Sector.objects.create(order=1, name="项目", heading="项目")
    project = Project.objects.create(name="大工程", pinyin="", sector=sector, number="B1")
    names = [str(field.column) for field in Milestone._meta.concrete_fields if not field.primary_key]
    Milestone.objects.create(project=project, name="样", due_on=ON + timedelta(days=300), unit=units[0])
    changed = {
        "name": "'节点' || n",
        "unit_id": f"(ARRAY{[unit.pk for unit in units]})[1 + n % {len(units)}]",
        "due_on": f"CASE WHEN n < {TENTH} THEN DATE '{ON}' - 1 WHEN n < {2 * TENTH} THEN DATE '{ON}' - 2 "
        f"ELSE DATE '{ON}' + 30 + n % 200 END",
    }
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'one."{name}"') for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO projects_milestone ({columns}) SELECT {values} "  # noqa: S608
            f"FROM projects_milestone AS one, generate_series(0, {SIZE - 1}) AS n"
        )


def _one_round(number: int) -> dict[str, float]:
    """The round as it is, and the same rows into an equal table; then the ledger is as before."""
    before = Reminder.objects.count()
    with CaptureQueriesContext(connection) as asked:
        planned = _seconds(lambda: plan_reminders(on=ON, now=NOW))
    raised = Reminder.objects.count() - before
    limit = _into_an_equal_table()
    print(f"  round {number}: {raised} by {len(asked)} statements, {planned:.2f} s, limit {limit:.2f} s")
    if number < ROUNDS - 1:
        Reminder.objects.filter(raised_at=NOW).delete()
    return {"planned": planned, "limit": limit}


def _into_an_equal_table() -> float:
    kept = [f for f in Reminder._meta.concrete_fields if f.name not in ("id", "about_key")]
    columns = ", ".join(f'"{field.column}"' for field in kept)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS same")
        cursor.execute("CREATE TABLE same (LIKE alerts_reminder INCLUDING ALL)")
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'alerts_reminder'::regclass AND contype = 'f'"
        )
        for (key,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE same ADD {key}")
        # As many rows as the ledger had stand in it before.
        into = f"INSERT INTO same ({columns}) SELECT {columns} FROM alerts_reminder WHERE raised_at"  # noqa: S608
        cursor.execute(f"{into} <> %s", [NOW])
        return _seconds(lambda: cursor.execute(f"{into} = %s ORDER BY about_key", [NOW]))


def _loop() -> float:
    """What most systems do: every open thing that is late, one after another. Rolled back."""
    with transaction.atomic():
        late = Milestone.objects.filter(due_on=ON - timedelta(days=1)).select_related("project")[:LOOP]
        taken = _seconds(lambda: _remind_each(late))
        transaction.set_rollback(True)
    return taken


def _remind_each(milestones: Iterable[Milestone]) -> None:
    for milestone in milestones:
        _remind(milestone)


def _remind(milestone: Milestone) -> None:
    grants = RoleGrant.objects.in_force(ON).filter(unit=milestone.unit_id, role=Role.UNIT_CLERK)
    for grant in grants.select_related("user"):
        key = {"subject": "milestone", "milestone": milestone, "recipient": grant.user, "rung": 99}
        if not Reminder.objects.filter(due_on=milestone.due_on, **key).exists():
            text = f"{milestone.project.name}：节点“{milestone.name}”尚未完成"
            Reminder(due_on=milestone.due_on, text=text, raised_at=NOW, **key).save()


def _bundling() -> Iterator[tuple[str, float]]:
    """All that waits into one digest a person; limit: one bare update of as many rows."""
    waiting = Reminder.objects.filter(bundled_at__isnull=True).count()
    with CaptureQueriesContext(connection) as asked:
        bundled = _seconds(lambda: bundle_reminders(on=ON, now=NOW))
    limit = _seconds(lambda: Reminder.objects.update(bundled_at=NOW))
    print(
        f"  {waiting} into {Digest.objects.count()} digests by {len(asked)} statements in {bundled:.2f} s"
        f" ({waiting / bundled:.0f} rows a second), bare update {limit:.2f} s"
    )
    yield "alerts_bundle", bundled / limit


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
