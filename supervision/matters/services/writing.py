"""How a step of a matter is written: its matter locked, asked of the table of steps, told in its story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from projects.services.writing import change, insert, readable

from ..models import Duty, Extension, Feedback, Matter, Step
from ..permissions import require
from ..rules.states import (
    BY_NAME,
    REASON,
    REASON_AND_APPROVER,
    Thing,
    require_status,
    target_of,
    told_as,
)

__all__ = [
    "because",
    "change",
    "insert",
    "lock_matter",
    "lock_of_duty",
    "lock_of_extension",
    "lock_of_feedback",
    "move",
    "of_field",
    "readable",
    "ready",
    "reasoned",
    "require_standing",
    "require_step",
    "told",
]
Row = TypeVar("Row", Matter, Duty, Feedback, Extension)
NOTE_LENGTH: Final = 500
WITH_REASON: Final = (REASON, REASON_AND_APPROVER)


def because(actor: User | None, reason: str) -> pghistory.context:
    """For the triggers that keep the history. Nobody is the clock."""
    if actor is None:
        return pghistory.context(user=None, name=_("系统"), reason=reason)
    return pghistory.context(user=actor.pk, name=str(actor), reason=reason)


def lock_matter(pk: int) -> Matter:
    """Writers of one matter, its duties and all that hangs on them come one after the other.

    Raises Matter.DoesNotExist.
    """
    return Matter.objects.select_for_update(no_key=True).get(pk=pk)


def lock_of_duty(pk: int) -> Duty:
    """The duty as it is once its matter is ours. Raises Duty.DoesNotExist."""
    matter = lock_matter(Duty.objects.values_list("matter_id", flat=True).get(pk=pk))
    duty = Duty.objects.select_related("unit").get(pk=pk)
    duty.matter = matter
    return duty


def lock_of_feedback(pk: int) -> Feedback:
    """The feedback as it is once its matter is ours. Raises Feedback.DoesNotExist."""
    duty = lock_of_duty(Feedback.objects.values_list("duty_id", flat=True).get(pk=pk))
    feedback = Feedback.objects.get(pk=pk)
    feedback.duty = duty
    return feedback


def lock_of_extension(pk: int) -> Extension:
    """The extension as it is once its matter is ours. Raises Extension.DoesNotExist."""
    matter = lock_matter(Extension.objects.values_list("matter_id", flat=True).get(pk=pk))
    extension = Extension.objects.get(pk=pk)
    extension.matter = matter
    return extension


def move(
    actor: User | None, thing: Thing, row: Row, verb: str, now: datetime, note: str = "", **values: Any
) -> Row:
    """Take one step of ``rules.states``: may, rule, write ``status`` and ``values``, tell.

    The matter is locked by the caller. ``actor`` None is the clock, which needs no permission. Raises
    ValidationError: ``wrong_step`` with who came before, ``reason_missing``, or a constraint's own.
    """
    target = ready(actor, thing, row, verb)
    step = BY_NAME[f"{thing}.{verb}"]
    matter, duty = _place(row)
    if any(step.needs is words for words in WITH_REASON):
        reasoned(note)
    with because(actor, note.strip()):
        change(row, status=target, **values)
    told(matter, step.name, actor, now, duty, note)
    return row


def require_step(thing: Thing, row: Matter | Duty | Feedback | Extension, verb: str) -> str:
    """Where the step leads. Raises ValidationError: ``wrong_step`` with who came before."""
    try:
        return target_of(thing, verb, row.status)
    except ValidationError as error:
        raise _with_latest(error, thing, *_place(row)) from error


def ready(actor: User | None, thing: Thing, row: Row, verb: str) -> str:
    """May and rule of a step, without the step: where it would lead. Raises as ``move`` does."""
    if actor is not None:
        require(actor, f"{thing}.{verb}", row)
    return require_step(thing, row, verb)


def require_standing(matter: Matter, statuses: Sequence[str], verb: str) -> None:
    """For what is no move of the matter itself: it must stand at one of ``statuses``.

    ``verb`` is a name of ``rules.states``. Raises ValidationError (code ``wrong_step``).
    """
    try:
        require_status(Thing.MATTER, matter.status, statuses, told_as(verb))
    except ValidationError as error:
        raise _with_latest(error, Thing.MATTER, matter, None) from error


def told(
    matter: Matter, verb: str, actor: User | None, now: datetime, duty: Duty | None = None, note: str = ""
) -> Step:
    """One line of the matter's story. ``verb`` is a name of ``rules.states``."""
    return Step.objects.create(
        matter=matter, duty=duty, verb=verb, by=actor, at=now, note=note.strip()[:NOTE_LENGTH]
    )


def reasoned(text: str) -> str:
    """Raises ValidationError (code ``reason_missing``) for an empty reason."""
    if not text.strip():
        raise ValidationError(_("请写明理由。"), code="reason_missing")
    return text.strip()


def of_field(field: str, text: str, code: str) -> ValidationError:
    """A refusal on account of one field. ``ValidationError({field: text}, code=…)`` would lose the code."""
    return ValidationError({field: ValidationError(text, code=code)})


def _place(row: Matter | Duty | Feedback | Extension) -> tuple[Matter, Duty | None]:
    """The matter and, where there is one, the duty in whose story the step is told."""
    if isinstance(row, Matter):
        return row, None
    if isinstance(row, Duty):
        return row.matter, row
    if isinstance(row, Feedback):
        return row.duty.matter, row.duty
    return row.matter, None


def _with_latest(error: ValidationError, thing: Thing, matter: Matter, duty: Duty | None) -> ValidationError:
    """The refusal with who came before."""
    return ValidationError(f"{error.messages[0]}{_latest(thing, matter, duty)}", code="wrong_step")


def _latest(thing: Thing, matter: Matter, duty: Duty | None) -> str:
    """Who took the last step of this thing."""
    steps = matter.steps.filter(verb__startswith=f"{thing}.")
    return who_came_before(steps.filter(duty=duty) if duty is not None else steps)


def who_came_before(steps: QuerySet[Any]) -> str:
    """Who took the last of these steps, and when: 已由路联络于9月12日“签收”. Nothing where there is none."""
    last = steps.select_related("by__person").order_by("-pk").first()
    if last is None:
        return ""
    on = timezone.localdate(last.at)
    return _("此前已由%(who)s于%(month)s月%(day)s日“%(step)s”。") % {
        "who": last.by or _("系统"),
        "month": on.month,
        "day": on.day,
        "step": last.told,
    }
