"""板块、工作计划、工程（活动）: the county's own words for grouping, kept in the admin site."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from accounts.models import User

from ..models import Plan, Programme, Sector
from ..permissions import require
from .writing import change, insert

Word = TypeVar("Word", Sector, Plan, Programme)


def set_sector(*, actor: User, name: str, heading: str, order: int, sector_id: int | None = None) -> Sector:
    """``heading`` opens the sector's paragraph of the report; ``order`` is its place there."""
    return _set(Sector, actor, sector_id, name=name, heading=heading, order=order)


def set_plan(
    *,
    actor: User,
    name: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    plan_id: int | None = None,
) -> Plan:
    return _set(Plan, actor, plan_id, name=name, starts_on=starts_on, ends_on=ends_on)


def set_programme(
    *,
    actor: User,
    name: str,
    plan: Plan | None = None,
    sector: Sector | None = None,
    programme_id: int | None = None,
) -> Programme:
    return _set(Programme, actor, programme_id, name=name, plan=plan, sector=sector)


@transaction.atomic
def _set(model: type[Word], actor: User, pk: int | None, **values: Any) -> Word:
    """Change the row with that key, or add one. Raises DoesNotExist, ValidationError, PermissionDenied."""
    require(actor, "catalogue.change")
    if pk is None:
        return insert(model(**values))
    return change(model._default_manager.select_for_update().get(pk=pk), **values)
