"""Reads of the rule book: the calendar of a span, a deadline, the thresholds of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from .models import DEADLINES, CalendarDay, DeadlineRule, LadderRung, LightRule, Origin, SendingRule
from .rules import Deadline, Measure, Thresholds, Workdays, deadline
from .rules.ladder import Rung
from .rules.sending import SendingTerms
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
    found = _days_of(years)
    missing = set(_incomplete(years, found))
    return tuple(
        _("%(year)s年节假日安排未导入") % {"year": year} if year in missing else estimated_year(year)
        for year in years
        if year in missing or found[year]["estimated"]
    )


def missing_calendars_of(years: Sequence[int]) -> list[int]:
    """Which of the years are not filled day by day."""
    return _incomplete(years, _days_of(years))


def _days_of(years: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many days of each year are known, and how many of these are estimated."""
    rows = CalendarDay.objects.filter(date__year__in=years).order_by().values("date__year")
    counted = rows.annotate(days=Count("pk"), estimated=Count("pk", filter=Q(origin=Origin.ESTIMATE)))
    return {row["date__year"]: {"days": row["days"], "estimated": row["estimated"]} for row in counted}


def _incomplete(years: Sequence[int], found: Mapping[int, Mapping[str, int]]) -> list[int]:
    return [
        year
        for year in years
        if year not in found or found[year]["days"] < (date(year + 1, 1, 1) - date(year, 1, 1)).days
    ]


def ladders(on: date) -> Mapping[str, tuple[Rung, ...]]:
    """The ladders in force, each from its lowest rung up; a ladder without rungs is missing."""
    found: dict[str, list[Rung]] = {}
    for row in LadderRung.objects.in_force(on):
        found.setdefault(row.ladder, []).append(row.terms)
    return {ladder: tuple(sorted(rungs, key=lambda rung: rung.level)) for ladder, rungs in found.items()}


def sending_terms(on: date) -> SendingTerms:
    """By what rule messages go out that day; the usual one where the office has set none."""
    rule = SendingRule.objects.in_force(on).first()
    return rule.terms if rule else SendingTerms()
