"""Units, the posts in them, and the people."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person, Post, Unit, User
from accounts.models.unit import UnitKind
from accounts.permissions import require
from accounts.rules import pinyin_key, pinyin_of_person
from accounts.services.saving import because, save_valid


@transaction.atomic
def create_unit(
    *,
    actor: User,
    name: str,
    short_name: str,
    kind: str = UnitKind.DEPARTMENT,
    parent: Unit | None = None,
    credit_code: str | None = None,
    ranking_group: str = "",
) -> Unit:
    require(actor, "unit.change")
    unit = Unit(
        name=name,
        short_name=short_name,
        pinyin=pinyin_key(short_name),
        kind=kind,
        parent=parent,
        credit_code=credit_code or None,
        ranking_group=ranking_group,
    )
    save_valid(unit)
    return unit


@transaction.atomic
def rename_unit(*, actor: User, unit_id: int, name: str, short_name: str, reason: str = "") -> Unit:
    """Give a unit its new names; the history keeps the old ones."""
    require(actor, "unit.change")
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    unit.name, unit.short_name, unit.pinyin = name, short_name, pinyin_key(short_name)
    with because(actor, reason):
        save_valid(unit, "name", "short_name", "pinyin")
    return unit


@transaction.atomic
def revise_unit(*, actor: User, unit_id: int, **values: Any) -> Unit:
    """Change kind, parent, credit_code or ranking_group. Raises ValidationError on a circle of parents."""
    require(actor, "unit.change")
    if unknown := values.keys() - {"kind", "parent", "credit_code", "ranking_group"}:
        raise TypeError(f"revise_unit does not change {sorted(unknown)}")
    # All of them: two moves at once could close a circle that neither sees.
    units = {unit.pk: unit for unit in Unit.objects.order_by("pk").select_for_update()}
    unit = units[unit_id]
    for name, value in values.items():
        setattr(unit, name, value)
    _refuse_circle(unit, units)
    save_valid(unit, *values)
    return unit


def _refuse_circle(unit: Unit, units: dict[int, Unit]) -> None:
    above = unit.parent_id
    while above is not None:
        if above == unit.pk:
            raise ValidationError(_("不能把“%(unit)s”放到它自己的下级单位之下。") % {"unit": unit.short_name})
        above = units[above].parent_id


@transaction.atomic
def close_unit(*, actor: User, unit_id: int, reason: str) -> Unit:
    """Take a unit out of use (撤并); what it carried stays readable. Units below it go first."""
    require(actor, "unit.change")
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    below = list(Unit.objects.active().filter(parent=unit).values_list("short_name", flat=True)[:5])
    if below:
        raise ValidationError(
            _("“%(unit)s”还有在用的下级单位（%(below)s），请先撤销或调整下级单位。")
            % {"unit": unit.short_name, "below": _("、").join(below)}
        )
    unit.is_active = False
    with because(actor, reason):
        unit.save(update_fields=["is_active"])
    return unit


@transaction.atomic
def create_post(
    *,
    actor: User,
    unit: Unit,
    name: str,
    is_county_leader: bool = False,
    is_chief: bool = False,
    order: int = 100,
) -> Post:
    require(actor, "unit.change")
    post = Post(unit=unit, name=name, is_county_leader=is_county_leader, is_chief=is_chief, order=order)
    save_valid(post)
    return post


@transaction.atomic
def revise_post(
    *,
    actor: User,
    post_id: int,
    name: str,
    is_county_leader: bool,
    order: int,
    is_chief: bool = False,
    reason: str = "",
) -> Post:
    require(actor, "unit.change")
    post = Post.objects.select_for_update().get(pk=post_id)
    post.name, post.is_county_leader, post.is_chief, post.order = name, is_county_leader, is_chief, order
    with because(actor, reason):
        save_valid(post, "name", "is_county_leader", "is_chief", "order")
    return post


@transaction.atomic
def create_person(*, actor: User, name: str, unit: Unit, phone: str = "", email: str = "") -> Person:
    require(actor, "person.change")
    person = Person(name=name, pinyin=pinyin_of_person(name), unit=unit, phone=phone, email=email)
    save_valid(person)
    return person


@transaction.atomic
def revise_person(*, actor: User, person_id: int, **values: Any) -> Person:
    """Change name, unit, phone or email of a person."""
    require(actor, "person.change")
    if unknown := values.keys() - {"name", "unit", "phone", "email"}:
        raise TypeError(f"revise_person does not change {sorted(unknown)}")
    person = Person.objects.select_for_update().get(pk=person_id)
    for name, value in values.items():
        setattr(person, name, value)
    person.pinyin = pinyin_of_person(person.name)
    save_valid(person, *values, "pinyin")
    return person
