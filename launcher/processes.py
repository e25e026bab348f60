"""Child processes: they die with us, stop in order, and are started again when they die alone."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
LONG_ENOUGH = 60.0  # seconds after which a program counts as having started well
SLOWEST_RESTART = 30.0  # seconds


class Refusal(Exception):
    """Something that the person at the keyboard must know or do; shown without a traceback."""


def say(text: str) -> None:
    print(text, flush=True)


def die_with_parent(signal_number: int) -> None:
    """Ask the kernel for this signal when our parent dies, even by kill -9 (Linux only).

    Must run after a change of user, which clears the request.
    """
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal_number)


def _last_words(stop_signal: int) -> Callable[[], None]:
    parent = os.getpid()

    def arrange() -> None:
        die_with_parent(stop_signal)
        if os.getppid() != parent:  # the parent died before we could ask
            os.kill(os.getpid(), signal.SIGKILL)

    return arrange


@dataclass
class Program:
    """One command line and its life. Without `log` it shares our terminal."""

    name: str
    command: list[str]
    env: dict[str, str]
    log: Path | None = None
    stop_signal: int = signal.SIGTERM
    patience: float = 10.0  # seconds to stop by itself
    account: pwd.struct_passwd | None = None
    keep_open: tuple[int, ...] = ()
    own_session: bool = True  # False: the terminal's Ctrl-C and keyboard reach it directly
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    failures: int = field(default=0, init=False)

    def start(self) -> None:
        output = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL if output else None,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=self.own_session,
                pass_fds=self.keep_open,
                preexec_fn=_last_words(self.stop_signal),  # safe: we have one thread
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
            )
        finally:
            if output:
                output.close()
        self.started_at = time.monotonic()

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll() if self.process else None

    def wait(self) -> int:
        """Start it, wait for its end and return its exit code; leave nothing behind when interrupted."""
        self.start()
        try:
            return self.process.wait()  # type: ignore[union-attr]
        finally:
            self.stop()

    def stop(self) -> None:
        """Ask, wait, then kill it together with the children it may have left."""
        if self.process is None:
            return
        if self.exit_code is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.own_session:
            kill_group(self.process.pid)

    def tail(self, lines: int = 15) -> str:
        text = self.log.read_text(errors="replace") if self.log and self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def kill_group(leader: int) -> None:
    """End what is left of a process group; its leader may be gone already."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return


class Crew:
    """The programs that belong together; leaving the `with` block stops them, last started first."""

    def __init__(self, note_pids: Callable[[list[int]], None]) -> None:
        self.programs: list[Program] = []
        self._note_pids = note_pids

    def __enter__(self) -> Crew:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
                signal.signal(number, signal.default_int_handler)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # stopping takes seconds and must not be cut short
        for program in reversed(self.programs):
            program.stop()

    def start(self, program: Program) -> Program:
        self.programs.append(program)
        self._start(program)
        return program

    def _start(self, program: Program) -> None:
        program.start()
        self._note_pids([p.process.pid for p in self.programs if p.process])

    def wait_until(self, program: Program, ready: Callable[[], bool], seconds: float) -> None:
        """Wait for a program to answer; refuse with its last log lines when it ends or stays silent."""
        deadline = time.monotonic() + seconds
        while not ready():
            if program.exit_code is not None or time.monotonic() > deadline:
                fate = "没有应答" if program.exit_code is None else f"已退出({program.exit_code})"
                raise Refusal(f"{program.name} {fate}。日志 {program.log} 的最后几行：\n{program.tail()}")
            time.sleep(0.05)

    def tend(self) -> None:
        """Until interrupted, start again whatever dies; slower and slower when it keeps dying."""
        due: dict[str, float] = {}
        while True:
            for program in self.programs:
                now = time.monotonic()
                if program.exit_code is None:
                    continue
                if program.name not in due:
                    due[program.name] = now + self._mourn(program)
                elif now >= due[program.name]:
                    del due[program.name]
                    self._start(program)
                    say(f"{program.name} 已重新启动")
            time.sleep(0.2)

    def _mourn(self, program: Program) -> float:
        """Say that a program died and return the seconds to wait before it is started again."""
        program.stop()  # its children
        lived = time.monotonic() - program.started_at
        program.failures = 0 if lived > LONG_ENOUGH else program.failures + 1
        delay = min(2.0 ** (program.failures - 1), SLOWEST_RESTART) if program.failures > 1 else 0.0
        say(f"{program.name} 意外退出（{program.exit_code}），{delay:.0f} 秒后重新启动；日志：{program.log}")
        return delay
