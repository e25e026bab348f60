"""Reads of the rule book: the calendar of a span, a deadline, the thresholds of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from .models import DEADLINES, CalendarDay, DeadlineRule, LightRule, Origin
from .rules import Deadline, Measure, Thresholds, Workdays, deadline
from .rules.workdays import estimated_year

# The State Council announces the coming year at the beginning of November.
ANNOUNCED_IN_MONTH = 11
DAYS_WITHOUT_SURPRISE = 60


def calendar(start: date, end: date) -> Workdays:
    """What is known of the days from `start` to `end`, both included, in one query."""
    rows = CalendarDay.objects.filter(date__range=(start, end)).values_list("date", "is_workday", "origin")
    days = {day: is_workday for day, is_workday, _origin in rows}
    estimated = frozenset(day.year for day, _is_workday, origin in rows if origin == Origin.ESTIMATE)
    return Workdays(days, estimated)


def due_date(rule_key: str, start: date) -> Deadline | None:
    """The deadline for what began on `start`; None when no rule was in force on that day."""
    return due_dates(rule_key, [start])[0]


def due_dates(rule_key: str, starts: Sequence[date]) -> list[Deadline | None]:
    """The deadline of each of `starts`, which are not empty, in two queries together.

    By the rule in force on the start itself: a rule that changes later dates nothing anew.
    """
    series = list(DeadlineRule.objects.filter(key=rule_key, valid_from__lte=max(starts)))
    # Twice the days and two months hold that many workdays in any year, with all its holidays.
    longest = max((rule.amount for rule in series), default=0)
    known = calendar(min(starts), max(starts) + timedelta(days=longest * 2 + DAYS_WITHOUT_SURPRISE))
    rules = [next((rule for rule in series if rule.is_in_force(start)), None) for start in starts]
    return [rule and deadline(start, rule.terms, known) for start, rule in zip(starts, rules, strict=True)]


def rule_warnings(on: date) -> tuple[str, ...]:
    """What the office must know: a kind of deadline without a rule, of which nobody is reminded."""
    known = set(DeadlineRule.objects.in_force(on).values_list("key", flat=True))
    text = _("%(day)s没有生效的“%(name)s”时限规则，系统无法判断逾期，也不会催办，请在规则库中设置")
    return tuple(text % {"day": on, "name": name} for key, name in DEADLINES.items() if key not in known)


def light_rules(subject: str, on: date) -> Mapping[Measure, Thresholds]:
    """The thresholds in force; a measure without a rule is missing, and its light is unknown."""
    rules = LightRule.objects.in_force(on).filter(subject=subject)
    return {Measure(rule.measure): rule.thresholds for rule in rules}


def calendar_warnings(on: date) -> tuple[str, ...]:
    """What the office must know: this year's calendar, and from November on the next year's."""
    years = [on.year, on.year + 1] if on.month >= ANNOUNCED_IN_MONTH else [on.year]
    found = {
        row["date__year"]: row
        for row in CalendarDay.objects.filter(date__year__in=years)
        .order_by()
        .values("date__year")
        .annotate(days=Count("pk"), estimated=Count("pk", filter=Q(origin=Origin.ESTIMATE)))
    }
    warnings = []
    for year in years:
        row = found.get(year, {"days": 0, "estimated": 0})
        if row["days"] < (date(year + 1, 1, 1) - date(year, 1, 1)).days:
            warnings.append(_("%(year)s年节假日安排未导入") % {"year": year})
        elif row["estimated"]:
            warnings.append(estimated_year(year))
    return tuple(warnings)
