"""整改方案: listed by the unit, reviewed by the office, done one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from supervision.inspections import services
from tests.inspections.acting import NOW, forbidden, refused, story_of
from tests.inspections.build_rectifications import DUE_ON, make_measure, make_rectification
from tests.inspections.rectifying import again, measure_words, submit
from tests.town import Town


def approve_plan(town: Town, row: Any, **values: Any) -> Any:
    return services.approve_plan(
        **{"actor": town.supervisor, "rectification_id": row.pk, "now": NOW} | values
    )


def finish(town: Town, measure: Any, **values: Any) -> Any:
    asked: dict[str, Any] = {"actor": town.lead_clerk, "measure_id": measure.pk, "done_on": date(2026, 9, 11)}
    return services.finish_measure(**asked | {"outcome": "已封堵", "now": NOW} | values)


@pytest.mark.usefixtures("workdays")
def test_a_plan_is_returned_said_better_and_approved(town: Town) -> None:
    row = make_rectification(town, helping=[town.helping])
    submit(town, row)
    assert (again(row).status, again(row).step_due_on) == ("planned", date(2026, 9, 18))
    services.return_plan(actor=town.supervisor, rectification_id=row.pk, reason="没有责任人", now=NOW)
    assert (again(row).status, again(row).step_due_on) == ("issued", date(2026, 9, 22))
    lines = [measure_words(town), measure_words(town, unit_id=town.helping.pk, measure="清淤")]
    submit(town, row, *lines, goal="全河段不再排污")
    row = approve_plan(town, row, opinion="同意")
    assert (row.status, row.step_due_on, row.step_basis) == ("under_way", DUE_ON, "交办起60天")
    assert row.goal == "全河段不再排污"
    assert [(one.measure, one.unit) for one in row.measures.all()] == [
        ("封堵排口，接入管网", town.lead),
        ("清淤", town.helping),
    ]
    assert [(verb, by) for verb, by, _note in story_of(row)] == [
        ("rectification.submit_plan", "lead_clerk"),
        ("rectification.return_plan", "supervisor"),
        ("rectification.submit_plan", "lead_clerk"),
        ("rectification.approve_plan", "supervisor"),
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due_on": date(2026, 10, 31)}, "第2条措施：完成时限不能晚于整改时限2026年10月30日。"),
        ({"measure": " "}, "第2条措施：此字段不能为空。"),
        ({"person": ""}, "第2条措施：此字段不能为空。"),
    ],
)
def test_a_measure_that_is_not_whole_is_named_by_its_place(
    town: Town, values: dict[str, Any], words: str
) -> None:
    row = make_rectification(town)
    act = lambda: submit(town, row, measure_words(town), measure_words(town, **values))  # noqa: E731
    assert refused(act) == words


def test_a_measure_of_a_unit_that_has_no_part_is_refused_with_its_place(town: Town) -> None:
    row = make_rectification(town)
    with pytest.raises(ValidationError) as caught:
        submit(town, row, measure_words(town, unit_id=town.strange.pk))
    (error,) = caught.value.error_list
    assert error.params is not None
    assert (error.code, error.params["entry"], error.params["field"]) == ("unit_of_another", 0, "unit")


def test_a_plan_without_measures_is_none(town: Town) -> None:
    row = make_rectification(town)
    asked: dict[str, Any] = {"actor": town.lead_clerk, "rectification_id": row.pk, "measures": [], "now": NOW}
    assert refused(lambda: services.submit_plan(**asked), "no_measures") == "请至少填写一条整改措施。"
    many = [measure_words(town)] * 201
    refused(lambda: services.submit_plan(**asked | {"measures": many}), "too_many_measures")


def test_the_unit_plans_and_the_office_reviews(town: Town) -> None:
    row = make_rectification(town, helping=[town.helping])
    unit = ("lead_clerk", "lead_head", "api_client")
    forbidden(town, lambda user: submit(town, row, actor=user), *unit)
    planned = make_rectification(town, "乙", status="planned")
    office = ("supervisor", "office_head")
    forbidden(town, lambda user: approve_plan(town, planned, actor=user), *office)
    asked: dict[str, Any] = {"rectification_id": planned.pk, "reason": "x", "now": NOW}
    forbidden(town, lambda user: services.return_plan(actor=user, **asked), *office)
    measure = make_measure(make_rectification(town, "丙", status="under_way"))
    forbidden(town, lambda user: finish(town, measure, actor=user), *unit)


def test_a_measure_is_done_and_may_be_corrected(town: Town) -> None:
    row = make_rectification(town, status="under_way")
    measure = row.measures.get()
    finish(town, measure)
    finish(town, measure, done_on=date(2026, 9, 10), outcome="三处排口已封堵")
    measure.refresh_from_db()
    assert (measure.done_on, measure.outcome) == (date(2026, 9, 10), "三处排口已封堵")
    assert story_of(row)[-1] == (
        "rectification.finish_measure",
        "lead_clerk",
        "封堵排口，接入管网：三处排口已封堵",
    )


def test_nothing_is_done_tomorrow_nor_without_a_word(town: Town) -> None:
    measure = make_rectification(town, status="under_way").measures.get()
    refused(lambda: finish(town, measure, done_on=date(2026, 9, 13)), "in_the_future")
    refused(lambda: finish(town, measure, outcome=" "), "outcome_missing")
    early = make_rectification(town, "乙", status="planned").measures.get()
    refused(lambda: finish(town, early), "wrong_step")
