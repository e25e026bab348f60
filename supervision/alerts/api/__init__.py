"""The API's doors to reminders and slips."""

from __future__ import annotations

from . import reminders, slips

urlpatterns = [*reminders.urlpatterns, *slips.urlpatterns]
