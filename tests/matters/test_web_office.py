"""What the office does on the screen, act by act: done, refused with the input kept, or not offered."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Job
from supervision.matters.models import Matter, Review, Step
from supervision.matters.views.acts import ACTS
from tests.matters.build import helper_of, lead_of, make_feedback, make_matter
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    client.force_login(town.supervisor)
    return client


def act(client: Client, thing: str, row: Any, verb: str, **words: Any) -> Any:
    return client.post(reverse("matter-act", args=[thing, row.pk, verb]), words)


def status_of(matter: Matter) -> str:
    matter.refresh_from_db()
    return matter.status


def reported(town: Town) -> Matter:
    matter = make_matter(town, duty_status="reported")
    make_feedback(town, lead_of(matter), status="sent", kind="final")
    return matter


PASSED = {"facts_clear": "yes", "problem_solved": "yes", "form_right": "yes"}


def test_what_passes_the_review_is_shown_to_the_leader(office: Client, town: Town) -> None:
    matter = reported(town)
    response = act(office, "matter", matter, "show", **PASSED, shown_to=town.leader_post.pk)
    assert (response.status_code, response["Location"]) == (302, f"/matters/{matter.pk}/")
    assert status_of(matter) == "shown"
    assert matter.shown_to == town.leader_post
    assert "已呈送常务副县长阅定" in office.get(response["Location"]).content.decode()


def test_what_fails_goes_back_with_the_opinion(office: Client, town: Town) -> None:
    matter = reported(town)
    failed = {**PASSED, "problem_solved": "no"}
    silent = act(office, "matter", matter, "show", **failed)
    assert silent.context["form"].errors == {"opinion": ["审核不通过须写明意见。"]}
    assert not Review.objects.exists()
    act(office, "matter", matter, "show", **failed, opinion="群众仍有投诉")
    assert status_of(matter) == "issued"
    assert lead_of(matter).status == "under_way"
    assert Review.objects.get().opinion == "群众仍有投诉"


def test_the_review_stands_beside_the_standard_and_the_report(office: Client, town: Town) -> None:
    matter = make_matter(town, duty_status="reported", standard="双向恢复通车")
    make_feedback(town, lead_of(matter), status="sent", kind="final", progress="已恢复通车")
    shown = office.get(reverse("matter-act", args=["matter", matter.pk, "show"])).content.decode()
    assert "双向恢复通车" in shown and "已恢复通车" in shown


def test_a_review_that_answers_nothing_writes_nothing(office: Client, town: Town) -> None:
    matter = reported(town)
    response = act(office, "matter", matter, "show")
    assert set(response.context["form"].errors) == {"facts_clear", "problem_solved", "form_right"}
    assert not Review.objects.exists() and not Step.objects.exists()


def test_the_second_to_act_is_told_who_came_first(office: Client, town: Town) -> None:
    matter = make_matter(town, status="registered")
    act(office, "matter", matter, "issue")
    response = act(office, "matter", matter, "issue")
    assert response.status_code == 200
    said = response.context["form"].non_field_errors()[0]
    assert "现在是“已交办”，不能“交办”" in said and "杜明察" in said
    assert Step.objects.filter(verb="matter.issue").count() == 1


def test_it_is_suspended_until_a_day_and_resumed(office: Client, town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    late = act(office, "matter", matter, "suspend", until="2026-09-01", reason="汛期")
    assert late.status_code == 200 and late.context["form"].errors
    assert not matter.suspensions.exists()
    act(office, "matter", matter, "suspend", until="2026-09-22", reason="汛期")
    page = office.get(f"/matters/{matter.pk}/")
    assert page.context["situation"] == "暂缓至2026年9月22日：汛期。"
    assert "matter.resume" in [offer.act.name for offer in page.context["offers"]]
    assert "matter.suspend" not in [offer.act.name for offer in page.context["offers"]]
    act(office, "matter", matter, "resume")
    matter.refresh_from_db()
    assert matter.due_on == date(2026, 9, 30)


def test_the_head_merges_into_one_that_is_chosen_from_those_that_can_take_it(
    client: Client, town: Town
) -> None:
    client.force_login(town.office_head)
    matter, other = make_matter(town, "一"), make_matter(town, "二")
    ended = make_matter(town, "三", status="closed")
    make_matter(town, "四", status="draft")
    form = client.get(reverse("matter-act", args=["matter", matter.pk, "merge"])).context["form"]
    assert [str(label) for _key, label in form["into"].field.choices][1:] == [f"{other.number} 二"]
    words = {"reason": "同一件事", "approver": town.leader_post.pk}
    for wrong in (matter, ended):
        assert set(act(client, "matter", matter, "merge", into=wrong.pk, **words).context["form"].errors) == {
            "into"
        }
    assert status_of(matter) == "issued"
    act(client, "matter", matter, "merge", into=other.pk, **words)
    assert status_of(matter) == "merged"
    assert matter.merged_into == other


def test_an_instruction_about_what_is_shown_is_given_as_a_new_round(office: Client, town: Town) -> None:
    offered = {}
    for status in ("issued", "shown"):
        page = office.get(f"/matters/{make_matter(town, status=status).pk}/")
        offered[status] = {offer.act.name for offer in page.context["offers"]}
    assert "matter.add_instruction" in offered["issued"] - offered["shown"]
    assert "matter.instruct_again" in offered["shown"]


@pytest.mark.parametrize("verb", ["withdraw", "make_long_term"])
def test_ending_needs_a_reason_and_an_approver(client: Client, town: Town, verb: str) -> None:
    client.force_login(town.office_head)
    matter = make_matter(town)
    response = act(client, "matter", matter, verb)
    assert set(response.context["form"].errors) == {"reason", "approver"}
    assert status_of(matter) == "issued"
    act(client, "matter", matter, verb, reason="政策调整", approver=town.leader_post.pk)
    assert status_of(matter) == {"withdraw": "withdrawn", "make_long_term": "long_term"}[verb]


def test_a_look_back_leads_to_the_new_matter(office: Client, town: Town) -> None:
    matter = make_matter(town, status="closed")
    response = act(office, "matter", matter, "look_back", reason="抽查反弹")
    made = Matter.objects.get(follows=matter)
    assert response["Location"] == f"/matters/{made.pk}/"
    assert (made.status, made.position) == ("registered", 2)
    assert status_of(matter) == "closed"


def test_a_helping_unit_is_accepted_released_and_added(office: Client, town: Town) -> None:
    matter = make_matter(town, helping=[town.helping], duty_status="under_way")
    act(office, "duty", helper_of(matter), "release", reason="任务完成")
    assert not matter.duties.standing().filter(role="helping").exists()
    act(office, "matter", matter, "add_duty", unit=town.strange.pk, role="helping", task="设标志牌")
    assert helper_of(matter).unit == town.strange
    page = office.get(f"/matters/{matter.pk}/")
    assert [duty.unit for duty in page.context["page"].relieved] == [town.helping]


def test_files_are_attached_and_taken_off(office: Client, town: Town) -> None:
    matter = make_matter(town)
    file = io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    file.name = "原件.pdf"
    act(office, "matter", matter, "attach", attachments=file, caption="会议纪要")
    kept = matter.files.get()
    assert kept.caption == "会议纪要"
    assert "会议纪要" in office.get(f"/matters/{matter.pk}/").content.decode()
    assert act(office, "matter", matter, "attach").context["form"].errors
    act(office, "matter", matter, "detach", file=kept.pk)
    assert not matter.files.exists()


def test_a_draft_is_thrown_away(office: Client, town: Town) -> None:
    matter = make_matter(town, status="draft")
    assert act(office, "matter", matter, "discard")["Location"] == "/matters/"
    assert not Matter.objects.exists()


def test_the_dossier_and_the_ledger_are_made_by_jobs(office: Client, town: Town) -> None:
    matter = make_matter(town, status="closed")
    response = act(office, "matter", matter, "archive")
    assert response["Location"] == reverse("job", args=[Job.objects.get().pk])
    response = office.post("/matters/export/", {"by": "unit", "light": "red"})
    job = Job.objects.latest("pk")
    assert response["Location"] == reverse("job", args=[job.pk])
    assert (job.kind, job.parameters["by"]) == ("matters.export", "unit")
    office.post("/matters/export/", {"light": "sky"})
    assert Job.objects.count() == 2


def test_an_act_that_does_not_exist_is_not_found(office: Client, town: Town) -> None:
    matter = make_matter(town)
    for address in (
        f"/matters/matter/{matter.pk}/explode/",
        f"/matters/county/{matter.pk}/issue/",
        "/matters/matter/999/issue/",
    ):
        assert office.post(address).status_code == 404


def test_a_page_that_asks_for_words_names_the_matter(office: Client, town: Town) -> None:
    matter = make_matter(town)
    shown = office.get(reverse("matter-act", args=["matter", matter.pk, "suspend"])).content.decode()
    assert "修复县道塌方" in shown and "暂缓至" in shown
    office.force_login(town.lead_clerk)
    assert office.get(reverse("matter-act", args=["matter", matter.pk, "suspend"])).status_code == 403
    office.force_login(town.stranger)
    assert office.get(reverse("matter-act", args=["matter", matter.pk, "suspend"])).status_code == 404


def test_every_act_is_named_in_the_language_of_the_reader() -> None:
    """A label made a string at import is Chinese for everybody."""
    assert [one.name for one in ACTS.values() if not one.label or isinstance(one.label, str)] == []
