"""A county that is late, and real processes that can be started, killed and stopped by a lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connection
from django.utils import timezone
from kombu.connection import Connection
from kombu.exceptions import OperationalError

from accounts.models import Role
from launcher.home import Home
from launcher.processes import Crew
from launcher.redis import start as start_redis
from projects.models.responsibility import ResponsibilityRole
from rulebook.models import INDICATOR_VALUE, MONTHLY_PROGRESS, DeadlineRule, LadderRung, SendingRule
from rulebook.services import fill_calendar
from supervision.alerts import tasks
from tests.alerts.post_office import PostOffice
from tests.town import SINCE, build_town, carry, make_project, make_unit, make_user

CLERKS, MONTHS_DUE, PATIENCE = 12, 8, 120.0
ROOT = Path(__file__).resolve().parents[2]


def build_late_county() -> None:
    """Units with a project each, none of which has reported anything; one clerk a unit, who alone is told."""
    town = build_town()
    fill_calendar(actor=None, year=2026)
    DeadlineRule.objects.all().delete()
    for key in (MONTHLY_PROGRESS, INDICATOR_VALUE):
        DeadlineRule.objects.create(
            key=key, start_event="月份结束", amount=5, unit="natural", shift_to_workday=True, valid_from=SINCE
        )
    LadderRung.objects.update(addressees=["clerk"], patience=0, proposes_slip=False)
    SendingRule.objects.update(opens_at=time(0), closes_at=time.max, workdays_only=False)
    town.project.annual_plans.all().delete()
    for number in range(CLERKS):
        unit = make_unit(f"第{number}乡", town.county)
        make_user(f"clerk{number}", f"联络员{number}", unit, Role.UNIT_CLERK)
        carry(make_project(f"村道硬化{number}", town.sector), ResponsibilityRole.RESPONSIBLE, unit)


def database_url() -> str:
    """Of the database of the tests."""
    before, _slash, rest = os.environ["DATABASE_URL"].rpartition("/")
    _name, mark, query = rest.partition("?")
    return f"{before}/{connection.settings_dict['NAME']}{mark}{query}"


def second_connection() -> Any:
    given = connection.get_connection_params()
    return psycopg2.connect(
        **{key: given[key] for key in ("dbname", "user", "password", "host", "port") if key in given}
    )


@contextmanager
def held(lock: str) -> Iterator[None]:
    """Whoever needs what the statement locks waits until the block ends."""
    holder = second_connection()
    with holder.cursor() as cursor:
        cursor.execute(lock)
        try:
            yield
        finally:
            holder.rollback()
            holder.close()


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def nobody_else_is_connected() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return not cursor.fetchone()[0]


def wait_until(true: Callable[[], Any], *, meanwhile: Any = lambda: None, pause: float = 0.1) -> None:
    """Ask again and again, patiently; fail when it never comes true."""
    never = threading.Event()
    deadline = timezone.now() + timedelta(seconds=PATIENCE)
    while not true():
        assert timezone.now() < deadline, "it did not come true in time"
        meanwhile()
        never.wait(pause)


class Workshop:
    """A broker of its own, and workers and beats that can be started and killed."""

    def __init__(self, crew: Crew, home: Home, post_office: PostOffice, media: Path) -> None:
        self.crew, self.home, self.media, self.post_office = crew, home, media, post_office
        self.redis_url = start_redis(home, crew)
        self.redis = crew.programs[-1]
        self.database_url = database_url()
        self.today = "2026-09-12"
        self.worker: subprocess.Popen[bytes] | None = None
        self.beats: list[subprocess.Popen[bytes]] = []

    def _celery(self, *words: str, settings: str = "supervision.settings") -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.post_office.port}",
            "FIXED_TODAY": self.today,
            "MEDIA_ROOT": str(self.media),
        }
        command = [sys.executable, "-m", "celery", "-A", "supervision", *words, "-l", "WARNING"]
        return subprocess.Popen(command, env=environment, start_new_session=True, cwd=ROOT)

    def start_worker(self, processes: int = 2) -> None:
        self.worker = self._celery("worker", "-c", str(processes))

    def start_beat(self) -> None:
        """One that sends its signals every second."""
        schedule = str(self.media.parent / f"schedule{len(self.beats)}")
        words = ("beat", "--schedule", schedule, "--pidfile=")
        self.beats.append(self._celery(*words, settings="tests.alerts.quick_beat"))

    def kill_worker(self) -> None:
        if self.worker is not None:
            kill(self.worker)

    def kill_beats(self) -> None:
        for beat in self.beats:
            kill(beat)

    def nudge(self, *names: str) -> None:
        """What beat does; like beat's, a nudge that finds no Redis is lost."""
        with (
            Connection(self.redis_url.replace("unix://", "redis+socket://")) as broker,
            suppress(OperationalError, *broker.connection_errors),
        ):
            for name in names:
                getattr(tasks, name).apply_async(connection=broker, retry=False)

    def nudge_until(self, true: Any, *names: str, pause: float = 2.0) -> None:
        """As beat and the service manager go on doing: a single nudge into a Redis that has just come back
        may be lost, and a worker whose Redis goes away at a bad moment ends itself.
        """

        def again() -> None:
            if self.worker is None or self.worker.poll() is not None:
                self.start_worker()
            self.nudge(*names)

        wait_until(true, meanwhile=again, pause=pause)

    def lose_redis(self) -> None:
        """Kill it and lose what it kept, then start an empty one."""
        assert self.redis.process is not None
        self.redis.process.kill()
        self.redis.process.wait()
        for file in (self.home.folder / "redis").rglob("*.aof*"):
            file.unlink()
        self.redis.start()


def kill(process: subprocess.Popen[bytes]) -> None:
    """With all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def open_workshop(folder: Path) -> Iterator[Workshop]:
    home = Home("survival")
    with PostOffice() as post_office:
        crew = Crew(home.note_pids)
        shop = Workshop(crew, home, post_office, folder / "media")
        try:
            yield shop
        finally:
            shop.kill_beats()
            shop.kill_worker()
            for program in crew.programs:
                program.stop()
    home.release()
