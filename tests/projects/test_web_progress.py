"""A unit's month: what is due, the minute in which it is reported, and what comes back."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.models import MonthlyProgress
from projects.models.responsibility import ResponsibilityRole
from projects.services import accept_progress, return_progress
from tests.projects.test_web_pages import picture, text_of
from tests.town import Town, accept_month, carry, make_project

MINE = "/progress/mine/"
ENTRY = {
    "month_amount": "100",
    "year_to_date": "730",
    "since_start": "730",
    "physical_progress": "路面铺装完成四公里",
}


@pytest.fixture
def clerk(town: Town, client: Client) -> Client:
    accept_month(town.project, 7, 630, physical_progress="路基完成")
    client.force_login(town.lead_clerk)
    return client


@pytest.fixture
def address(town: Town) -> str:
    return reverse("progress", args=[town.project.pk, "2026-08"])


def report_of(town: Town) -> MonthlyProgress:
    return MonthlyProgress.objects.filter(project=town.project, month=8).latest("pk")


def test_what_is_due_stands_first_and_one_tap_away(clerk: Client, town: Town, address: str) -> None:
    response = clerk.get(MINE)
    assert [(one.project.name, one.status) for one in response.context["due"]] == [
        ("省道过境段改建", "missing")
    ]
    assert address in response.content.decode()
    assert "8月进展填报" in text_of(response)


@pytest.mark.parametrize("who", ["helping_clerk", "stranger", "below_clerk"])
def test_who_does_not_report_has_nothing_due(who: str, town: Town, client: Client) -> None:
    client.force_login(getattr(town, who))
    response = client.get(MINE)
    assert response.context["due"] == [] and "没有要填报的项目" in text_of(response)


def test_the_list_asks_as_much_for_fifty_as_for_one(clerk: Client, town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            clerk.get(MINE)
        return len(queries)

    asked()
    one = asked()
    for number in range(49):
        carry(make_project(f"{number}号桥", town.sector), ResponsibilityRole.RESPONSIBLE, town.lead)
    assert len(clerk.get(MINE).context["due"]) == 50
    assert asked() == one


def test_the_form_starts_with_last_months_values_and_shows_them(clerk: Client, address: str) -> None:
    response = clerk.get(address)
    values = {name: response.context["form"][name].value() for name in ENTRY}
    assert values == {
        "month_amount": "0",
        "year_to_date": "630",
        "since_start": "630",
        "physical_progress": "路基完成",
    }
    assert "7月累计 630 万元" in text_of(response)


def test_a_report_without_doubts_is_sent_in_one_act(clerk: Client, town: Town, address: str) -> None:
    response = clerk.post(address, {**ENTRY, "act": "submit"})
    assert response.headers["Location"] == MINE
    report = report_of(town)
    assert (report.status, report.year_to_date, report.warnings) == ("submitted", Decimal(730), [])


def test_sending_twice_makes_one_report(clerk: Client, town: Town, address: str) -> None:
    clerk.post(address, {**ENTRY, "act": "submit"})
    again = clerk.post(address, {**ENTRY, "act": "submit"})
    assert again.status_code == 200 and "不能再修改" in text_of(again)
    assert MonthlyProgress.objects.filter(project=town.project, month=8).count() == 1
    assert report_of(town).steps.filter(status="submitted").count() == 1


def test_a_draft_is_kept_and_not_sent(clerk: Client, town: Town, address: str) -> None:
    assert clerk.post(address, {**ENTRY, "act": "save"}).headers["Location"] == address
    assert report_of(town).status == "draft"
    assert clerk.get(address).context["form"]["year_to_date"].value() == "730"


def test_a_doubt_must_be_explained_and_the_draft_survives(clerk: Client, town: Town, address: str) -> None:
    odd = {**ENTRY, "year_to_date": "800", "since_start": "800", "act": "submit"}
    refused = clerk.post(address, odd)
    assert [one["code"] for one in refused.context["findings"]] == ["year_sum"]
    assert "按上月累计加本月应为730万元" in text_of(refused) and "草稿已保存" in text_of(refused)
    assert report_of(town).status == "draft"
    clerk.post(address, {**odd, "reason-year_sum": "补报7月漏报的70万元"})
    report = report_of(town)
    assert report.status == "submitted"
    assert [warning["reason"] for warning in report.warnings] == ["补报7月漏报的70万元"]


def test_an_error_is_shown_in_place_and_keeps_the_input(clerk: Client, town: Town, address: str) -> None:
    response = clerk.post(address, {**ENTRY, "month_amount": "一百", "act": "submit"})
    assert response.context["form"].errors["month_amount"]
    page = response.content.decode()
    assert 'value="一百"' in page and "路面铺装完成四公里" in page
    assert not MonthlyProgress.objects.filter(project=town.project, month=8).exists()


def test_what_cannot_be_confirmed_is_refused(clerk: Client, town: Town, address: str) -> None:
    wrong = {**ENTRY, "since_start": "700", "act": "submit"}
    response = clerk.post(address, {**wrong, "reason-year_above_total": "属实"})
    assert response.status_code == 200 and "大于开工以来累计" in text_of(response)


def test_the_check_tells_doubts_before_anything_is_saved(clerk: Client, town: Town, address: str) -> None:
    part = clerk.post(f"{address}check/", {**ENTRY, "year_to_date": "800"}, headers={"HX-Request": "true"})
    page = part.content.decode()
    assert "<html" not in page and "按上月累计加本月应为730万元" in page and 'id="sums"' in page
    assert not MonthlyProgress.objects.filter(project=town.project, month=8).exists()


def test_the_sums_fill_themselves_in_with_and_without_script(clerk: Client, town: Town, address: str) -> None:
    town.plan.carried_in = Decimal(1000)
    town.plan.save(update_fields=["carried_in"])
    sent = {"month_amount": "55.5", "act": "fill"}
    whole = clerk.post(address, sent)
    form = whole.context["form"]
    assert (form["year_to_date"].value(), form["since_start"].value()) == ("685.5", "1685.5")
    part = clerk.post(f"{address}check/", sent, headers={"HX-Request": "true"}).content.decode()
    assert re.search(r'<input[^>]*name="since_start"[^>]*value="1685.5"[^>]*hx-swap-oob="true"', part)


def test_without_a_carried_in_amount_last_month_serves(clerk: Client, town: Town, address: str) -> None:
    accept_month(town.project, 6, 600, since_start=1600)
    MonthlyProgress.objects.filter(project=town.project, month=7).update(since_start=1630)
    form = clerk.post(address, {"month_amount": "20", "act": "fill"}).context["form"]
    assert (form["year_to_date"].value(), form["since_start"].value()) == ("650", "1650")


def test_photos_come_with_the_report_and_can_be_taken_back(clerk: Client, town: Town, address: str) -> None:
    clerk.post(address, {**ENTRY, "photos": [picture()], "act": "save"})
    photo = report_of(town).photos.get()
    shown = clerk.get(reverse("photo", args=[photo.pk]))
    assert shown.headers["Content-Type"] == "image/jpeg"
    clerk.post(address, {**ENTRY, "photos": [picture()], "act": "save"})
    assert report_of(town).photos.count() == 1
    assert clerk.post(reverse("photo-remove", args=[photo.pk])).headers["Location"] == address
    assert report_of(town).photos.count() == 0


def test_a_file_that_is_no_picture_is_named(clerk: Client, town: Town, address: str) -> None:
    text = io.BytesIO(b"not a picture")
    text.name = "说明.txt"
    response = clerk.post(address, {**ENTRY, "photos": [text], "act": "submit"})
    assert response.status_code == 200 and "说明.txt" in text_of(response)


@pytest.mark.parametrize("who", ["helping_clerk", "supervisor", "auditor", "leader"])
def test_who_does_not_report_the_project_cannot_write(
    who: str, town: Town, client: Client, address: str
) -> None:
    client.force_login(getattr(town, who))
    assert client.post(address, {**ENTRY, "act": "submit"}).status_code == 403
    assert client.post(f"{address}check/", ENTRY).status_code == 403
    assert not MonthlyProgress.objects.exists()


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "0000-01"])
def test_a_month_that_is_none_has_no_address(month: str, clerk: Client, town: Town) -> None:
    assert clerk.get(f"/projects/{town.project.pk}/progress/{month}/").status_code == 404


def test_a_month_ahead_is_refused_in_words(clerk: Client, town: Town) -> None:
    ahead = reverse("progress", args=[town.project.pk, "2026-11"])
    response = clerk.post(ahead, {**ENTRY, "act": "submit"})
    assert response.status_code == 200 and "尚未到，不能填报" in text_of(response)


def test_a_returned_report_says_why_and_is_sent_again(clerk: Client, town: Town, address: str) -> None:
    clerk.post(address, {**ENTRY, "act": "submit"})
    return_progress(
        actor=town.supervisor, progress_id=report_of(town).pk, reason="请附照片", now=timezone.now()
    )
    assert clerk.get(MINE).context["due"][0].status == "returned"
    assert "退回了这份月报" in text_of(clerk.get(address)) and "请附照片" in text_of(clerk.get(address))
    assert clerk.post(address, {**ENTRY, "act": "submit"}).status_code == 302
    assert report_of(town).status == "submitted"


def test_an_accepted_month_is_corrected_with_a_reason(clerk: Client, town: Town, address: str) -> None:
    clerk.post(address, {**ENTRY, "act": "submit"})
    accept_progress(actor=town.supervisor, progress_id=report_of(town).pk, now=timezone.now())
    changed: dict[str, Any] = {**ENTRY, "month_amount": "90", "year_to_date": "720", "since_start": "720"}
    assert clerk.post(address, {**changed, "act": "submit"}).context["form"].errors["correction"]
    assert clerk.post(address, {**changed, "correction": "多报10万元", "act": "submit"}).status_code == 302
    report = report_of(town)
    assert (report.revision, report.status, report.reason) == (2, "submitted", "多报10万元")
