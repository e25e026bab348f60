"""Matters of an old ledger: brought in as they stood there, with their own days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from rulebook.services import number_taken

from ..models import Duty, Feedback, Instruction, Matter
from ..permissions import require
from ..rules.entries import DutyWords, InstructionWords, MatterWords
from ..rules.rhythms import ASKED_AHEAD, ONE_DAY, span_of
from ..rules.words import DutyRole, DutyStatus, FeedbackKind, FeedbackStatus, MatterStatus, Rhythm
from .entering import refusals_of
from .issuing import carrying_unit, promise, signature_due
from .registering import (
    SERIES,
    draft,
    instruction_of,
    new_number,
    require_authority,
    serial_of,
)
from .writing import because, readable

NOON: Final = time(12)
AT_ONCE: Final = 500


@dataclass(frozen=True)
class ImportedMatter:
    """One row of an old ledger. ``number`` empty: the next of the series of the year of ``issued_on``.

    ``signed_on`` is the lead's and, where it is known, every unit's. ``progress`` and the rest are the last
    word of the lead unit, said on ``told_on`` or today; ``percent`` 0–100. ``closed_on``: it was closed
    there, and is locked here.
    """

    words: MatterWords
    duties: Sequence[DutyWords]
    issued_on: date
    number: str = ""
    signed_on: date | None = None
    progress: str = ""
    percent: int | None = None
    problem: str = ""
    next_step: str = ""
    instructions: Sequence[InstructionWords] = ()
    told_on: date | None = None
    closed_on: date | None = None


@transaction.atomic
def import_matter(
    *, actor: User, entry: ImportedMatter, now: datetime, batch_id: int | None = None
) -> Matter:
    """Nothing is told in its story, so an import can be undone until somebody acts on the matter.

    Raises ValidationError by field, PermissionDenied.
    """
    require(actor, "matter.create")
    return _write([_Incoming(actor, entry, now, batch_id)], actor)[0]


@transaction.atomic
def import_matters(
    *, actor: User, entries: Sequence[ImportedMatter], now: datetime, batch_id: int | None = None
) -> list[Matter]:
    """A whole ledger or nothing of it, by a handful of statements. Refusals are those of create_matters."""
    require(actor, "matter.create")
    incoming, refused = [], []
    for place, entry in enumerate(entries):
        try:
            incoming.append(_Incoming(actor, entry, now, batch_id))
        except ValidationError as error:
            refused += refusals_of(place, error)
    if refused:
        raise ValidationError(refused)
    return _write(incoming, actor)


class _Incoming:
    """One matter with the rows that come with it, made and checked, not yet written."""

    def __init__(self, actor: User, entry: ImportedMatter, now: datetime, batch_id: int | None) -> None:
        _require_order(entry, timezone.localdate(now))
        self.closed_on = entry.closed_on
        self.matter = _issued(actor, entry, now, batch_id)
        self.duties = [_duty(actor, self.matter, words, entry) for words in entry.duties]
        words = [_last_word(actor, duty, entry, now) for duty in self.duties]
        self.feedbacks = [word for word in words if word is not None]
        self.instructions = [instruction_of(actor, self.matter, one, now) for one in entry.instructions]
        for row in (self.matter, *self.duties, *self.feedbacks, *self.instructions):
            # What a row refers to, and every constraint, the database itself holds it to.
            row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])


def _write(incoming: Sequence[_Incoming], actor: User) -> list[Matter]:
    matters = [one.matter for one in incoming]
    parts: tuple[tuple[type[Any], list[Any]], ...] = (
        (Duty, [duty for one in incoming for duty in one.duties]),
        (Feedback, [word for one in incoming for word in one.feedbacks]),
        (Instruction, [row for one in incoming for row in one.instructions]),
    )
    closed = [one for one in incoming if one.closed_on is not None]
    with because(actor, _("由旧台账导入")):
        with readable(Matter):
            Matter.objects.bulk_create(matters, batch_size=AT_ONCE)
        for model, rows in parts:
            with readable(model):
                model.objects.bulk_create(rows, batch_size=AT_ONCE)
        for one in closed:
            one.matter.status, one.matter.ended_on = MatterStatus.CLOSED, one.closed_on
        with readable(Matter):
            Matter.objects.bulk_update([one.matter for one in closed], ["status", "ended_on"], AT_ONCE)
    return matters


def _require_order(entry: ImportedMatter, on: date) -> None:
    """The days of the row follow each other, none is to come, and one unit leads."""
    days = [day for day in (entry.issued_on, entry.signed_on, entry.closed_on) if day is not None]
    if days != sorted(days) or days[-1] > on:
        raise ValidationError(
            _("交办、签收、销号日期应依次不早于前一个，且不晚于今天。"), code="days_out_of_order"
        )
    if sum(words.role == DutyRole.LEAD for words in entry.duties) != 1:
        raise ValidationError(_("请写明牵头单位，有且只有一个。"), code="one_lead")


def _issued(actor: User, entry: ImportedMatter, now: datetime, batch_id: int | None) -> Matter:
    """The row as issued; a due date by rule is counted from the days of the old ledger."""
    matter = draft(actor, entry.words, now, batch_id=batch_id, on=entry.issued_on)
    matter.status, matter.issued_on = MatterStatus.ISSUED, entry.issued_on
    if matter.due_on is None:
        for name, value in promise(matter, entry.issued_on, entry.signed_on).items():
            setattr(matter, name, value)
    require_authority(matter, timezone.localdate(now))
    matter.number = _number(entry)
    return matter


def _number(entry: ImportedMatter) -> str:
    """Its old number, which our own series then leaves out, or a new one."""
    number = entry.number.strip()
    if not number:
        return new_number(entry.issued_on)
    place = serial_of(number)
    if place is not None:
        year, serial = place
        number_taken(key=SERIES, year=year, number=serial)
    return number


def _duty(actor: User, matter: Matter, words: DutyWords, entry: ImportedMatter) -> Duty:
    return Duty(
        matter=matter,
        unit=carrying_unit(words.unit_id),
        role=words.role,
        task=words.task.strip(),
        contact=words.contact.strip(),
        issued_on=entry.issued_on,
        sign_by=signature_due(entry.issued_on),
        **_standing(actor, words, entry),
    )


def _standing(actor: User, words: DutyWords, entry: ImportedMatter) -> dict[str, Any]:
    """How far the duty has come: what was closed was accepted, what was told of is under way."""
    if entry.closed_on is not None:
        signed, closed = _noon(entry.signed_on or entry.issued_on), _noon(entry.closed_on)
        return {
            "status": DutyStatus.ACCEPTED,
            "signed_at": signed,
            "signed_by": actor,
            "reported_at": closed,
            "accepted_at": closed,
        }
    told_of = bool(entry.progress.strip()) and words.role == DutyRole.LEAD
    if entry.signed_on is None and not told_of:
        return {"status": DutyStatus.TO_SIGN}
    status = DutyStatus.UNDER_WAY if told_of else DutyStatus.SIGNED
    return {"status": status, "signed_at": _noon(entry.signed_on or entry.issued_on), "signed_by": actor}


def _last_word(actor: User, duty: Duty, entry: ImportedMatter, now: datetime) -> Feedback | None:
    """What the lead unit said last. With it the old ledger answers for all units until then, so that
    feedback is missing here only from the next period on.
    """
    closed = entry.closed_on is not None
    leads = duty.role == DutyRole.LEAD and bool(entry.progress.strip())
    if not leads and (closed or duty.status == DutyStatus.TO_SIGN):
        return None
    told_on = entry.closed_on or entry.told_on or timezone.localdate(now)
    row = Feedback(
        duty=duty,
        kind=FeedbackKind.NO_CHANGE,
        status=FeedbackStatus.RECEIVED,
        progress=_("导入前的反馈见旧台账。"),
        drafted_by=actor,
        drafted_at=now,
        signed_by=actor,
        sent_at=_noon(told_on),
        decided_by=actor,
        decided_at=now,
        **({} if closed else _answered(Rhythm(duty.matter.rhythm), told_on)),
    )
    if leads:
        row.kind = FeedbackKind.FINAL if closed else FeedbackKind.PROGRESS
        row.percent = 100 if closed and entry.percent is None else entry.percent
        for name in ("progress", "problem", "next_step"):
            setattr(row, name, getattr(entry, name).strip())
    return row


def _answered(rhythm: Rhythm, told_on: date) -> dict[str, date]:
    """The period that was being asked for on that day; none by stage, or once at the end."""
    span = span_of(rhythm, told_on)
    if span is None:
        return {}
    if told_on < span.end - ASKED_AHEAD:
        span = span_of(rhythm, span.start - ONE_DAY) or span
    return {"period_start": span.start, "period_end": span.end, "due_on": span.last_day}


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))
