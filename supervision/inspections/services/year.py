"""年度计划和指定督查: what the government planned for the year, and whom it charged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from supervision.matters.rules.due import refuse_odd_days
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Designation, YearPlan
from ..permissions import require
from .authority import require_leaders
from .writing import because, change, insert, of_field


@transaction.atomic
def save_year_plan(
    *,
    actor: User,
    year: int,
    most_per_unit: int,
    approver_id: int,
    approved_on: date,
    document: str = "",
    now: datetime,
) -> YearPlan:
    """Keep the plan of a year, or what was decided of it anew. Raises ValidationError by field."""
    require(actor, "year_plan.change")
    require_leaders(approver=approver_id)
    refuse_future(timezone.localdate(now), approved_on=approved_on)
    values = {
        "most_per_unit": most_per_unit,
        "approver_id": approver_id,
        "approved_on": approved_on,
        "document": document.strip(),
    }
    plan = YearPlan.objects.select_for_update(no_key=True).filter(year=year).first()
    with because(actor, _("年度督查计划")):
        return insert(YearPlan(year=year, **values)) if plan is None else change(plan, **values)


@transaction.atomic
def designate(
    *,
    actor: User,
    unit_id: int,
    affairs: str,
    scope: str,
    duties: str,
    objects: Collection[int] = (),
    approver_id: int,
    approved_on: date,
    valid_from: date,
    valid_to: date,
    document: str = "",
    now: datetime,
) -> Designation:
    """指定督查 (REG art. 7) in ``[valid_from, valid_to)``. ``objects``: units; none is whichever unit."""
    require(actor, "designation.change")
    refuse_secrets(affairs=affairs, scope=scope, duties=duties)
    refuse_odd_days(valid_from=valid_from, valid_to=valid_to)
    require_leaders(approver=approver_id)
    refuse_future(timezone.localdate(now), approved_on=approved_on)
    row = Designation(
        unit_id=unit_id,
        affairs=affairs.strip(),
        scope=scope.strip(),
        duties=duties.strip(),
        approver_id=approver_id,
        approved_on=approved_on,
        valid_from=valid_from,
        valid_to=valid_to,
        document=document.strip(),
    )
    units = existing_units(objects, "objects")
    if unit_id in units:
        raise of_field("objects", _("受指定的部门不能督查自己。"), "inspects_itself")
    with because(actor, _("指定督查")):
        insert(row)
        row.objects_named.set(units)
    return row


def refuse_future(on: date, **days: date | None) -> None:
    """Raise ValidationError by field: ``day_out_of_range``, or ``in_the_future`` for what was not yet."""
    refuse_odd_days(**days)
    for field, day in days.items():
        if day is not None and day > on:
            raise of_field(field, _("日期不能晚于今天。"), "in_the_future")


def existing_units(unit_ids: Collection[int], field: str) -> dict[int, Unit]:
    """By id, in the order given. Raises ValidationError by field (``no_such_unit``, ``unit_closed``)."""
    found = Unit.objects.in_bulk(list(unit_ids))
    if any(pk not in found for pk in unit_ids):
        raise of_field(field, _("所选的单位不存在。"), "no_such_unit")
    if closed := [unit for unit in found.values() if not unit.is_active]:
        raise of_field(field, _("“%(unit)s”已停用。") % {"unit": closed[0]}, "unit_closed")
    return {pk: found[pk] for pk in unit_ids}
