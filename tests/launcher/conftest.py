from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.launcher.checkout import Checkout, lay_out


@contextmanager
def fresh_checkout() -> Iterator[Checkout]:
    """In a folder with spaces and Chinese, open to every user; nothing may be left running in it."""
    parent = Path(tempfile.mkdtemp(prefix="a checkout 云岭 "))
    parent.chmod(0o755)
    lay_out(parent / "main")
    checkout = Checkout(parent / "main")
    yield checkout
    left = checkout.processes()
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(parent)
    assert left == {}


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    with fresh_checkout() as checkout:
        yield checkout


@dataclass
class Played:
    checkout: Checkout
    first: CompletedProcess[str]
    second: CompletedProcess[str]


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    """A checkout whose demo was run twice, from a shell that has mail settings and a key of its own."""
    with fresh_checkout() as checkout:
        shell = {"EMAIL_URL": "smtp://mail.example.org:25", "SECRET_KEY": "of the shell"}
        yield Played(
            checkout, checkout.run("demo", "--exit", **shell), checkout.run("demo", "--exit", **shell)
        )
