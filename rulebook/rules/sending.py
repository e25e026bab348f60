"""When a message may leave the house: not at night, not on a day off, leaders once a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .workdays import ONE_DAY, Workdays


@dataclass(frozen=True)
class SendingTerms:
    """Local times; ``leaders_weekday`` is 1 for Monday … 7; ``daily_cap`` items a message lists at most."""

    opens_at: time = time(8)
    closes_at: time = time(20)
    workdays_only: bool = True
    daily_cap: int = 30
    leaders_weekday: int = 1

    def is_open(self, now: datetime, workdays: Workdays) -> bool:
        """``now`` is local. Opening belongs to the hours, closing does not."""
        if self.workdays_only and not workdays.is_workday(now.date()):
            return False
        return self.opens_at <= now.time() < self.closes_at

    def leaders_day(self, on: date, workdays: Workdays) -> date:
        """The day of the weekly digest that what is told on ``on`` goes into.

        The weekday itself, or the workday after it when that is a day off.
        """
        day = on - timedelta(days=7)
        day += timedelta(days=(self.leaders_weekday - day.isoweekday()) % 7)
        while (moved := self._moved(day, workdays)) < on:
            day += 7 * ONE_DAY
        return moved

    def _moved(self, day: date, workdays: Workdays) -> date:
        return workdays.next_workday(day) if self.workdays_only else day
