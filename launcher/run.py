"""Run one command, such as pytest, on fresh servers that are thrown away afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import signal

from launcher import servers
from launcher.home import Busy, Home
from launcher.processes import Crew, Program

MOST_AT_ONCE = 20


def run(command: list[str], *, durable: bool) -> int:
    """Return the command's exit code. `durable` keeps fsync on, as benchmarks need."""
    home = _free_home()
    try:
        for leftover in ("postgres", "redis"):
            shutil.rmtree(home.folder / leftover, ignore_errors=True)
        with Crew(home.note_pids) as crew:
            env = {"SECRET_KEY": secrets.token_urlsafe(40), **os.environ}
            env |= servers.start(home, crew, durable=durable)
            front = Program(command[0], command, env, own_session=False, keep_open=(home.lock,))
            signal.signal(signal.SIGINT, _leave_to_the_command)
            return front.wait()
    except KeyboardInterrupt:  # SIGTERM or SIGHUP
        return 130
    finally:
        home.release()


def _free_home() -> Home:
    """Several test runs may go on at once, each in a folder of its own."""
    for number in range(1, MOST_AT_ONCE):
        try:
            return Home(f"test/{number}")
        except Busy:
            continue
    return Home(f"test/{MOST_AT_ONCE}")


def _leave_to_the_command(*_: object) -> None:
    """Ctrl-C reaches the command itself, which decides."""
