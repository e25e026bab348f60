"""Gapless numbers of documents and slips."""

from __future__ import annotations

from django.db import transaction

from ..models import NumberSeries


@transaction.atomic
def next_number(*, key: str, year: int) -> int:
    """The next number of a series, from 1. Gapless: a caller who rolls back gives it back.

    Others who number in the same series wait for the caller's transaction, so call it late.
    """
    NumberSeries.objects.bulk_create([NumberSeries(key=key, year=year)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(key=key, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


@transaction.atomic
def number_taken(*, key: str, year: int, number: int) -> None:
    """A number given before this system is not given again: the series goes on after it."""
    NumberSeries.objects.bulk_create([NumberSeries(key=key, year=year)], ignore_conflicts=True)
    NumberSeries.objects.filter(key=key, year=year, last__lt=number).update(last=number)
