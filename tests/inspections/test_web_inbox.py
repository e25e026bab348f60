"""我的整改 and what is opened from it on a phone: plan, progress with photos, applying, a later date."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.models import User
from supervision.inspections.models import Rectification
from tests.inspections.build import make_conclusion, make_finding, make_inspection
from tests.inspections.build_rectifications import (
    DUE_ON,
    make_evidence,
    make_extension,
    make_rectification,
    make_verification,
)
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
INBOX = "/inspections/rectifications/mine/"
AHEAD = date(2026, 9, 30)


def waits(client: Client, user: User) -> list[str]:
    client.force_login(user)
    response = client.get(INBOX)
    assert response.status_code == 200
    return [str(card.face.label) for card in response.context["cards"]]


def picture(name: str, shade: int) -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (32, 24), (shade, 90, 40)).save(kept, "PNG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/png")


def paper(name: str = "验收单.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", "application/pdf")


def post(client: Client, user: User, name: str, row: Rectification, **words: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(name, args=[row.pk]), words)


def measures(*rows: dict[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = {"measures-TOTAL_FORMS": len(rows), "measures-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        sent |= {f"measures-{place}-{name}": value for name, value in row.items()}
    return sent


def measure(town: Town, **values: Any) -> dict[str, Any]:
    words = {"problem": "排口未封", "measure": "封堵并接管", "person": "路联络 13900000001"}
    return words | {"unit": town.lead.pk, "due_on": "2026-10-20"} | values


# --- what waits -----------------------------------------------------------------------------------
def test_nothing_to_do_says_so(client: Client, town: Town) -> None:
    client.force_login(town.lead_clerk)
    assert "今天没有要办的整改" in client.get(INBOX).content.decode()


def test_everything_that_waits_for_a_unit_has_its_card(client: Client, town: Town) -> None:
    make_finding(town, status="notified")
    make_conclusion(town, make_inspection(town), status="issued")
    make_rectification(town, step_due_on=AHEAD)
    ready = make_rectification(town, status="under_way")
    ready.measures.update(done_on=date(2026, 9, 7), outcome="已封堵")
    make_extension(town, make_rectification(town, status="under_way"))
    found = waits(client, town.lead_head)
    assert set(found) == {"待确认问题", "待签收结论", "待报整改方案", "可申请销号", "待同意延期申请"}
    assert set(waits(client, town.lead_clerk)) == {"待确认问题", "待签收结论", "待报整改方案"}


def test_each_card_opens_the_page_where_it_is_done(client: Client, town: Town) -> None:
    plan = make_rectification(town, "报方案", step_due_on=AHEAD)
    finding = make_finding(town, status="notified")
    visit = make_verification(town, make_rectification(town, "核查", status="checked"))
    client.force_login(town.lead_clerk)
    urls = {card.waiting.kind: card.url for card in client.get(INBOX).context["cards"]}
    assert urls["plan"] == f"/inspections/rectifications/{plan.pk}/plan/"
    assert urls["finding"] == reverse("finding", args=[finding.pk])
    client.force_login(town.nobody)
    (card,) = client.get(INBOX).context["cards"]
    assert card.url == f"/inspections/verifications/{visit.pk}/"
    for url in (*urls.values(), card.url):
        client.force_login(town.nobody if url == card.url else town.lead_clerk)
        assert client.get(url).status_code == 200, url


def test_late_ones_come_first_and_say_since_when(client: Client, town: Town) -> None:
    make_rectification(town, "不急", step_due_on=AHEAD)
    make_rectification(town, "已超")
    client.force_login(town.lead_clerk)
    cards = client.get(INBOX).context["cards"]
    assert [(card.title, card.when) for card in cards] == [
        ("已超", "已超1天"),
        ("不急", "还有18天（9月30日前）"),
    ]


def test_a_leader_decides_a_second_extension_and_sees_what_is_his(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way", severity="major", due_on=date(2026, 9, 10))
    late = make_rectification(town, "延期的", status="under_way")
    extension = make_extension(town, late, status="asked", ordinal=2)
    assert waits(client, town.leader) == ["较重以上问题逾期", "待批延期"]
    client.force_login(town.leader)
    assert {one.pk for one in client.get(INBOX).context["in_charge"]} == {row.pk, late.pk}
    address = reverse("inspection-act", args=["rectification_extension", extension.pk, "approve"])
    assert client.post(address, {"decision": "同意"}).status_code == 302
    late.refresh_from_db()
    assert late.due_on == date(2026, 11, 30)


def test_the_number_of_queries_does_not_grow(client: Client, town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            waits(client, town.lead_head)
        return len(queries)

    def one_of_each() -> None:
        make_finding(town, status="notified")
        make_rectification(town)
        make_extension(town, make_rectification(town, status="under_way"))

    one_of_each()
    asked()
    alone = asked()
    for _number in range(4):
        one_of_each()
    assert asked() == alone


# --- the plan -------------------------------------------------------------------------------------
def test_the_four_lists_are_handed_in_from_a_phone(client: Client, town: Town) -> None:
    row = make_rectification(town, step_due_on=AHEAD, helping=[town.helping])
    address = reverse("rectification-plan", args=[row.pk])
    client.force_login(town.lead_clerk)
    first = client.get(address).context["measures"].forms[0].initial
    assert (first["problem"], first["unit"], first["due_on"]) == (row.title, town.lead.pk, DUE_ON)
    helped = measure(town, unit=town.helping.pk, measure="清淤")
    sent = measures(measure(town), helped, {"unit": town.lead.pk})
    assert client.post(address, sent | {"goal": "不再直排"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.goal) == ("planned", "不再直排")
    assert [(one.measure, one.unit.short_name) for one in row.measures.all()] == [
        ("封堵并接管", "交通局"),
        ("清淤", "水务局"),
    ]


def test_a_plan_without_measures_or_with_half_of_one_stays_with_its_words(client: Client, town: Town) -> None:
    row = make_rectification(town, step_due_on=AHEAD)
    none = post(
        client,
        town.lead_clerk,
        "rectification-plan",
        row,
        goal="不再直排",
        **measures({"unit": town.lead.pk}),
    )
    assert "方案至少要有一条措施。" in none.content.decode()
    half = measures(measure(town, person="", due_on=""))
    answer = post(client, town.lead_clerk, "rectification-plan", row, goal="不再直排", **half)
    assert set(answer.context["measures"].forms[0].errors) == {"person", "due_on"}
    assert "封堵并接管" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "issued"


def test_a_measure_may_not_be_laid_upon_a_unit_that_has_no_part(client: Client, town: Town) -> None:
    row = make_rectification(town, step_due_on=AHEAD)
    sent = measures(measure(town, unit=town.strange.pk))
    answer = post(client, town.lead_clerk, "rectification-plan", row, goal="不再直排", **sent)
    assert "unit" in answer.context["measures"].forms[0].errors


def test_a_measure_that_ends_after_the_whole_is_refused_in_its_row(client: Client, town: Town) -> None:
    row = make_rectification(town, step_due_on=AHEAD)
    sent = measures(measure(town), measure(town, due_on="2026-12-31"))
    answer = post(client, town.lead_clerk, "rectification-plan", row, goal="不再直排", **sent)
    good, late = answer.context["measures"].forms
    assert (good.errors, late.errors["due_on"]) == ({}, ["完成时限不能晚于整改时限2026年10月30日。"])
    assert not row.measures.exists()


def test_a_returned_plan_says_why_and_keeps_its_rows(client: Client, town: Town) -> None:
    row = make_rectification(town, status="planned")
    client.force_login(town.supervisor)
    back = reverse("inspection-act", args=["rectification", row.pk, "return_plan"])
    client.post(back, {"reason": "措施太空"})
    client.force_login(town.lead_clerk)
    response = client.get(reverse("rectification-plan", args=[row.pk]))
    assert "措施太空" in response.content.decode()
    assert response.context["measures"].forms[0].initial["measure"] == "封堵排口，接入管网"


def test_another_row_is_fetched(client: Client, town: Town) -> None:
    row = make_rectification(town)
    client.force_login(town.lead_clerk)
    address = reverse("rectification-plan-row", args=[row.pk])
    answer = client.get(address, {"measures-TOTAL_FORMS": "2"}).content.decode()
    assert 'name="measures-2-measure"' in answer
    assert 'name="measures-TOTAL_FORMS" id="id_measures-TOTAL_FORMS" value="3"' in answer
    assert client.get(address, {"measures-TOTAL_FORMS": "50"}).status_code == 204
    client.force_login(town.supervisor)
    assert client.get(address).status_code == 403


# --- progress and applying ------------------------------------------------------------------------
def test_photos_before_and_after_are_paired_in_their_order(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way", amount=100)
    files = {"before": [picture("前1.png", 10), picture("前2.png", 20)], "after": [picture("后1.png", 30)]}
    words = {"text": "已封堵", "percent": "60", "amount_rectified": "40", "papers": [paper()]}
    said = {"claimed_at": "2026-09-11T09:30", "claimed_place": "东河桥下"}
    answer = post(client, town.lead_clerk, "rectification-progress", row, **words, **files, **said)
    assert answer.status_code == 302
    made = row.progress.get()
    assert (made.percent, made.amount_rectified) == (60, 40)
    kept = [(one.upload.name, one.side, one.pair, one.claimed_place) for one in made.evidence.order_by("pk")]
    assert kept == [
        ("前1.png", "before", 1, "东河桥下"),
        ("后1.png", "after", 1, "东河桥下"),
        ("前2.png", "before", None, "东河桥下"),
        ("验收单.pdf", "other", None, ""),
    ]
    assert [one.side for one in made.evidence.exclude(claimed_at=None)] == ["after"]
    story = client.get(reverse("rectification", args=[row.pk])).context["story"]
    assert [str(line["title"]) for line in story] == ["附上佐证", "报告整改进展"]


def test_the_same_report_sent_twice_is_kept_once(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way")
    client.force_login(town.lead_clerk)
    address = reverse("rectification-progress", args=[row.pk])
    key = client.get(address).context["form"]["client_key"].value()
    for _time in range(2):
        words = {"text": "已封堵", "client_key": str(key), "after": [picture("后.png", 30)]}
        assert client.post(address, words).status_code == 302
    assert row.progress.count() == 1
    assert row.evidence.count() == 1


def test_a_file_of_another_kind_is_refused_and_nothing_is_kept(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way")
    wrong = SimpleUploadedFile("照片.png", b"MZ not a picture", "image/png")
    answer = post(client, town.lead_clerk, "rectification-progress", row, text="已封堵", after=[wrong])
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not row.progress.exists()
    assert not row.evidence.exists()


def test_closing_is_applied_for_by_the_head_with_proof(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way")
    words = {"text": "已全部封堵", "extends_to_similar": "排查同类十二处", "lasting_means": "河长月巡"}
    answer = post(client, town.lead_head, "rectification-apply", row, **words, after=[picture("后.png", 3)])
    assert "各项措施都完成以后才能申请销号" in answer.content.decode()
    assert not row.evidence.exists()
    row.measures.update(done_on=date(2026, 9, 7), outcome="已封堵")
    answer = post(client, town.lead_head, "rectification-apply", row, **words)
    assert "申请销号须附佐证材料，至少一份。" in answer.content.decode()
    answer = post(client, town.lead_head, "rectification-apply", row, **words, after=[picture("后.png", 3)])
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.applied_by, row.lasting_means) == ("applied", town.lead_head, "河长月巡")
    assert row.evidence.count() == 1


def test_a_clerk_reports_and_does_not_apply(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way")
    make_evidence(town, row)
    assert post(client, town.lead_clerk, "rectification-apply", row, text="完").status_code == 403
    assert post(client, town.supervisor, "rectification-progress", row, text="完").status_code == 403


def test_a_measure_is_finished_with_its_outcome(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way")
    address = reverse("inspection-act", args=["rectification", row.pk, "finish_measure"])
    client.force_login(town.lead_clerk)
    words = {"measure": row.measures.get().pk, "done_on": "2026-09-11", "outcome": "三个排口已封"}
    assert client.post(address, words | {"done_on": "2026-09-20"}).status_code == 200
    assert client.post(address, words).status_code == 302
    assert row.measures.get().done_on == date(2026, 9, 11)


# --- a later date ---------------------------------------------------------------------------------
def test_a_later_date_is_asked_for_and_agreed_to(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way")
    words = {"new_due_on": "2026-12-01", "reason": "管网未通", "progress": "已封两处"}
    answer = post(client, town.lead_clerk, "rectification-extension-propose", row, **words)
    assert answer.status_code == 302
    extension = row.extensions.get()
    client.force_login(town.lead_head)
    address = reverse("inspection-act", args=["rectification_extension", extension.pk, "agree"])
    assert client.post(address).status_code == 302
    extension.refresh_from_db()
    assert extension.status == "asked"
    page = client.get(reverse("rectification-extension-propose", args=[row.pk])).content.decode()
    assert "已有一份延期申请在办。" in page


def test_what_is_past_its_date_is_told_why_not(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way", due_on=date(2026, 9, 10))
    client.force_login(town.lead_clerk)
    page = client.get(reverse("rectification-extension-propose", args=[row.pk])).content.decode()
    assert "延期须在时限届满前申请" in page
    earlier = {"new_due_on": "2026-09-01", "reason": "管网未通", "progress": "已封"}
    answer = post(client, town.lead_clerk, "rectification-extension-propose", row, **earlier)
    assert "延期后的日期应晚于现时限。" in answer.content.decode()
