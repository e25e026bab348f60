"""What the sentences of reminders are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Case, CharField, Func, Value, When
from django.utils import timezone

FORTNIGHT: Final = timedelta(days=14)
QUOTED: Final = 100  # characters of a reason or a request


class Sentence(Func):
    """PostgreSQL's ``format``: a sentence whose gaps are columns."""

    function = "format"
    output_field = CharField()

    def __init__(self, words: str | Case, *gaps: Any) -> None:
        super().__init__(Value(words) if isinstance(words, str) else words, *gaps)


def day_words(day: Any) -> Func:
    """9月3日."""
    return Func(day, Value('FMMM"月"FMDD"日"'), function="to_char", output_field=CharField())


def in_words(column: str, labels: Mapping[Any, Any]) -> Case:
    """The label of the word in the column."""
    return Case(
        *(When(**{column: key}, then=Value(str(label))) for key, label in labels.items()),
        output_field=CharField(),
    )


def lately(on: date) -> datetime:
    """News is told for a fortnight."""
    return timezone.make_aware(datetime.combine(on - FORTNIGHT, time())) + timedelta(days=1)
