"""The database's answer against plain Python: which value counts, and what it is compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Indicator, Observation, ObservationStatus
from indicators.selectors import figures_of
from projects.models import ImportBatch
from rulebook.rules import Month
from tests.indicators.test_recording import undone_batch
from tests.town import Town

START = datetime(2026, 1, 1, 4, tzinfo=UTC)
rates = st.none() | st.decimals(-20, 20, places=1)
entries = st.lists(
    st.tuples(
        st.sampled_from([(2025, 11), (2025, 12), (2026, 1), (2026, 2), (2026, 7), (2026, 8), (2026, 9)]),
        st.sampled_from(ObservationStatus.values),
        st.decimals(0, 999, places=2),
        rates,
        st.integers(0, 5),  # days after the start
        st.booleans(),  # undone
    ),
    max_size=14,
)


@pytest.fixture
def undone(town: Town) -> ImportBatch:
    batch = undone_batch(town)
    ImportBatch.objects.filter(pk=batch.pk).update(state="undone")
    return batch


def write(town: Town, freight: Indicator, undone: ImportBatch, given: list[Any]) -> list[Observation]:
    revisions: dict[tuple[Any, ...], int] = {}
    rows = []
    for (year, month), status, value, growth, days, is_undone in given:
        key = (year, month, status)
        revisions[key] = revisions.get(key, 0) + 1
        rows.append(
            Observation(
                indicator=freight,
                version=freight.versions.get(),
                year=year,
                month=month,
                status=status,
                revision=revisions[key],
                value=value,
                growth=growth,
                batch=undone if is_undone else None,
                reported_by=town.supervisor,
                reported_at=START + timedelta(days=days),
            )
        )
    return Observation.objects.bulk_create(rows)


def counting(rows: list[Observation], day: date) -> dict[tuple[int, int], Observation]:
    """The twin: the strongest status, of it the latest revision, of what was known and not undone."""
    known = [row for row in rows if row.batch_id is None and row.reported_at.date() <= day]
    known.sort(key=lambda row: (row.status, row.revision))
    return {(row.year, row.month): row for row in known}


def compared(current: dict[tuple[int, int], Observation]) -> tuple[Any, Any, Any]:
    """The twin: August's figure or the year's newest, the one published before, the same month a year ago."""
    year = sorted(at for at in current if at[0] == 2026 and at[1] <= 8)
    if not year:
        return None, None, None
    newest = year[-1]
    before = [at for at in year if at < newest] or [at for at in current if at == (2025, 12)]
    known = [at for at in before if current[at].growth is not None]
    return current[newest], current[known[-1]] if known else None, current.get((2025, newest[1]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=entries, days=st.integers(0, 5))
def test_what_counts_and_what_it_is_compared_with(
    town: Town, freight: Indicator, undone: ImportBatch, given: list[Any], days: int
) -> None:
    day = (START + timedelta(days=days)).date()
    with transaction.atomic():
        rows = write(town, freight, undone, given)
        expected = counting(rows, day)
        found = Observation.objects.filter(indicator=freight).current(day)
        assert {(row.year, row.month): row.pk for row in found} == {
            at: row.pk for at, row in expected.items()
        }
        figures = figures_of(town.lead_clerk, freight.pk, Month(2026, 8), known_on=day)
        newest, previous, year_before = compared(expected)
        assert (figures.observation, figures.previous, figures.year_before) == (newest, previous, year_before)
        change = figures.standing.growth_change if figures.standing else None
        told = newest and previous and newest.growth is not None
        assert change == (D(newest.growth - previous.growth) if told else None)
        transaction.set_rollback(True)
