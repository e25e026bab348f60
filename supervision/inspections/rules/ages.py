"""账龄: for how many natural days a rectification has been open, or was."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from django.utils.translation import gettext_lazy as _


class AgeBand(IntEnum):
    MONTH = 0
    QUARTER = 1
    HALF_YEAR = 2
    YEAR = 3
    OLDER = 4

    @property
    def label(self) -> str:
        return str(AGE_BANDS[self])

    @property
    def code(self) -> str:
        """The lower-case name, for addresses and the API."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> AgeBand:
        """Raises ValueError for a word that is no band."""
        try:
            return cls[code.upper()]
        except KeyError:
            raise ValueError(code) from None


AGE_BANDS: Final = {
    AgeBand.MONTH: _("30天以内"),
    AgeBand.QUARTER: _("31—90天"),
    AgeBand.HALF_YEAR: _("91—180天"),
    AgeBand.YEAR: _("181—365天"),
    AgeBand.OLDER: _("365天以上"),
}
# The most days of each band; the last has no end.
MOST_DAYS: Final = {AgeBand.MONTH: 30, AgeBand.QUARTER: 90, AgeBand.HALF_YEAR: 180, AgeBand.YEAR: 365}
