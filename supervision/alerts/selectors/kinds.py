"""What a kind of reminder is: one queryset of due rows with the columns of ``DUE``, and whom it tells when.

Adding a kind is one line in ``KINDS``, one subject of the model and the function that yields its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from django.db.models import BigIntegerField, CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from ..models import KEYS

# The columns of every kind, in the order in which the ledger takes them.
DUE: Final = (
    "subject_",
    *(f"due_{key}" for key in KEYS),
    "due_unit",
    "due_post",
    "due_user",
    "due_on_",
    "revision_",
    "text_",
)
NO_KEY: Final = Cast(Value(None), BigIntegerField())
FIRST: Final = Value(0, output_field=IntegerField())
# In place of a unit: the office itself is to do something. Without a unit or post the office stands in.
OFFICE_ITSELF: Final = -1
OFFICE: Final = Value(OFFICE_ITSELF, output_field=BigIntegerField())
TYPES: Final = {"subject_": "text", "text_": "text", "due_on_": "date", "revision_": "integer"}


def folded(key: str) -> Cast:
    """A key as ``revision``, which is a small number: tells apart the few things that one row owes."""
    return Cast(F(key) % 32768, IntegerField())


class SingleRow:
    """A due thing that is a row of no table, in the shape of a queryset's own statement."""

    def __init__(self, **values: Any) -> None:
        self.values = {"revision_": 0} | values

    @property
    def query(self) -> Self:
        return self

    def sql_with_params(self) -> tuple[str, tuple[Any, ...]]:
        columns = ", ".join(f"%s::{TYPES.get(name, 'bigint')} AS {name}" for name in DUE)
        return f"SELECT {columns}", tuple(self.values.get(name) for name in DUE)


DueRows = QuerySet[Any] | SingleRow


@dataclass(frozen=True)
class Kind:
    """``rows(on, until)``: what is owed on the day ``on`` and due up to ``until``; it may yield more.

    ``climbs`` names its ladder; without one it is news, told once. ``desk``: who does the work in the unit
    told (``services.people``). ``leaders``: rows of (key, post) that say which post is in charge.
    ``excused``: keys that are owed no more although nothing was done: exempted, suspended or ended.
    """

    rows: Callable[[date, date], Iterator[DueRows]]
    climbs: str = ""
    desk: str = "clerk"
    leaders: Callable[[date], Iterator[DueRows]] | None = None
    excused: Callable[[date], Iterator[DueRows]] | None = None


def news(rows: Callable[[date], Iterator[DueRows]], desk: str = "clerk") -> Kind:
    """What is told once, as soon as it is so."""
    return Kind(lambda on, _until: rows(on), desk=desk)


def due_rows(
    rows: QuerySet[Any],
    subject: str,
    *,
    due_on: Any,
    text: Any,
    revision: Any = FIRST,
    unit: Any = NO_KEY,
    post: Any = NO_KEY,
    user: Any = NO_KEY,
    **key: Any,
) -> QuerySet[Any]:
    """``key`` names the one column of ``KEYS`` that says what it is about.

    ``revision`` tells apart what the same key owes several times: the month of a report, the step of a
    rectification. The same revision on another day has been moved, another revision is another thing.
    Who is told: ``user``, who was named for it himself; else the holder of ``post``; else ``unit``.
    """
    named = {f"due_{name}": key.get(name, NO_KEY) for name in KEYS}
    return (
        rows.order_by()
        .annotate(
            subject_=Value(subject, output_field=CharField()),
            due_on_=due_on,
            revision_=revision,
            due_unit=unit,
            due_post=post,
            due_user=user,
            text_=Cast(text, CharField()),
            **named,
        )
        .values_list(*DUE)
    )
