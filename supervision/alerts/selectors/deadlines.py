"""The deadline of what began on a day, by the rule book, as a column."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, DateField, QuerySet, Value, When

from rulebook.selectors import due_dates


def deadline_of(rows: QuerySet[Any], start: str, rule: str) -> Case | None:
    """By the rule in force on the day in the column ``start``; None where nothing has one."""
    days = sorted(set(rows.order_by().values_list(start, flat=True)) - {None})
    if not days:
        return None
    found = zip(days, due_dates(rule, days), strict=True)
    whens = [When(**{start: day}, then=Value(due.on)) for day, due in found if due]
    return Case(*whens, default=None, output_field=DateField()) if whens else None
