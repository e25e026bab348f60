"""Targets of a year, of each who sets them."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from rulebook.rules import check_curve

from ..models import Indicator, Target, TargetSetter
from ..permissions import require


@transaction.atomic
def set_target(
    *,
    actor: User,
    indicator_id: int,
    year: int,
    kind: str,
    value: Decimal,
    set_by: str = TargetSetter.COUNTY,
    curve: list[Decimal] | None = None,
    source_document: str = "",
) -> Target:
    """Set or change the year's target; the former value stays in the history."""
    require(actor, "indicator.define")
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)  # two at once would both insert
    target = indicator.targets.filter(year=year, kind=kind, set_by=set_by).first()
    target = target or Target(indicator=indicator, year=year, kind=kind, set_by=set_by)
    target.value, target.curve, target.source_document = value, curve, source_document
    _check_curve(curve)
    target.full_clean(validate_constraints=False)
    # Django cannot put a curve's constraints to the test before it is written; the database holds them.
    target.validate_constraints(exclude={"curve"})
    target.save()
    return target


def _check_curve(curve: list[Decimal] | None) -> None:
    try:
        if curve is not None:
            check_curve(curve)
    except ValueError as error:
        raise ValidationError({"curve": str(error)}) from error
