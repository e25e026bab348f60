"""A roster is written whole or not at all, and the same roster again changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import services
from accounts.models import Person, Role, RoleGrant, Tenure, Unit, User
from accounts.models.unit import UnitKind
from accounts.services import RosterRow
from tests.conftest import STORY_DAY
from tests.history import history_of
from tests.town import Town

ROWS = [
    RosterRow(
        "“单位”第4行",
        "云岭县林业局",
        short_name="林业局",
        unit_kind="部门",
        parent="云岭县自然资源委",
        credit_code="91110108551385082Q",
        person="林有森",
        clerk="单知秋",
        clerk_phone="0000-5550101",
    ),
    RosterRow("“单位”第5行", "云岭县自然资源委", short_name="自然资源委", unit_kind="党委"),
    RosterRow("“岗位”第4行", "县政府", post="常务副县长", person="新县长", held_from=date(2026, 9, 1)),
    RosterRow("“岗位”第5行", "县政府", post="副县长", is_county_leader=True),
    RosterRow("“联络员”第4行", "林业局", person="林有森", post="主要负责人", clerk="单知秋"),
    RosterRow("“账号”第4行", "林业局", person="林有森", username="linju", role="单位负责人"),
]


def write(town: Town, rows: list[RosterRow], persona: str = "system_admin") -> services.RosterOutcome:
    return services.write_roster(
        actor=getattr(town, persona), rows=rows, on=STORY_DAY, reason="机构人员名册.xlsx"
    )


def test_a_roster_writes_units_posts_people_tenures_and_clerks(town: Town) -> None:
    outcome = write(town, ROWS)
    unit = Unit.objects.get(short_name="林业局")
    assert (unit.parent, unit.kind) == (Unit.objects.get(short_name="自然资源委"), UnitKind.DEPARTMENT)
    assert Tenure.objects.get(post__unit=unit).person.name == "林有森"
    holders = town.leader_post.tenures.order_by("valid_from").values_list("person__name", "valid_to")
    assert list(holders) == [("常县长", date(2026, 9, 1)), ("新县长", None)]
    clerk = User.objects.get(person__name="单知秋")
    assert (clerk.username, clerk.unit, clerk.roles) == ("shanzhiqiu", unit, {Role.UNIT_CLERK})
    assert clerk.person is not None
    assert clerk.person.phone == "0000-5550101"
    assert not clerk.has_usable_password()
    head = User.objects.get(username="linju")
    assert head.roles == {Role.UNIT_HEAD}
    counts = {label: len(keys) for label, keys in outcome.created.items()}
    assert counts == {
        "accounts.Unit": 2,
        "accounts.Person": 3,
        "accounts.Post": 2,
        "accounts.Tenure": 2,
        "accounts.User": 2,
        "accounts.RoleGrant": 2,
    }
    assert (outcome.unchanged, outcome.changes[0].place) == (1, "“单位”第4行")


def test_the_same_roster_again_changes_nothing(town: Town) -> None:
    write(town, ROWS)
    events = history_of(Unit).count(), history_of(Person).count()
    outcome = write(town, ROWS)
    assert (outcome.created, outcome.changes, outcome.unchanged) == ({}, [], len(ROWS))
    assert (history_of(Unit).count(), history_of(Person).count()) == events


def test_a_changed_cell_is_told_from_old_to_new(town: Town) -> None:
    write(town, ROWS)
    outcome = write(town, [RosterRow("第9行", "林业局", unit_kind="事业单位", ranking_group="一组")])
    assert [(c.subject, c.field, c.old, c.new) for c in outcome.changes] == [
        ("林业局", "类别", "department", "institution"),
        ("林业局", "考核分组", "", "一组"),
    ]


def test_every_fault_is_named_with_its_place_and_nothing_is_written(town: Town) -> None:
    bad = [
        RosterRow("第4行", "云岭县林业局"),
        RosterRow("第5行", "云岭县水产局", credit_code="911"),
        RosterRow("第6行", "云岭县茶叶局", unit_kind="门派"),
        RosterRow("第7行", "云岭县药材局", parent="没有的单位"),
        RosterRow("第8行", ""),
        RosterRow("第9行", "交通局", person="某某", role="审计员"),
        RosterRow("第10行", "交通局", person="另一位", username="supervisor"),
        RosterRow("第11行", "交通局", parent="公路段"),
    ]
    before = Unit.objects.count(), Person.objects.count(), RoleGrant.objects.count()
    with pytest.raises(ValidationError) as refused:
        write(town, bad)
    places = [message.partition("：")[0] for message in refused.value.messages]
    assert places == ["第5行", "第6行", "第8行", "第7行", "第11行", "第9行", "第10行"]
    assert "名册不能授予“审计员”角色，请由安全管理员在后台授权。" in refused.value.messages[-2]
    assert (Unit.objects.count(), Person.objects.count(), RoleGrant.objects.count()) == before


def test_who_may_import_a_roster(town: Town) -> None:
    for persona in set(town.personas()) - {"system_admin", "supervisor", "office_head"}:
        with pytest.raises(PermissionDenied):
            write(town, ROWS, persona)
    assert not Unit.objects.filter(short_name="林业局").exists()
    assert write(town, ROWS, "supervisor").created


@pytest.mark.parametrize(("persona", "role"), [("office_head", "县领导"), ("supervisor", "单位负责人")])
def test_nobody_grants_a_role_to_oneself_by_a_roster(town: Town, persona: str, role: str) -> None:
    actor = town.personas()[persona]
    assert actor.person is not None
    with pytest.raises(ValidationError, match="第4行：不能给自己授权。"):
        write(town, [RosterRow("第4行", "督查办", person=actor.person.name, role=role)], persona)
    assert actor.grants.count() == 1


def test_only_the_head_of_the_office_makes_a_leader_by_a_roster(town: Town) -> None:
    rows = [RosterRow("第4行", "县政府", person="新县长", post="县长", role="县领导")]
    for persona in ("system_admin", "supervisor"):
        with pytest.raises(ValidationError, match="第4行：您导入的名册不能授予“县领导”角色"):
            write(town, rows, persona)
    write(town, rows, "office_head")
    assert User.objects.get(person__name="新县长").roles == {Role.LEADER}
    assert write(town, rows, "system_admin").changes == []
