"""Define an indicator, give it a new definition, correct the words of one."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.services.saving import because, save_valid

from ..models import Indicator, IndicatorVersion, Observation
from ..permissions import require

OWN: Final = ("order", "in_report")
KEPT: Final = (
    "name",
    "measured_in",
    "definition",
    "growth_basis",
    "frequency",
    "value_kind",
    "lag_months",
    "skips_january",
    "decimals",
    "sentence",
    "growth_computable",
    "data_source",
)
# What a figure means: to change it under figures that are there would change what was reported.
MEANING: Final = frozenset({"measured_in", "value_kind", "growth_basis", "valid_from"})


@transaction.atomic
def define_indicator(
    *,
    actor: User,
    code: str,
    name: str,
    measured_in: str,
    since: date,
    unit: Unit | None = None,
    **values: Any,
) -> Indicator:
    """A new indicator with its first version, valid from ``since``; ``values`` are fields of either."""
    require(actor, "indicator.define")
    own = {key: values.pop(key) for key in OWN if key in values}
    indicator = Indicator(code=code, unit=unit, **own)
    indicator.full_clean()
    indicator.save()
    version = IndicatorVersion(
        indicator=indicator, name=name, measured_in=measured_in, valid_from=since, **values
    )
    version.full_clean()
    version.save()
    return indicator


@transaction.atomic
def change_definition(
    *, actor: User, indicator_id: int, since: date, reason: str = "", **changes: Any
) -> IndicatorVersion:
    """End the current version on ``since`` and begin another with the changed name, unit or definition.

    Observations keep the version that they were measured by. ``breaks_series`` is never taken over.
    """
    require(actor, "indicator.define")
    current = IndicatorVersion.objects.select_for_update().get(indicator=indicator_id, valid_to__isnull=True)
    _require_no_figures(current, since)
    values = {field: getattr(current, field) for field in KEPT} | changes
    with because(actor, reason):
        current.valid_to = since
        current.full_clean()
        current.save(update_fields=["valid_to"])
        version = IndicatorVersion(indicator_id=indicator_id, valid_from=since, **values)
        version.full_clean()
        version.save()
    return version


def _require_no_figures(current: IndicatorVersion, since: date) -> None:
    """A figure of the time from ``since`` on would be left with a definition that did not hold then."""
    later = Observation.objects.filter(version=current).that_count()
    newest = later.order_by("-year", "-month").values_list("year", "month").first()
    if newest is not None and newest >= (since.year, since.month):
        place = {"year": newest[0], "month": newest[1], "since": since}
        raise ValidationError(
            _("%(year)s年%(month)s月的数据已按现行口径填报，新口径不能自%(since)s起，请改在此后的月份。")
            % place,
            code="figures_by_current_definition",
        )


@transaction.atomic
def correct_definition(*, actor: User, version_id: int, reason: str, **changes: Any) -> IndicatorVersion:
    """Correct the words of a version; the history keeps how they stood, by whom and why they were changed.

    Unit, kind of value and basis of growth stay once figures were reported by it: that is a new definition.
    """
    require(actor, "indicator.define")
    version = IndicatorVersion.objects.select_for_update().get(pk=version_id)
    changed = {field: value for field, value in changes.items() if getattr(version, field) != value}
    if not reason.strip():
        raise ValidationError({"reason": _("请写明更正的理由。")})
    if changed.keys() & MEANING and Observation.objects.filter(version=version).that_count().exists():
        raise ValidationError(
            _("已有数据按该口径填报，计量单位、数值类型、增速口径和起始日不能更正；含义变了请另立新口径。"),
            code="figures_by_this_definition",
        )
    for field, value in changed.items():
        setattr(version, field, value)
    if changed:
        with because(actor, reason):
            save_valid(version, *changed)
    return version


@transaction.atomic
def change_indicator(*, actor: User, indicator_id: int, reason: str = "", **changes: Any) -> Indicator:
    """Who answers for it, its place in lists, and whether reports begin with it."""
    require(actor, "indicator.define")
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    changed = {field: value for field, value in changes.items() if getattr(indicator, field) != value}
    for field, value in changed.items():
        setattr(indicator, field, value)
    if changed:
        with because(actor, reason):
            save_valid(indicator, *changed)
    return indicator
