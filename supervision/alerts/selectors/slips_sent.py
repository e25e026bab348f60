"""Slips that were sent to units, with what became of each: for whoever counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from accounts.models import User

from ..models import Slip, SlipAnswer
from ..rules.slips import SlipStatus

UNANSWERED = (SlipStatus.ISSUED.value, SlipStatus.SIGNED.value)


@dataclass(frozen=True, slots=True)
class SentSlip:
    """``answer`` is the key of the newest answer, sent on ``answered_on``; one that was sent back is none."""

    pk: int
    kind: str
    colour: str
    number: str
    title: str
    unit_id: int
    unit: str
    issued_on: date
    sign_by: date | None
    answer_by: date | None
    status: str
    answer: int | None
    answered_on: date | None

    @property
    def is_asked(self) -> bool:
        """It wants an answer in writing, and no stronger one took its place."""
        return self.answer_by is not None and self.status != SlipStatus.ESCALATED

    @property
    def is_timely(self) -> bool:
        return bool(self.answered_on and self.answer_by and self.answered_on <= self.answer_by)

    def answer_delay(self, on: date) -> int | None:
        """Days past the day of the answer; None when it is not overdue."""
        return _past(self.answer_by, on) if self.status in UNANSWERED else None

    def signature_delay(self, on: date) -> int | None:
        """Days past the day by which it was to be signed for; None when it is not overdue."""
        return _past(self.sign_by, on) if self.status == SlipStatus.ISSUED else None


def sent_slips(user: User, start: date, on: date) -> list[SentSlip]:
    """Issued from ``start`` to ``on``, and earlier ones that wait for the unit; none that was withdrawn."""
    newest = SlipAnswer.objects.filter(slip=OuterRef("pk")).order_by("-pk")
    rows = (
        Slip.objects.visible_to(user)
        .filter(Q(issued_on__gte=start) | Q(status__in=UNANSWERED), issued_on__lte=on)
        .exclude(status=SlipStatus.WITHDRAWN.value)
        .annotate(
            unit_name=F("unit__short_name"),
            newest_answer=Subquery(newest.values("pk")[:1]),
            newest_day=Subquery(newest.annotate(day=TruncDate("at")).values("day")[:1]),
        )
        .order_by("issued_on", "pk")
    )
    return [_sent(row) for row in rows]


def _sent(row: Slip) -> SentSlip:
    assert row.issued_on is not None  # noqa: S101  chosen by it
    found = row.__dict__
    answered = row.status not in UNANSWERED
    return SentSlip(
        pk=row.pk,
        kind=row.kind,
        colour=row.colour,
        number=row.number,
        title=row.title,
        unit_id=row.unit_id,
        unit=found["unit_name"],
        issued_on=row.issued_on,
        sign_by=row.sign_by,
        answer_by=row.answer_by,
        status=row.status,
        answer=found["newest_answer"] if answered else None,
        answered_on=found["newest_day"] if answered else None,
    )


def _past(day: date | None, on: date) -> int | None:
    return (on - day).days if day is not None and day < on else None
