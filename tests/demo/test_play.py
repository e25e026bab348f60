"""The sample county, from its workbooks through import and engine to the sentences of the report."""

from __future__ import annotations

import json
import stat
from decimal import Decimal as D
from io import StringIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import Job, Role, User
from accounts.services import run_job
from projects.models import ImportBatch, Project
from supervision.alerts.models import Digest, Reminder
from supervision.inspections.models import Evidence, Finding, Rectification
from supervision.matters.models import Feedback, Matter, Step
from supervision.reports.management.commands.play_samples import wait_for
from supervision.reports.management.demo.sign_ins import SignIn, SignIns
from supervision.reports.models import Document
from supervision.reports.rules.reading import Reading
from supervision.reports.selectors.kept import kept_document
from tests.town import NOON, make_unit, make_user

pytestmark = pytest.mark.django_db


def done_here(job: Job) -> None:
    """What the worker does, in this process: a test's transaction is not seen from another."""
    run_job(job_id=job.pk)
    wait_for(job, 1)


def play(folder: Path, **options: Any) -> str:
    told = StringIO()
    options = {"wait": done_here, "pdf": False, "secrets": folder / "sign-ins.json", **options}
    call_command("play_samples", output=folder / "output", stdout=told, **options)
    return told.getvalue()


@pytest.fixture
def county(settings: Any) -> None:
    settings.COUNTY_NAME, settings.OFFICE_NAME = "云岭县", "云岭县人民政府督查办公室"


@pytest.mark.slow
def test_the_sample_county_is_played_to_its_report_and_a_second_time_changes_nothing(
    county: None, tmp_path: Path
) -> None:
    told = play(tmp_path)
    assert "项目　　77个，年度计划投资26.89亿元，累计完成16.79亿元（62.4%）" in told
    assert "督办　　154件，在办85件（红灯18件　黄灯7件　豁免3件　绿灯57件）" in told
    assert "整改　　80件，在办53件（红灯13件　黄灯2件　豁免2件　绿灯36件）" in told
    assert "公文　　4件（起草中1　已印发3）" in told
    assert sorted(file.name for file in (tmp_path / "output").iterdir()) == [
        "云岭县2026年1—8月重点工作督查工作汇报.docx",
        "关于2026年1—8月重点工作推进和督办事项办理情况的通报.docx",
    ]
    _check_figures()
    _check_sentences()
    _check_sources(sorted((tmp_path / "output").iterdir()))
    _check_sign_ins(tmp_path / "sign-ins.json")
    before = _counted()
    again = play(tmp_path)
    assert _counted() == before
    assert "导入" not in again
    assert "起草" not in again.replace("起草中", "")
    assert told.endswith(again), "a second start prints the same summary"


def _counted() -> list[int]:
    works = (Project, ImportBatch, Reminder, Digest, Document, Job, User, Matter, Step, Feedback)
    models = (*works, Finding, Rectification, Evidence)
    return [model.objects.count() for model in models]


def _check_figures() -> None:
    """As samples/README.md has them, summed there from the facts that the workbooks were made of."""
    facts = dict(Document.objects.get(kind="report", month=8).facts.values_list("key", "value"))
    assert D(facts["total.projects"]) == 77
    assert D(facts["total.planned"]) == 268928
    assert D(facts["total.completed"]) == D("167936.08")
    planned = [62630, 84530, 22110, 39720, 26800, 31700, 968, 470]
    assert [D(facts[f"sector.{order}.planned"]) for order in range(1, 9)] == planned
    # The sheet 汇总表 of the ledger, which is not imported, adds up the same.
    completed = ["41802.17", "51733.05", "14034", "21975", "16740", "20741.38", "601.65", "308.83"]
    assert [D(facts[f"sector.{order}.completed"]) for order in range(1, 9)] == [D(sum_) for sum_ in completed]
    assert round(D(facts["total.rate"]), 8) == D("62.44648382")
    # 12 milestones are overdue, 5 reports missing, 14 projects promise investment.
    assert D(facts["problems.missed"]) == 12
    assert sum(D(value) for key, value in facts.items() if key.startswith("missing.")) == 5
    assert sum(D(value) for key, value in facts.items() if key.endswith(".promoted")) == 14


def _check_sentences() -> None:
    document = Document.objects.get(kind="report", month=8)
    reading = Reading(kept_document(document))
    preamble = "".join(piece.text for piece in reading.preamble[0])
    assert preamble == (
        "现将1—8月重点工作督查情况汇报如下，数据截至2026年8月底。从全县看，年内实施重点项目77个，"
        "年度计划投资26.89亿元，累计完成投资16.79亿元，占年度计划的62.4%，低于时序进度4.2个百分点。"
        "已开工71个，亮红灯5个、黄灯13个。"
    )
    text = ["".join(piece.text for piece in p) for section in reading.sections for p in section.paragraphs]
    assert any(
        line.startswith(
            "四是城镇建设方面进展慢于时序。年内实施重点项目10个，年度计划投资3.97亿元，累计完成投资2.2亿元"
        )
        for line in text
    )
    assert any(
        "地区生产总值（1—6月）完成43.96亿元，同比增长6.3%，较1—3月增速加快0.4个百分点" in line
        for line in text
    )
    assert document.warnings[0].startswith("5个项目没有已审核的8月进展")


def _check_sources(papers: list[Path]) -> None:
    """Both papers end with where their figures came from."""
    for path, label in zip(papers, ("附件3", "附件4"), strict=True):
        paper = docx.Document(str(path))
        lines = [paragraph.text for paragraph in paper.paragraphs]
        assert lines[lines.index(label) + 1] == "数据来源说明"
        first = next(row for row in paper.tables[-1].rows if row.cells[0].text == "1")
        assert first.cells[1].text.startswith("年度计划内的重点项目个数：77个；年度计划投资之和：26.89亿元；")
        assert first.cells[2].text.endswith("2026年度计划内重点项目（项目77个、年度计划77份、月度进展77份）")


def _check_sign_ins(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    known = json.loads(file.read_text())
    assert {entry["role"] for entry in known} == set(Role.values)
    for entry in known:
        if entry["role"] == Role.API_CLIENT:
            continue
        client = Client()
        words = {"username": entry["username"], "password": entry["password"]}
        assert client.post("/sign-in/", words).headers["Location"] == "/", entry["role"]
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("state", ["queued", "failed"])
def test_a_job_that_nobody_does_or_that_fails_is_told(state: str) -> None:
    user = make_user("one", "某人", make_unit("督查办"))
    ended = NOON if state == "failed" else None
    job = Job.objects.create(
        kind="x",
        title="导入",
        started_by=user,
        created_at=NOON,
        state=state,
        note="缺少列",
        finished_at=ended,
    )
    words = "缺少列" if state == "failed" else "请确认 Celery worker 已启动"
    with pytest.raises(CommandError, match=words):
        wait_for(job, 0.001)


def test_sign_ins_are_kept_whole_and_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "sign-ins.json"
    SignIns(file).keep(SignIn("leader", "a", "b", "常县长"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(SignIns(file)) == [SignIn("leader", "a", "b", "常县长")]
    assert SignIns(None).of("leader") is None
