"""A whole running system for a browser to walk through: web server, Celery worker, Redis and database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg2
from django.conf import settings

from launcher.demo import listen
from launcher.home import CHECKOUT, Home
from launcher.processes import Crew, Program
from launcher.redis import start as start_redis

STORY_DAY: Final = "2026-09-12"
OFFICE: Final = "云岭县人民政府督查办公室"
SECRETS: Final = "sign-ins.json"


@dataclass(frozen=True)
class House:
    """``folder`` holds its uploads, letters and logs; nothing of it outlives the test run."""

    address: str
    env: dict[str, str]
    folder: Path

    def manage(self, *command: str) -> str:
        """What a management command prints."""
        run = subprocess.run(
            [sys.executable, str(CHECKOUT / "manage.py"), *command],
            env=self.env,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def sign_in_of(self, role: str) -> tuple[str, str]:
        """Username and password of the role's user, where the samples were played."""
        kept = json.loads((self.folder / SECRETS).read_text())
        return next((known["username"], known["password"]) for known in kept if known["role"] == role)


@contextmanager
def running_house(name: str, template: str, folder: Path) -> Iterator[House]:
    """Started on a copy of the ``template`` database, stopped and dropped at the end."""
    home = Home(f"browser/{name}")
    with created_database(f"{template}_{name}", template) as database_url:
        try:
            with Crew(home.note_pids) as crew, listen() as listener:
                address = f"http://127.0.0.1:{listener.getsockname()[1]}"
                env = _environment(address, database_url, start_redis(home, crew), folder)
                crew.start(Program("Celery", _worker(), env, log=folder / "worker.log"))
                web = Program(
                    "gunicorn",
                    _web(listener.fileno()),
                    env,
                    log=folder / "web.log",
                    keep_open=(listener.fileno(),),
                )
                crew.start(web)
                crew.wait_until(web, lambda: _answers(f"{address}/health/"), 60)
                yield House(address, env, folder)
        finally:
            home.release()


@contextmanager
def migrated_database() -> Iterator[str]:
    """The name of an empty database with all tables, to be copied for each house."""
    name = f"{settings.DATABASES['default']['NAME']}_walks"
    with created_database(name, "template1") as database_url:
        migrate = [sys.executable, str(CHECKOUT / "manage.py"), "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=os.environ | {"DATABASE_URL": database_url}, check=True)
        yield name


@contextmanager
def created_database(name: str, template: str) -> Iterator[str]:
    """Yields its DATABASE_URL. Nobody may be connected to the ``template`` while it is copied."""
    known = settings.DATABASES["default"]
    connection = psycopg2.connect(
        dbname="postgres",
        user=known["USER"],
        password=known["PASSWORD"],
        host=known["HOST"],
        port=known["PORT"] or None,
    )
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield _address_of(name)
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _address_of(database: str) -> str:
    before, _slash, rest = os.environ["DATABASE_URL"].rpartition("/")
    _name, mark, query = rest.partition("?")
    return f"{before}/{database}{mark}{query}"


def _environment(address: str, database_url: str, redis_url: str, folder: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": address,
        "MEDIA_ROOT": str(folder / "media"),
        "EMAIL_URL": f"filemail:///{folder}/mail",
        "FIXED_TODAY": STORY_DAY,
        "COUNTY_NAME": "云岭县",
        "OFFICE_NAME": OFFICE,
    }


def _worker() -> list[str]:
    return [sys.executable, "-m", "celery", "--app", "supervision", "worker", "--concurrency", "1"]


def _web(listener: int) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "supervision.wsgi", "--bind", f"fd://{listener}"]
    return [*command, "--threads", "4", "--no-control-socket"]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own http address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
