"""What units and the office owe on slips, and what is new of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from ..models import Slip, SlipStep, Subject
from .kinds import OFFICE, DueRows, due_rows
from .sentences import FORTNIGHT, Sentence, lately


def late_signatures(on: date, until: date) -> Iterator[DueRows]:
    yield due_rows(
        Slip.objects.filter(status="issued", sign_by__isnull=False),
        Subject.SLIP_SIGNATURE,
        due_on=F("sign_by"),
        slip=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s %s：督查单尚未签收"), F("number"), F("title")),
    )


def late_answers(on: date, until: date) -> Iterator[DueRows]:
    """Sent back, it is due anew."""
    yield due_rows(
        Slip.objects.filter(status__in=["issued", "signed"], answer_by__isnull=False),
        Subject.SLIP_ANSWER,
        due_on=F("answer_by"),
        slip=F("pk"),
        unit=F("unit_id"),
        revision=F("returns"),
        text=Sentence(_("%s %s：督查单尚未反馈"), F("number"), F("title")),
    )


def excused_slips(on: date) -> Iterator[DueRows]:
    """Withdrawn, or followed by a stronger one."""
    yield Slip.objects.filter(status__in=["withdrawn", "escalated"]).order_by().values_list("pk")


def approvals_waiting(on: date) -> Iterator[DueRows]:
    yield _to_office("submitted", Subject.SLIP_WAITING, _("%s：督查单待批准"), on)


def answers_waiting(on: date) -> Iterator[DueRows]:
    yield _to_office("answered", Subject.SLIP_ANSWERED, _("%s：单位已报送督查单反馈，请审核"), on)


def slips_issued(on: date) -> Iterator[DueRows]:
    yield due_rows(
        Slip.objects.filter(status="issued", issued_on__gt=on - FORTNIGHT),
        Subject.SLIP_ISSUED,
        due_on=F("issued_on"),
        slip=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s %s：请签收并按时反馈"), F("number"), F("title")),
    )


def answers_returned(on: date) -> Iterator[DueRows]:
    """Each time once."""
    yield due_rows(
        Slip.objects.filter(status="signed", returns__gt=0, answer_by__gt=on - timedelta(days=60)),
        Subject.SLIP_RETURNED,
        due_on=F("answer_by"),
        slip=F("pk"),
        unit=F("unit_id"),
        revision=F("returns"),
        text=Sentence(_("%s %s：反馈已退回，请重新报送"), F("number"), F("title")),
    )


def _to_office(status: str, subject: Subject, words: str, on: date) -> DueRows:
    """From the day on which it came to stand there."""
    verb = {"submitted": "slip.submit", "answered": "slip.answer"}[status]
    steps = SlipStep.objects.filter(slip=OuterRef("pk"), verb=verb, at__gte=lately(on))
    latest = SlipStep.objects.filter(slip=OuterRef("pk"), verb=verb).order_by("-pk")
    return due_rows(
        Slip.objects.filter(Exists(steps), status=status).annotate(
            came_on=Subquery(latest.annotate(day=TruncDate("at")).values("day")[:1])
        ),
        subject,
        due_on=F("came_on"),
        slip=F("pk"),
        unit=OFFICE,
        revision=F("returns"),
        text=Sentence(words, F("title")),
    )
