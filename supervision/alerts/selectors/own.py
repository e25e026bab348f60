"""What the office itself must see to: a year without a calendar, a message that nobody got."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from rulebook.rules.ladder import CHANNEL_LABELS
from rulebook.selectors import ANNOUNCED_IN_MONTH, missing_calendars_of

from ..models import Digest, Subject
from .kinds import OFFICE, OFFICE_ITSELF, DueRows, SingleRow, due_rows
from .sentences import Sentence, in_words, lately

# Of the month in which the State Council announces the next year; so long the office may take its time.
ENTERED_BY: Final = 20


def missing_calendars(on: date, until: date) -> Iterator[DueRows]:
    """This year's calendar at once, the next year's once it has been announced."""
    for year in missing_calendars_of([on.year, on.year + 1]):
        yield SingleRow(
            subject_=Subject.CALENDAR.value,
            due_year=year,
            due_unit=OFFICE_ITSELF,
            due_on_=date(year - 1, ANNOUNCED_IN_MONTH, ENTERED_BY),
            text_=_("%(year)s年节假日安排尚未导入，工作日暂按周一至周五推算") % {"year": year},
        )


def undelivered(on: date) -> Iterator[DueRows]:
    """A message that was given up: somebody was to be told and was not."""
    lost = Digest.objects.filter(gave_up_at__gte=lately(on))
    words = _("%s：给%s的%s没有送达，请核对联系方式后重新发送")
    yield due_rows(
        lost,
        Subject.UNDELIVERED,
        due_on=TruncDate("gave_up_at"),
        failed=F("pk"),
        unit=OFFICE,
        text=Sentence(words, F("on"), F("recipient__person__name"), in_words("channel", CHANNEL_LABELS)),
    )
