"""The office's queue: figures beside last month's, one click each, and two officers at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import MonthlyProgress
from projects.models.progress import ProgressStatus
from tests.projects.test_web_pages import text_of
from tests.town import NOON, Town, accept_month, make_project

QUEUE = "/progress/"


def submit(town: Town, number: int = 0) -> MonthlyProgress:
    project = make_project(f"{number}号桥", town.sector) if number else town.project
    accept_month(project, 7, 630)
    return MonthlyProgress.objects.create(
        project=project,
        year=2026,
        month=8,
        status=ProgressStatus.SUBMITTED,
        month_amount=100,
        year_to_date=730,
        since_start=730,
        physical_progress="路面铺装",
        warnings=[{"code": "jump", "message": "本月完成偏多", "reason": "集中支付"}],
        reported_by=town.lead_clerk,
        reported_at=NOON,
    )


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    client.force_login(town.supervisor)
    return client


@pytest.mark.parametrize("who", ["lead_clerk", "helping_clerk", "leader", "auditor", "stranger"])
def test_only_the_office_decides(who: str, town: Town, client: Client) -> None:
    report = submit(town)
    client.force_login(getattr(town, who))
    expected = 404 if who == "stranger" else 403
    assert client.get(QUEUE).status_code == 403
    assert (
        client.post(reverse("progress-decide", args=[report.pk]), {"act": "accept"}).status_code == expected
    )
    assert client.post(reverse("progress-accept-chosen"), {"chosen": [report.pk]}).status_code == 403
    report.refresh_from_db()
    assert report.status == ProgressStatus.SUBMITTED


def test_the_queue_shows_the_change_to_last_month_and_the_reasons(office: Client, town: Town) -> None:
    submit(town)
    response = office.get(QUEUE)
    waiting = response.context["waiting"][0]
    assert (waiting.former_month, waiting.change) == (7, Decimal(100))
    for word in ("比7月累计", "+100.00", "本月完成偏多", "集中支付", "路联络"):
        assert word in text_of(response)


def test_the_queue_asks_as_much_for_twenty_as_for_one(office: Client, town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            office.get(QUEUE)
        return len(queries)

    submit(town)
    asked()
    one = asked()
    for number in range(1, 20):
        submit(town, number)
    assert len(office.get(QUEUE).context["waiting"]) == 20
    assert asked() == one


def test_accepting_takes_the_row_away(office: Client, town: Town) -> None:
    report = submit(town)
    address = reverse("progress-decide", args=[report.pk])
    part = office.post(address, {"act": "accept"}, headers={"HX-Request": "true"})
    assert "已采用：省道过境段改建 8月进展。" in text_of(part) and "<form" not in part.content.decode()
    report.refresh_from_db()
    assert (report.status, report.decided_by) == (ProgressStatus.ACCEPTED, town.supervisor)
    assert "没有待审核的月报" in text_of(office.get(QUEUE))


def test_returning_needs_a_reason_and_keeps_the_row_without_one(office: Client, town: Town) -> None:
    report = submit(town)
    address = reverse("progress-decide", args=[report.pk])
    part = office.post(address, {"act": "return", "reason": " "}, headers={"HX-Request": "true"})
    assert "请先写明退回原因" in text_of(part) and "<form" in part.content.decode()
    office.post(address, {"act": "return", "reason": "请附照片"})
    report.refresh_from_db()
    assert (report.status, report.return_reason) == (ProgressStatus.RETURNED, "请附照片")


def test_the_second_officer_is_told_what_happened(office: Client, town: Town) -> None:
    report = submit(town)
    address = reverse("progress-decide", args=[report.pk])
    other = Client()
    other.force_login(town.office_head)
    other.post(address, {"act": "return", "reason": "请附照片"})
    part = office.post(address, {"act": "accept"}, headers={"HX-Request": "true"})
    assert "已由任主事办理：已退回。您的操作没有执行。" in text_of(part)
    report.refresh_from_db()
    assert report.status == ProgressStatus.RETURNED


def test_without_script_the_page_comes_back_with_the_message(office: Client, town: Town) -> None:
    report = submit(town)
    response = office.post(reverse("progress-decide", args=[report.pk]), {"act": "accept"}, follow=True)
    assert response.redirect_chain == [(QUEUE, 302)]
    assert "已采用：省道过境段改建 8月进展。" in text_of(response)


def test_several_are_accepted_at_once_and_the_decided_one_is_named(office: Client, town: Town) -> None:
    reports = [submit(town), submit(town, 1), submit(town, 2)]
    office.post(reverse("progress-decide", args=[reports[0].pk]), {"act": "accept"})
    chosen = {"chosen": [str(report.pk) for report in reports] + ["x"]}
    response = office.post(reverse("progress-accept-chosen"), chosen, follow=True)
    shown = text_of(response)
    assert "已采用2份月报" in shown and "省道过境段改建 8月进展已由杜明察办理" in shown
    assert not MonthlyProgress.objects.waiting().exists()


@pytest.mark.parametrize("name", ["progress-accept-chosen"])
def test_decisions_are_posted(name: str, office: Client, town: Town) -> None:
    assert office.get(reverse(name)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(town.supervisor)
    assert strict.post(reverse(name)).status_code == 403
