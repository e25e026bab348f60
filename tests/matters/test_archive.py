"""卷宗: everything of an ended matter in one zip, its contents first, each file provably unchanged."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest

from accounts.models import Job, Upload
from accounts.services import run_job, store_upload
from supervision.matters import services
from supervision.matters.exports.archive import write_archive
from supervision.matters.models import FeedbackFile, Matter, MatterFile, Review
from supervision.matters.selectors.archive import dossier
from tests.matters.acting import NOON, forbidden, on_day, refused, story
from tests.matters.build import (
    end,
    lead_of,
    make_exemption,
    make_extension,
    make_feedback,
    make_instruction,
    make_matter,
    make_suspension,
    tell,
)
from tests.town import Town

PDF = b"%PDF-1.4\n%%EOF\n"


def stored(town: Town, name: str, content: bytes = PDF) -> Upload:
    return store_upload(actor=town.lead_clerk, file=BytesIO(content), name=name, now=NOON)


@pytest.fixture
def closed(town: Town) -> Matter:
    """A matter that met with everything."""
    matter = make_matter(
        town, helping=[town.helping], duty_status="accepted", standard="验收合格", due_on=date(2026, 10, 15)
    )
    lead = lead_of(matter)
    make_instruction(town, matter, "请抓紧办理")
    make_instruction(town, matter, "", reference="批办单第31号")
    first = make_feedback(town, lead, (date(2026, 8, 1), date(2026, 9, 1)), problem="雨水多")
    final = make_feedback(town, lead, kind="final", progress="全部完成", percent=100)
    make_feedback(town, matter.duties.get(role="helping"), status="draft", progress="不该出现的草稿")
    make_extension(town, matter, date(2026, 10, 25))
    make_suspension(town, matter, date(2026, 9, 5), date(2026, 9, 8))
    make_exemption(town, matter, "days_left", date(2026, 9, 5), date(2026, 9, 8))
    Review.objects.create(
        matter=matter,
        feedback=final,
        facts_clear=True,
        problem_solved=True,
        form_right=True,
        opinion="情况属实",
        reviewed_by=town.supervisor,
        reviewed_at=NOON,
    )
    tell(town, lead, "duty.accept", note="通过")
    MatterFile.objects.create(matter=matter, upload=stored(town, "会议纪要.pdf"), caption="会议纪要")
    FeedbackFile.objects.create(feedback=first, upload=stored(town, "验收单.pdf", PDF + b"1"))
    FeedbackFile.objects.create(feedback=final, upload=stored(town, "验收单.pdf", PDF + b"2"))
    return end(town, matter, "closed")


def packed(matter: Matter) -> bytes:
    target = BytesIO()
    assert list(write_archive(dossier(matter.pk), target)) == [1, 2, 3, 4, 5]
    return target.getvalue()


def texts(content: bytes) -> str:
    """All that a reader sees, paragraphs and tables."""
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def archive(town: Town, matter: Matter, **values: Any) -> Job:
    asked: dict[str, Any] = {"actor": town.supervisor, "matter_id": matter.pk, "now": NOON}
    job = services.start_archive(**(asked | values))
    run_job(job_id=job.pk)
    job.refresh_from_db()
    return job


def test_the_contents_come_first_and_every_file_has_a_readable_name_of_its_own(
    town: Town, closed: Matter
) -> None:
    with ZipFile(BytesIO(packed(closed))) as found:
        assert found.namelist() == [
            "目录.docx",
            "办理全过程.docx",
            "附件/01 会议纪要.pdf",
            "附件/02 验收单.pdf",
            "附件/03 验收单.pdf",
        ]
        assert found.read("附件/03 验收单.pdf") == PDF + b"2"


def test_the_contents_prove_every_file(town: Town, closed: Matter) -> None:
    with ZipFile(BytesIO(packed(closed))) as found:
        contents = docx.Document(BytesIO(found.read("目录.docx"))).tables[1]
        rows = [[cell.text for cell in row.cells] for row in contents.rows][1:]
        assert [row[:3] for row in rows] == [
            ["1", "办理全过程.docx", "办理情况"],
            ["2", "附件/01 会议纪要.pdf", "会议纪要"],
            ["3", "附件/02 验收单.pdf", "交通局反馈"],
            ["4", "附件/03 验收单.pdf", "交通局反馈"],
        ]
        for _number, name, _place, size, sha256 in rows:
            content = found.read(name)
            assert (str(len(content)), hashlib.sha256(content).hexdigest()) == (size, sha256)


def test_the_course_tells_everything_but_drafts_and_sensitive_words(town: Town, closed: Matter) -> None:
    with ZipFile(BytesIO(packed(closed))) as found:
        text = texts(found.read("办理全过程.docx"))
    for words in (
        closed.number,
        "验收合格",
        "请抓紧办理",
        "（内容仅登记，不录原文）",
        "批办单第31号",
        "2026年10月15日",
        "路基清理完成",
        "雨水多",
        "全部完成",
        "第1次延期　同意延期　2026年10月15日延至2026年10月25日",
        "暂缓　2026年9月5日至2026年9月8日（不含）　汛期停工　杜明察",
        "豁免　办结时限",
        "情况属实",
        "通过",
        "已销号　2026年9月11日",
    ):
        assert words in text, words
    assert "不该出现的草稿" not in text


def test_the_same_matter_gives_the_same_bytes(town: Town, closed: Matter) -> None:
    assert packed(closed) == packed(closed)


def test_characters_that_word_cannot_hold_do_not_stop_it(town: Town) -> None:
    matter = make_matter(town, "粘贴\x0b来的标题")
    matter = end(town, matter, "withdrawn")
    target = BytesIO()
    assert list(write_archive(dossier(matter.pk), target)) == [1, 2]
    with ZipFile(target) as found:
        assert "粘贴来的标题" in texts(found.read("目录.docx"))


def test_the_job_keeps_it_with_the_matter_and_is_safe_twice(town: Town, closed: Matter) -> None:
    job = archive(town, closed)
    closed.refresh_from_db()
    assert (job.state, job.title) == ("done", f"归档：{closed}")
    assert closed.archive is not None and closed.archive == job.result
    assert closed.archive.name == f"{closed.number} 修复县道塌方 卷宗.zip"
    first = closed.archive
    again = archive(town, closed, now=on_day(9, 20))
    closed.refresh_from_db()
    assert again.state == "done" and closed.archive == first
    assert [verb for verb, _who, _note in story(closed)].count("matter.archive") == 1


def test_only_what_has_ended_is_archived_and_only_by_the_office(town: Town, closed: Matter) -> None:
    running = make_matter(town, "另一件")
    refused(
        lambda: services.start_archive(actor=town.supervisor, matter_id=running.pk, now=NOON), "not_ended"
    )
    forbidden(
        town,
        lambda user: services.start_archive(actor=user, matter_id=closed.pk, now=NOON),
        "supervisor",
        "office_head",
    )
    assert Job.objects.count() == 0
