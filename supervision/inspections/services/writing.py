"""How a step is written: its thing locked, asked of the table of steps, told in its story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from projects.services.writing import change, insert, locks_in_words, readable
from rulebook.selectors import due_date
from supervision.matters.rules.due import basis_of
from supervision.matters.services.writing import because, of_field, reasoned, who_came_before

from ..models import (
    Conclusion,
    Finding,
    Inspection,
    Recommendation,
    Rectification,
    RectificationExtension,
    Review,
    Step,
    Verification,
)
from ..permissions import require
from ..rules.states import TABLE, Thing, require_status, target_of, told_as
from ..rules.things import REASON, REASON_AND_APPROVER

__all__ = [
    "because",
    "change",
    "follow",
    "in_words",
    "insert",
    "lock_conclusion",
    "lock_finding",
    "lock_inspection",
    "lock_of_extension",
    "lock_of_verification",
    "lock_rectification",
    "move",
    "of_field",
    "readable",
    "ready",
    "reasoned",
    "require_standing",
    "step_due",
    "told",
]
Row = TypeVar(
    "Row",
    Inspection,
    Finding,
    Conclusion,
    Review,
    Recommendation,
    Rectification,
    Verification,
    RectificationExtension,
)
AnyRow = (
    Inspection
    | Finding
    | Conclusion
    | Review
    | Recommendation
    | Rectification
    | Verification
    | RectificationExtension
)
NOTE_LENGTH: Final = 500
# What these say is proved, which the database asks for at the end of the transaction.
PROVED: Final = ("passed", "verified", "approved", "published", "closed")
WITH_REASON: Final = (REASON, REASON_AND_APPROVER)
# What the triggers of models.locks refuse, in words.
LOCKS: Final = {
    "inspection_plan_is_locked": gettext_lazy(
        "方案已报批或已批准，不能直接修改；请先申请变更（条例第十五条）。"
    ),
    "reviewer_took_no_part": gettext_lazy(
        "参与作出结论的人员和被督查单位的人员不能参加复核（条例第十七条）。"
    ),
    "review_decided_by_uninvolved": gettext_lazy("复核须由未参与作出结论的复核人员决定（条例第十七条）。"),
    "rectification_ended_is_locked": gettext_lazy("整改已销号或撤销，不能再改；情况有变的请登记回头看。"),
    "verifier_is_outside": gettext_lazy("核查人不能是整改单位或配合单位的人员，请另选。"),
    "verification_by_two_outside": gettext_lazy("核查通过须有两名以上单位外的核查人签字，且不是销号申请人。"),
    "rectification_closed_with_proof": gettext_lazy(
        "没有佐证材料，或没有两名以上单位外核查人签字的通过核查，不能销号。"
    ),
}
in_words = partial(locks_in_words, LOCKS)


def lock_inspection(pk: int) -> Inspection:
    """Writers of one inspection come one after the other. Raises Inspection.DoesNotExist."""
    return Inspection.objects.select_for_update(no_key=True).get(pk=pk)


def lock_finding(pk: int) -> Finding:
    """Raises Finding.DoesNotExist."""
    return Finding.objects.select_for_update(no_key=True).get(pk=pk)


def lock_conclusion(pk: int) -> Conclusion:
    """Also for its reviews and recommendations. Raises Conclusion.DoesNotExist."""
    return Conclusion.objects.select_for_update(no_key=True).get(pk=pk)


def lock_rectification(pk: int) -> Rectification:
    """Also for its plan, progress, evidence, verifications and extensions. Raises DoesNotExist."""
    return Rectification.objects.select_for_update(no_key=True).get(pk=pk)


def lock_of_verification(pk: int) -> Verification:
    """The verification as it is once its rectification is ours. Raises Verification.DoesNotExist."""
    owner = lock_rectification(Verification.objects.values_list("rectification_id", flat=True).get(pk=pk))
    row = Verification.objects.get(pk=pk)
    row.rectification = owner
    return row


def lock_of_extension(pk: int) -> RectificationExtension:
    """The extension as it is once its rectification is ours. Raises RectificationExtension.DoesNotExist."""
    rows = RectificationExtension.objects
    owner = lock_rectification(rows.values_list("rectification_id", flat=True).get(pk=pk))
    row = rows.get(pk=pk)
    row.rectification = owner
    return row


def move(
    actor: User | None, thing: Thing, row: Row, verb: str, now: datetime, note: str = "", **values: Any
) -> Row:
    """Take one step of ``rules.states``: may, rule, write ``status`` and ``values``, tell.

    What the row belongs to is locked by the caller. ``actor`` None is the clock, which needs no permission.
    Raises ValidationError: ``wrong_step`` with who came before, ``reason_missing``, a constraint's or lock's.
    """
    if actor is not None:
        require(actor, f"{thing}.{verb}", row)
    return follow(actor, thing, row, verb, now, note, **values)


def follow(
    actor: User | None, thing: Thing, row: Row, verb: str, now: datetime, note: str = "", **values: Any
) -> Row:
    """A step that comes of another one, which the actor was allowed: else as ``move``."""
    target = ready(None, thing, row, verb)
    step = TABLE.named(f"{thing}.{verb}")
    if any(step.needs is words for words in WITH_REASON):
        reasoned(note)
    with because(actor, note.strip()), in_words(at_once=target in PROVED):
        change(row, status=target, **values)
    told(row, step.name, actor, now, note)
    return row


def ready(actor: User | None, thing: Thing, row: Row, verb: str) -> str:
    """May and rule of a step, without the step: where it would lead. Raises as ``move`` does."""
    if actor is not None:
        require(actor, f"{thing}.{verb}", row)
    try:
        return target_of(thing, verb, row.status)
    except ValidationError as error:
        raise _with_latest(error, thing, row) from error


def require_standing(thing: Thing, row: AnyRow, statuses: Sequence[str], verb: str) -> None:
    """For what is no move itself: the row must stand at one of ``statuses``. ``verb``: of ``rules.states``.

    Raises ValidationError (code ``wrong_step``).
    """
    try:
        require_status(thing, row.status, statuses, told_as(verb))
    except ValidationError as error:
        raise _with_latest(error, thing, row) from error


def told(row: AnyRow, verb: str, actor: User | None, now: datetime, note: str = "") -> Step:
    """One line of the story of what the row belongs to. ``verb`` is a name of ``rules.states``."""
    return Step.objects.create(**_story(row), verb=verb, by=actor, at=now, note=note.strip()[:NOTE_LENGTH])


def step_due(rule: str, start: date) -> dict[str, Any]:
    """``step_due_on`` and ``step_basis`` of the step that begins on ``start``; empty without a rule."""
    found = due_date(rule, start)
    if found is None:
        return {"step_due_on": None, "step_basis": _("没有时限规则（%(rule)s）") % {"rule": rule}}
    return {"step_due_on": found.on, "step_basis": basis_of(found)}


def _story(row: AnyRow) -> dict[str, Any]:
    """In whose story it is told."""
    if isinstance(row, Inspection):
        return {"inspection": row}
    if isinstance(row, Finding):
        return {"inspection_id": row.inspection_id, "finding": row, "unit_id": row.unit_id}
    if isinstance(row, Review | Recommendation):
        return _story(row.conclusion)
    if isinstance(row, Conclusion):
        return {"inspection_id": row.inspection_id, "conclusion": row, "unit_id": row.unit_id}
    if isinstance(row, Rectification):
        return {"rectification": row}
    return {"rectification_id": row.rectification_id}


def _with_latest(error: ValidationError, thing: Thing, row: AnyRow) -> ValidationError:
    """The refusal with who came before."""
    return ValidationError(f"{error.messages[0]}{_latest(thing, row)}", code="wrong_step")


def _latest(thing: Thing, row: AnyRow) -> str:
    """Who took the last step of this thing."""
    return who_came_before(Step.objects.filter(verb__startswith=f"{thing}.", **_story(row)))
