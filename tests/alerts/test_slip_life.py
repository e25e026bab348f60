"""The whole life of a slip that the ladder proposed, from the rung to the score; its list as a workbook."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from docx import Document
from openpyxl import load_workbook

from accounts.models import AccessEntry, Job, User
from accounts.services import run_job
from projects.models import Milestone
from rulebook.models import DocumentStyle
from supervision.alerts.exports.slips import issue_slip, slip_word
from supervision.alerts.models import Slip
from supervision.alerts.services import run_cycle, slips
from supervision.reports.rules.scoring.spans import Span
from supervision.reports.selectors.scoring import METRICS
from tests.alerts.slips import NOW, make_answer, make_slip, words
from tests.matters.build import at_noon, fill_years, make_matter
from tests.town import Town, accept_month

pytestmark = pytest.mark.django_db
YELLOW_DAY, RED_DAY = date(2026, 9, 18), date(2026, 9, 27)


@pytest.fixture(autouse=True)
def workdays(db: None) -> None:
    fill_years()


def proposed(town: Town, day: date) -> Slip:
    """Only August is owed, since the 8th."""
    run_cycle(on=day, now=at_noon(day))
    return Slip.objects.get(status="proposed")


def send(town: Town, slip: Slip, day: date, signatory: Any = None) -> Slip:
    who: dict[str, Any] = {"slip_id": slip.pk, "now": at_noon(day)}
    said = words(requirement="请查明原因，限期补报。", reason=slip.reason)
    slips.take_up_slip(actor=town.supervisor, words=said, **who)
    slips.submit_slip(actor=town.supervisor, **who)
    approver = town.leader if signatory else town.office_head
    slips.approve_slip(actor=approver, signatory_id=signatory and signatory.pk, **who)
    return issue_slip(actor=town.supervisor, **who)


def test_from_the_rung_to_the_closing_and_the_score(town: Town) -> None:
    accept_month(town.project, 7, 600)
    yellow = send(town, proposed(town, YELLOW_DAY), YELLOW_DAY)
    assert (yellow.number, yellow.colour, yellow.rung) == ("督黄〔2026〕1号", "yellow", 31)
    assert (yellow.sign_by, yellow.answer_by) == (date(2026, 9, 20), date(2026, 9, 22))
    told = next(fact["value"] for fact in yellow.facts if fact["label"] == "已提醒")
    assert "9月" in told
    slips.sign_slip(actor=town.lead_clerk, slip_id=yellow.pk, now=at_noon(YELLOW_DAY))
    red = send(town, proposed(town, RED_DAY), RED_DAY, town.leader_post)
    yellow.refresh_from_db()
    assert (yellow.status, red.number, red.follows) == ("escalated", "督红〔2026〕1号", yellow)
    assert (red.sign_by, red.answer_by) == (date(2026, 9, 28), date(2026, 9, 29))
    who: dict[str, Any] = {"slip_id": red.pk, "now": at_noon(date(2026, 9, 28))}
    slips.sign_slip(actor=town.lead_clerk, **who)
    accept_month(town.project, 8, 700)
    slips.answer_slip(actor=town.lead_head, text="已补报8月进展。", **who)
    closed = slips.close_slip(actor=town.supervisor, **who)
    assert (closed.status, closed.ended_on) == ("closed", date(2026, 9, 28))
    verbs = list(red.steps.order_by("pk").values_list("verb", "by__username"))
    assert verbs == [
        ("slip.propose", None),
        ("slip.take_up", "supervisor"),
        ("slip.submit", "supervisor"),
        ("slip.approve", "leader"),
        ("slip.issue", "supervisor"),
        ("slip.sign", "lead_clerk"),
        ("slip.answer", "lead_head"),
        ("slip.close", "supervisor"),
    ]
    assert counted(town, 9) == {
        "blue": [],
        "yellow": [(town.lead.pk, yellow.pk)],
        "red": [(town.lead.pk, red.pk)],
    }
    assert counted(town, 8) == {"blue": [], "yellow": [], "red": []}


def counted(town: Town, month: int) -> dict[str, list[tuple[int, int]]]:
    """Unit and slip that the scores of the year up to the month count as one each, by colour."""
    span = Span(2026, 1, month, date(2026, 9, 30))
    return {
        colour: [
            (row.unit_id, row.key)
            for row in METRICS[f"slips_{colour}"].read(town.supervisor, span)
            if row.part == 1 and row.subject == "slip"
        ]
        for colour in ("blue", "yellow", "red")
    }


def test_a_red_one_at_once_says_why_and_only_a_stronger_one_follows(town: Town) -> None:
    said: dict[str, Any] = {
        "actor": town.supervisor, "kind": "slip", "thing": "project", "about_id": town.project.pk,
        "unit_id": town.lead.pk, "now": NOW,
    }  # fmt: skip
    with pytest.raises(ValidationError, match="理由"):
        slips.draft_slip(colour="red", words=words(), **said)
    assert not Slip.objects.exists()
    slips.draft_slip(colour="red", words=words(reason="县政府主要领导要求"), **said)
    for colour in ("blue", "yellow", "red"):
        with pytest.raises(ValidationError):
            slips.draft_slip(colour=colour, words=words(reason="再出"), **said)
    assert Slip.objects.count() == 1


def test_a_withdrawn_slip_and_a_notice_count_in_no_score(town: Town) -> None:
    sent = make_slip(town, "issued")
    make_slip(town, "withdrawn", unit=town.helping)
    make_slip(town, "issued", kind="urge")
    assert counted(town, 9) == {"blue": [(town.lead.pk, sent.pk)], "yellow": [], "red": []}


def test_papers_are_printed_in_the_offices_own_style_and_issued_ones_keep_theirs(town: Town) -> None:
    row = make_slip(town)

    def top_of(content: bytes) -> int:
        margin = Document(BytesIO(content)).sections[0].top_margin
        assert margin is not None
        return round(margin.mm)

    assert top_of(slip_word(row, NOW)) == 37
    DocumentStyle.objects.create(valid_from=NOW.date(), top_mm=30)
    assert top_of(slip_word(row, NOW)) == 30
    assert top_of(slip_word(row, NOW - timedelta(days=1))) == 37
    slips.submit_slip(actor=town.supervisor, slip_id=row.pk, now=NOW)
    slips.approve_slip(actor=town.office_head, slip_id=row.pk, now=NOW)
    sent = issue_slip(actor=town.supervisor, slip_id=row.pk, now=NOW)
    DocumentStyle.objects.update(top_mm=45)
    sent.refresh_from_db()
    assert top_of(slip_word(sent, NOW)) == 30


def test_papers_and_their_facts_are_chinese_whoever_drafts_and_issues_them(town: Town) -> None:
    said: dict[str, Any] = {
        "kind": "slip", "colour": "blue", "thing": "project", "about_id": town.project.pk,
        "unit_id": town.lead.pk, "words": words(), "now": NOW,
    }  # fmt: skip
    with translation.override("en"):
        row = slips.draft_slip(actor=town.supervisor, **said)
        assert str(row.name) == "Blue slip"
        slips.submit_slip(actor=town.supervisor, slip_id=row.pk, now=NOW)
        slips.approve_slip(actor=town.office_head, slip_id=row.pk, now=NOW)
        sent = issue_slip(actor=town.supervisor, slip_id=row.pk, now=NOW)
    assert sent.file is not None
    assert sent.file.name == "督蓝〔2026〕1号蓝色督查单.docx"
    assert sent.answer_basis == "印发后5个工作日内"
    text = "".join(one.text for one in Document(BytesIO(slip_word(sent, NOW))).paragraphs)
    assert re.findall("[A-Za-z]{2,}", text) == []
    assert "督办内容：省道过境段改建" in text


def test_slips_stand_on_the_page_of_what_they_are_about(client: Client, town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    step = Milestone.objects.create(project=town.project, name="路基", due_on=date(2026, 6, 30))
    shown = {
        "project": (make_slip(town, "closed"), town.project.pk),
        "matter": (make_slip(town, "signed", thing="matter", matter=matter), matter.pk),
    }
    of_milestone = make_slip(town, "draft", thing="milestone", milestone=step, colour="yellow")
    client.force_login(town.supervisor)
    for page, (slip, key) in shown.items():
        html = client.get(reverse(page, args=[key])).content.decode()
        assert f'<a href="{reverse("slip", args=[slip.pk])}">{slip.number}</a>' in html
    project = reverse("project", args=[town.project.pk])
    assert reverse("slip", args=[of_milestone.pk]) in client.get(project).content.decode()
    client.force_login(town.lead_clerk)
    html = client.get(project).content.decode()
    assert shown["project"][0].number in html
    assert reverse("slip", args=[of_milestone.pk]) not in html  # a draft is the office's
    client.force_login(town.helping_clerk)
    assert "slip-lines" not in client.get(project).content.decode()

    def asked() -> int:
        client.force_login(town.supervisor)
        client.get(project)
        with CaptureQueriesContext(connection) as queries:
            client.get(project)
        return len(queries)

    few = asked()
    for _number in range(6):
        make_slip(town, "closed")
    assert asked() == few
    html = client.get(project).content.decode()
    assert html.count("slip-line slip-") == 5
    assert f'href="{reverse("slips")}?about=project-{town.project.pk}"' in html


def test_the_list_is_taken_out_as_it_is_filtered_and_seen(client: Client, town: Town) -> None:
    answered = make_slip(town, "answered", returns=1)
    make_answer(town, answered, NOW)
    make_slip(town, "closed", colour="red", unit=town.helping, title="=1+1")
    make_slip(town, "draft", colour="yellow", unit=town.strange)
    rows = taken_out(client, town.office_head)
    assert [row[1:5] for row in rows] == [
        ["", "黄色督查单", "省道过境段改建", "文旅局"],
        [rows[1][1], "红色督查单", "=1+1", "水务局"],
        [answered.number, "蓝色督查单", "省道过境段改建", "交通局"],
    ]
    assert [str(cell)[:10] for cell in rows[2][6:12]] == [
        "2026-09-11", "任主事", "杜明察", "2026-09-12", "2026-09-18", "2026-09-12",
    ]  # fmt: skip
    assert rows[2][12:15] == ["已完成征地。", 1, "待审核"]
    assert rows[1][16] == "县政府主要领导要求"
    assert [row[4] for row in taken_out(client, town.office_head, colour="red")] == ["水务局"]
    assert [row[4] for row in taken_out(client, town.lead_clerk)] == ["交通局"]
    assert (
        AccessEntry.objects.filter(kind="export", user=town.lead_clerk)
        .get()
        .detail.endswith("，1张，条件：{}")
    )


def taken_out(client: Client, user: User, **asked: str) -> list[list[Any]]:
    client.force_login(user)
    answer = client.post(reverse("slips-export"), asked)
    job = Job.objects.latest("pk")
    assert answer["Location"] == reverse("job", args=[job.pk])
    run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.result is not None, job.error
    sheet = load_workbook(BytesIO(job.result.file.read())).active
    return [
        ["" if cell is None else cell for cell in row] for row in sheet.iter_rows(min_row=6, values_only=True)
    ]


def test_each_download_of_a_paper_is_in_the_access_log(client: Client, town: Town) -> None:
    row = make_slip(town)
    client.force_login(town.supervisor)
    client.get(reverse("slip-word", args=[row.pk]))
    entry = AccessEntry.objects.get(kind="download")
    assert (entry.user, entry.detail) == (town.supervisor, "草稿蓝色督查单.docx")
