"""The plan on the screen: written, warned of, approved, locked, amended; and the page that shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEntry
from supervision.inspections.models import ChecklistItem, Inspection
from supervision.inspections.views.acts import ACTS
from tests.inspections.build import make_clue, make_conclusion, make_finding, make_inspection, make_year_plan
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    client.force_login(town.supervisor)
    return client


def plan_of(town: Town, **more: Any) -> dict[str, Any]:
    return {
        "title": "汛期安全专项督查",
        "kind": "special",
        "content_category": "government_work",
        "content": "度汛措施落实情况",
        "scope": "在建工程",
        "checkpoints": "值班记录\n物资储备",
        "methods": ["checks"],
        "starts_on": "2026-09-14",
        "ends_on": "2026-09-18",
        "units": [town.lead.pk, town.helping.pk],
        "unplanned_reason": "主汛期县政府要求",
        "team-TOTAL_FORMS": "2",
        "team-INITIAL_FORMS": "0",
        "team-0-user": town.supervisor.pk,
        "team-0-kind": "staff",
        "team-0-role": "leader",
        "team-1-name": "于专家",
        "team-1-employer": "水利学会",
        "team-1-kind": "expert",
        "team-1-role": "member",
        **more,
    }


def act(client: Client, row: Any, verb: str, thing: str = "inspection", **words: Any) -> Any:
    return client.post(reverse("inspection-act", args=[thing, row.pk, verb]), words)


def names_of(client: Client, user: Any, row: Inspection) -> list[str]:
    client.force_login(user)
    return [offer.act.name for offer in client.get(reverse("inspection", args=[row.pk])).context["offers"]]


def test_a_plan_is_drafted_and_sent_for_approval_in_one_go(office: Client, town: Town) -> None:
    response = office.post(reverse("inspection-new"), plan_of(town, then="submit"))
    made = Inspection.objects.get()
    assert response["Location"] == f"/inspections/{made.pk}/"
    assert (made.status, made.title, made.methods) == ("submitted", "汛期安全专项督查", ["checks"])
    assert {row.unit for row in made.inspected.all()} == {town.lead, town.helping}
    assert [(row.name, row.role) for row in made.team.all()] == [("杜明察", "leader"), ("于专家", "member")]


def test_what_is_wrong_is_said_with_the_input_kept_and_nothing_is_written(office: Client, town: Town) -> None:
    wrong = plan_of(town, ends_on="2026-09-01", **{"team-1-role": "leader"})
    shown = office.post(reverse("inspection-new"), wrong)
    assert shown.context["form"].errors["ends_on"] == ["结束日期不能早于开始日期。"]
    assert "只能有一名组长" in str(shown.context["team"].non_form_errors())
    assert "水利学会" in shown.content.decode()
    lacking = office.post(reverse("inspection-new"), plan_of(town, methods=[], then="submit"))
    assert lacking.status_code == 200 and lacking.context["form"].errors
    assert not Inspection.objects.exists()


def test_the_warnings_come_while_the_form_is_filled_in(office: Client, town: Town) -> None:
    make_year_plan(town, most_per_unit=1)
    other = make_inspection(town, "度汛措施检查")
    address = reverse("inspection-warnings")
    asked = {
        name: plan_of(town)[name] for name in ("title", "content_category", "starts_on", "ends_on", "units")
    }
    said = office.get(address, asked).content.decode()
    assert "度汛措施检查" in said and "交通局在2026年将被督查2次" in said
    assert "选好内容类别" in office.get(address, {"title": "只有名称"}).content.decode()
    own = office.get(address, {**asked, "inspection": other.pk}).content.decode()
    assert "没有重复督查" in own
    assert office.get(address, {**asked, "inspection": "9" * 40, "starts_on": "x"}).status_code == 200


def test_one_more_row_of_the_team_is_added_up_to_a_limit(office: Client) -> None:
    address = reverse("inspection-add-member")
    row = office.get(address, {"team-TOTAL_FORMS": "3"}).content.decode()
    assert 'name="team-3-user"' in row and 'value="4"' in row
    assert office.get(address, {"team-TOTAL_FORMS": "60"}).status_code == 204


def test_whoever_may_not_plan_is_refused(client: Client, town: Town) -> None:
    draft = make_inspection(town, status="draft", leader=town.nobody)
    for name in ("inspection-new", "inspection-warnings", "inspection-add-member"):
        for user in (town.lead_clerk, town.auditor, town.leader):
            client.force_login(user)
            assert client.get(reverse(name)).status_code == 403
    revise = reverse("inspection-revise", args=[draft.pk])
    for user, status in ((town.lead_clerk, 404), (town.nobody, 403), (town.supervisor, 200)):
        client.force_login(user)
        assert client.get(revise).status_code == status


def test_a_revised_draft_starts_with_what_stands(office: Client, town: Town) -> None:
    draft = make_inspection(town, status="draft")
    shown = office.get(reverse("inspection-revise", args=[draft.pk]))
    assert shown.context["form"].initial["units"] == [town.lead.pk]
    assert "于专家" in shown.content.decode()
    office.post(reverse("inspection-revise", args=[draft.pk]), plan_of(town, title="改后的名称"))
    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("改后的名称", "draft")


def test_the_head_approves_and_the_plan_is_locked_until_it_is_amended(client: Client, town: Town) -> None:
    client.force_login(town.supervisor)
    client.post(reverse("inspection-new"), plan_of(town, then="submit"))
    made = Inspection.objects.get()
    assert act(client, made, "approve").status_code == 403
    client.force_login(town.office_head)
    assert set(act(client, made, "approve").context["form"].errors) == {"basis", "approver", "approved_on"}
    words: Any = {"basis": "decision", "approver": town.leader_post.pk, "approved_on": "2026-09-11"}
    act(client, made, "approve", **words)
    made.refresh_from_db()
    assert (made.status, bool(made.number)) == ("approved", True)
    client.force_login(town.supervisor)
    locked = client.post(reverse("inspection-revise", args=[made.pk]), plan_of(town, title="偷改"))
    assert locked.status_code == 200 and locked.context["form"].non_field_errors()
    act(client, made, "amend", reason="增加一个单位")
    made.refresh_from_db()
    assert (made.status, made.revision) == ("draft", 2)
    shown = client.get(reverse("inspection", args=[made.pk]))
    assert shown.context["situation"] == "正在变更方案（第2版），重新批准以前不能实施。"
    assert "第1版" in shown.content.decode()


def test_what_is_offered_is_what_the_person_may_do_now(client: Client, town: Town) -> None:
    row = make_inspection(town)
    assert names_of(client, town.supervisor, row) == [
        "inspection.on_site",
        "inspection.record",
        "inspection.prepare",
        "inspection.finish",
        "inspection.amend",
        "inspection.clue",
    ]
    assert names_of(client, town.nobody, row)[:2] == ["inspection.on_site", "inspection.record"]
    assert names_of(client, town.lead_clerk, row) == []
    assert names_of(client, town.auditor, row) == []


def test_the_list_is_made_and_its_progress_is_the_teams_alone(office: Client, town: Town) -> None:
    row = make_inspection(town, units=[town.lead, town.helping])
    act(office, row, "prepare")
    texts = set(ChecklistItem.objects.filter(unit=town.helping).values_list("text", flat=True))
    assert texts >= {"值班记录", "物资储备"}
    ChecklistItem.objects.filter(unit=town.helping, text="值班记录").update(result="problem")
    page = office.get(reverse("inspection", args=[row.pk]))
    counted = {one.unit: (one.done, one.problems) for one in page.context["page"].checked}
    assert counted == {town.lead: (0, 0), town.helping: (1, 1)}
    office.force_login(town.lead_clerk)
    page = office.get(reverse("inspection", args=[row.pk]))
    assert page.context["page"].checked is None
    assert "物资储备" not in page.content.decode()


def test_a_stranger_finds_neither_page_nor_act(client: Client, town: Town) -> None:
    row = make_inspection(town)
    client.force_login(town.stranger)
    assert client.get(reverse("inspection", args=[row.pk])).status_code == 404
    assert act(client, row, "finish").status_code == 404
    client.force_login(town.lead_clerk)
    assert client.get(reverse("inspection", args=[row.pk])).status_code == 200
    assert act(client, row, "finish").status_code == 403


def test_clues_are_for_who_wrote_them_and_the_head_and_leave_no_trace(client: Client, town: Town) -> None:
    row = make_inspection(town)
    address = reverse("clues", args=[row.pk])
    words = {
        "kind": "duty_crime",
        "summary": "虚报工程量",
        "transferred_to": "县监委",
        "transferred_on": "2026-09-12",
    }
    client.force_login(town.nobody)
    assert client.post(address, words).status_code == 302
    make_clue(town, row, town.supervisor, summary="另一条")
    seen = {}
    for name in ("nobody", "supervisor", "office_head"):
        client.force_login(getattr(town, name))
        page = client.get(address)
        assert page["X-Robots-Tag"] == "noindex, noarchive" and "no-store" in page["Cache-Control"]
        seen[name] = ("虚报工程量" in page.content.decode(), "另一条" in page.content.decode())
    assert seen == {"nobody": (True, False), "supervisor": (False, True), "office_head": (True, True)}
    read = AccessEntry.objects.filter(kind="read").values_list("user__username", flat=True)
    assert sorted(read) == ["nobody", "office_head", "office_head", "supervisor"]
    for user, status in ((town.auditor, 403), (town.lead_clerk, 403), (town.stranger, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status
    client.force_login(town.auditor)
    assert "线索" not in client.get(reverse("inspection", args=[row.pk])).content.decode()
    client.force_login(town.nobody)
    assert "移送线索" in client.get(reverse("inspection", args=[row.pk])).content.decode()


def test_the_page_costs_the_same_for_one_finding_and_for_thirty(
    client: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    def count(user: Any) -> int:
        client.force_login(user)
        with django_assert_max_num_queries(80) as asked:
            assert client.get(reverse("inspection", args=[row.pk])).status_code == 200
        return len(asked)

    row = make_inspection(town, status="finished", units=[town.lead, town.helping, town.strange])
    make_finding(town, row)
    make_conclusion(town, row)
    people = (town.supervisor, town.lead_clerk, town.nobody)
    before = [count(user) for user in people]
    for number in range(30):
        make_finding(town, row, f"第{number}个")
    make_conclusion(town, row, unit=town.helping, status="issued")
    assert [count(user) for user in people] == before


def test_every_act_is_named_in_the_language_of_the_reader() -> None:
    assert [one.name for one in ACTS.values() if not one.label or isinstance(one.label, str)] == []


def test_an_inspection_that_is_late_says_so(office: Client, town: Town) -> None:
    row = make_inspection(town, ends_on=date(2026, 9, 11))
    said = office.get(reverse("inspection", args=[row.pk])).context["situation"]
    assert said == "实地督查正在进行。已过方案确定的结束日期。"
