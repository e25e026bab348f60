"""A small checkout of its own: the real launcher beside a stub project, run as real processes."""

from __future__ import annotations

import os
import queue
import select
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PATIENCE = 60.0  # seconds; a busy machine may need most of it
OURS = ("DATABASE_URL", "REDIS_URL", "MAKELEVEL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "EMAIL_URL")


def lay_out(folder: Path) -> None:
    shutil.copytree(HERE / "stub", folder, ignore=shutil.ignore_patterns("__pycache__"))
    launcher = HERE.parent.parent / "launcher"
    shutil.copytree(launcher, folder / "launcher", ignore=shutil.ignore_patterns("__pycache__"))


@dataclass
class Checkout:
    folder: Path
    python: str = sys.executable
    uid: int | None = None

    @property
    def demo(self) -> Path:
        """Its data."""
        return self.folder / "var" / "demo"

    def command(self, *words: str) -> list[str]:
        return [self.python, "-m", "launcher", *words]

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        return kept | {"PYTHONDONTWRITEBYTECODE": "1", **extra}

    def run(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            cwd=self.folder,
            env=self.environment(**extra),
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
            user=self.uid,
            group=self.uid,
            extra_groups=None if self.uid is None else [],
        )

    def serve(self, **extra: str) -> Serving:
        """Start a demo and wait until it says its address."""
        serving = self.start(PATIENCE, **extra)
        serving.line_with("网址")
        return serving

    def start(self, patience: float = PATIENCE, **extra: str) -> Serving:
        return Serving(
            subprocess.Popen(
                self.command("demo"),
                cwd=self.folder,
                env=self.environment(**extra),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            ),
            patience,
        )

    def processes(self) -> dict[int, str]:
        """Command lines of everything that works inside this checkout, by pid (Linux)."""
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and (entry / "cwd").readlink().is_relative_to(self.folder):
                    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(entry.name)] = words.decode(errors="replace")
            except OSError:  # gone meanwhile, or not ours to look at
                continue
        return found

    def pid_of(self, part: str) -> int:
        """The program whose command line holds this: the oldest, as its children bear the same line."""
        return min(pid for pid, line in self.processes().items() if part in line)

    def wait_for_the_last(self) -> None:
        """Block until nothing works in this checkout any more."""
        while left := self.processes():
            for pid, line in left.items():
                try:
                    watched = os.pidfd_open(pid)
                except ProcessLookupError:
                    continue
                assert select.select([watched], [], [], PATIENCE)[0], f"still running: {line}"
                os.close(watched)


@dataclass
class Serving:
    process: subprocess.Popen[str]
    patience: float = PATIENCE

    def __post_init__(self) -> None:
        self._lines: queue.Queue[str | None] = queue.Queue()  # None: it says no more
        self.seen: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line.rstrip())
        self._lines.put(None)

    def line_with(self, part: str) -> str:
        """Wait for an output line that holds this; fails with all output when there is none in time."""
        while not self.seen or part not in self.seen[-1]:
            try:
                line = self._lines.get(timeout=self.patience)
            except queue.Empty:
                line = None
            assert line is not None, f"no line with {part!r} in {self.seen}"
            self.seen.append(line)
        return self.seen[-1]

    def address(self) -> str:
        return next(word for line in self.seen for word in line.split() if word.startswith("http"))

    def end_by(self, signal_number: int) -> int:
        self.process.send_signal(signal_number)
        return self.process.wait(PATIENCE)
