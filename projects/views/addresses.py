"""How a reporting month stands in an address: 2026-08."""

from __future__ import annotations

from rulebook.rules import Month


class MonthInAddress:
    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        """ValueError, here for a thirteenth month, makes the address unknown."""
        return Month.parse(value)

    def to_url(self, value: Month | str) -> str:
        return str(value)
