"""Every kind of paper opened by another program: printed by LibreOffice, read by pdftotext."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from accounts.models import Job
from accounts.services import run_job
from supervision.alerts.exports.slips import issue_slip, start_pdf
from supervision.alerts.models import Slip
from supervision.alerts.services import slips
from tests.alerts.slips import NOW, words
from tests.matters.build import fill_years
from tests.town import Town

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(shutil.which, ("soffice", "pdftotext", "pdftoppm"))),
        reason="needs LibreOffice and poppler",
    ),
]
ANSWER: dict[str, Any] = {"requirement": "请查明原因。\n限9月底前完成征地。"}
MEETS_AT = NOW + timedelta(days=3)
PAPERS = {
    "blue": ("slip", "blue", ANSWER, ["督蓝〔2026〕1号", "蓝色督查单", "于2026年9月18日前书面反馈"]),
    "yellow": ("slip", "yellow", ANSWER, ["督黄〔2026〕1号", "黄色督查单", "2026年9月16日前书面反馈"]),
    "red": (
        "slip",
        "red",
        ANSWER | {"reason": "县政府主要领导要求直接督办。"},
        ["督红〔2026〕1号", "红色督查单", "县政府主要领导要求直接督办。", "2026年9月15日前书面反馈"],
    ),
    "urge": ("urge", "", ANSWER, ["督催〔2026〕1号", "催办通知", "现予以催办", "2026年9月16日前书面反馈"]),
    "summons": (
        "summons",
        "",
        {"requirement": "请准备说明。", "summoned": "路局长", "place": "三楼会议室", "meets_at": MEETS_AT},
        ["督约〔2026〕1号", "约谈通知", "约谈对象：路局长", "时间：2026年9月15日12:00", "地点：三楼会议室"],
    ),
}  # fmt: skip


def issued(town: Town, kind: str, colour: str, said: dict[str, Any]) -> Slip:
    fill_years()
    slip = slips.draft_slip(
        actor=town.supervisor,
        kind=kind,
        colour=colour,
        thing="project",
        about_id=town.project.pk,
        unit_id=town.lead.pk,
        words=words(**said),
        now=NOW,
    )
    who: dict[str, Any] = {"slip_id": slip.pk, "now": NOW}
    slips.submit_slip(actor=town.supervisor, **who)
    leader = town.leader_post.pk if colour == "red" else None
    slips.approve_slip(actor=town.leader if leader else town.office_head, signatory_id=leader, **who)
    return issue_slip(actor=town.supervisor, **who)


@pytest.mark.parametrize("name", PAPERS)
def test_the_issued_paper_is_printed_whole_with_a_red_head(
    town: Town, tmp_path: Path, settings: Any, name: str
) -> None:
    kind, colour, said, expected = PAPERS[name]
    slip = issued(town, kind, colour, said)
    job = start_pdf(actor=town.supervisor, slip=slip, now=NOW)
    run_job(job_id=job.pk)
    made = Job.objects.get(pk=job.pk).result
    assert made is not None and made.name == f"{slip.number}{slip.name}.pdf"
    file = tmp_path / "slip.pdf"
    file.write_bytes(made.file.read())
    text = "".join(_run("pdftotext", "-layout", str(file), "-").split())
    facts = [f"{fact['label']}：{fact['value']}" for fact in slip.facts]
    everything = [*expected, *facts, "云岭县交通局：", *said["requirement"].splitlines()]
    assert [one for one in everything if "".join(one.split()) not in text] == []
    _run("pdftoppm", "-r", "40", "-png", str(file), str(tmp_path / "page"))
    pages = sorted(tmp_path.glob("page*.png"))
    assert 1 <= len(pages) <= 2
    first = Image.open(BytesIO(pages[0].read_bytes())).convert("RGB")
    assert abs(first.width / first.height - 210 / 297) < 0.01
    upper = first.crop((0, 0, first.width, first.height // 2)).getcolors(1 << 20) or []
    red = sum(count for count, colour in upper if _is_red(colour))
    dark = sum(count for count, colour in upper if _is_dark(colour))
    assert red > 200 and dark > 50


def _is_red(colour: Any) -> bool:
    return bool(colour[0] > 180 and colour[1] < 90 and colour[2] < 90)


def _is_dark(colour: Any) -> bool:
    return bool(max(colour) < 120)


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
