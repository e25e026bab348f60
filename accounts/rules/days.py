"""Days as they are written in a sentence."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _


def day_words(day: date | None) -> str:
    """2026年11月22日; a dash where none is known."""
    if day is None:
        return "—"
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}
