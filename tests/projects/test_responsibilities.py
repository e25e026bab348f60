"""Who carries a project: assigned, handed over, ended; single holders never overlap; what was stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory.models
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from projects import services
from projects.models import Responsibility
from projects.models.responsibility import SINGLE_HOLDER, ResponsibilityRole
from tests.town import SINCE, Town, carry

DAY = date(2026, 9, 12)


def rows(town: Town, role: str) -> list[tuple[Any, ...]]:
    found = Responsibility.objects.filter(project=town.project, role=role).order_by("valid_from", "position")
    return list(found.values_list("unit__short_name", "valid_from", "valid_to"))


def test_a_hand_over_closes_one_row_and_opens_the_next_on_the_same_day(town: Town) -> None:
    former = carry(town.project, ResponsibilityRole.LEAD, town.lead, contact="王工", note="主抓")
    new = services.hand_over_responsibility(
        actor=town.supervisor, responsibility_id=former.pk, to=town.strange, on=DAY, reason="职能划转"
    )
    assert rows(town, "lead") == [("交通局", SINCE, DAY), ("文旅局", DAY, None)]
    assert (new.note, new.contact, new.position) == ("主抓", "", 1)
    events = pghistory.models.Events.objects.tracks(former).order_by("pgh_id")
    assert [(e.pgh_label, e.pgh_data["valid_to"]) for e in events] == [
        ("insert", None),
        ("update", "2026-09-12"),
    ]
    context = events.last().pgh_context
    assert (context["user"], context["reason"]) == (town.supervisor.pk, "职能划转")


def test_a_hand_over_keeps_the_end_that_was_agreed(town: Town) -> None:
    former = carry(town.project, ResponsibilityRole.LEAD, town.lead, valid_to=date(2026, 12, 31))
    services.hand_over_responsibility(
        actor=town.supervisor, responsibility_id=former.pk, to=town.strange, on=DAY, reason="划转"
    )
    assert rows(town, "lead")[1] == ("文旅局", DAY, date(2026, 12, 31))


@pytest.mark.parametrize("on", [SINCE, date(2025, 1, 1), date(2026, 10, 1), date(2026, 11, 1)])
def test_what_does_not_run_on_the_day_is_neither_handed_over_nor_ended(on: date, town: Town) -> None:
    row = carry(town.project, ResponsibilityRole.LEAD, town.lead, valid_to=date(2026, 10, 1))
    act: dict[str, Any] = {"actor": town.supervisor, "responsibility_id": row.pk, "on": on, "reason": "划转"}
    with pytest.raises(ValidationError, match="不在其中"):
        services.hand_over_responsibility(to=town.strange, **act)
    with pytest.raises(ValidationError, match="不在其中"):
        services.end_responsibility(**act)
    assert rows(town, "lead") == [("交通局", SINCE, date(2026, 10, 1))]


def test_a_hand_over_to_the_same_holder_or_to_the_wrong_kind_changes_nothing(town: Town) -> None:
    row = carry(town.project, ResponsibilityRole.LEAD, town.lead)
    act: dict[str, Any] = {"actor": town.supervisor, "responsibility_id": row.pk, "on": DAY, "reason": "划转"}
    with pytest.raises(ValidationError, match="相同"):
        services.hand_over_responsibility(to=town.lead, **act)
    with pytest.raises(ValidationError, match="包抓领导应落实到岗位"):
        services.hand_over_responsibility(to=town.leader_post, **act)
    assert rows(town, "lead") == [("交通局", SINCE, None)]


@pytest.mark.parametrize("role", SINGLE_HOLDER)
def test_a_single_holder_role_has_no_second_holder(role: str, town: Town) -> None:
    holders = (town.leader_post, town.leader_post) if role == "leader" else (town.lead, town.strange)
    if role != "leader":
        carry(town.project, role, holders[0])
    with pytest.raises(ValidationError, match="同一时间只能有一个"):
        services.assign_responsibility(
            actor=town.supervisor, project_id=town.project.pk, role=role, holder=holders[1], since=DAY
        )
    with pytest.raises(IntegrityError, match="responsibility_single_holder"):
        carry(town.project, role, holders[1], since=DAY)


def test_several_units_share_the_other_roles_but_none_twice(town: Town) -> None:
    assign: dict[str, Any] = {"actor": town.supervisor, "project_id": town.project.pk, "since": DAY}
    services.assign_responsibility(role="helping", holder=town.strange, position=2, **assign)
    with pytest.raises(ValidationError, match="已承担本项目的同一责任"):
        services.assign_responsibility(role="helping", holder=town.helping, **assign)
    assert [row[0] for row in rows(town, "helping")] == ["水务局", "文旅局"]


def test_an_ended_responsibility_can_be_taken_up_by_another_the_same_day(town: Town) -> None:
    row = carry(town.project, ResponsibilityRole.OWNER, town.lead)
    services.end_responsibility(actor=town.supervisor, responsibility_id=row.pk, on=DAY, reason="退出")
    services.assign_responsibility(
        actor=town.supervisor, project_id=town.project.pk, role="owner", holder=town.strange, since=DAY
    )
    assert rows(town, "owner") == [("交通局", SINCE, DAY), ("文旅局", DAY, None)]
