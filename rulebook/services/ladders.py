"""A ladder is changed as a whole: the old rungs end, the new ones begin on the same day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.saving import because

from ..models import GENERAL, LADDERS, LadderRung
from ..permissions import require_change
from ..rules.ladder import Rung, ladder_faults
from .dated_rules import lock_rules


@transaction.atomic
def change_ladder(
    *, actor: User | None, ladder: str, valid_from: date, rungs: Sequence[Rung], note: str = ""
) -> list[LadderRung]:
    """Climb by ``rungs`` from a day on; what was planned for later days gives way.

    Without rungs a kind of due thing climbs the general ladder again, which itself needs at least one.
    Raises ValidationError naming the rung.
    """
    require_change(actor)
    if ladder not in LADDERS:
        raise ValidationError(_("没有“%(ladder)s”这个阶梯。") % {"ladder": ladder}, code="unknown_ladder")
    if rungs or ladder == GENERAL:
        _require_climbable(rungs)
    with because(actor, note):
        _end(ladder, valid_from)
        return [_begin(ladder, rung, valid_from, note) for rung in rungs]


def _require_climbable(rungs: Sequence[Rung]) -> None:
    faults = ladder_faults(rungs)
    if faults:
        raise ValidationError(faults, code="ladder")


def _end(ladder: str, valid_from: date) -> None:
    lock_rules(LadderRung)
    rows = LadderRung.objects.filter(ladder=ladder)
    rows.filter(valid_from__gte=valid_from).delete()
    for row in rows.in_force(valid_from):
        row.valid_to = valid_from
        row.save(update_fields=["valid_to"])


def _begin(ladder: str, rung: Rung, valid_from: date, note: str) -> LadderRung:
    row = LadderRung(
        ladder=ladder,
        colour=rung.colour.value,
        step=rung.step,
        offset=rung.offset,
        unit=rung.unit.value,
        addressees=[who.value for who in rung.addressees],
        channels=[channel.value for channel in rung.channels],
        patience=rung.patience,
        proposes_slip=rung.proposes_slip,
        valid_from=valid_from,
        note=note,
    )
    row.full_clean()
    row.save()
    return row
