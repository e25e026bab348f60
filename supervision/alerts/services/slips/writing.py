"""How a step of a slip is written: locked, asked of the table of steps, told in its story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from accounts.models import User
from projects.services.writing import change, insert, locks_in_words
from supervision.matters.services.writing import because, of_field, reasoned, who_came_before

from ...models import Slip, SlipStep
from ...permissions import require
from ...rules.slips import REASON, TABLE, SlipThing

__all__ = ["because", "change", "in_words", "insert", "lock_slip", "move", "of_field", "ready", "told"]
NOTE_LENGTH: Final = 500
# What the triggers of models.slip_locks refuse, in words.
LOCKS: Final = {
    "slip_only_escalates": gettext_lazy(
        "这件事对该单位已有同色或更重的督查单尚未办结，只能升级；请先办结或撤回原单。"
    ),
    "slip_issued_is_locked": gettext_lazy("督查单已印发，内容不能再改；确有错误的请撤回后另行出单。"),
}
in_words = partial(locks_in_words, LOCKS)


def lock_slip(pk: int) -> Slip:
    """Writers of one slip come one after the other. Raises Slip.DoesNotExist."""
    return Slip.objects.select_for_update(no_key=True).get(pk=pk)


def ready(actor: User | None, slip: Slip, verb: str) -> str:
    """May and rule of a step, without the step: where it would lead. Raises as ``move`` does."""
    if actor is not None:
        require(actor, f"slip.{verb}", slip)
    try:
        return TABLE.target_of(SlipThing.SLIP, verb, slip.status)
    except ValidationError as error:
        raise _with_latest(error, slip) from error


def require_standing(slip: Slip, statuses: Sequence[str], verb: str) -> None:
    """For what is no move: the slip must stand at one of these. Raises ValidationError (``wrong_step``)."""
    try:
        TABLE.require_status(SlipThing.SLIP, slip.status, statuses, TABLE.told_as(f"slip.{verb}"))
    except ValidationError as error:
        raise _with_latest(error, slip) from error


def move(actor: User | None, slip: Slip, verb: str, now: datetime, note: str = "", **values: Any) -> Slip:
    """One step of ``rules.slips``: may, rule, write, tell. The slip is locked by the caller.

    ``actor`` None is the clock. Raises ValidationError: ``wrong_step``, ``reason_missing``, or what a
    constraint or a lock says.
    """
    target = ready(actor, slip, verb)
    if TABLE.named(f"slip.{verb}").needs is REASON:
        reasoned(note)
    with because(actor, note.strip()), in_words():
        change(slip, status=target, **values)
    told(slip, verb, actor, now, note)
    return slip


def told(slip: Slip, verb: str, actor: User | None, now: datetime, note: str = "") -> SlipStep:
    return SlipStep.objects.create(
        slip=slip, verb=f"slip.{verb}", by=actor, at=now, note=note.strip()[:NOTE_LENGTH]
    )


def _with_latest(error: ValidationError, slip: Slip) -> ValidationError:
    """The refusal with who came before."""
    text = f"{error.messages[0]}{who_came_before(SlipStep.objects.filter(slip=slip))}"
    return ValidationError(text, code="wrong_step")
