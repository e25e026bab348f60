from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from rulebook.models import NumberSeries
from rulebook.services import next_number, number_taken

THREADS, EACH = 8, 25


@pytest.mark.django_db
def test_every_series_counts_from_one_in_every_year() -> None:
    assert [next_number(key="circular", year=2026) for _ in range(3)] == [1, 2, 3]
    assert next_number(key="circular", year=2027) == 1
    assert next_number(key="slip", year=2026) == 1
    assert str(NumberSeries.objects.get(key="circular", year=2026)) == "circular 2026: 3"


@pytest.mark.django_db
def test_a_number_that_was_not_used_is_given_again() -> None:
    class Refused(Exception):
        pass

    next_number(key="circular", year=2026)
    with pytest.raises(Refused), transaction.atomic():
        assert next_number(key="circular", year=2026) == 2
        raise Refused
    assert next_number(key="circular", year=2026) == 2


@pytest.mark.django_db
def test_numbers_given_before_are_left_out_and_never_set_a_series_back() -> None:
    number_taken(key="circular", year=2026, number=41)
    number_taken(key="circular", year=2026, number=7)
    assert next_number(key="circular", year=2026) == 42
    assert next_number(key="circular", year=2027) == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_every_number_exactly_once() -> None:
    def take(_: int) -> list[int]:
        try:
            return [next_number(key="circular", year=2026) for _ in range(EACH)]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        taken = [number for numbers in pool.map(take, range(THREADS)) for number in numbers]
    assert sorted(taken) == list(range(1, THREADS * EACH + 1))
