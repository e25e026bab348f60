"""Today and now. Only doors ask (views, API, tasks, commands, admin) and the sign-in; the rest is told."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day by the county's clock, or the demonstration day where FIXED_TODAY sets one."""
    return settings.FIXED_TODAY or timezone.localdate()


def now() -> datetime:
    """This moment; under FIXED_TODAY this time of the day, on the demonstration day."""
    moment = timezone.localtime()
    return datetime.combine(today(), moment.timetz()) if settings.FIXED_TODAY else moment
