"""交办整改: drafted from a finding, by hand or by another system; numbered and dated when handed out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from projects.models import Milestone
from supervision.inspections import services
from supervision.inspections.models import Category, Finding, Origin, Rectification
from supervision.inspections.rules.entries import RectificationWords
from supervision.inspections.selectors.ordering import words_of_rectification
from tests.inspections.acting import NOW, forbidden, on_day, refused, story_of
from tests.inspections.build_rectifications import make_rectification
from tests.town import Town, make_project

pytestmark = pytest.mark.usefixtures("workdays")


def words_of(town: Town, **values: Any) -> RectificationWords:
    said = RectificationWords(
        title="污水直排河道",
        problem="城东排口未封堵，日排污水约三十吨。",
        category_id=Category.objects.get(code="environment").pk,
        unit_id=town.lead.pk,
        origin_id=Origin.objects.get(code="inspection").pk,
    )
    return replace(said, **values)


def draft(town: Town, **values: Any) -> Rectification:
    helping = values.pop("helping_ids", ())
    return services.draft_rectification(
        actor=town.supervisor, words=words_of(town, **values), helping_ids=helping, now=NOW
    )


def issue(town: Town, row: Rectification, **values: Any) -> Rectification:
    asked: dict[str, Any] = {"actor": town.supervisor, "rectification_id": row.pk, "now": NOW}
    return services.issue_rectification(**asked | values)


def make_finding(town: Town, status: str = "agreed", **values: Any) -> Finding:
    columns: dict[str, Any] = {
        "number": "问题〔2026〕5号",
        "unit": town.lead,
        "category": Category.objects.get(code="progress"),
        "severity": "serious",
        "title": "桥梁工程滞后",
        "description": "截至8月底只完成三成。",
        "amount": Decimal("120.50"),
        "project": town.project,
        "found_at": NOW,
        "recorded_at": NOW,
        "found_by": town.supervisor,
        "status": status,
        "notified_on": date(2026, 9, 3),
        "statement": "不认可",
    }
    if status in ("upheld", "dropped"):
        columns |= {"resolution": "事实清楚", "resolved_by": town.supervisor, "resolved_at": NOW}
    return Finding.objects.create(**columns | values)


def outside(code: str = "audit") -> int:
    return Origin.objects.get(code=code).pk


# --- drafts -----------------------------------------------------------------------------------------
def test_a_draft_holds_what_was_said_and_is_nobodys_yet(town: Town) -> None:
    row = draft(town, amount=Decimal("12.5"), helping_ids=[town.helping.pk], project_id=town.project.pk)
    row.refresh_from_db()
    assert (row.status, row.number, row.due_on, row.due_rule) == ("draft", "", None, "rectification_short")
    assert (row.sector, row.needs_notice, row.position) == (town.sector, False, 1)
    assert [helper.unit for helper in row.helping.all()] == [town.helping]
    assert story_of(row) == [("rectification.draft", "supervisor", "")]
    assert not Rectification.objects.visible_to(town.lead_head).exists()


def test_only_the_office_drafts(town: Town) -> None:
    def act(user: Any) -> Any:
        return services.draft_rectification(actor=user, words=words_of(town), now=NOW)

    forbidden(town, act, "supervisor", "office_head")


@pytest.mark.parametrize("code", ["environment", "audit"])
def test_notice_is_needed_as_the_origin_says_unless_a_person_says_otherwise(town: Town, code: str) -> None:
    said: dict[str, Any] = {"origin_id": outside(code), "external_number": "A1"}
    needs = code == "environment"
    assert draft(town, **said).needs_notice == needs
    assert draft(town, **said | {"external_number": "A2", "needs_notice": not needs}).needs_notice != needs


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"origin_id": None}, "no_origin"),
        ({"category_id": 0}, "no_category"),
        ({"unit_id": 0}, "invalid"),
        ({"title": " "}, "blank"),
        ({"problem": ""}, "blank"),
        ({"time_class": "some_day"}, "invalid_choice"),
        ({"amount": Decimal(-1)}, ""),
        ({"due_on": date(2026, 10, 1)}, "due_reason_missing"),
        ({"due_basis": "领导要求"}, "due_date_missing"),
        ({"due_on": date(2026, 9, 11), "due_basis": "领导要求"}, "due_past"),
        ({"due_on": date(9999, 1, 1), "due_basis": "领导要求"}, "day_out_of_range"),
        ({"problem": "见机密★5年的文件"}, "state_secret"),
        ({"leader_id": 0}, "invalid"),
        ({"helping_ids": [0]}, "no_such_unit"),
    ],
)
def test_what_is_not_whole_is_refused(town: Town, values: dict[str, Any], code: str) -> None:
    refused(lambda: draft(town, **values), code)


def test_an_outside_problem_needs_the_number_of_its_source(town: Town) -> None:
    words = refused(lambda: draft(town, origin_id=outside()), "external_number_missing")
    assert words == "来源是“审计反馈”的，请填写来源方的问题编号。"


def test_the_lead_does_not_help_itself_and_closed_units_do_nothing(town: Town) -> None:
    refused(lambda: draft(town, helping_ids=[town.lead.pk]), "unit_twice")
    type(town.helping).objects.filter(pk=town.helping.pk).update(is_active=False)
    refused(lambda: draft(town, helping_ids=[town.helping.pk]), "unit_closed")
    refused(lambda: draft(town, unit_id=town.helping.pk), "unit_closed")


def test_a_milestone_belongs_to_the_project_that_is_named(town: Town) -> None:
    other = make_project("另一项目", town.sector)
    milestone = Milestone.objects.create(project=other, name="主体完工", due_on=date(2026, 8, 1))
    said: dict[str, Any] = {"project_id": town.project.pk, "milestone_id": milestone.pk}
    refused(lambda: draft(town, **said), "milestone_of_another_project")
    assert draft(town, project_id=other.pk, milestone_id=milestone.pk).milestone == milestone


# --- from findings ----------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["agreed", "upheld"])
def test_a_finding_that_stands_gives_the_words(town: Town, status: str) -> None:
    finding = make_finding(town, status)
    row = services.draft_from_finding(actor=town.supervisor, finding_id=finding.pk, now=NOW)
    assert (row.finding, row.title, row.problem) == (finding, "桥梁工程滞后", "截至8月底只完成三成。")
    assert (row.unit, row.project, row.amount, row.severity) == (
        town.lead,
        town.project,
        Decimal("120.50"),
        "serious",
    )
    # Found in the daily course, so nobody's inspection.
    assert (row.origin.code, row.source_document) == ("monitoring", "问题〔2026〕5号")


def test_a_finding_may_be_put_right_by_several_units(town: Town) -> None:
    finding = make_finding(town)
    for unit in (town.lead, town.helping):
        words = words_of(town, unit_id=unit.pk, origin_id=None)
        services.draft_from_finding(actor=town.supervisor, finding_id=finding.pk, words=words, now=NOW)
    assert [row.unit for row in finding.rectifications.order_by("pk")] == [town.lead, town.helping]


@pytest.mark.parametrize("status", ["draft", "notified", "disputed", "dropped"])
def test_what_does_not_stand_is_not_ordered(town: Town, status: str) -> None:
    finding = make_finding(town, status)
    act = lambda: services.draft_from_finding(actor=town.supervisor, finding_id=finding.pk, now=NOW)  # noqa: E731
    assert "只有“单位认可”“维持认定”时可以。" in refused(act, "wrong_step")


# --- from other systems -----------------------------------------------------------------------------
def receive(town: Town, number: str = "SJ-2026-17", code: str = "audit", **values: Any) -> Rectification:
    actor = values.pop("actor", town.api_client)
    words = words_of(town, origin_id=None, **values)
    return services.receive_rectification(
        actor=actor, origin_code=code, external_number=number, words=words, now=NOW
    )


def test_the_same_number_with_the_same_content_is_the_same_row(town: Town) -> None:
    first = receive(town)
    assert (first.status, first.origin.code, first.external_number) == ("draft", "audit", "SJ-2026-17")
    assert receive(town, " SJ-2026-17 ") == first
    assert Rectification.objects.count() == 1
    assert len(story_of(first)) == 1


def test_the_same_number_with_other_content_is_refused(town: Town) -> None:
    receive(town)
    words = refused(lambda: receive(town, title="另一件事"), "external_number_taken")
    assert words == "“审计反馈”的编号“SJ-2026-17”已登记为另一内容的整改，请核对编号。"


def test_a_retry_is_held_against_what_first_came_in(town: Town) -> None:
    row = receive(town)
    revised = replace(words_of_rectification(row), title="改写后的题目")
    services.revise_rectification(actor=town.supervisor, rectification_id=row.pk, words=revised, now=NOW)
    issue(town, row)
    assert receive(town) == row
    refused(lambda: receive(town, title="改写后的题目"), "external_number_taken")


def test_another_origin_has_numbers_of_its_own(town: Town) -> None:
    assert receive(town) != receive(town, code="petition")


@pytest.mark.parametrize("code", ["inspection", "monitoring", "unknown"])
def test_outside_systems_speak_for_outside_origins_only(town: Town, code: str) -> None:
    refused(lambda: receive(town, code=code), "no_origin")


def test_no_number_is_no_number(town: Town) -> None:
    refused(lambda: receive(town, "  "), "external_number_missing")


def test_units_hand_in_nothing_against_others(town: Town) -> None:
    forbidden(town, lambda user: receive(town, actor=user), "supervisor", "office_head", "api_client")


# --- revised ----------------------------------------------------------------------------------------
def test_a_draft_is_revised_and_the_story_tells_what(town: Town) -> None:
    row = draft(town, helping_ids=[town.helping.pk])
    words = words_of(town, title="雨污混流", amount=Decimal(3))
    services.revise_rectification(
        actor=town.supervisor, rectification_id=row.pk, words=words, helping_ids=[town.strange.pk], now=NOW
    )
    row.refresh_from_db()
    assert (row.title, row.amount) == ("雨污混流", Decimal(3))
    assert [helper.unit for helper in row.helping.all()] == [town.strange]
    assert story_of(row)[1:] == [("rectification.revise", "supervisor", "问题金额（万元）、问题、配合单位")]


def test_what_was_not_changed_is_not_told(town: Town) -> None:
    row = draft(town)
    services.revise_rectification(
        actor=town.supervisor, rectification_id=row.pk, words=words_of_rectification(row), now=NOW
    )
    assert len(story_of(row)) == 1


def test_what_was_handed_out_is_not_revised(town: Town) -> None:
    row = make_rectification(town, status="issued")
    act = lambda: services.revise_rectification(  # noqa: E731
        actor=town.supervisor, rectification_id=row.pk, words=words_of(town), now=NOW
    )
    refused(act, "wrong_step")


# --- handed out -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("time_class", "due_on"),
    [
        ("at_once", date(2026, 9, 28)),  # the 27th is the Sunday of the mid-autumn holiday
        ("short", date(2026, 11, 11)),
        ("middle", date(2027, 3, 11)),
        ("long", date(2027, 9, 13)),  # the 12th is a Sunday
    ],
)
def test_the_time_class_dates_it(town: Town, time_class: str, due_on: date) -> None:
    row = issue(town, draft(town, time_class=time_class))
    row.refresh_from_db()
    assert (row.status, row.due_on, row.original_due_on) == ("issued", due_on, due_on)
    assert row.due_basis
    # Ten days for the plan, the 22nd being a Tuesday.
    assert (row.issued_on, row.step_due_on) == (date(2026, 9, 12), date(2026, 9, 22))
    assert Rectification.objects.visible_to(town.lead_head).get() == row


def test_a_date_by_hand_stays_with_its_reason(town: Town) -> None:
    row = issue(town, draft(town, due_on=date(2026, 10, 1), due_basis="省督导组要求国庆前办结"))
    assert (row.due_on, row.original_due_on, row.due_basis, row.due_rule) == (
        date(2026, 10, 1),
        date(2026, 10, 1),
        "省督导组要求国庆前办结",
        "",
    )


def test_numbers_have_no_gap_and_begin_anew_with_the_year(town: Town) -> None:
    numbers = [issue(town, draft(town)).number for _n in range(2)]
    next_year = issue(town, draft(town), now=on_day(1, 4, 2027)).number
    assert [*numbers, next_year] == ["整改〔2026〕1号", "整改〔2026〕2号", "整改〔2027〕1号"]


def test_a_date_that_passed_meanwhile_is_not_handed_out(town: Town) -> None:
    row = draft(town, due_on=date(2026, 9, 20), due_basis="领导要求")
    refused(lambda: issue(town, row, now=on_day(9, 21)), "due_past")
    assert issue(town, row, now=on_day(9, 20)).status == "issued"


def test_only_the_office_hands_it_out(town: Town) -> None:
    row = draft(town)
    forbidden(town, lambda user: issue(town, row, actor=user), "supervisor", "office_head")


def test_a_unit_that_was_closed_meanwhile_gets_nothing(town: Town) -> None:
    row = draft(town, helping_ids=[town.helping.pk])
    type(town.helping).objects.filter(pk=town.helping.pk).update(is_active=False)
    refused(lambda: issue(town, row), "unit_closed")


def test_a_client_may_not_revise_what_it_handed_in(town: Town) -> None:
    row = receive(town)
    with pytest.raises(PermissionDenied):
        services.revise_rectification(
            actor=town.api_client, rectification_id=row.pk, words=words_of(town), now=NOW
        )
