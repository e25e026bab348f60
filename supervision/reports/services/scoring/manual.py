"""人工评定: points that a person gives, with the reason and the paper, while the round is being computed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import store_upload
from supervision.matters.rules.secrecy import refuse_secrets

from ...models import ManualPoint, ScoreRound
from ...permissions import require
from ...rules.scoring.words import Formula, RoundStatus
from ...selectors.scoring.engine import scored_units
from .steps import FROZEN, because, in_words, insert, lock_round, reasoned


@transaction.atomic
def enter_points(
    *,
    actor: User,
    round_id: int,
    rule_id: int,
    unit_id: int,
    points: Decimal,
    reason: str,
    document: str = "",
    file: Any = None,
    now: datetime,
) -> ManualPoint:
    """They count with the next computation.

    Raises ValidationError: ``reason_missing``, ``not_manual``, ``not_scored``, the constraints' words.
    """
    row = _open(actor, round_id)
    refuse_secrets(reason=reason, document=document)
    rule = row.scheme.rules.filter(pk=rule_id, formula=Formula.MANUAL.value).first()
    if rule is None:
        raise ValidationError({"rule": ValidationError(_("请选择人工评定的考核项目。"), code="not_manual")})
    if unit_id not in {unit.pk for unit in scored_units()}:
        raise ValidationError({"unit": ValidationError(_("该单位不在考核分组里。"), code="not_scored")})
    upload = store_upload(actor=actor, file=file, name=file.name, now=now) if file else None
    point = ManualPoint(
        round=row,
        rule=rule,
        unit_id=unit_id,
        points=points,
        reason=reasoned(reason),
        document=document.strip(),
        file=upload,
        entered_by=actor,
        entered_at=now,
    )
    with because(actor, _("登记人工评定")), in_words():
        return insert(point)


@transaction.atomic
def remove_points(*, actor: User, point_id: int) -> None:
    """Before the units saw them; the history keeps them."""
    row = _open(actor, ManualPoint.objects.values_list("round_id", flat=True).get(pk=point_id))
    if row.computed_at is not None:
        # What was computed with them would stand on nothing.
        _forget(actor, row, point_id)
    with because(actor, _("撤销人工评定")), in_words():
        ManualPoint.objects.get(pk=point_id).delete()


def _forget(actor: User, row: ScoreRound, point_id: int) -> None:
    """The sheets are computed anew before anybody sees them."""
    with because(actor, _("撤销人工评定，须重新核算")), in_words():
        row.sheets.filter(items__evidence__manual=point_id).delete()
        row.computed_at, row.computed_by, row.as_of = None, None, None
        row.save(update_fields=["computed_at", "computed_by", "as_of"])


def _open(actor: User, round_id: int) -> ScoreRound:
    row = lock_round(round_id)
    require(actor, "manual_point.enter", row)
    if row.status != RoundStatus.DRAFT:
        raise ValidationError(str(FROZEN), code="score_round_is_locked")
    return row
