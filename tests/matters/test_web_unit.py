"""A unit signs, refuses and asks for a later date; its head agrees; a stranger finds nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from supervision.matters.models import Duty, Extension, Matter, Step
from tests.matters.build import DUE_ON, lead_of, make_extension, make_matter, make_suspension
from tests.matters.test_web_inbox import as_user
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")

ASKED = {"new_due_on": "2026-10-20", "reason": "连续降雨", "progress": "完成四成"}


@pytest.fixture
def matter(town: Town) -> Matter:
    return make_matter(town, helping=[town.helping])


@pytest.fixture
def under_way(town: Town) -> Matter:
    return make_matter(town, duty_status="under_way")


def address(matter: Matter, verb: str) -> str:
    return f"/matters/duty/{lead_of(matter).pk}/{verb}/"


def proposing(matter: Matter) -> str:
    return f"/matters/matter/{matter.pk}/propose_extension/"


def status_of(matter: Matter) -> str:
    return Duty.objects.get(pk=lead_of(matter).pk).status


def test_one_press_signs_and_leads_back(town: Town, matter: Matter) -> None:
    response = as_user(town.lead_clerk).post(address(matter, "sign"), {"next": "/matters/mine/"})
    assert response.headers["Location"] == "/matters/mine/"
    assert status_of(matter) == "signed"
    duty = lead_of(matter)
    assert duty.signed_by == town.lead_clerk
    assert list(Step.objects.values_list("verb", "by__username")) == [("duty.sign", "lead_clerk")]


@pytest.mark.parametrize("verb", ["sign", "refuse"])
def test_a_stranger_finds_no_duty_and_an_insider_may_not(town: Town, matter: Matter, verb: str) -> None:
    sent = {"reason": "非本单位职责"}
    assert as_user(town.stranger).post(address(matter, verb), sent).status_code == 404
    for insider in (town.helping_clerk, town.supervisor, town.leader, town.auditor):
        assert as_user(insider).post(address(matter, verb), sent).status_code == 403
    assert status_of(matter) == "to_sign" and not Step.objects.exists()


def test_whoever_is_not_signed_in_is_asked_who_they_are(matter: Matter) -> None:
    response = Client().get(address(matter, "sign"))
    assert response.status_code == 302 and "/sign-in/" in response.headers["Location"]


def test_a_refusal_says_why_and_goes_to_the_office(town: Town, matter: Matter) -> None:
    as_user(town.lead_clerk).post(address(matter, "refuse"), {"reason": "属水务局职责"})
    assert status_of(matter) == "refused"
    assert lead_of(matter).refusal == "属水务局职责"


def test_a_refusal_without_a_reason_is_answered_in_the_form(town: Town, matter: Matter) -> None:
    response = as_user(town.lead_clerk).post(address(matter, "refuse"), {"reason": " "})
    assert response.status_code == 200 and response.context["form"].errors["reason"]
    assert status_of(matter) == "to_sign" and not Step.objects.exists()


def test_signing_twice_tells_who_was_first(town: Town, matter: Matter) -> None:
    as_user(town.lead_clerk).post(address(matter, "sign"))
    response = as_user(town.lead_head).post(address(matter, "sign"))
    assert response.status_code == 200 and "路联络于9月12日" in response.content.decode()
    assert Step.objects.filter(verb="duty.sign").count() == 1


# --- a later date ---------------------------------------------------------------------------------
def test_asking_shows_both_dates_which_time_it_is_and_who_decides(town: Town, under_way: Matter) -> None:
    make_extension(town, under_way, date(2026, 10, 15))
    Matter.objects.filter(pk=under_way.pk).update(due_on=date(2026, 10, 15))
    page = as_user(town.lead_clerk).get(proposing(under_way)).content.decode()
    assert "第2次延期，由常务副县长审批" in page
    assert "2026年10月15日" in page and "2026年9月30日" in page


def test_the_first_is_decided_by_the_office(town: Town, under_way: Matter) -> None:
    assert "第1次延期，由督查办审批" in as_user(town.lead_clerk).get(proposing(under_way)).content.decode()


def test_a_clerk_proposes_and_the_head_agrees(town: Town, under_way: Matter) -> None:
    response = as_user(town.lead_clerk).post(proposing(under_way), {**ASKED, "next": "/matters/mine/"})
    assert response.headers["Location"] == "/matters/mine/"
    extension = Extension.objects.get()
    assert (extension.status, extension.former_due_on, extension.new_due_on) == (
        "proposed",
        DUE_ON,
        date(2026, 10, 20),
    )
    agree = f"/matters/extension/{extension.pk}/agree/"
    assert as_user(town.lead_clerk).post(agree).status_code == 403
    assert as_user(town.lead_head).get(f"/matters/extension/{extension.pk}/").status_code == 200
    as_user(town.lead_head).post(agree)
    extension.refresh_from_db()
    assert (extension.status, extension.asked_by) == ("asked", town.lead_head)


def test_a_heads_own_request_is_asked_at_once(town: Town, under_way: Matter) -> None:
    as_user(town.lead_head).post(proposing(under_way), ASKED)
    assert Extension.objects.get().status == "asked"


def test_nobody_is_offered_an_extension_while_the_clock_stands_still(town: Town, under_way: Matter) -> None:
    make_suspension(town, under_way, date(2026, 9, 10), date(2026, 9, 30))
    clerk = as_user(town.lead_clerk)
    assert proposing(under_way) not in clerk.get(f"/matters/{under_way.pk}/").content.decode()
    asked = clerk.get(proposing(under_way)).content.decode()
    assert "事项暂缓期间不计时限，恢复办理以后再申请延期。" in asked
    assert 'name="new_due_on"' not in asked


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({**ASKED, "new_due_on": "2026-09-30"}, "new_due_on"),
        ({**ASKED, "new_due_on": "十月底"}, "new_due_on"),
        ({**ASKED, "reason": ""}, "reason"),
        ({**ASKED, "progress": ""}, "progress"),
    ],
)
def test_what_cannot_be_asked_is_answered_in_place(
    town: Town, under_way: Matter, sent: dict[str, str], wrong: str
) -> None:
    response = as_user(town.lead_clerk).post(proposing(under_way), sent)
    assert response.status_code == 200 and response.context["form"].errors[wrong]
    assert not Extension.objects.exists() and not Step.objects.exists()


def test_after_the_date_it_is_too_late_to_ask(town: Town) -> None:
    late = make_matter(town, duty_status="under_way", due_on=date(2026, 9, 11))
    client = as_user(town.lead_clerk)
    assert "延期须在时限届满前申请" in client.get(proposing(late)).content.decode()
    response = client.post(proposing(late), ASKED)
    assert response.status_code == 200 and "延期须在时限届满前申请" in response.content.decode()
    assert not Extension.objects.exists()


def test_only_the_lead_unit_asks(town: Town, matter: Matter) -> None:
    assert as_user(town.stranger).get(proposing(matter)).status_code == 404
    for insider in (town.helping_clerk, town.supervisor, town.leader):
        assert as_user(insider).post(proposing(matter), ASKED).status_code == 403
    assert not Extension.objects.exists()


def test_the_unit_takes_its_request_back(town: Town, under_way: Matter) -> None:
    extension = make_extension(town, under_way, date(2026, 10, 15), status="asked")
    page = f"/matters/extension/{extension.pk}/"
    assert f"{page}retract/" in as_user(town.lead_clerk).get(page).content.decode()
    as_user(town.lead_clerk).post(f"{page}retract/")
    extension.refresh_from_db()
    assert extension.status == "retracted"


def test_a_stranger_finds_no_extension(town: Town, under_way: Matter) -> None:
    extension = make_extension(town, under_way, date(2026, 10, 15), status="asked")
    assert as_user(town.stranger).get(f"/matters/extension/{extension.pk}/").status_code == 404
