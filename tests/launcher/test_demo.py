"""The demo as real processes: start, stop, kill and start again."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request

import pytest

from tests.launcher.checkout import PATIENCE, Checkout
from tests.launcher.conftest import Played

pytestmark = pytest.mark.processes


def read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310 - our own server
        return response.read()


def test_demo_with_exit_ends_with_zero_and_keeps_its_data_for_the_second_run(played: Played) -> None:
    codes = (played.first.returncode, played.second.returncode)
    assert codes == (0, 0), played.first.stderr + played.second.stderr
    assert played.first.stdout.startswith("visit 1 as supervision on http://127.0.0.1:")
    assert played.second.stdout.startswith("visit 2 as supervision on http://127.0.0.1:")


def test_mail_of_the_demo_stays_in_its_folder_whatever_the_shell_says(played: Played) -> None:
    letters = list((played.checkout.demo / "mail").iterdir())
    assert ["clerk@example.org" in letter.read_text() for letter in letters] == [True, True]


def test_secret_key_is_made_once_and_readable_by_its_owner_alone(played: Played) -> None:
    file = played.checkout.demo / "secret-key"
    assert len(file.read_text()) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.stat().st_mtime < (played.checkout.demo / "launcher").stat().st_mtime  # the second run's


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_demo_serves_until_it_is_told_and_stops_all_it_started(checkout: Checkout, number: int) -> None:
    serving = checkout.serve()
    assert read(serving.address()) == b"well"
    assert len(checkout.processes()) > 8
    assert serving.end_by(number) == 0
    assert checkout.processes() == {}


def test_kill_9_of_the_launcher_leaves_nothing_running_and_the_next_start_works(checkout: Checkout) -> None:
    checkout.serve().end_by(signal.SIGKILL)
    checkout.wait_for_the_last()
    assert checkout.processes() == {}
    again = checkout.run("demo", "--exit")
    assert "visit 2 " in again.stdout, again.stderr


def test_start_right_after_kill_9_waits_for_the_old_servers(checkout: Checkout) -> None:
    checkout.serve().end_by(signal.SIGKILL)
    again = checkout.run("demo", "--exit")
    assert "visit 2 " in again.stdout, again.stderr


def test_kill_9_of_make_ends_the_launcher_too(checkout: Checkout) -> None:
    start = "import subprocess, sys; subprocess.run(sys.argv[1:])"
    make = subprocess.Popen(
        [sys.executable, "-c", start, *checkout.command("demo")],
        cwd=checkout.folder,
        env=checkout.environment(MAKELEVEL="1"),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert any("网址" in line for line in make.stdout or ())
    make.kill()
    make.wait(PATIENCE)
    checkout.wait_for_the_last()


def test_every_program_that_is_killed_is_announced_and_started_again(checkout: Checkout) -> None:
    serving = checkout.serve()
    lines = {
        "PostgreSQL": "bin/postgres -D",
        "Redis": "redis-server",
        "Celery worker": "supervision worker",
        "Celery beat": "supervision beat",
        "gunicorn": "gunicorn",
    }
    before = {program: checkout.pid_of(line) for program, line in lines.items()}
    for program, pid in before.items():
        os.kill(pid, signal.SIGKILL)
        serving.line_with(f"{program} 意外退出（-9）")
        serving.line_with(f"{program} 已重新启动")
    after = {program: checkout.pid_of(line) for program, line in lines.items()}
    assert all(after[program] != before[program] for program in lines)
    assert serving.end_by(signal.SIGTERM) == 0


def test_second_demo_refuses_and_names_the_first(checkout: Checkout) -> None:
    serving = checkout.serve()
    second = checkout.run("demo")
    assert second.returncode == 1
    assert f"已经在运行（进程 {serving.process.pid}" in second.stderr
    assert checkout.run("reset").returncode == 1
    assert read(serving.address()) == b"well"
    assert serving.end_by(signal.SIGTERM) == 0


def test_demo_takes_another_port_when_the_usual_one_is_taken(checkout: Checkout) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        usual = taken.getsockname()[1]
        source = checkout.folder / "launcher" / "demo.py"
        source.write_text(source.read_text().replace("WANTED_PORT = 8000", f"WANTED_PORT = {usual}"))
        result = checkout.run("demo", "--exit")
    assert result.returncode == 0, result.stderr
    assert f"127.0.0.1:{usual}" not in result.stdout


def test_reset_deletes_the_data(checkout: Checkout) -> None:
    checkout.run("demo", "--exit")
    assert checkout.run("reset").returncode == 0
    assert not checkout.demo.exists()
    assert "visit 1 " in checkout.run("demo", "--exit").stdout


def test_a_failing_step_stops_everything_and_tells_its_name(checkout: Checkout) -> None:
    (checkout.folder / "manage.py").write_text("raise SystemExit('no such table')")
    result = checkout.run("demo")
    assert result.returncode == 1
    assert "no such table" in result.stderr and "manage.py migrate 失败（1）" in result.stderr
    assert checkout.processes() == {}
