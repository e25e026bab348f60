"""Put the usual indicators into an office that has none of them yet."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction

from accounts.models import Unit, User

from ..models import Indicator, IndicatorVersion
from ..permissions import require
from ..rules.catalogue import CATALOGUE, Listed
from .definitions import change_definition, define_indicator

SINCE: Final = date(2010, 1, 1)
STEP: Final = 10


@transaction.atomic
def fill_catalogue(*, actor: User, since: date = SINCE) -> list[Indicator]:
    """Define what is missing, by code and by name: safe to repeat, and nothing that is there is changed.

    ``since``: the first day of the oldest definitions, so that values of past years find one.
    """
    require(actor, "indicator.define")
    codes = set(Indicator.objects.values_list("code", flat=True))
    names = set(IndicatorVersion.objects.values_list("name", flat=True))
    units = {unit.short_name: unit for unit in Unit.objects.order_by("-pk")}
    made = []
    for place, listed in enumerate(CATALOGUE, start=1):
        if listed.code in codes or listed.name in names:
            continue
        unit = next((units[name] for name in listed.units if name in units), None)
        made.append(_define(actor, listed, unit, since, place * STEP))
    return made


def _define(actor: User, listed: Listed, unit: Unit | None, since: date, order: int) -> Indicator:
    former = listed.former if listed.former and since < listed.former.until else None
    indicator = define_indicator(
        actor=actor,
        code=listed.code,
        name=former.name if former else listed.name,
        measured_in=listed.measured_in,
        since=since,
        unit=unit,
        order=order,
        in_report=listed.in_report,
        definition=(former.definition if former else "") or listed.definition,
        **listed.values,
    )
    if former:
        change_definition(
            actor=actor,
            indicator_id=indicator.pk,
            since=former.until,
            name=listed.name,
            definition=listed.definition,
            breaks_series=former.breaks,
        )
    return indicator
