"""The whole demo, killed twice in the middle and started again: no reminder is lost and none comes twice."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.checkout import Checkout

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("*.py", "samples", "templates", "static", "locale")
PATIENCE = 400.0  # seconds for the slowest line of a first start on a busy machine
TOLD = "催办　　生成27条，其中27条已随16封邮件送达"


@pytest.fixture
def county() -> Iterator[Checkout]:
    """A checkout of the real project, with data of its own."""
    parent = Path(tempfile.mkdtemp(prefix="killed county "))
    parent.chmod(0o755)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *NEEDED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if not name.startswith(("tests/", "bench/", "docs/")):
            (parent / "main" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, parent / "main" / name)
    checkout = Checkout(parent / "main")
    yield checkout
    checkout.wait_for_the_last()
    shutil.rmtree(parent)


@pytest.mark.parametrize("moments", [("导入 包抓责任一览表.xlsx", "导入 经济指标.xlsx"), ("催办",)])
def test_a_demo_killed_in_the_middle_tells_in_the_end_what_an_unkilled_one_tells(
    county: Checkout, moments: tuple[str, ...]
) -> None:
    for moment in moments:
        serving = county.start(PATIENCE)
        serving.line_with(moment)
        serving.end_by(signal.SIGKILL)
        county.wait_for_the_last()
    last = county.start(PATIENCE)
    last.line_with("Ctrl-C")
    assert TOLD in last.seen
    assert "项目　　77个，年度计划投资26.89亿元，累计完成16.79亿元（62.4%）" in last.seen
    assert last.end_by(signal.SIGTERM) == 0
    # The letter in flight may come once more for each kill; it bears the same Message-ID.
    letters = [file.read_text() for file in (county.demo / "mail").iterdir()]
    ids = {line for letter in letters for line in letter.splitlines() if line.startswith("Message-ID")}
    assert len(ids) == 16
    assert len(letters) <= 16 + len(moments)
