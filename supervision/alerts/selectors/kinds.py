"""What a kind of reminder is: one queryset of due rows with the columns of ``DUE``, and whom it tells when.

Adding a kind is one line in ``KINDS``, one subject of the model and the function that yields its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import BigIntegerField, CharField, QuerySet, Value
from django.db.models.functions import Cast

from .. import rules
from ..models import KEYS

# The columns of every kind, in the order in which the ledger takes them.
DUE: Final = (
    "subject_",
    *(f"due_{key}" for key in KEYS),
    "due_unit",
    "due_post",
    "due_user",
    "due_on_",
    "text_",
)
NO_KEY: Final = Cast(Value(None), BigIntegerField())
# In place of a unit: the office itself is to do something. Without a unit or post the office stands in.
OFFICE: Final = Value(-1, output_field=BigIntegerField())

DueRows = QuerySet[Any]


@dataclass(frozen=True)
class Kind:
    """``ladder``: days after the due date; ``clerks``: the roles that do the work in the unit told."""

    rows: Callable[[date], Iterator[DueRows]]
    ladder: tuple[int, ...] = rules.RUNGS
    clerks: tuple[str, ...] = rules.CLERKS

    @property
    def is_late(self) -> bool:
        """It climbs the ladder; the others are told once."""
        return self.ladder == rules.RUNGS


def due_rows(
    rows: DueRows,
    subject: str,
    *,
    due_on: Any,
    text: Any,
    unit: Any = NO_KEY,
    post: Any = NO_KEY,
    user: Any = NO_KEY,
    **key: Any,
) -> DueRows:
    """``key`` names the one column of ``KEYS`` that says what it is about.

    Who is told: ``user``, who was named for it himself; else the holder of ``post``; else ``unit``.
    """
    named = {f"due_{name}": key.get(name, NO_KEY) for name in KEYS}
    return (
        rows.order_by()
        .annotate(
            subject_=Value(subject, output_field=CharField()),
            due_on_=due_on,
            due_unit=unit,
            due_post=post,
            due_user=user,
            text_=Cast(text, CharField()),
            **named,
        )
        .values_list(*DUE)
    )
