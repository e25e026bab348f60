"""From a draft to an approved plan: whole, numbered, frozen, locked, and changed only by approval anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from supervision.inspections import services
from supervision.inspections.models import YearPlan
from supervision.inspections.rules.entries import TeamWords
from supervision.inspections.rules.states import TABLE, Thing
from supervision.inspections.rules.words import INSPECTION_STATUSES
from tests.inspections.acting import NOW, forbidden, on_day, refused, snapshot, story_of
from tests.inspections.build import (
    make_conclusion,
    make_inspection,
    make_review,
    make_year_plan,
    plan_words,
    team_words,
)
from tests.inspections.planning import act, drafted, submitted
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
OFFICE = ("supervisor", "office_head")


WHO = {
    "submit": OFFICE,
    "send_back": ("office_head",),
    "approve": ("office_head",),
    "amend": OFFICE,
    "begin": (*OFFICE, "nobody"),
    "finish": (*OFFICE, "nobody"),
    "close": OFFICE,
    "cancel": ("office_head",),
}


def test_a_draft_has_its_units_its_team_and_nobody_elses_name(town: Town) -> None:
    row = drafted(town)
    assert (row.status, row.number, row.organiser, row.revision) == ("draft", "", town.office, 1)
    assert list(row.inspected.values_list("unit__short_name", flat=True)) == ["交通局", "水务局"]
    assert list(row.team.values_list("name", "employer", "role", "kind")) == [
        ("吴授权", "云岭县文旅局", "leader", "staff"),
        ("于专家", "水利学会", "member", "expert"),
    ]
    assert story_of(row) == [("inspection.draft", "supervisor", "")]


def test_only_the_office_drafts_without_a_designation(town: Town) -> None:
    forbidden(town, lambda actor: drafted(town, actor=actor), *OFFICE)


@pytest.mark.parametrize("verb", list(WHO))
def test_a_step_is_taken_by_whom_the_table_says_and_by_nobody_else(town: Town, verb: str) -> None:
    move = TABLE.named(f"inspection.{verb}")
    row = make_inspection(town, status=move.sources[0])
    if verb == "close":
        make_conclusion(town, row)
    forbidden(town, lambda actor: act(town, row, verb, actor), *WHO[verb])
    for persona in WHO[verb]:
        with transaction.atomic():
            act(town, row, verb, getattr(town, persona))
            row.refresh_from_db()
            assert row.status == move.target
            assert row.steps.get().verb == move.name
            transaction.set_rollback(True)


@pytest.mark.parametrize("verb", list(WHO))
def test_a_step_is_refused_at_every_other_status(town: Town, verb: str) -> None:
    sources = TABLE.named(f"inspection.{verb}").sources
    for status in INSPECTION_STATUSES:
        if status in sources:
            continue
        with transaction.atomic():
            row = make_inspection(town, status=status)
            said = refused(lambda: act(town, row, verb, town.office_head), "wrong_step")  # noqa: B023
            assert said.startswith(f"督查活动现在是“{TABLE.label_of(Thing.INSPECTION, status)}”")
            transaction.set_rollback(True)


def test_the_table_of_steps_is_walked_whole() -> None:
    assert {move.verb for move in TABLE.moves if move.thing == Thing.INSPECTION} == set(WHO)


def test_what_is_not_of_the_years_plan_says_why(town: Town) -> None:
    row = drafted(town, unplanned_reason=" ")
    said = refused(lambda: act(town, row, "submit", town.supervisor), "unplanned")
    assert said == "未列入年度计划的督查，请写明理由。"


def test_a_plan_without_units_or_leader_is_not_submitted(town: Town) -> None:
    row = services.draft_inspection(
        actor=town.supervisor, words=plan_words(), unit_ids=[], team=team_words(town)[1:], now=NOW
    )
    said = refused(lambda: act(town, row, "submit", town.supervisor), "no_leader")
    assert said == "请选择督查对象。；督查组实行组长负责制，请确定组长（政府督查工作条例第八条）。"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": "机密★1年 督查"}, "state_secret"),
        ({"checkpoints": "密级：秘密"}, "state_secret"),
        ({"starts_on": date(1926, 9, 6)}, "day_out_of_range"),
        ({"kind": "surprise"}, "invalid_choice"),
        ({"methods": ("torture",)}, "item_invalid"),
        ({"methods": ()}, "blank"),
        ({"content": "  "}, "blank"),
        ({"designation_id": 987654}, "not_designated"),
        ({"year_plan_id": 987654}, "another_year"),
    ],
)
def test_a_draft_is_refused_for(town: Town, values: dict[str, Any], code: str) -> None:
    refused(lambda: drafted(town, **values), code)


def test_a_window_runs_forwards(town: Town) -> None:
    said = refused(lambda: drafted(town, ends_on=date(2026, 9, 6)))
    assert said == "结束日期不能早于开始日期。"


def test_a_year_plan_is_of_the_year_in_which_it_begins(town: Town) -> None:
    other = make_year_plan(town, year=2025)
    refused(lambda: drafted(town, year_plan_id=other.pk), "another_year")
    row = submitted(town, year_plan_id=make_year_plan(town).pk, unplanned_reason="")
    assert row.status == "submitted"


def test_people_of_an_inspected_unit_are_not_in_the_team(town: Town) -> None:
    def with_member(user_id: int) -> Any:
        return services.draft_inspection(
            actor=town.supervisor,
            words=plan_words(),
            unit_ids=[town.lead.pk],
            team=[TeamWords(user_id=user_id, role="leader")],
            now=NOW,
        )

    said = refused(lambda: with_member(town.lead_clerk.pk), "of_the_inspected")
    assert said == "路联络是督查对象的人员，不能参加督查组。"
    refused(lambda: with_member(987654), "no_such_user")


def test_two_leaders_are_refused_in_the_words_of_the_regulation(town: Town) -> None:
    team = [TeamWords(user_id=user.pk, role="leader") for user in (town.nobody, town.auditor)]
    said = refused(
        lambda: services.draft_inspection(
            actor=town.supervisor, words=plan_words(), unit_ids=[town.lead.pk], team=team, now=NOW
        )
    )
    assert said == "督查组实行组长负责制，只能有一名组长（政府督查工作条例第八条）。"


def test_a_revision_says_what_was_changed_and_one_that_changes_nothing_says_nothing(town: Town) -> None:
    row = drafted(town)
    asked: dict[str, Any] = {"actor": town.supervisor, "inspection_id": row.pk, "now": NOW}
    same: dict[str, Any] = {
        "words": plan_words(),
        "unit_ids": [town.lead.pk, town.helping.pk],
        "team": team_words(town),
    }
    services.revise_inspection(**asked, **same)
    assert len(story_of(row)) == 1
    other: dict[str, Any] = {
        "words": plan_words(scope="全县"),
        "unit_ids": [town.lead.pk],
        "team": team_words(town)[:1],
    }
    services.revise_inspection(**asked, **other)
    assert story_of(row)[1] == ("inspection.revise", "supervisor", "督查范围、督查对象、督查组")
    assert list(row.inspected.values_list("unit", flat=True)) == [town.lead.pk]
    assert list(row.team.values_list("name", flat=True)) == ["吴授权"]
    forbidden(town, lambda actor: services.revise_inspection(**asked | {"actor": actor}, **same), *OFFICE)


def test_what_is_submitted_is_revised_no_more(town: Town) -> None:
    row = submitted(town)
    said = refused(
        lambda: services.revise_inspection(
            actor=town.supervisor,
            inspection_id=row.pk,
            words=plan_words(),
            unit_ids=[town.lead.pk],
            team=team_words(town),
            now=NOW,
        ),
        "wrong_step",
    )
    assert said == (
        "督查活动现在是“方案待批”，不能“修改方案”；只有“方案起草”时可以。此前已由杜明察于9月12日“报批方案”。"
    )


def test_it_begins_within_the_window_that_was_approved(town: Town) -> None:
    row = make_inspection(town, status="approved")
    said = refused(lambda: act(town, row, "begin", town.nobody, on_day(9, 26)), "outside_window")
    assert said == (
        "方案批准的时间是2026年9月7日至2026年9月25日，要改时间请先申请变更（政府督查工作条例第十五条）。"
    )
    refused(lambda: act(town, row, "begin", town.nobody, on_day(9, 6)), "outside_window")
    assert act(town, row, "begin", town.nobody, on_day(9, 25)).began_on == date(2026, 9, 25)


def test_it_is_closed_once_every_unit_has_its_conclusion_and_no_review_is_open(town: Town) -> None:
    row = make_inspection(town, status="finished", units=[town.lead, town.helping])
    close: dict[str, Any] = {"actor": town.supervisor, "inspection_id": row.pk, "now": NOW}
    said = refused(lambda: services.close_inspection(**close), "not_concluded")
    assert said == "还没有送达的结论：交通局、水务局。"
    mine = make_conclusion(town, row)
    make_conclusion(town, row, unit=town.helping, status="revoked")
    other = make_conclusion(town, row, unit=town.helping, status="issued")
    assert refused(lambda: services.close_inspection(**close), "not_concluded").endswith("水务局。")
    other.delete()
    review = make_review(town, mine)
    assert refused(lambda: services.close_inspection(**close), "review_open") == "还有未决的复核。"
    services.retract_review(actor=town.lead_head, review_id=review.pk, now=NOW)
    assert services.close_inspection(**close).ended_on == date(2026, 9, 12)


def test_the_year_plan_is_kept_by_the_head_and_kept_anew(town: Town) -> None:
    def save(actor: User, most: int = 2) -> YearPlan:
        return services.save_year_plan(
            actor=actor,
            year=2026,
            most_per_unit=most,
            approver_id=town.leader_post.pk,
            approved_on=date(2026, 1, 10),
            document=" 云政〔2026〕1号 ",
            now=NOW,
        )

    forbidden(town, save, "office_head")
    plan = save(town.office_head)
    assert (plan.most_per_unit, plan.document) == (2, "云政〔2026〕1号")
    assert save(town.office_head, 3).pk == plan.pk
    assert YearPlan.objects.get().most_per_unit == 3
    assert refused(lambda: save(town.office_head, 0)).startswith("年度应在2000至2100之间")


def test_a_refused_step_writes_nothing_at_all(town: Town) -> None:
    row = make_inspection(town, status="finished")
    before = snapshot()
    refused(lambda: act(town, row, "close", town.supervisor), "not_concluded")
    assert snapshot() == before
