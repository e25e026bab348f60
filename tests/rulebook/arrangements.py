"""The holidays of 2025 and 2026, typed in by hand from the State Council's two announcements.

They name days off and days worked in lieu; all other days follow their weekday.
"""

from __future__ import annotations

from datetime import date, timedelta

from rulebook.rules import Workdays

DAYS_OFF = [
    (date(2025, 1, 1), date(2025, 1, 1)),  # 元旦
    (date(2025, 1, 28), date(2025, 2, 4)),  # 春节
    (date(2025, 4, 4), date(2025, 4, 6)),  # 清明
    (date(2025, 5, 1), date(2025, 5, 5)),  # 劳动节
    (date(2025, 5, 31), date(2025, 6, 2)),  # 端午
    (date(2025, 10, 1), date(2025, 10, 8)),  # 国庆、中秋
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
]
WORKED_IN_LIEU = [
    date(2025, 1, 26),
    date(2025, 2, 8),
    date(2025, 4, 27),
    date(2025, 9, 28),
    date(2025, 10, 11),
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
]


def announced() -> dict[date, bool]:
    """Every day of 2025 and 2026: worked or not."""
    start, count = date(2025, 1, 1), 730
    days = {day: day.weekday() < 5 for day in (start + timedelta(days=n) for n in range(count))}
    for first, last in DAYS_OFF:
        days.update({first + timedelta(days=n): False for n in range((last - first).days + 1)})
    days.update(dict.fromkeys(WORKED_IN_LIEU, True))
    return days


WORKDAYS = Workdays(announced())
