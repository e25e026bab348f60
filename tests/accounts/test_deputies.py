"""代理: appointed by whoever goes away or keeps the people, one at a time, with a day on which it ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Deputy, User
from accounts.services.deputies import appoint_deputy, end_deputy
from tests.history import history_of
from tests.town import Town

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 9, 14), date(2026, 9, 18)
APPOINTS = {"lead_head", "office_head", "system_admin"}


def appoint(actor: User, town: Town, **values: Any) -> Deputy:
    said = {"user_id": town.lead_head.pk, "deputy_id": town.lead_clerk.pk, "reason": "出差"}
    return appoint_deputy(actor=actor, **{**said, "valid_from": MONDAY, "valid_to": FRIDAY, **values})


def test_the_person_away_and_who_keeps_the_people_appoint_and_nobody_else(town: Town) -> None:
    for name, user in town.personas().items():
        if name in APPOINTS:
            row = appoint(user, town)
            assert (row.user, row.deputy, row.valid_from, row.valid_to, row.reason) == (
                town.lead_head,
                town.lead_clerk,
                MONDAY,
                FRIDAY,
                "出差",
            )
            assert [(kept.pgh_label, kept.pgh_context["user"]) for kept in _kept(row)] == [
                ("insert", user.pk)
            ]
            Deputy.objects.all().delete()
        else:
            with pytest.raises(PermissionDenied):
                appoint(user, town)
            assert not Deputy.objects.exists()


def test_who_may_not_appoint_may_not_end(town: Town) -> None:
    row = appoint(town.lead_head, town)
    for name, user in town.personas().items():
        if name not in APPOINTS:
            with pytest.raises(PermissionDenied):
                end_deputy(actor=user, deputy_id=row.pk, on=MONDAY)
    row.refresh_from_db()
    assert row.valid_to == FRIDAY


@pytest.mark.parametrize(("on", "ends"), [(date(2026, 9, 16), date(2026, 9, 16)), (date(2026, 9, 1), MONDAY)])
def test_an_ended_one_is_reminded_again_from_that_day_and_what_had_not_begun_never_begins(
    town: Town, on: date, ends: date
) -> None:
    row = appoint(town.lead_head, town)
    end_deputy(actor=town.lead_head, deputy_id=row.pk, on=on, reason="提前返回")
    row.refresh_from_db()
    assert (row.valid_from, row.valid_to) == (MONDAY, ends)
    assert [kept.pgh_label for kept in _kept(row)] == ["insert", "update"]
    assert Deputy.objects.in_force(MONDAY).exists() is (ends > MONDAY)


def test_one_at_a_time_in_words_and_by_the_database(town: Town) -> None:
    appoint(town.lead_head, town)
    with pytest.raises(ValidationError, match="这段时间已经有人代理"):
        appoint(
            town.lead_head, town, deputy_id=town.supervisor.pk, valid_from=date(2026, 9, 17), valid_to=None
        )
    with pytest.raises(ValidationError, match="不能代理自己"):
        appoint(town.office_head, town, user_id=town.leader.pk, deputy_id=town.leader.pk)
    known: dict[str, Any] = {"user": town.lead_head, "deputy": town.supervisor}
    broken = [
        ("deputy_one_at_a_time", {**known, "valid_from": date(2026, 9, 17)}),
        ("deputy_is_another", {"user": town.leader, "deputy": town.leader, "valid_from": MONDAY}),
        ("deputy_ends_after_start", {**known, "valid_from": FRIDAY, "valid_to": MONDAY}),
    ]
    for name, values in broken:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Deputy.objects.bulk_create([Deputy(**values)])
    Deputy.objects.bulk_create([Deputy(**known, valid_from=FRIDAY)])  # the day on which the other one ends
    assert Deputy.objects.count() == 2


def test_an_account_that_is_off_stands_in_for_nobody(town: Town) -> None:
    User.objects.filter(pk=town.lead_clerk.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="路联络的账号已停用"):
        appoint(town.lead_head, town)
    assert not Deputy.objects.exists()


def test_who_is_away_and_who_stands_in_see_it_and_who_keeps_the_people(town: Town) -> None:
    row = appoint(town.lead_head, town, deputy_id=town.stranger.pk)
    seen = {name for name, user in town.personas().items() if row in Deputy.objects.visible_to(user)}
    unit = {"lead_head", "lead_clerk", "data_clerk", "api_client"}
    everybody = {"supervisor", "office_head", "leader", "auditor", "system_admin", "security_admin"}
    assert seen == {*unit, *everybody, "stranger"}


def _kept(row: Deputy) -> list[Any]:
    return list(history_of(Deputy, pgh_obj_id=row.pk))
