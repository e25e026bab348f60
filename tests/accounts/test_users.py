"""Accounts, passwords, roles and machine clients."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from oauth2_provider.models import get_application_model

from accounts import services
from accounts.models import Person, Role, RoleGrant, User
from tests.conftest import STORY_DAY
from tests.history import history_of
from tests.town import SINCE, Town

Application = get_application_model()


def newcomer(town: Town) -> Person:
    return services.create_person(actor=town.system_admin, name="新来者", unit=town.lead)


def test_an_account_comes_with_a_password_that_must_be_changed(town: Town) -> None:
    user, password = services.create_user(
        actor=town.system_admin,
        username="xinlaizhe",
        person=newcomer(town),
        on=STORY_DAY,
        roles=[(Role.UNIT_CLERK, town.lead)],
    )
    assert user.check_password(password)
    assert len(password) == 14
    assert (user.unit, user.password_is_own, user.password_set_on) == (town.lead, False, STORY_DAY)
    assert user.roles == {Role.UNIT_CLERK}
    assert user.grants.get().granted_by == town.system_admin


def test_only_the_system_administrator_opens_accounts(town: Town) -> None:
    person = newcomer(town)
    for persona in set(town.personas()) - {"system_admin"}:
        with pytest.raises(PermissionDenied):
            services.create_user(actor=getattr(town, persona), username="x", person=person, on=STORY_DAY)
    assert not User.objects.filter(person=person).exists()


def test_the_system_administrator_cannot_make_a_supervisor_by_the_way(town: Town) -> None:
    with pytest.raises(PermissionDenied):
        services.create_user(
            actor=town.system_admin,
            username="x",
            person=newcomer(town),
            on=STORY_DAY,
            roles=[(Role.SUPERVISOR, None)],
        )


def test_who_may_grant_what(town: Town) -> None:
    granters = {
        Role.SUPERVISOR: {"security_admin"},
        Role.AUDITOR: {"security_admin"},
        Role.LEADER: {"security_admin", "office_head"},
        Role.UNIT_CLERK: {"security_admin", "system_admin", "office_head"},
    }
    for role, allowed in granters.items():
        for persona, actor in town.personas().items():
            if persona in allowed:
                continue
            with pytest.raises(PermissionDenied):
                services.grant_role(
                    actor=actor, user_id=town.nobody.pk, role=role, unit=town.strange, on=STORY_DAY
                )
    assert not town.nobody.grants.exists()
    services.grant_role(actor=town.office_head, user_id=town.nobody.pk, role=Role.LEADER, on=STORY_DAY)
    assert User.objects.get(pk=town.nobody.pk).roles == {Role.LEADER}


def test_a_grant_and_its_end_are_dated_named_and_kept(town: Town) -> None:
    grant = services.grant_role(
        actor=town.security_admin,
        user_id=town.nobody.pk,
        role=Role.SUPERVISOR,
        on=date(2026, 8, 1),
        reason="借调",
    )
    assert User.objects.get(pk=town.nobody.pk).roles == {Role.SUPERVISOR}
    services.revoke_role(actor=town.security_admin, grant_id=grant.pk, on=STORY_DAY, reason="借调结束")
    assert User.objects.get(pk=town.nobody.pk).roles == frozenset()
    events = history_of(RoleGrant, pgh_obj_id=grant.pk)
    assert [(e.pgh_label, e.valid_to, e.pgh_context["reason"]) for e in events] == [
        ("insert", None, "借调"),
        ("update", STORY_DAY, "借调结束"),
    ]
    with pytest.raises(ValidationError, match="已经终止"):
        services.revoke_role(actor=town.security_admin, grant_id=grant.pk, on=STORY_DAY, reason="再次")


def test_a_grant_withdrawn_on_its_first_day_keeps_its_row_and_may_be_given_again(town: Town) -> None:
    for _time in range(2):
        grant = services.grant_role(
            actor=town.security_admin, user_id=town.nobody.pk, role=Role.SUPERVISOR, on=STORY_DAY
        )
        services.revoke_role(actor=town.security_admin, grant_id=grant.pk, on=STORY_DAY, reason="有误")
    assert list(town.nobody.grants.values_list("valid_from", "valid_to")) == [(STORY_DAY, STORY_DAY)] * 2
    assert User.objects.get(pk=town.nobody.pk).roles == frozenset()


@pytest.mark.parametrize(
    ("user", "role", "message"),
    [
        ("security_admin", Role.SUPERVISOR, "不能给自己授权"),
        ("system_admin", Role.AUDITOR, "三员分立"),
        ("supervisor", Role.SUPERVISOR, "已有同一角色"),
        ("nobody", Role.UNIT_CLERK, "须指明单位"),
        ("nobody", "king", "king"),
    ],
)
def test_a_grant_against_the_rules_says_why(town: Town, user: str, role: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        services.grant_role(
            actor=town.security_admin, user_id=getattr(town, user).pk, role=role, on=STORY_DAY
        )


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("role_grant_three_officers_apart", {"user": "system_admin", "role": Role.AUDITOR}),
        ("role_grant_not_to_oneself", {"user": "nobody", "role": Role.LEADER, "granted_by": "nobody"}),
        ("role_grant_once_at_a_time", {"user": "leader", "role": Role.LEADER}),
        ("role_grant_names_its_unit", {"user": "nobody", "role": Role.UNIT_HEAD}),
        ("role_grant_role_is_known", {"user": "nobody", "role": "king"}),
        ("role_grant_scopes_are_for_clients", {"user": "nobody", "role": Role.LEADER, "scopes": ["read"]}),
        ("role_grant_ends_after_start", {"user": "nobody", "role": Role.LEADER, "valid_to": SINCE}),
    ],
)
def test_the_database_refuses_a_wrong_grant_by_itself(
    town: Town, constraint: str, values: dict[str, str]
) -> None:
    people = town.personas()
    row = {name: people.get(str(value), value) if name != "role" else value for name, value in values.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RoleGrant.objects.bulk_create([RoleGrant(valid_from=SINCE + timedelta(days=1), **row)])


def test_a_password_handed_out_again_is_for_one_sign_in(town: Town) -> None:
    password = services.set_password(actor=town.system_admin, user_id=town.stranger.pk, on=STORY_DAY)
    town.stranger.refresh_from_db()
    assert town.stranger.check_password(password)
    assert not town.stranger.password_is_own
    for persona in ("office_head", "stranger"):
        with pytest.raises(PermissionDenied):
            services.set_password(actor=getattr(town, persona), user_id=town.supervisor.pk, on=STORY_DAY)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("错的", "云岭督查2026-9", "old"),
        ("old-secret-9", "old-secret-9", "new"),
        ("old-secret-9", "1234", "new"),
    ],
)
def test_a_bad_change_of_password_changes_nothing(town: Town, old: str, new: str, field: str) -> None:
    town.stranger.set_password("old-secret-9")
    town.stranger.save()
    with pytest.raises(ValidationError) as refused:
        services.change_own_password(actor=town.stranger, old=old, new=new, on=STORY_DAY)
    assert list(refused.value.message_dict) == [field]
    town.stranger.refresh_from_db()
    assert town.stranger.check_password("old-secret-9")


def test_the_history_of_a_user_never_holds_a_password() -> None:
    fields = {field.name for field in history_of(User).model._meta.get_fields()}
    assert "password" not in fields
    assert {"is_active", "password_is_own"} <= fields


def test_a_closed_account_is_out_at_once_and_nobody_closes_their_own(town: Town, client: Client) -> None:
    client.force_login(town.stranger, backend="accounts.backends.RoleBackend")
    assert client.get("/profile/").status_code == 200
    services.deactivate_user(actor=town.system_admin, user_id=town.stranger.pk, reason="调离")
    assert client.get("/profile/").status_code == 302
    with pytest.raises(ValidationError, match="不能停用自己"):
        services.deactivate_user(actor=town.system_admin, user_id=town.system_admin.pk, reason="")


GUARDED = ("security_admin", "auditor", "office_head", "supervisor", "leader")


@pytest.mark.parametrize("persona", GUARDED)
def test_the_system_administrator_becomes_neither_an_officer_nor_the_office(town: Town, persona: str) -> None:
    other = town.personas()[persona]
    with pytest.raises(PermissionDenied):
        services.set_password(actor=town.system_admin, user_id=other.pk, on=STORY_DAY)
    with pytest.raises(PermissionDenied):
        services.set_active(actor=town.system_admin, user_id=other.pk, active=False, reason="停用")
    other.refresh_from_db()
    assert (other.is_active, other.has_usable_password()) == (True, False)


@pytest.mark.parametrize("persona", GUARDED[1:])
def test_their_accounts_are_the_security_administrators(town: Town, persona: str) -> None:
    other = town.personas()[persona]
    password = services.set_password(actor=town.security_admin, user_id=other.pk, on=STORY_DAY)
    services.deactivate_user(actor=town.security_admin, user_id=other.pk, reason="调离")
    other.refresh_from_db()
    assert (other.is_active, other.check_password(password)) == (False, True)


def test_the_security_administrator_disposes_of_nobody_else(town: Town) -> None:
    for persona in ("system_admin", "lead_clerk", "lead_head", "nobody"):
        with pytest.raises(PermissionDenied):
            services.set_password(
                actor=town.security_admin, user_id=town.personas()[persona].pk, on=STORY_DAY
            )


@pytest.mark.parametrize("persona", ["security_admin", "system_admin"])
def test_nobody_hands_out_a_password_to_oneself(town: Town, persona: str) -> None:
    actor = town.personas()[persona]
    with pytest.raises(ValidationError, match="不能重置自己的密码"):
        services.set_password(actor=actor, user_id=actor.pk, on=STORY_DAY)


# --- machine clients ------------------------------------------------------------------------------


def test_a_client_has_a_range_and_a_secret_that_is_kept_as_a_hash(town: Town) -> None:
    user, client_id, secret = services.create_api_client(
        actor=town.system_admin, name="市平台", unit=town.lead, scopes=["read"], on=STORY_DAY
    )
    application = Application.objects.get(client_id=client_id)
    assert application.user == user
    assert application.client_secret != secret
    assert not user.has_usable_password()
    assert set(user.reach.unit_ids) == {town.lead.pk, town.below_lead.pk}
    assert not user.reach.everything


def test_a_client_without_a_unit_sees_the_county(town: Town) -> None:
    user, _client_id, _secret = services.create_api_client(
        actor=town.system_admin, name="市平台", unit=None, scopes=["read"], on=STORY_DAY
    )
    assert user.reach.everything


def test_a_client_gets_the_scopes_of_its_grant_alone(town: Town) -> None:
    from accounts.backends import GrantedScopes

    _user, client_id, _secret = services.create_api_client(
        actor=town.system_admin, name="市平台", unit=None, scopes=["read"], on=STORY_DAY
    )
    application = Application.objects.get(client_id=client_id)
    assert GrantedScopes().get_available_scopes(application=application) == ["read"]
    grant = application.user.grants.get()
    services.revoke_role(actor=town.security_admin, grant_id=grant.pk, on=STORY_DAY, reason="停用")
    assert GrantedScopes().get_available_scopes(application=application) == []
    assert GrantedScopes().get_default_scopes(application=application) == []


def test_only_the_system_administrator_opens_clients_and_only_with_known_scopes(town: Town) -> None:
    for persona in set(town.personas()) - {"system_admin"}:
        with pytest.raises(PermissionDenied):
            services.create_api_client(
                actor=getattr(town, persona), name="x", unit=None, scopes=["read"], on=STORY_DAY
            )
    with pytest.raises(ValidationError, match="everything"):
        services.create_api_client(
            actor=town.system_admin, name="x", unit=None, scopes=["everything"], on=STORY_DAY
        )
    assert not Application.objects.exists()


# --- the console ----------------------------------------------------------------------------------
def test_the_console_opens_an_administrator_and_prints_the_password_once(db: None) -> None:
    out = StringIO()
    call_command("create_administrator", "guanli", "--role", "security_admin", stdout=out)
    user = User.objects.get(username="guanli")
    assert user.roles == {Role.SECURITY_ADMIN}
    assert not user.password_is_own
    printed = out.getvalue().split("初始密码：")[1].split()[0]
    assert user.check_password(printed)


def test_the_console_opens_a_client_for_a_unit_by_its_short_name(town: Town) -> None:
    out = StringIO()
    call_command("create_api_client", "市平台", "--unit", "交通局", "--scope", "progress", stdout=out)
    assert User.objects.get(username="市平台").grants.get().unit == town.lead
    assert "client_secret：" in out.getvalue()
