from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from rulebook.models import MONTHLY_PROGRESS, CalendarDay, DeadlineRule, LightRule, Subject
from rulebook.rules import DayUnit, Measure, Thresholds
from rulebook.selectors import due_dates, light_rules
from rulebook.services import (
    change_deadline_rule,
    change_light_rule,
    fill_calendar,
    set_calendar_day,
)
from tests.rulebook.history import history_of
from tests.town import Town

pytestmark = pytest.mark.django_db
DAY_BEFORE, NEW_DAY, LATER = date(2026, 8, 31), date(2026, 9, 1), date(2027, 1, 1)
DEFAULT_GAP = Thresholds(Decimal(0), Decimal(-10), Decimal(-30))
STRICT_GAP = Thresholds(Decimal(0), Decimal(-5), Decimal(-15))


def change_gap(actor: User, valid_from: date, thresholds: Thresholds = STRICT_GAP) -> LightRule:
    return change_light_rule(
        actor=actor,
        subject=Subject.PROJECT,
        measure=Measure.INVESTMENT_GAP,
        valid_from=valid_from,
        green_at=thresholds.green_at,
        watch_at=thresholds.watch_at,
        yellow_at=thresholds.yellow_at,
        note="县长办公会纪要",
    )


def gap_on(day: date) -> Thresholds:
    return light_rules(Subject.PROJECT, day)[Measure.INVESTMENT_GAP]


def spans(**same: Any) -> list[tuple[date, date | None]]:
    rows = LightRule.objects.filter(**same).order_by("valid_from")
    return list(rows.values_list("valid_from", "valid_to"))


def test_a_new_office_starts_with_the_default_rules(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        rules = light_rules(Subject.PROJECT, date(2026, 9, 12))
    assert rules == {
        Measure.INVESTMENT_GAP: DEFAULT_GAP,
        Measure.START_DELAY: Thresholds(green_at=Decimal(0), yellow_at=Decimal(-30)),
        Measure.REPORT_MISSING: Thresholds(green_at=Decimal(0), yellow_at=Decimal(-1)),
    }
    # The rooms to the right bring theirs, and test them.
    rounds = DeadlineRule.objects.filter(key__in=["monthly_progress", "indicator_value"]).order_by("-key")
    assert [str(rule) for rule in rounds] == [
        "monthly_progress: 月份结束后5个自然日内，遇休息日顺延",
        "indicator_value: 月份结束后25个自然日内，遇休息日顺延",
    ]


def test_before_any_rule_there_are_no_thresholds() -> None:
    assert light_rules(Subject.PROJECT, date(1999, 12, 31)) == {}


def test_a_changed_rule_judges_from_its_day_and_the_past_stays_as_it_was(administrator: User) -> None:
    change_gap(administrator, NEW_DAY)
    assert gap_on(DAY_BEFORE) == DEFAULT_GAP
    assert gap_on(NEW_DAY) == STRICT_GAP
    assert spans(measure=Measure.INVESTMENT_GAP) == [(date(2000, 1, 1), NEW_DAY), (NEW_DAY, None)]


def test_other_measures_are_left_alone(administrator: User) -> None:
    change_gap(administrator, NEW_DAY)
    assert spans(measure=Measure.START_DELAY) == [(date(2000, 1, 1), None)]


def test_a_rule_before_a_planned_one_ends_where_that_begins(administrator: User) -> None:
    change_gap(administrator, LATER, DEFAULT_GAP)
    change_gap(administrator, NEW_DAY)
    assert spans(measure=Measure.INVESTMENT_GAP) == [
        (date(2000, 1, 1), NEW_DAY),
        (NEW_DAY, LATER),
        (LATER, None),
    ]


def test_a_second_change_for_the_same_day_corrects_the_first_and_history_keeps_both(
    administrator: User,
) -> None:
    first = change_gap(administrator, NEW_DAY)
    second = change_gap(administrator, NEW_DAY, Thresholds(Decimal(0), None, Decimal(-20)))
    assert second.pk == first.pk
    assert spans(measure=Measure.INVESTMENT_GAP) == [(date(2000, 1, 1), NEW_DAY), (NEW_DAY, None)]
    history = history_of(first).values_list("pgh_label", "yellow_at", "watch_at")
    assert list(history) == [("insert", Decimal(-15), Decimal(-5)), ("update", Decimal(-20), None)]


def test_history_says_why_and_cannot_be_rewritten(administrator: User) -> None:
    rule = change_gap(administrator, NEW_DAY)
    event = history_of(rule).get()
    assert event.pgh_context["reason"] == "县长办公会纪要"
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        history_of(rule).update(yellow_at=0)
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        history_of(rule)._raw_delete("default")


def test_raw_sql_cannot_slip_past_the_history(administrator: User) -> None:
    rule = change_gap(administrator, NEW_DAY)
    LightRule.objects.filter(pk=rule.pk).update(yellow_at=-99)
    assert [event.yellow_at for event in history_of(rule)] == [-15, -99]


def test_thresholds_that_do_not_descend_are_refused_and_nothing_changes(administrator: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        change_gap(administrator, NEW_DAY, Thresholds(Decimal(0), Decimal(-30), Decimal(-10)))
    assert refusal.value.messages == ["界限应依次降低：绿灯高于关注，关注高于黄灯。"]
    assert spans(measure=Measure.INVESTMENT_GAP) == [(date(2000, 1, 1), None)]


def test_a_deadline_rule_changes_from_its_day_and_dates_nothing_anew(administrator: User) -> None:
    change_deadline_rule(
        actor=administrator,
        key=MONTHLY_PROGRESS,
        valid_from=NEW_DAY,
        start_event="月份结束",
        amount=3,
        unit=DayUnit.WORKING,
        shift_to_workday=False,
        note="简化报送",
    )
    august, september = due_dates(MONTHLY_PROGRESS, [date(2026, 8, 31), date(2026, 9, 30)])
    assert august and (august.on, august.rule) == (date(2026, 9, 7), "月份结束后5个自然日内，遇休息日顺延")
    assert september and (september.on, september.rule) == (date(2026, 10, 5), "月份结束后3个工作日内")


def test_a_new_deadline_starts_its_own_series(administrator: User) -> None:
    before = {rule.pk: rule.valid_to for rule in DeadlineRule.objects.all()}
    rule = change_deadline_rule(
        actor=administrator,
        key="urgent_instruction",
        valid_from=NEW_DAY,
        start_event="交办",
        amount=3,
        unit=DayUnit.NATURAL,
        shift_to_workday=False,
    )
    assert rule.valid_to is None
    after = {rule.pk: rule.valid_to for rule in DeadlineRule.objects.all()}
    assert after == before | {rule.pk: None}


def change_monthly(actor: User) -> DeadlineRule:
    return change_deadline_rule(
        actor=actor,
        key=MONTHLY_PROGRESS,
        valid_from=NEW_DAY,
        start_event="月份结束",
        amount=9,
        unit=DayUnit.NATURAL,
        shift_to_workday=True,
    )


CHANGES: list[Callable[[User], Any]] = [
    lambda actor: change_gap(actor, NEW_DAY),
    change_monthly,
    lambda actor: fill_calendar(actor=actor, year=2026),
    lambda actor: set_calendar_day(actor=actor, day=NEW_DAY, is_workday=False, source="通知"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_only_the_office_head_and_administrators_change_the_rule_book(
    town: Town, change: Callable[[User], Any]
) -> None:
    changed_by = set()
    for name, persona in town.personas().items():
        before = LightRule.objects.count(), DeadlineRule.objects.count(), CalendarDay.objects.count()
        try:
            with transaction.atomic():
                change(persona)
                changed_by.add(name)
                transaction.set_rollback(True)
        except PermissionDenied:
            pass
        after = LightRule.objects.count(), DeadlineRule.objects.count(), CalendarDay.objects.count()
        assert after == before
    assert changed_by == {"office_head", "system_admin"}


def test_everyone_at_work_reads_the_rule_book(town: Town) -> None:
    assert set(LightRule.objects.visible_to(town.stranger)) == set(LightRule.objects.all()) != set()
    town.stranger.is_active = False
    assert LightRule.objects.visible_to(town.stranger).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_change_a_rule_at_once_leave_one_rule_for_every_day(administrator: User) -> None:
    # Transactional tests empty every table, so the default rule may be gone.
    change_gap(administrator, date(2000, 1, 1))
    starts = [date(2026, month, 1) for month in range(1, 9)]

    def change(start: date) -> None:
        try:
            change_gap(administrator, start)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(starts)) as pool:
        list(pool.map(change, starts))
    assert spans(measure=Measure.INVESTMENT_GAP) == list(
        zip([date(2000, 1, 1), *starts], [*starts, None], strict=True)
    )
