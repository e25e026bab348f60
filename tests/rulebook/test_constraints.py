"""Each rule of the tables is broken past all Python, by bulk_create."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from rulebook.models import CalendarDay, DeadlineRule, LightRule, NumberSeries

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)


def day(**changes: Any) -> CalendarDay:
    values = {"date": SINCE, "is_workday": False, "origin": "person", "source": "通知"}
    return CalendarDay(**(values | changes))


def deadline_rule(**changes: Any) -> DeadlineRule:
    values = {"key": "reply", "start_event": "交办", "amount": 3, "unit": "natural", "valid_from": SINCE}
    return DeadlineRule(**(values | changes))


def light_rule(**changes: Any) -> LightRule:
    # Before the default rules, so that only the change collides.
    values = {
        "subject": "project",
        "measure": "start_delay",
        "green_at": 0,
        "valid_from": date(1990, 1, 1),
        "valid_to": date(1991, 1, 1),
    }
    return LightRule(**(values | changes))


BROKEN = [
    ("calendar_day_has_source", [day(source="")], "请填写依据：通知的名称和文号，或设定的理由。"),
    ("calendar_day_known_origin", [day(origin="guess")], "来源应为国务院通知、推算或人工设定。"),
    (
        "deadline_rule_ends_after_start",
        [deadline_rule(valid_to=SINCE)],
        "终止日期应晚于起始日期（终止日当天不再有效）。",
    ),
    (
        "deadline_rule_one_at_a_time",
        [deadline_rule(valid_to=date(2026, 6, 1)), deadline_rule(valid_from=date(2026, 5, 31))],
        "该时限在这段时间已有规则，同一天只能有一条。",
    ),
    ("deadline_rule_amount_in_reach", [deadline_rule(amount=3651)], "天数不能超过3650天。"),
    ("deadline_rule_known_unit", [deadline_rule(unit="weeks")], "单位应为自然日或工作日。"),
    (
        "light_rule_ends_after_start",
        [light_rule(valid_to=date(1990, 1, 1))],
        "终止日期应晚于起始日期（终止日当天不再有效）。",
    ),
    (
        "light_rule_one_at_a_time",
        [light_rule(), light_rule(valid_from=date(1990, 12, 31))],
        "该对象的这项指标在这段时间已有亮灯规则，同一天只能有一条。",
    ),
    (
        "light_rule_thresholds_descend",
        [light_rule(watch_at=-30, yellow_at=-10)],
        "界限应依次降低：绿灯高于关注，关注高于黄灯。",
    ),
    (
        "light_rule_thresholds_descend",
        [light_rule(yellow_at=0)],
        "界限应依次降低：绿灯高于关注，关注高于黄灯。",
    ),
    (
        "light_rule_thresholds_descend",
        [light_rule(watch_at=1)],
        "界限应依次降低：绿灯高于关注，关注高于黄灯。",
    ),
    ("light_rule_has_a_threshold", [light_rule(green_at=None)], "至少填写一个界限，否则一律为红灯。"),
    ("light_rule_known_measure", [light_rule(measure="mood")], "没有这样的对象或指标。"),
    ("light_rule_known_measure", [light_rule(subject="weather")], "没有这样的对象或指标。"),
    (
        "number_series_once_a_year",
        [NumberSeries(key="circular", year=2026), NumberSeries(key="circular", year=2026, last=3)],
        "该年度已有这一编号序列。",
    ),
]


@pytest.mark.parametrize(("name", "rows", "message"), BROKEN)
def test_the_database_refuses_what_breaks_a_rule(name: str, rows: list[models.Model], message: str) -> None:
    *before, last = rows
    table = type(last)._default_manager
    table.bulk_create(before)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        table.bulk_create([last])
    with pytest.raises(ValidationError) as refusal:
        last.validate_constraints()
    assert message in refusal.value.messages


def test_every_named_constraint_is_broken_above() -> None:
    named = {
        constraint.name
        for model in (CalendarDay, DeadlineRule, LightRule, NumberSeries)
        for constraint in model._meta.constraints
    }
    assert {name for name, _rows, _message in BROKEN} == named


def test_a_date_is_in_the_calendar_once() -> None:
    with pytest.raises(IntegrityError, match="date"), transaction.atomic():
        CalendarDay.objects.bulk_create([day(), day(is_workday=True)])


def test_rules_that_meet_on_a_day_do_not_overlap() -> None:
    handover = date(2026, 6, 1)
    DeadlineRule.objects.bulk_create([deadline_rule(valid_to=handover), deadline_rule(valid_from=handover)])
    assert DeadlineRule.objects.in_force(handover).get(key="reply").valid_from == handover
