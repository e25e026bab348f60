"""Today. Only doors ask (views, API, tasks, commands, admin) and the sign-in; everything else is told."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day by the county's clock, or the demonstration day where FIXED_TODAY sets one."""
    return settings.FIXED_TODAY or timezone.localdate()
