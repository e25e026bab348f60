"""What a document is drafted from, fetched once: each question costs its statements the first time only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from indicators.selectors import IndicatorFigures, indicator_figures
from rulebook.rules import Month
from supervision.alerts.rules.official.words import date_text
from supervision.reports.rules.figures import Basis, Words
from supervision.reports.selectors.county import County, county
from supervision.reports.selectors.reporting import Reporting, data_notes, reporting

TELLS_INDICATORS: Final = frozenset({"indicators", "bulletin", "indicators_table"})


class Gathered:
    """The county as ``user`` sees it: the months up to ``period``, as it stands on the day ``on``.

    ``known_on``: with the values of indicators that had been reported by then; None takes the newest.
    """

    def __init__(
        self,
        user: User,
        period: Month,
        on: date,
        sector_id: int | None = None,
        known_on: date | None = None,
    ) -> None:
        self.user, self.period, self.on, self.sector_id = user, period, on, sector_id
        self.known_on = known_on
        self.kept: dict[str, Any] = {}  # sources may keep here what several of them ask for
        self.loaded: dict[tuple[str, str], dict[str, Any]] = {}  # by source and its settings

    @cached_property
    def county(self) -> County:
        return county(self.user, self.period, self.on)

    @cached_property
    def reporting(self) -> Reporting:
        return reporting(self.user, self.county, self.on)

    @cached_property
    def indicators(self) -> list[IndicatorFigures]:
        return [
            figures
            for figures in indicator_figures(self.user, self.period, in_report=True, known_on=self.known_on)
            if figures.version is not None
        ]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the drafter must know about the data that sections asked for, and of nothing else."""
        told = data_notes(self.county, self.reporting, self.on) if "county" in vars(self) else ()
        asked = {key for key, _settings in self.loaded}
        return told + (self._own_periods() if asked & TELLS_INDICATORS else ())

    def _own_periods(self) -> tuple[str, ...]:
        told = _("%(name)s的数据期间是%(period)s，与汇报的%(cutoff)s不一致，文中已注明。")
        late = [found for found in self.indicators if found.month not in (None, self.period)]
        return tuple(
            told
            % {
                "name": found.observation.version.name,
                "period": found.month.cumulative.short,
                "cutoff": self.period.cumulative.short,
            }
            for found in late
            if found.month is not None and found.observation is not None
        )

    def basis(self, filters: str, rows: Mapping[str, Iterable[int | None]]) -> Basis:
        """Of the document's cut-off; ``filters`` says in words which rows these are."""
        return Basis.of(f"{self._cut_off}，{filters}", self.on, rows)

    @cached_property
    def _cut_off(self) -> str:
        return self.period.cut_off  # the same words before every one of thousands of bases

    def standing(self, filters: str, rows: Mapping[str, Iterable[int | None]]) -> Basis:
        """Of the day itself: what is no month's, but stands as it does on that day."""
        return Basis.of(f"截至{date_text(self.on)}，{filters}", self.on, rows)

    def words(self) -> dict[str, Any]:
        """What every sentence rule may ask for beside its own source's data."""
        period = self.period.cumulative
        return {
            "county": settings.COUNTY_NAME,
            "_year": self.period.year,
            "period": period.short,
            "period_label": period.label,
            "cutoff": period.cut_off,
            "month": self.period.single.short,
            "year": f"{self.period.year}年",
            "as_of": self.on,
            "sector": self._sector(),
        }

    def _sector(self) -> Words:
        if self.sector_id is None:
            return Words("", "")
        found = next((s for s in self.county.sectors if s.sector_id == self.sector_id), None)
        return Words(found.name if found else "", f"板块{self.sector_id}")
