"""The whole demo, killed in the middle and started again: no reminder is lost and none comes twice."""

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
NEEDED = ("*.py", "*.toml", "samples", "templates", "static", "locale")
PATIENCE = 400.0  # seconds for the slowest line of a first start on a busy machine
LETTERS = 61
SUMMARY = (
    "项目　　77个，年度计划投资26.89亿元，累计完成16.79亿元（62.4%）",
    "亮灯　　红灯5个　黄灯13个　关注17个　绿灯42个",
    "督办　　154件，在办85件（红灯18件　黄灯7件　豁免3件　绿灯57件）",
    "　　　　草稿5　待审批1　不予立项1　已立项4　待领导阅定4　已销号54　再批示转下一轮1　已撤销1　已并案1"
    "　转长期坚持1　待签收4　退回待改派1　办理中71　办结待审3　暂缓2",
    "督查　　2次（实地督查中1　已办结1）",
    "问题　　60个（待核9　待被督查单位确认6　单位认可41　单位有异议2　维持认定1　不予认定1）",
    "整改　　80件，在办53件（红灯13件　黄灯2件　豁免2件　绿灯36件）",
    "　　　　待交办5　待报方案8　方案待审4　整改中21　申请销号待初审4　待现场核查7　核查通过待审批3"
    "　已批准待公示2　公示中2　长期坚持2　已销号20　已撤销2",
    "考核　　2026年1—6月，29个单位，已审定",
    "考核　　2026年1—8月，29个单位，交单位核对",
    f"催办　　生成431条，其中368条已随{LETTERS}封邮件送达",
    "公文　　4件（起草中1　已印发3）",
)


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


@pytest.mark.parametrize("moments", [(), ("导入 包抓责任一览表.xlsx", "办理 督办事项"), ("催办",)])
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
    first = next(place for place, line in enumerate(last.seen) if "演示日期" in line) + 1
    assert tuple(last.seen[first : first + len(SUMMARY)]) == SUMMARY
    assert last.end_by(signal.SIGTERM) == 0
    # The letter in flight may come once more for each kill; it bears the same Message-ID.
    letters = [file.read_text() for file in (county.demo / "mail").iterdir()]
    ids = {line for letter in letters for line in letter.splitlines() if line.startswith("Message-ID")}
    assert len(ids) == LETTERS
    assert len(letters) <= LETTERS + len(moments)
