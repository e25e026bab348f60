"""What all matters are measured by on a day: thresholds, workdays, and when each rhythm's reports are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.rules import day_words
from rulebook.models import CalendarDay, DeadlineRule, Subject
from rulebook.rules import Deadline, Measure, Thresholds, Workdays
from rulebook.selectors import due_date, light_rules

from ..rules.due import Days, start_of
from ..rules.lights import Pace
from ..rules.rhythms import REGULAR, Period, spans, with_due_dates
from ..rules.words import Rhythm

FEEDBACK_RULE: Final = "matter_feedback_"
# Reports that were due longer ago than this are no longer counted as missing.
LOOKING_BACK: Final = timedelta(days=731)
# As the database numbers the days of a week.
SUNDAY, SATURDAY = 1, 7


def matter_pace(on: date) -> Pace:
    """For ``Matter.objects.with_light`` and ``with_margins``. Three statements."""
    workdays = known_workdays()
    return Pace(on, matter_thresholds(on), workdays, report_periods(on - LOOKING_BACK, on, workdays))


def matter_thresholds(on: date) -> Mapping[Measure, Thresholds]:
    """A measure without a rule in force is missing, and its light is unknown."""
    return light_rules(Subject.MATTER, on)


def known_workdays() -> Workdays:
    """The days that differ from their weekday, of all years: enough to count with, not to warn by."""
    weekend = Q(date__week_day__in=(SUNDAY, SATURDAY))
    odd = CalendarDay.objects.filter(weekend & Q(is_workday=True) | ~weekend & Q(is_workday=False))
    return Workdays(dict(odd.order_by().values_list("date", "is_workday")))


def report_periods(
    first: date, last: date, workdays: Workdays, rhythms: Iterable[Rhythm] = REGULAR
) -> dict[Rhythm, tuple[Period, ...]]:
    """The periods of each regular rhythm that hold a day from ``first`` to ``last``, with their due dates."""
    rules = list(DeadlineRule.objects.filter(key__in=[f"{FEEDBACK_RULE}{rhythm}" for rhythm in rhythms]))
    found = {}
    for rhythm in rhythms:
        series = [rule for rule in rules if rule.key == f"{FEEDBACK_RULE}{rhythm}"]
        cut = spans(rhythm, first, last)
        in_force = {
            span.last_day: next((rule.terms for rule in series if rule.is_in_force(span.last_day)), None)
            for span in cut
        }
        found[rhythm] = with_due_dates(rhythm, cut, in_force, workdays)
    return found


def matter_deadline(key: str, on: date, days: Days) -> Deadline | None:
    """办结时限 by the rule of this key, with the doubts about the calendar; None until the lead signs.

    ``on`` tells which rule says what starts the clock. Raises ValidationError: ``no_rule``,
    ``unknown_start``, ``start_missing``.
    """
    rule = DeadlineRule.objects.in_force(on).filter(key=key).first()
    if rule is None:
        raise no_rule(key, on)
    start = start_of(rule.terms, days)
    if start is None:
        return None
    found = due_date(key, start)
    if found is None:
        raise no_rule(key, start)
    return found


def no_rule(key: str, on: date) -> ValidationError:
    text = _("%(on)s没有生效的时限规则“%(rule)s”，请在规则库中设置，或手工确定时限并写明理由。")
    return ValidationError(text % {"on": day_words(on), "rule": key}, code="no_rule")
