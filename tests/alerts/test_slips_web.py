"""Slips on the screen and by the API: drafted from a project's page, approved, sent, answered on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from supervision.alerts.models import Slip, SlipFile
from tests.alerts.slips import make_answer, make_slip
from tests.api.caller import caller_as
from tests.matters.build import fill_years
from tests.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def workdays(db: None) -> None:
    fill_years()


def act(client: Client, user: Any, slip: Slip, verb: str, **words: Any) -> Any:
    client.force_login(user)
    return client.post(reverse("slip-act", args=[slip.pk, verb]), words)


def page(client: Client, user: Any, slip: Slip) -> Any:
    client.force_login(user)
    return client.get(reverse("slip", args=[slip.pk]))


def test_from_the_projects_page_to_the_answer_of_the_unit(client: Client, town: Town) -> None:
    client.force_login(town.supervisor)
    shown = client.get(reverse("project", args=[town.project.pk])).content.decode()
    address = reverse("slip-from", args=["project", town.project.pk])
    assert address in shown
    response = client.post(address)
    assert client.get(response["Location"]).status_code == 200
    asked = f"{response['Location']}?paper=slip-blue&unit={town.lead.pk}"
    assert "请查明原因" in client.get(asked).content.decode()
    response = client.post(asked, {"requirement": "请于本月内完成征地。", "days": "5"})
    slip = Slip.objects.get()
    assert response["Location"] == reverse("slip", args=[slip.pk])
    assert page(client, town.lead_clerk, slip).status_code == 404
    act(client, town.supervisor, slip, "submit")
    assert act(client, town.supervisor, slip, "approve").status_code == 403
    act(client, town.office_head, slip, "approve")
    act(client, town.supervisor, slip, "issue")
    slip.refresh_from_db()
    assert (slip.status, slip.number) == ("issued", "督蓝〔2026〕1号")
    seen = page(client, town.lead_clerk, slip)
    assert [offer.act.name for offer in seen.context["offers"]] == ["slip.sign"]
    assert [entry["title"] for entry in seen.context["story"]] == ["编号印发"]
    act(client, town.lead_clerk, slip, "sign")
    assert page(client, town.stranger, slip).status_code == 404
    proof = SimpleUploadedFile("说明.pdf", b"%PDF-1.4\n", "application/pdf")
    act(client, town.lead_clerk, slip, "answer", text="已完成征地。", files=proof)
    kept = SlipFile.objects.get()
    client.force_login(town.stranger)
    assert client.get(reverse("slip-file", args=[kept.pk])).status_code == 404
    act(client, town.supervisor, slip, "close", note="属实")
    slip.refresh_from_db()
    assert slip.status == "closed" and "已完成征地。" in page(client, town.leader, slip).content.decode()
    client.force_login(town.lead_clerk)
    word = client.get(reverse("slip-word", args=[slip.pk]))
    assert word.status_code == 200 and word.content[:2] == b"PK"
    shown = client.get(reverse("project", args=[town.project.pk])).content.decode()
    assert reverse("slip", args=[slip.pk]) in shown and "督蓝〔2026〕1号" in shown


def test_two_editors_of_one_draft_are_told_of_each_other(client: Client, town: Town) -> None:
    slip = make_slip(town)
    client.force_login(town.supervisor)
    address = reverse("slip-act", args=[slip.pk, "revise"])
    seen = client.get(address).context["form"]["seen"].value()
    Slip.objects.filter(pk=slip.pk).update(requirement="同事已改。")
    refused = client.post(address, {"requirement": "我的话。", "days": "5", "seen": seen})
    assert "刚刚有人修改了这份草稿" in refused.content.decode()
    slip.refresh_from_db()
    assert slip.requirement == "同事已改。"


def test_without_libreoffice_the_page_says_so_and_word_is_still_there(
    client: Client, town: Town, settings: Any
) -> None:
    settings.SOFFICE = "no-such-program"
    text = page(client, town.supervisor, make_slip(town)).content.decode()
    assert "没有安装 LibreOffice" in text and "/word/" in text and "/pdf/" not in text


def test_the_list_costs_the_same_for_one_and_for_twenty(
    client: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    def count() -> int:
        client.force_login(town.lead_clerk)
        with django_assert_max_num_queries(40) as asked:
            assert client.get(reverse("slips")).status_code == 200
        return len(asked)

    make_slip(town, "closed")
    before = count()
    for _number in range(19):
        make_slip(town, "closed")
    assert count() == before
    client.force_login(town.lead_clerk)
    assert client.get(reverse("slips"), {"colour": "red"}).context["page"].paginator.count == 0


def test_the_api_reads_and_answers(client: Client, town: Town) -> None:
    slip = make_slip(town, "signed")
    make_slip(town, unit=town.helping)
    unit = caller_as(town.api_client, "read matters")
    assert [row["id"] for row in unit.results("slips/")] == [slip.pk]
    found = unit.get(f"slips/{slip.pk}/")
    headers = {"If-Match": found.headers["ETag"]}
    answered = unit.post(f"slips/{slip.pk}/answer/", {"text": "已办。"}, **headers)
    assert (answered.status_code, answered.json()["status"]) == (200, "answered")
    assert [one["text"] for one in answered.json()["answers"]] == ["已办。"]


def test_every_page_of_acting_opens_for_whom_it_is_offered(client: Client, town: Town) -> None:
    seen = set()
    for status in ("proposed", "draft", "submitted", "issued", "signed", "answered"):
        slip = make_slip(town, status, unit=town.lead)
        if status == "answered":
            make_answer(town, slip)
        for user in (town.office_head, town.supervisor, town.lead_clerk):
            answer = page(client, user, slip)
            for offer in answer.context["offers"] if answer.status_code == 200 else ():
                assert client.get(offer.url).status_code == 200
                seen.add(offer.act.name.partition(".")[2])
        Slip.objects.filter(pk=slip.pk).update(
            status="withdrawn" if status != "proposed" else "lapsed", ended_on="2026-09-12"
        )
    assert seen >= {
        "take_up",
        "dismiss",
        "revise",
        "approve",
        "send_back",
        "sign",
        "answer",
        "close",
        "withdraw",
    }
