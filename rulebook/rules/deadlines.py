"""From a start date to the last day allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rulebook.rules.workdays import ONE_DAY, DayUnit, Workdays


@dataclass(frozen=True)
class DeadlineTerms:
    """`amount` days after `start_event`, whose own day is not counted."""

    start_event: str
    amount: int
    unit: DayUnit
    shift_to_workday: bool = False

    @property
    def wording(self) -> str:
        """月份结束后5个自然日内，遇休息日顺延."""
        text = _("%(event)s后%(amount)s个%(unit)s内") % {
            "event": self.start_event,
            "amount": self.amount,
            "unit": self.unit.label,
        }
        return _("%(rule)s，遇休息日顺延") % {"rule": text} if self.shift_to_workday else text


@dataclass(frozen=True)
class Deadline:
    """The last day allowed (late is `on < today`), the rule in words, and doubts about the calendar."""

    on: date
    rule: str
    warnings: tuple[str, ...] = ()


def deadline(start: date, terms: DeadlineTerms, workdays: Workdays) -> Deadline:
    last = last_day_allowed(start, terms, workdays)
    if terms.unit is DayUnit.WORKING:
        doubtful_after = start
    else:
        plain = start + timedelta(days=terms.amount)
        doubtful_after = plain - ONE_DAY if terms.shift_to_workday else plain
    return Deadline(last, terms.wording, workdays.warnings(doubtful_after, last))


def last_day_allowed(start: date, terms: DeadlineTerms, workdays: Workdays) -> date:
    """The day of a deadline alone, for who reckons hundreds of them."""
    if terms.unit is DayUnit.WORKING:
        last = workdays.add(start, terms.amount)
    else:
        last = start + timedelta(days=terms.amount)
    return workdays.next_workday(last) if terms.shift_to_workday else last
