"""By what rules: calendar, deadlines, lights, the ladder of reminders, when letters go out, numbers.

Rules are rows with a time of validity, so that a past month is judged as it was judged then.
"""

from __future__ import annotations

from .calendar import CalendarDay, Origin
from .deadlines import DEADLINES, INDICATOR_VALUE, MONTHLY_PROGRESS, DeadlineRule, register_deadline
from .ladders import GENERAL, LADDERS, LadderRung, SendingRule, register_ladder
from .lights import LightRule, Subject
from .numbers import NumberSeries
from .styles import DocumentStyle

__all__ = [
    "DEADLINES",
    "GENERAL",
    "INDICATOR_VALUE",
    "LADDERS",
    "MONTHLY_PROGRESS",
    "CalendarDay",
    "DeadlineRule",
    "DocumentStyle",
    "LadderRung",
    "LightRule",
    "NumberSeries",
    "Origin",
    "SendingRule",
    "Subject",
    "register_deadline",
    "register_ladder",
]
