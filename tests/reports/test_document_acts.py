"""From draft to number by web, refused to wrong personas; compared and verified on pages of their own."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.services import run_job
from projects.models import MonthlyProgress
from rulebook.rules import Month
from supervision.reports.models import Document
from tests.reports.conftest import Told
from tests.reports.papers import drafted, issued
from tests.town import accept_month

pytestmark = pytest.mark.django_db
READERS = {"supervisor", "office_head", "leader", "auditor"}
OFFICE = {"supervisor", "office_head"}


@pytest.fixture
def document(told: Told) -> Document:
    return drafted(told.town)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act(user: User, document: Document, verb: str, **words: str) -> int:
    return as_user(user).post(reverse("report-act", args=[document.pk, verb]), words).status_code


def status_of(document: Document) -> str:
    return Document.objects.get(pk=document.pk).status


def test_the_whole_way_by_web_with_number_correction_and_withdrawal(told: Told, document: Document) -> None:
    office, head = told.town.supervisor, told.town.office_head
    assert act(office, document, "submit") == 302
    assert act(head, document, "send_back") == 200  # a reason is asked for
    assert act(head, document, "send_back", note="请核对财政收入") == 302
    assert status_of(document) == "draft"
    for user, verb in ((office, "submit"), (head, "approve"), (head, "issue")):
        assert act(user, document, verb) == 302
    page = as_user(told.town.leader).get(reverse("report", args=[document.pk])).content.decode()
    assert "督报〔2026〕1号" in page and "请核对财政收入" in page
    answer = as_user(office).post(reverse("report-act", args=[document.pk, "replace"]))
    new = Document.objects.latest("pk")
    assert (answer.headers["Location"], new.corrects_id) == (reverse("report", args=[new.pk]), document.pk)
    run_job(job_id=new.job_id or 0)
    for user, verb in ((office, "submit"), (head, "approve"), (head, "issue")):
        assert act(user, new, verb) == 302
    assert (status_of(document), status_of(new)) == ("corrected", "issued")
    page = as_user(told.town.leader).get(reverse("report", args=[document.pk])).content.decode()
    assert "已由更正件替代" in page and "督报〔2026〕2号" in page
    assert act(head, new, "withdraw", note="印错附件") == 302
    assert status_of(new) == "withdrawn"


@pytest.mark.parametrize(
    ("verb", "before", "may"),
    [
        ("submit", "draft", OFFICE),
        ("discard", "draft", OFFICE),
        ("approve", "submitted", {"office_head"}),
        ("send_back", "submitted", {"office_head"}),
        ("issue", "approved", {"office_head"}),
        ("withdraw", "issued", {"office_head"}),
        ("replace", "issued", OFFICE),
    ],
)
def test_every_step_is_refused_to_the_wrong_persona_and_nothing_changes(
    told: Told, document: Document, verb: str, before: str, may: set[str]
) -> None:
    steps = {"draft": [], "submitted": ["submit"], "approved": ["submit", "approve"], "issued": None}[before]
    if steps is None:
        document = issued(told.town, document)
    for step in steps or []:
        assert act(told.town.office_head if step == "approve" else told.town.supervisor, document, step)
    for name, user in told.town.personas().items():
        if name not in may:
            expected = 403 if name in READERS else 404
            assert act(user, document, verb, note="试") == expected, name
    assert status_of(document) == before
    assert Document.objects.count() == 1
    offered = {
        name: f"/do/{verb}/" in as_user(user).get(reverse("report", args=[document.pk])).content.decode()
        for name, user in told.town.personas().items()
        if name in READERS
    }
    assert {name for name, shown in offered.items() if shown} == may


def test_the_drafter_does_not_approve_and_a_wrong_step_is_told_in_words(
    told: Told, document: Document
) -> None:
    head = told.town.office_head
    Document.objects.filter(pk=document.pk).update(created_by=head)
    assert act(told.town.supervisor, document, "submit") == 302
    answer = as_user(head).post(reverse("report-act", args=[document.pk, "approve"]))
    assert "不能审签自己起草" in answer.content.decode()
    again = as_user(told.town.supervisor).post(reverse("report-act", args=[document.pk, "submit"]))
    assert "待审签" in again.content.decode() and status_of(document) == "submitted"


def test_what_changed_between_two_reports_is_shown_with_the_projects_that_caused_it(told: Told) -> None:
    older = drafted(told.town, period=Month(2026, 7), on=date(2026, 8, 12))
    newer = drafted(told.town)
    client = as_user(told.town.leader)
    asked = {"older": older.pk, "newer": newer.pk}
    page = client.get(reverse("report-compare"), asked).content.decode()
    row = next(row for row in page.split("<tr>") if "key=total.completed" in row)
    assert re.findall(r'class="num"[^>]*>(?:<a[^>]*>)?([^<]+)<', row) == ["390", "5,230.5", "+4,840.5"]
    causes = re.findall(r'<a href="/projects/(\d+)/">([^<]+)</a> ([^<]+)</li>', row)
    assert causes == [
        (str(told.halls.pk), "标准厂房", "+3,000.5"),
        (str(told.pipes.pk), "供水管网改造", "+1,000"),
        (str(told.road.pk), "省道过境段改建", "+840"),
    ]
    suggested = client.get(reverse("report-compare"), {"newer": newer.pk}).content.decode()
    assert "key=total.completed" in suggested
    circular = drafted(told.town, kind="circular")
    alone = client.get(reverse("report-compare"), {"kind": "circular"}).content.decode()
    assert "这个文种成文的公文还不足两份" in alone and "前一份" not in alone
    refused = client.get(reverse("report-compare"), {"older": circular.pk, "newer": newer.pk})
    assert "请选择一个有效的选项" in refused.content.decode() or "选择" in refused.content.decode()
    assert as_user(told.town.stranger).get(reverse("report-compare"), asked).status_code == 404


def test_verification_names_the_very_row_that_was_revised(told: Told, document: Document) -> None:
    document = issued(told.town, document)
    place = reverse("report-verify", args=[document.pk])
    client = as_user(told.town.auditor)
    page = client.get(place).content.decode()
    assert "每一行都与成文时相同" in page and "逐字节相同" in page
    row = MonthlyProgress.objects.get(project=told.halls)
    row.year_to_date = row.since_start = D(3100)
    row.save(update_fields=["year_to_date", "since_start"])
    page = client.get(place).content.decode()
    changed = next(part for part in page.split("<tr>") if "key=sector.2.completed" in part)
    assert re.findall(r'class="num">([^<]+)<', changed) == ["3,000.5万元", "3,100万元"]
    assert "修改 月度进展“标准厂房" in changed
    assert "key=sector.1.completed" not in page
    for name, user in told.town.personas().items():
        assert as_user(user).get(place).status_code == (200 if name in READERS else 404), name


def test_the_list_costs_the_same_for_few_and_for_many(told: Told, document: Document) -> None:
    client = as_user(told.town.leader)

    def statements(name: str, *args: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=args)).status_code == 200
        return len(captured)

    statements("reports")
    before = statements("reports")
    few = statements("report", document.pk)
    for _number in range(4):
        drafted(told.town)
    for month in (5, 6, 7):
        accept_month(told.road, month, 100 * month)
    assert statements("reports") == before
    assert statements("report", drafted(told.town, opening="新写的一份。").pk) == few


def test_the_list_is_filtered_by_kind_status_and_words(told: Told, document: Document) -> None:
    circular = drafted(told.town, kind="circular")
    client = as_user(told.town.leader)

    def shown(**asked: str) -> set[int]:
        page = client.get(reverse("reports"), asked).content.decode()
        return {int(key) for key in re.findall(r'class="name"><a href="/reports/(\d+)/"', page)}

    assert shown() == {document.pk, circular.pk}
    assert shown(kind="circular") == {circular.pk}
    assert shown(text="督查工作汇报") == {document.pk}
    assert shown(status="issued") == set()
    assert "没有符合条件的公文" in client.get(reverse("reports"), {"status": "issued"}).content.decode()


@pytest.mark.parametrize("kind", ["report", "circular", "special", "dispatch", "rectification", "bulletin"])
def test_every_kind_is_ordered_by_web_and_drafted(told: Told, kind: str) -> None:
    client = as_user(told.town.supervisor)
    words = {"kind": kind, "period": "2026-08", "subject": "重点工作", "sector": ""}
    if kind == "special":
        assert "督查专报请选择写哪个板块" in client.post(reverse("report-new"), words).content.decode()
        words["sector"] = str(told.halls.sector_id)
    assert client.post(reverse("report-new"), words).status_code == 302
    made = Document.objects.get(kind=kind)
    run_job(job_id=made.job_id or 0)
    made.refresh_from_db()
    assert made.job is not None and made.job.note == "已成文，可修改、送审。"
    assert made.as_of is not None and made.sections.exists()
    page = client.get(reverse("report", args=[made.pk])).content.decode()
    assert made.title in page and "修改本节" in page
