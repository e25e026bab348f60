"""What a document is drafted from, fetched once: each question costs its statements the first time only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from indicators.selectors import IndicatorFigures, indicator_figures
from rulebook.rules import Month
from supervision.alerts.rules.official.words import date_text
from supervision.reports.rules.figures import Basis, Figure, Revisions, Words
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
        asked = {key for key, _settings in self.kept.get("loaded", ())}
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
        return Basis.of(f"{self.period.cut_off}，{filters}", self.on, rows)

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


def figures_in(data: Any) -> dict[str, Figure]:
    """Every figure that the data holds, by key. Raises ValueError when two of one key differ."""
    found: dict[str, Figure] = {}
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, Figure):
            other = found.setdefault(item.key, item)
            if other.value != item.value or other.unit != item.unit:
                raise ValueError(f"two figures of the key {item.key}: {other.value} and {item.value}")
        elif isinstance(item, Mapping):
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            stack.extend(item)
    return found


def bases_in(data: Any) -> list[Basis]:
    """The bases of figures, and of a table or picture."""
    found = {id(figure.basis): figure.basis for figure in figures_in(data).values()}
    if isinstance(data, Mapping) and isinstance(data.get("basis"), Basis):
        found[id(data["basis"])] = data["basis"]
    return list(found.values())


def revisions_of(bases: Iterable[Basis]) -> Revisions:
    """The newest history entry of every row of the bases: one statement for each model."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for basis in bases:
        for label, pks in basis.rows:
            wanted[label].update(pks)
    return {label: newest_entries(label, pks) for label, pks in sorted(wanted.items())}


def revisions_in(basis: Basis, known: Revisions) -> Revisions:
    return {label: {pk: known[label].get(pk, 0) for pk in pks} for label, pks in basis.rows}


def event_model(label: str) -> Any:
    """The history of a model, or None."""
    related = apps.get_model(label)._meta.related_objects
    models = (field.related_model for field in related if field.name.startswith("events"))
    return next((model for model in models if hasattr(model, "pgh_id")), None)


def newest_entries(label: str, pks: set[int]) -> dict[int, int]:
    """The newest history entry of each row; 0 of a row or model without history."""
    event = event_model(label)
    if event is None:
        return dict.fromkeys(pks, 0)
    table = connection.ops.quote_name(event._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pgh_obj_id, max(pgh_id) FROM {table} WHERE pgh_obj_id = ANY(%s) GROUP BY 1",  # noqa: S608
            [sorted(pks)],
        )
        return dict.fromkeys(pks, 0) | dict(cursor.fetchall())
