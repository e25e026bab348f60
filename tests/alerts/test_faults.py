"""kill -9 between any two steps, PostgreSQL restarted, two beats, beat gone for days: with exact counts.

The points between the steps are met by locks that the test holds: the worker waits there and is killed.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.utils import timezone

from launcher import postgres
from launcher.processes import Program
from supervision.alerts.models import Delivery, Digest, Heartbeat, Reminder
from supervision.alerts.selectors.watching import PROCESSES, silences
from tests.alerts.workshop import (
    CLERKS,
    MONTHS_DUE,
    PATIENCE,
    Workshop,
    build_late_county,
    held,
    nobody_else_is_connected,
    open_workshop,
    second_connection,
    somebody_waits_for_a_lock,
    wait_until,
)

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
ALL = CLERKS * MONTHS_DUE


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    build_late_county()
    with open_workshop(tmp_path) as shop:
        yield shop


def all_sent() -> bool:
    return Digest.objects.filter(sent_at__isnull=False).count() == CLERKS


def kill_where_it_waits(workshop: Workshop, table: str, *names: str) -> None:
    """Started, it comes to the table, waits for it and dies there."""
    with held(f"LOCK TABLE {table} IN SHARE MODE"):
        workshop.start_worker(processes=1)
        workshop.nudge(*names)
        wait_until(somebody_waits_for_a_lock)
        workshop.kill_worker()
    wait_until(nobody_else_is_connected)


def test_a_worker_killed_between_any_two_steps_loses_nothing_and_repeats_what_was_in_flight(
    workshop: Workshop,
) -> None:
    office = workshop.post_office
    kill_where_it_waits(workshop, "alerts_reminder", "plan_reminders")
    assert Reminder.objects.count() == 0
    kill_where_it_waits(workshop, "alerts_digest", "plan_reminders")
    assert (Reminder.objects.count(), Digest.objects.count()) == (ALL, 0)
    kill_where_it_waits(workshop, "alerts_delivery", "plan_reminders", "send_digests")
    assert Digest.objects.filter(attempts=0).count() == CLERKS
    assert (Delivery.objects.count(), office.letters) == (0, [])
    _kill_while_sending(workshop)
    assert (Delivery.objects.count(), Delivery.objects.filter(ended_at=None).count()) == (3, 1)
    _kill_before_recording(workshop)
    assert Delivery.objects.filter(ended_at=None).count() == 2
    Digest.objects.filter(sent_at=None).update(send_after=timezone.now())  # the leases end
    workshop.nudge_until(all_sent, "plan_reminders", "send_digests")
    assert Reminder.objects.count() == ALL
    assert set(Counter(Reminder.objects.values_list("recipient", flat=True)).values()) == {MONTHS_DUE}
    assert Reminder.objects.filter(delivered_at=None).count() == 0
    assert sorted(Counter(office.message_ids).values()) == [1] * (CLERKS - 2) + [2, 2]
    assert Delivery.objects.filter(ended_at=None).count() == 2  # the trace of each death


def _kill_while_sending(workshop: Workshop) -> None:
    """The server has the third letter; whoever sent it never hears so."""
    died = threading.Event()

    def act() -> None:
        workshop.kill_worker()
        died.set()

    workshop.post_office.at(3, act)
    workshop.start_worker(processes=1)
    workshop.nudge("send_digests")
    assert died.wait(PATIENCE)
    wait_until(nobody_else_is_connected)


def _kill_before_recording(workshop: Workshop) -> None:
    """It has heard that the letter was taken, and comes to write it down."""
    with ExitStack() as locks:
        took = threading.Event()

        def act() -> None:
            locks.enter_context(held("LOCK TABLE alerts_digest IN SHARE MODE"))
            took.set()

        workshop.post_office.at(len(workshop.post_office.letters) + 2, act)
        workshop.start_worker(processes=1)
        workshop.nudge("send_digests")
        assert took.wait(PATIENCE)
        wait_until(somebody_waits_for_a_lock)
        workshop.kill_worker()
    wait_until(nobody_else_is_connected)


def test_two_beats_by_mistake_tell_once_and_beat_gone_for_days_costs_one_message(workshop: Workshop) -> None:
    office = workshop.post_office
    workshop.start_worker()
    workshop.start_beat()
    workshop.start_beat()
    wait_until(all_sent)
    wait_until(lambda: set(Heartbeat.objects.values_list("name", flat=True)) == set(PROCESSES))
    assert silences(timezone.now()) == []
    rounds = Heartbeat.objects.get(name="round").beaten_at
    wait_until(lambda: Heartbeat.objects.get(name="round").beaten_at > rounds)
    workshop.kill_beats()
    workshop.kill_worker()
    assert (Reminder.objects.count(), len(office.letters)) == (ALL, CLERKS)
    # 12 September was blue for August; on the 16th it is yellow. Nothing ran on the days between.
    workshop.today = "2026-09-16"
    workshop.start_worker()
    workshop.start_beat()
    wait_until(lambda: Digest.objects.filter(sent_at__isnull=False).count() == 2 * CLERKS)
    workshop.kill_beats()
    assert Counter(Reminder.objects.open().values_list("rung", flat=True))[31] == CLERKS
    assert (Reminder.objects.open().count(), Reminder.objects.count()) == (ALL, ALL + CLERKS)
    assert sorted(Counter(office.message_ids).values()) == [1] * (2 * CLERKS)


class OwnServer:
    """A PostgreSQL of its own with a copy of the database of the tests."""

    def __init__(self, workshop: Workshop) -> None:
        self.url = postgres.start(workshop.home, workshop.crew, durable=True)
        self.program: Program = workshop.crew.programs[-1]
        self.socket = str(workshop.home.sockets)
        self._copy(Path(self.program.command[0]).parent)

    def _copy(self, binaries: Path) -> None:
        source = second_connection()
        info = source.info
        there = {
            "PGHOST": info.host,
            "PGPORT": str(info.port),
            "PGUSER": info.user,
            "PGPASSWORD": info.password,
        }
        dump = [
            str(binaries / "pg_dump"),
            "--no-owner",
            "--no-privileges",
            "--no-comments",
            "--exclude-schema=kept_for_tests",
            info.dbname,
        ]
        source.close()
        content = subprocess.run(dump, env=os.environ | there, stdout=subprocess.PIPE, check=True).stdout
        # An option that some builds of PostgreSQL write down and no other one knows.
        known = b"\n".join(line for line in content.split(b"\n") if b"SET (pg_attver=" not in line)
        take = [str(binaries / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U"]
        with self._asking("postgres") as cursor:  # what an earlier run may have left
            cursor.execute("DROP DATABASE supervision WITH (FORCE)")
            cursor.execute("CREATE DATABASE supervision")
        subprocess.run([*take, "supervision", "-d", "supervision"], input=known, check=True)

    def _asking(self, database: str = "supervision") -> Any:
        there = psycopg2.connect(host=self.socket, user="supervision", dbname=database)
        there.autocommit = True
        return there.cursor()

    def number(self, query: str) -> int:
        try:
            with self._asking() as cursor:
                cursor.execute(query)
                return int(cursor.fetchone()[0]) if cursor.description else 0
        except psycopg2.OperationalError:  # it is just starting
            return -1

    def restart(self) -> None:
        self.program.stop()
        self.program.start()
        wait_until(lambda: self.number("SELECT 1") == 1)


def test_a_postgresql_restarted_in_the_middle_loses_nothing(workshop: Workshop) -> None:
    server, office = OwnServer(workshop), workshop.post_office
    workshop.database_url = server.url
    restarted = threading.Event()

    def act() -> None:
        server.restart()
        restarted.set()

    office.at(4, act)
    workshop.start_worker(processes=1)
    workshop.nudge("plan_reminders", "send_digests")
    assert restarted.wait(PATIENCE)
    server.number("UPDATE alerts_digest SET send_after = now() WHERE sent_at IS NULL")  # the lease ends
    sent = "SELECT count(*) FROM alerts_digest WHERE sent_at IS NOT NULL"
    workshop.nudge_until(lambda: server.number(sent) == CLERKS, "plan_reminders", "send_digests")
    assert server.number("SELECT count(*) FROM alerts_reminder") == ALL
    assert server.number("SELECT count(*) FROM alerts_reminder WHERE delivered_at IS NULL") == 0
    assert sorted(Counter(office.message_ids).values()) == [1] * (CLERKS - 1) + [2]
