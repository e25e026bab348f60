"""The page of a matter: one story for everybody, each with what is theirs to see and to do."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Upload
from accounts.services import store_upload
from supervision.matters.models import Feedback, Matter, MatterFile
from tests.matters.build import (
    end,
    helper_of,
    lead_of,
    make_exemption,
    make_extension,
    make_feedback,
    make_instruction,
    make_matter,
    make_suspension,
    tell,
)
from tests.town import NOON, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


def page(client: Client, user: Any, matter: Matter) -> Any:
    client.force_login(user)
    return client.get(reverse("matter", args=[matter.pk]))


def text_of(response: Any) -> str:
    return str(response.content.decode())


def names_of(offered: Any) -> list[str]:
    return [offer.act.name for offer in offered]


@pytest.fixture
def matter(town: Town) -> Matter:
    matter = make_matter(town, helping=[town.helping], duty_status="under_way")
    make_instruction(town, matter)
    make_extension(town, matter, date(2026, 10, 20), status="asked")
    make_suspension(town, matter, date(2026, 9, 5), date(2026, 9, 8))
    make_exemption(town, matter, "feedback_missing", date(2026, 9, 1), date(2026, 10, 1))
    make_feedback(town, lead_of(matter), status="sent", progress="路基完成八成", help_needed="请协调采石")
    make_feedback(town, helper_of(matter), status="received", progress="管线已迁改")
    tell(town, lead_of(matter), "duty.sign")
    return matter


def test_the_office_sees_the_whole_story(client: Client, town: Town, matter: Matter) -> None:
    response = page(client, town.supervisor, matter)
    assert response.status_code == 200
    shown = text_of(response)
    for words in (
        "请抓紧办理",
        "路基完成八成",
        "请协调采石",
        "管线已迁改",
        "汛期停工",
        "等待省里批复",
        "云岭县水务局",
    ):
        assert words in shown
    assert [entry["title"] for entry in response.context["story"]] == ["签收 · 交通局", "登记"]
    assert response.context["situation"] == "交通局办理中，办结时限2026年9月30日。"


def test_each_light_says_why(client: Client, town: Town, matter: Matter) -> None:
    lines = page(client, town.supervisor, matter).context["measures"]
    assert [(str(line.label), line.words) for line in lines] == [
        ("办结时限", "还有13个工作日"),
        ("签收", "都已签收"),
        ("反馈", "等待省里批复"),
    ]


def test_a_helping_unit_sees_its_own_feedback_and_not_the_other(
    client: Client, town: Town, matter: Matter
) -> None:
    shown = text_of(page(client, town.helping_clerk, matter))
    assert "管线已迁改" in shown
    assert "路基完成八成" not in shown
    assert "签收 · 交通局" not in shown


def test_the_leading_unit_sees_what_its_helper_sent(client: Client, town: Town, matter: Matter) -> None:
    shown = text_of(page(client, town.lead_clerk, matter))
    assert "管线已迁改" in shown and "路基完成八成" in shown


def test_a_stranger_does_not_find_it(client: Client, town: Town, matter: Matter) -> None:
    assert page(client, town.stranger, matter).status_code == 404


def test_a_unit_does_not_find_what_is_not_handed_out(client: Client, town: Town) -> None:
    draft = make_matter(town, status="registered")
    assert page(client, town.lead_clerk, draft).status_code == 404
    assert page(client, town.supervisor, draft).status_code == 200


def test_every_state_has_its_page(client: Client, town: Town) -> None:
    for status in ("draft", "submitted", "rejected", "registered", "issued", "shown", "closed"):
        assert page(client, town.supervisor, make_matter(town, status=status)).status_code == 200
    for status in ("withdrawn", "long_term"):
        response = page(client, town.auditor, make_matter(town, status=status))
        assert "领导同意" in response.context["situation"]
        assert not response.context["offers"]


def test_a_reason_that_ends_with_a_full_stop_brings_no_second_one(client: Client, town: Town) -> None:
    matter = make_matter(town, status="issued", duty_status="under_way")
    make_suspension(town, matter, date(2026, 9, 5), date(2026, 9, 30), reason="全线停工避险。")
    shown = page(client, town.supervisor, matter).context["situation"]
    assert shown == "暂缓至2026年9月30日：全线停工避险。"


def test_what_is_offered_is_what_the_person_may_do_now(client: Client, town: Town, matter: Matter) -> None:
    office = page(client, town.supervisor, matter).context
    assert names_of(office["offers"]) == [
        "matter.split",
        "matter.add_instruction",
        "matter.attach",
        "matter.add_duty",
        "matter.suspend",
    ]
    sent = next(line for line in office["feedbacks"] if line.row.status == "sent")
    assert set(names_of(sent.offers)) == {"feedback.receive", "feedback.return", "feedback.answer"}
    assert names_of(office["extensions"][0].offers) == ["extension.approve", "extension.refuse"]
    head = page(client, town.office_head, matter).context
    assert {"matter.withdraw", "matter.merge", "matter.make_long_term", "matter.exempt"} <= set(
        names_of(head["offers"])
    )
    auditor = page(client, town.auditor, matter).context
    assert not auditor["offers"]
    assert not any(line.offers for line in (*auditor["duties"], *auditor["feedbacks"]))


def test_the_top_of_the_page_leads_to_what_is_awaited_below(
    client: Client, town: Town, matter: Matter
) -> None:
    lead, sent = lead_of(matter), Feedback.objects.get(status="sent")
    asked = matter.extensions.get()
    office = page(client, town.supervisor, matter)
    assert office.context["awaited"] == [
        (f"feedbacks-{sent.pk}", "交通局 · 答复求助"),
        (f"feedbacks-{sent.pk}", "交通局 · 采用"),
        (f"extensions-{asked.pk}", "同意延期"),
    ]
    for place, _what in office.context["awaited"]:
        assert f'href="#{place}"' in text_of(office) and f'id="{place}"' in text_of(office)
    clerk = page(client, town.lead_clerk, matter)
    assert clerk.context["awaited"] == [(f"duties-{lead.pk}", "交通局 · 报反馈")]
    assert page(client, town.auditor, matter).context["awaited"] == []


def test_nothing_is_offered_below_a_matter_that_has_ended(client: Client, town: Town, matter: Matter) -> None:
    end(town, matter, "closed")
    for user in (town.supervisor, town.lead_clerk, town.helping_clerk):
        seen = page(client, user, matter).context
        below = (*seen["duties"], *seen["feedbacks"], *seen["extensions"])
        assert not any(line.offers for line in below)


def test_the_date_stands_with_its_rule_before_it_is_fixed(client: Client, town: Town) -> None:
    rule: Any = {"due_rule": "matter_document", "due_on": None, "due_basis": ""}
    shown = text_of(page(client, town.supervisor, make_matter(town, status="registered", **rule)))
    assert "如今天交办：2026年10月12日（交办后30个自然日内，遇休息日顺延）" in shown


def test_a_calendar_that_is_not_known_is_said_beside_the_date(client: Client, town: Town) -> None:
    shown = text_of(page(client, town.lead_clerk, make_matter(town, due_on=date(2027, 1, 20))))
    assert "due-warning" in shown and "2027年" in shown
    assert "due-warning" not in text_of(page(client, town.lead_clerk, make_matter(town)))


def test_rounds_lead_back_and_forth(client: Client, town: Town) -> None:
    first = make_matter(town, "第一轮", status="continued")
    second = make_matter(town, "第二轮", follows=first, follow_kind="instruction", position=2)
    assert page(client, town.supervisor, first).context["next"] == second
    assert page(client, town.supervisor, second).context["former"] == first
    assert page(client, town.supervisor, second).context["next"] is None


def test_the_page_costs_the_same_for_one_feedback_and_for_fifty(
    client: Client, town: Town, django_assert_max_num_queries: Any, matter: Matter
) -> None:
    def count(user: Any) -> int:
        client.force_login(user)
        with django_assert_max_num_queries(80) as asked:
            assert client.get(reverse("matter", args=[matter.pk])).status_code == 200
        return len(asked)

    people = (town.supervisor, town.lead_clerk)
    before = [count(user) for user in people]
    for month in range(1, 25):
        make_feedback(
            town, lead_of(matter), (date(2020, 1, month), date(2020, 1, month + 1)), status="received"
        )
        tell(town, lead_of(matter), "feedback.receive")
        make_instruction(town, matter, f"第{month}次批示")
    assert [count(user) for user in people] == before


@pytest.fixture
def upload(town: Town) -> Upload:
    file = io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    return store_upload(actor=town.supervisor, file=file, name="原件.pdf", now=NOON)


def test_a_file_is_fetched_by_whoever_sees_it(
    client: Client, town: Town, matter: Matter, upload: Any
) -> None:
    MatterFile.objects.create(matter=matter, upload=upload)
    address = reverse("matter-file", args=[matter.pk, upload.pk])
    for user, status in ((town.supervisor, 200), (town.lead_clerk, 200), (town.stranger, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status
    other = make_matter(town, "另一件")
    client.force_login(town.supervisor)
    assert client.get(reverse("matter-file", args=[other.pk, upload.pk])).status_code == 404
