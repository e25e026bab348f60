"""Each command line of docker-compose.yml, run as it stands against a real PostgreSQL and Redis.

Only what a container gives is replaced: the port and the folder of beat's schedule.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
import psycopg2
import pytest
import yaml

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parents[2]
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
DATABASE = "compose_lines"
PATIENCE = 90  # seconds


@contextmanager
def empty_database() -> Iterator[str]:
    """The address of a new database beside the one that the environment names."""
    url = os.environ["DATABASE_URL"]
    there = environ.Env().db_url_config(url)
    names = {"HOST": "host", "USER": "user", "PASSWORD": "password", "PORT": "port", "NAME": "dbname"}
    connection = psycopg2.connect(**{names[key]: there[key] for key in names if there[key]})
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
        yield url.rsplit("/", 1)[0] + f"/{DATABASE}"
        cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    connection.close()


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that compose would give, on a database that its migrate service has migrated."""
    with empty_database() as url:
        env = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "DATABASE_URL": url,
            "SITE_URL": "https://ducha.example.gov.cn",
            "ALLOWED_HOSTS": "ducha.example.gov.cn,127.0.0.1",
            "BEHIND_PROXY": "true",
            "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
            "HOSTNAME": "container",
        }
        subprocess.run(SERVICES["migrate"]["command"], cwd=ROOT, env=env, check=True, timeout=PATIENCE * 2)
        yield env


@contextmanager
def running(line: list[str], env: dict[str, str], ready: str) -> Iterator[None]:
    """Run it until the block ends; it must say `ready` and end by SIGTERM with exit code 0."""
    service = subprocess.Popen(
        line, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said: list[str] = []
    signal.alarm(PATIENCE)
    try:
        for text in service.stdout or ():
            said.append(text)
            if ready in text:
                break
        assert ready in said[-1], "".join(said)
        yield
        service.send_signal(signal.SIGTERM)
        service.communicate(timeout=PATIENCE)
    finally:
        signal.alarm(0)
        service.kill()
    assert service.returncode == 0


def is_healthy(service: str, env: dict[str, str], replaced: dict[str, str] | None = None) -> bool:
    kind, *words = SERVICES[service]["healthcheck"]["test"]
    for old, new in (replaced or {}).items():
        words = [word.replace(old, new) for word in words]
    line = words if kind == "CMD" else ["sh", "-c", words[0].replace("$$", "$")]
    return subprocess.run(line, cwd=ROOT, env=env, capture_output=True, timeout=PATIENCE).returncode == 0


def test_web_answers_its_health_check(container: dict[str, str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    line = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in SERVICES["web"]["command"]]
    assert not is_healthy("web", container, {":8000": f":{port}"})
    with running(line, container, "Booting worker"):
        assert is_healthy("web", container, {":8000": f":{port}"})


def test_worker_answers_its_health_check(container: dict[str, str]) -> None:
    line = [*SERVICES["worker"]["command"], "--hostname", "celery@container"]
    with running(line, container, "celery@container ready"):
        assert is_healthy("worker", container)
    assert not is_healthy("worker", container)


def test_beat_writes_the_schedule_that_its_health_check_looks_for(
    container: dict[str, str], tmp_path: Path
) -> None:
    line = [word.replace("/srv/beat", str(tmp_path)) for word in SERVICES["beat"]["command"]]
    assert not is_healthy("beat", container, {"/srv/beat": str(tmp_path)})
    with running(line, container, "beat: Starting"):
        while not any(tmp_path.iterdir()):
            pass  # it says so before it writes; the alarm ends what takes too long
        assert is_healthy("beat", container, {"/srv/beat": str(tmp_path)})
