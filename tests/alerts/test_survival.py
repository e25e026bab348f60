"""Real workers and a real Redis are killed in the middle: nothing is lost, in-app nothing comes twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

from accounts.models import Role
from launcher.home import Home
from launcher.processes import Crew
from launcher.redis import start as start_redis
from projects.models.responsibility import ResponsibilityRole
from rulebook.models import INDICATOR_VALUE, MONTHLY_PROGRESS, DeadlineRule
from supervision.alerts import tasks
from supervision.alerts.models import Digest, Reminder
from tests.alerts.post_office import PostOffice
from tests.town import SINCE, build_town, carry, make_project, make_unit, make_user

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

CLERKS, MONTHS_DUE, PATIENCE = 30, 8, 90.0


class Workshop:
    """A broker of its own, and a worker that can be started and killed."""

    def __init__(self, crew: Crew, home: Home, post_office: PostOffice, media: Path) -> None:
        self.crew, self.home, self.media, self.post_office = crew, home, media, post_office
        self.redis_url = start_redis(home, crew)
        self.worker: subprocess.Popen[bytes] | None = None

    def start_worker(self) -> None:
        database = connection.settings_dict
        url = os.environ["DATABASE_URL"]
        before, _slash, rest = url.rpartition("/")
        _name, mark, query = rest.partition("?")
        environment = {
            **os.environ,
            "DATABASE_URL": f"{before}/{database['NAME']}{mark}{query}",
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.post_office.port}",
            "FIXED_TODAY": "2026-09-12",
            "MEDIA_ROOT": str(self.media),
        }
        command = [sys.executable, "-m", "celery", "-A", "supervision", "worker", "-c", "2", "-l", "WARNING"]
        self.worker = subprocess.Popen(command, env=environment, start_new_session=True)

    def kill_worker(self) -> None:
        if self.worker is not None:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()

    def nudge(self, *names: str) -> None:
        """What beat does; like beat's, a nudge that finds no Redis is lost."""
        with (
            Connection(self.redis_url.replace("unix://", "redis+socket://")) as broker,
            suppress(OperationalError, *broker.connection_errors),
        ):
            for name in names:
                getattr(tasks, name).apply_async(connection=broker, retry=False)

    def nudge_until(self, true: Any, *names: str) -> None:
        """As beat and the service manager go on doing: a single nudge into a Redis that has just come back
        may be lost, and a worker whose Redis goes away at a bad moment ends itself.
        """

        def again() -> None:
            if self.worker is None or self.worker.poll() is not None:
                self.start_worker()
            self.nudge(*names)

        wait_until(true, meanwhile=again, pause=2.0)

    def lose_redis(self) -> None:
        """Kill it and lose what it kept, then start an empty one."""
        program = self.crew.programs[0]
        assert program.process is not None
        program.process.kill()
        program.process.wait()
        for file in (self.home.folder / "redis").rglob("*.aof*"):
            file.unlink()
        program.start()


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    home = Home("survival")
    with PostOffice() as post_office:
        crew = Crew(home.note_pids)
        shop = Workshop(crew, home, post_office, tmp_path / "media")
        yield shop
        shop.kill_worker()
        for program in crew.programs:
            program.stop()
    home.release()


@pytest.fixture
def late_county() -> None:
    """Thirty units with a project each, none of which has reported anything; one clerk a unit."""
    town = build_town()
    DeadlineRule.objects.all().delete()
    for key in (MONTHLY_PROGRESS, INDICATOR_VALUE):
        DeadlineRule.objects.create(
            key=key, start_event="月份结束", amount=5, unit="natural", shift_to_workday=True, valid_from=SINCE
        )
    town.project.annual_plans.all().delete()
    for number in range(CLERKS):
        unit = make_unit(f"第{number}乡", town.county)
        make_user(f"clerk{number}", f"联络员{number}", unit, Role.UNIT_CLERK)
        carry(make_project(f"村道硬化{number}", town.sector), ResponsibilityRole.RESPONSIBLE, unit)


def wait_until(true: Any, *, meanwhile: Any = lambda: None, pause: float = 0.1) -> None:
    """Ask again and again, patiently; fail when it never comes true."""
    never = threading.Event()
    deadline = timezone.now() + timedelta(seconds=PATIENCE)
    while not true():
        assert timezone.now() < deadline, "it did not come true in time"
        meanwhile()
        never.wait(pause)


def end_leases() -> None:
    """Ten minutes pass."""
    Digest.objects.filter(sent_at__isnull=True).update(send_after=timezone.now())


def all_sent() -> bool:
    return Digest.objects.filter(sent_at__isnull=False).count() == CLERKS


def in_app() -> set[int]:
    """How many reminders each clerk was given."""
    return set(Counter(Reminder.objects.values_list("recipient", flat=True)).values())


def kill(workshop: Workshop, died: threading.Event) -> None:
    workshop.kill_worker()
    died.set()


def test_killing_the_worker_loses_no_reminder_and_repeats_none_in_app(
    late_county: None, workshop: Workshop
) -> None:
    office = workshop.post_office
    for letters_first in (3, 9, 17):
        died = threading.Event()
        office.at(letters_first, partial(kill, workshop, died))
        workshop.start_worker()
        workshop.nudge("plan_reminders", "send_digests")
        # The first round plans; a letter can only go out after it.
        wait_until(lambda: Digest.objects.count() == CLERKS)
        workshop.nudge("send_digests")
        assert died.wait(PATIENCE)
        end_leases()
    workshop.start_worker()
    workshop.nudge("plan_reminders", "send_digests")
    wait_until(all_sent)
    assert Reminder.objects.count() == CLERKS * MONTHS_DUE
    assert in_app() == {MONTHS_DUE}
    # Each kill may repeat the letters in flight, one for each of the worker's two processes.
    repeats = sum(Counter(office.message_ids).values()) - CLERKS
    assert 0 <= repeats <= 6
    assert len(set(office.message_ids)) == CLERKS


def test_a_redis_that_lost_everything_costs_nothing_but_a_nudge(
    late_county: None, workshop: Workshop
) -> None:
    workshop.nudge("plan_reminders", "send_digests")
    workshop.lose_redis()
    assert Reminder.objects.count() == 0
    workshop.start_worker()
    wait_until(lambda: _answers(workshop))
    workshop.nudge_until(lambda: Digest.objects.count() == CLERKS, "plan_reminders")
    workshop.lose_redis()
    wait_until(lambda: _answers(workshop))
    workshop.nudge_until(all_sent, "send_digests", "plan_reminders")
    assert in_app() == {MONTHS_DUE}
    assert Counter(workshop.post_office.message_ids).most_common(1)[0][1] == 1


def _answers(workshop: Workshop) -> bool:
    with Redis.from_url(workshop.redis_url) as redis:
        try:
            return bool(redis.ping())
        except RedisError:
            return False
