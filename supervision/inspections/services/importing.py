"""Rectifications of an old ledger: what ran there runs here, with plan and last word; nothing is closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from rulebook.services import number_taken
from supervision.matters.rules.secrecy import refuse_secrets
from supervision.matters.services.entering import refusals_of

from ..models import HelpingUnit, PlannedMeasure, Progress, Rectification
from ..permissions import require
from ..rules.entries import MeasureWords, RectificationWords
from ..rules.words import RectificationStatus
from .deadlines import promised
from .drafting import PREFIX, SERIES, new_number
from .ordering import columns_of, helping_units
from .unwinding import step_of_unit
from .writing import because, in_words, of_field, readable, step_due

NOON: Final = time(12)


@dataclass(frozen=True)
class ImportedRectification:
    """One of an old ledger. ``issued_on`` None: a draft. ``number`` empty: the next of the year of issue.

    With ``measures`` its plan was approved there and it is under way, without them the unit still owes one.
    ``progress`` is the unit's last word, said on ``told_on`` or today; ``percent`` 0–100; money in 万元.
    """

    words: RectificationWords
    helping_ids: Sequence[int] = ()
    measures: Sequence[MeasureWords] = ()
    number: str = ""
    issued_on: date | None = None
    progress: str = ""
    percent: int | None = None
    amount_rectified: Decimal | None = None
    told_on: date | None = None


@transaction.atomic
def import_rectifications(
    *, actor: User, entries: Sequence[ImportedRectification], now: datetime, batch_id: int | None = None
) -> list[Rectification]:
    """A whole ledger or nothing of it. Nothing is told in a story, so it can be undone until somebody acts.

    Nothing comes in closed: that needs proof and verification. Raises ValidationError with every refusal;
    each has the place of its entry, from 0, in ``params["entry"]``.
    """
    require(actor, "rectification.import")
    incoming, refused = [], []
    for place, entry in enumerate(entries):
        try:
            incoming.append(_Incoming(actor, entry, now, batch_id))
        except ValidationError as error:
            refused += refusals_of(place, error)
    if refused:
        raise ValidationError(refused)
    with because(actor, _("由旧台账导入")), in_words():
        _write(Rectification, [one.row for one in incoming])
        _write(HelpingUnit, [helper for one in incoming for helper in one.helpers])
        _write(PlannedMeasure, [measure for one in incoming for measure in one.measures])
        _write(Progress, [word for one in incoming for word in one.told])
    return [one.row for one in incoming]


class _Incoming:
    """One rectification with the rows that come with it, made and checked, not yet written."""

    def __init__(
        self, actor: User, entry: ImportedRectification, now: datetime, batch_id: int | None
    ) -> None:
        self.row = row = _row(actor, entry, now, batch_id)
        units = helping_units(entry.words.unit_id, entry.helping_ids)
        self.helpers = [HelpingUnit(rectification=row, unit_id=unit_id) for unit_id in units]
        for measure in entry.measures:
            refuse_secrets(problem=measure.problem, measure=measure.measure)
        self.measures = [PlannedMeasure(rectification=row, **asdict(words)) for words in entry.measures]
        self.told = [_last_word(actor, row, entry, now)] if entry.progress.strip() else []
        made: list[models.Model] = [row, *self.measures, *self.told]
        for each in made:
            # What a row refers to, and every constraint, the database itself holds it to.
            each.clean_fields(exclude=[field.name for field in each._meta.fields if field.is_relation])


def _write(model: type[Any], rows: Sequence[Any]) -> None:
    with readable(model):
        model.objects.bulk_create(rows)


def _row(actor: User, entry: ImportedRectification, now: datetime, batch_id: int | None) -> Rectification:
    """As handed out there; a date by rule is counted from the day of the old ledger."""
    on, issued = timezone.localdate(now), entry.issued_on
    row = Rectification(
        **columns_of(entry.words, issued or on), batch_id=batch_id, created_by=actor, created_at=now
    )
    row.amount_rectified = entry.amount_rectified
    if issued is None:
        return row
    if issued > on:
        raise of_field("issued_on", _("交办日期不能晚于今天。"), "in_the_future")
    row.issued_on = issued
    values = promised(row.due_rule, issued) if row.due_on is None else {}
    for name, value in values.items():
        setattr(row, name, value)
    row.status = RectificationStatus.UNDER_WAY if entry.measures else RectificationStatus.ISSUED
    step = step_of_unit(row) if entry.measures else step_due("rectification_plan", issued)
    row.step_due_on, row.step_basis = step["step_due_on"], step["step_basis"]
    row.number = _number(entry, issued)
    return row


def _number(entry: ImportedRectification, issued: date) -> str:
    """Its old number, which our own series then leaves out, or a new one."""
    number = entry.number.strip()
    if not number:
        return new_number(issued)
    if found := re.fullmatch(rf"{PREFIX}〔([0-9]{{4}})〕([0-9]{{1,6}})号", number):
        number_taken(key=SERIES, year=int(found[1]), number=int(found[2]))
    return number


def _last_word(actor: User, row: Rectification, entry: ImportedRectification, now: datetime) -> Progress:
    refuse_secrets(progress=entry.progress)
    told_on = entry.told_on or timezone.localdate(now)
    return Progress(
        rectification=row,
        text=entry.progress.strip(),
        percent=entry.percent,
        amount_rectified=entry.amount_rectified,
        by=actor,
        at=timezone.make_aware(datetime.combine(told_on, NOON)),
    )
