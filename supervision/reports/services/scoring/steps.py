"""How a step of scoring is written: its whole locked, asked of the table of steps, refused in words."""

from __future__ import annotations

from functools import partial
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from projects.services.writing import because, change, insert, locks_in_words

from ...models import ScoreAdjustment, ScoreAppeal, ScoreList, ScoreRound, ScoreScheme
from ...permissions import require
from ...rules.scoring.states import TABLE, Thing

__all__ = ["because", "change", "in_words", "insert", "lock_round", "lock_scheme", "move", "reasoned"]
Row = TypeVar("Row", ScoreScheme, ScoreRound, ScoreAppeal, ScoreAdjustment, ScoreList)
FROZEN: Final = gettext_lazy("评分已交单位核对或已审定，不能再改；确需改动的，请提出调整。")
# What the triggers of models.score_locks refuse, in words.
LOCKS: Final[dict[str, Any]] = {
    "score_scheme_is_locked": gettext_lazy("方案已审定施行，不能再改；需要修订的，请另起新版本。"),
    "score_round_is_locked": FROZEN,
    "score_appeal_stays": gettext_lazy("申诉已经答复，不能再改。"),
    "score_adjustment_stays": gettext_lazy("调整已经决定，不能再改；请另提一条调整。"),
    "score_appeal_decided_by_another": gettext_lazy(
        "核算或登记这项分数的人不能答复对它的申诉，请由他人答复。"
    ),
    "score_list_stays": gettext_lazy("红黑榜已经公示或撤回，不能再改。"),
}
in_words = partial(locks_in_words, LOCKS)


def lock_scheme(pk: int) -> ScoreScheme:
    """Writers of one scheme and its rules come one after the other. Raises ScoreScheme.DoesNotExist."""
    return ScoreScheme.objects.select_for_update(no_key=True).get(pk=pk)


def lock_round(pk: int) -> ScoreRound:
    """Also for its sheets, appeals, adjustments and lists. Raises ScoreRound.DoesNotExist."""
    return ScoreRound.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(pk=pk)


def move(actor: User, thing: Thing, row: Row, verb: str, reason: str = "", **values: Any) -> Row:
    """Take one step: may, rule, write ``status`` and ``values``. The row's whole is locked by the caller.

    Raises PermissionDenied; ValidationError (``wrong_step``, a constraint's or a lock's name).
    """
    require(actor, f"{thing}.{verb}", row)
    target = TABLE.target_of(thing, verb, row.status)
    with because(actor, reason or str(TABLE.told_as(f"{thing}.{verb}"))), in_words():
        return change(row, status=target, **values)


def reasoned(text: str, field: str = "reason") -> str:
    """Raises ValidationError by field (``reason_missing``)."""
    if not text.strip():
        raise ValidationError({field: ValidationError(_("请写明理由。"), code="reason_missing")})
    return text.strip()
