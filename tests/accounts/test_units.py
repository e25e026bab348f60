"""Units, posts, people and tenures: who may write them, what is refused, what the history keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import services
from accounts.models import Person, Post, Tenure, Unit, User
from accounts.models.unit import UnitKind
from tests.history import history_of
from tests.town import SINCE, Town

KEEPERS = {"system_admin", "office_head"}
MAY = date(2026, 5, 6)


def attempt(persona: str, town: Town, **values: Any) -> Unit:
    return services.create_unit(
        actor=getattr(town, persona), name="云岭县林业局", short_name="林业局", **values
    )


def test_only_the_keepers_of_people_create_units(town: Town) -> None:
    for persona in town.personas():
        if persona in KEEPERS:
            continue
        with pytest.raises(PermissionDenied):
            attempt(persona, town)
    assert not Unit.objects.filter(short_name="林业局").exists()


@pytest.mark.parametrize("persona", sorted(KEEPERS))
def test_a_keeper_creates_a_unit_that_sorts_by_its_reading(town: Town, persona: str) -> None:
    unit = attempt(persona, town, parent=town.county, kind=UnitKind.DEPARTMENT)
    assert (unit.pinyin, unit.parent, unit.is_active) == ("lin ye ju|lyj", town.county, True)


def test_a_wrong_credit_code_is_refused_with_its_remedy(town: Town) -> None:
    with pytest.raises(ValidationError, match="请按证书核对18位代码"):
        attempt("system_admin", town, credit_code="91110108551385082X")
    assert attempt("system_admin", town, credit_code="91110108551385082Q").pk


def test_a_name_is_used_once(town: Town) -> None:
    attempt("system_admin", town)
    with pytest.raises(ValidationError) as refused:
        attempt("system_admin", town)
    assert set(refused.value.message_dict) == {"name", "short_name"}


def test_renaming_keeps_the_old_names_in_the_history(town: Town) -> None:
    services.rename_unit(
        actor=town.system_admin,
        unit_id=town.lead.pk,
        name="云岭县交通运输局",
        short_name="交运局",
        reason="机构改革",
    )
    events = history_of(Unit, pgh_obj_id=town.lead.pk)
    assert [(e.pgh_label, e.short_name) for e in events] == [("insert", "交通局"), ("update", "交运局")]
    assert events[1].pgh_context == {"user": town.system_admin.pk, "name": "管系统", "reason": "机构改革"}


def test_a_unit_cannot_come_to_stand_below_itself(town: Town) -> None:
    with pytest.raises(ValidationError, match="不能把“交通局”放到它自己的下级单位之下"):
        services.revise_unit(actor=town.system_admin, unit_id=town.lead.pk, parent=town.below_lead)
    town.lead.refresh_from_db()
    assert town.lead.parent == town.county


def test_a_unit_closes_after_the_units_below_it(town: Town) -> None:
    with pytest.raises(ValidationError, match="公路段"):
        services.close_unit(actor=town.system_admin, unit_id=town.lead.pk, reason="撤并")
    services.close_unit(actor=town.system_admin, unit_id=town.below_lead.pk, reason="撤并")
    services.close_unit(actor=town.system_admin, unit_id=town.lead.pk, reason="撤并")
    assert list(Unit.objects.active().filter(pk__in=[town.lead.pk, town.below_lead.pk])) == []


def successor(town: Town, name: str = "新县长") -> Person:
    return services.create_person(actor=town.system_admin, name=name, unit=town.county)


def test_an_appointment_ends_the_former_holder_on_the_day(town: Town) -> None:
    new = successor(town)
    services.appoint(actor=town.office_head, post_id=town.leader_post.pk, person_id=new.pk, on=MAY)
    tenures = town.leader_post.tenures.order_by("valid_from")
    assert [(t.person.name, t.valid_from, t.valid_to) for t in tenures] == [
        ("常县长", SINCE, MAY),
        ("新县长", MAY, None),
    ]
    assert Post.objects.with_holder(date(2026, 5, 5)).get(pk=town.leader_post.pk).holder_name == "常县长"
    assert Post.objects.with_holder(MAY).get(pk=town.leader_post.pk).holder_name == "新县长"


def test_an_appointment_before_a_later_one_or_of_the_holder_is_refused(town: Town) -> None:
    new = successor(town)
    services.appoint(actor=town.office_head, post_id=town.leader_post.pk, person_id=new.pk, on=MAY)
    for person, on, reason in [(new, MAY, "已经担任"), (successor(town, "第三人"), SINCE, "已有更晚的任职")]:
        with pytest.raises(ValidationError, match=reason):
            services.appoint(actor=town.office_head, post_id=town.leader_post.pk, person_id=person.pk, on=on)
    assert town.leader_post.tenures.count() == 2


def test_strangers_appoint_nobody(town: Town) -> None:
    new = successor(town)
    for persona in set(town.personas()) - KEEPERS:
        with pytest.raises(PermissionDenied):
            services.appoint(
                actor=getattr(town, persona), post_id=town.leader_post.pk, person_id=new.pk, on=MAY
            )
    assert town.leader_post.tenures.get().valid_to is None


def test_a_post_may_fall_vacant(town: Town) -> None:
    tenure = town.leader_post.tenures.get()
    services.end_tenure(actor=town.office_head, tenure_id=tenure.pk, on=MAY, reason="调离")
    assert Post.objects.with_holder(MAY).get(pk=town.leader_post.pk).holder_name is None


def test_the_successor_reaches_what_the_post_carries_from_the_day_on(town: Town) -> None:
    post, person = town.leader_post, town.nobody.person
    assert person is not None
    assert list(town.nobody.reach.post_ids) == []
    services.appoint(actor=town.office_head, post_id=post.pk, person_id=person.pk, on=MAY)
    assert list(User.objects.get(pk=town.nobody.pk).reach.post_ids) == [post.pk]


# --- what the database refuses by itself ----------------------------------------------------------
def test_two_holders_of_a_post_on_a_day_break_a_constraint(town: Town) -> None:
    new = successor(town)
    with pytest.raises(IntegrityError, match="tenure_one_holder_at_a_time"), transaction.atomic():
        Tenure.objects.bulk_create([Tenure(post=town.leader_post, person=new, valid_from=MAY)])


def test_a_tenure_that_ends_before_it_starts_breaks_a_constraint(town: Town) -> None:
    post = Post.objects.create(name="副县长", unit=town.county)
    wrong = Tenure(post=post, person=successor(town), valid_from=MAY, valid_to=SINCE)
    with pytest.raises(IntegrityError, match="tenure_ends_after_start"), transaction.atomic():
        Tenure.objects.bulk_create([wrong])


def test_a_unit_above_itself_or_without_a_name_breaks_a_constraint(town: Town) -> None:
    with pytest.raises(IntegrityError, match="unit_is_not_its_own_parent"), transaction.atomic():
        Unit.objects.filter(pk=town.lead.pk).update(parent=town.lead.pk)
    with pytest.raises(IntegrityError, match="unit_name_not_empty"), transaction.atomic():
        Unit.objects.filter(pk=town.lead.pk).update(name="")
