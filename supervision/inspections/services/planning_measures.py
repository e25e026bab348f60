"""整改方案: the unit lists its measures, the office reviews them, the unit does them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words
from supervision.matters.rules.due import refuse_odd_days
from supervision.matters.rules.secrecy import refuse_secrets
from supervision.matters.services.entering import refusals_of

from ..models import PlannedMeasure, Rectification
from ..permissions import require
from ..rules.entries import MeasureWords
from ..rules.states import Thing
from ..rules.words import RectificationStatus
from .unwinding import step_of_unit
from .writing import (
    because,
    change,
    in_words,
    insert,
    lock_rectification,
    move,
    of_field,
    ready,
    require_standing,
    step_due,
    told,
)

MOST_MEASURES: Final = 200
TEXTS: Final = ("problem", "measure", "person")
WORKED_ON: Final = (RectificationStatus.UNDER_WAY, RectificationStatus.LONG_TERM)


@transaction.atomic
def submit_plan(
    *,
    actor: User,
    rectification_id: int,
    measures: Sequence[MeasureWords],
    goal: str | None = None,
    now: datetime,
) -> Rectification:
    """四张清单: at least one measure of the unit or of one that helps, none later than the whole.

    ``goal`` None leaves what the office wrote. Raises ValidationError (``no_measures``,
    ``too_many_measures``); a refusal of one measure has its place, from 0, in ``params["entry"]`` and its
    field in ``params["field"]``.
    """
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "submit_plan")
    if not measures:
        raise of_field("measures", _("请至少填写一条整改措施。"), "no_measures")
    if len(measures) > MOST_MEASURES:
        said = _("一份方案最多%(most)s条措施。") % {"most": MOST_MEASURES}
        raise of_field("measures", said, "too_many_measures")
    values = {} if goal is None else {"goal": goal.strip()}
    refuse_secrets(**values)
    with because(actor, _("报整改方案")), in_words():
        row.measures.all().delete()
        _keep_measures(row, measures)
    on = timezone.localdate(now)
    values |= step_due("rectification_plan_review", on)
    return move(actor, Thing.RECTIFICATION, row, "submit_plan", now, **values)


@transaction.atomic
def return_plan(*, actor: User, rectification_id: int, reason: str, now: datetime) -> Rectification:
    """The unit has to say it better, and is told why."""
    row = lock_rectification(rectification_id)
    values = step_due("rectification_plan", timezone.localdate(now))
    return move(actor, Thing.RECTIFICATION, row, "return_plan", now, reason, **values)


@transaction.atomic
def approve_plan(*, actor: User, rectification_id: int, now: datetime, opinion: str = "") -> Rectification:
    """From now on it is under way until its date."""
    row = lock_rectification(rectification_id)
    return move(actor, Thing.RECTIFICATION, row, "approve_plan", now, opinion, **step_of_unit(row))


@transaction.atomic
def finish_measure(
    *, actor: User, measure_id: int, done_on: date, outcome: str, now: datetime
) -> PlannedMeasure:
    """One measure is done; said again, it is corrected.

    Raises ValidationError (``wrong_step``, or by field), PlannedMeasure.DoesNotExist.
    """
    owner = PlannedMeasure.objects.values_list("rectification_id", flat=True).get(pk=measure_id)
    row = lock_rectification(owner)
    require(actor, "rectification.finish_measure", row)
    require_standing(Thing.RECTIFICATION, row, WORKED_ON, "rectification.finish_measure")
    if not outcome.strip():
        raise of_field("outcome", _("请写明完成情况。"), "outcome_missing")
    refuse_secrets(outcome=outcome)
    if done_on > timezone.localdate(now):
        raise of_field("done_on", _("完成日期不能晚于今天。"), "in_the_future")
    refuse_odd_days(done_on=done_on)
    measure = row.measures.get(pk=measure_id)
    with because(actor, _("完成一条措施")), in_words():
        change(measure, done_on=done_on, outcome=outcome.strip())
    told(row, "rectification.finish_measure", actor, now, f"{measure.measure}：{measure.outcome}")
    return measure


def _keep_measures(row: Rectification, measures: Sequence[MeasureWords]) -> None:
    units = {row.unit_id, *row.helping.values_list("unit_id", flat=True)}
    refused: list[ValidationError] = []
    for place, words in enumerate(measures):
        try:
            _require_sound(row, words, units)
            said = {
                name: value.strip() if isinstance(value, str) else value
                for name, value in asdict(words).items()
            }
            insert(PlannedMeasure(rectification=row, **said))
        except ValidationError as error:
            refused += refusals_of(place, error, _("第%(number)s条措施：%(words)s"))
    if refused:
        raise ValidationError(refused)


def _require_sound(row: Rectification, words: MeasureWords, units: set[int]) -> None:
    refuse_odd_days(due_on=words.due_on)
    refuse_secrets(problem=words.problem, measure=words.measure)
    if words.unit_id not in units:
        raise of_field("unit", _("措施的责任单位应是整改单位或配合单位。"), "unit_of_another")
    if row.due_on is not None and words.due_on > row.due_on:
        said = _("完成时限不能晚于整改时限%(due)s。") % {"due": day_words(row.due_on)}
        raise of_field("due_on", said, "after_the_whole")
