"""The admin site: who sees what, saving through services, passwords once, every row's history."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.contrib import admin
from django.test import Client

from accounts import services
from accounts.models import Person, RoleGrant, Tenure, Unit, User
from tests.town import Town

TABLES = ["unit", "post", "person", "tenure", "user", "rolegrant", "upload", "job", "accessentry"]
ADMINISTRATORS = {"auditor", "office_head", "system_admin", "security_admin"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


def test_everything_of_ours_is_registered_and_no_token_is() -> None:
    names = {model._meta.model_name for model in admin.site._registry}
    assert {*TABLES, "idempotentcall", "application"} <= names
    assert not {"accesstoken", "refreshtoken", "grant", "group", "accessattempt"} & names


def test_the_way_in_is_ours_and_others_are_told_who_may(town: Town) -> None:
    answer = Client().get("/admin/")
    assert answer.headers["Location"] == "/admin/login/?next=/admin/"
    answer = Client().get("/admin/login/?next=/admin/")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fadmin%2F"
    for persona, user in town.personas().items():
        status = signed_in(user).get("/admin/", follow=True).status_code
        assert (status == HTTPStatus.OK) is (persona in ADMINISTRATORS), persona


@pytest.mark.parametrize("table", TABLES)
def test_an_auditor_reads_every_table_and_adds_to_none(town: Town, table: str) -> None:
    client = signed_in(town.auditor)
    page = client.get(f"/admin/accounts/{table}/")
    assert page.status_code == HTTPStatus.OK
    assert "县人民政府督查办公室" in page.content.decode()
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert client.get(f"/admin/accounts/{table}/add/").status_code == HTTPStatus.FORBIDDEN


def test_the_access_log_is_for_auditors_and_security_administrators(town: Town) -> None:
    readers = {
        name
        for name in ADMINISTRATORS
        if signed_in(town.personas()[name]).get("/admin/accounts/accessentry/").status_code == HTTPStatus.OK
    }
    assert readers == {"auditor", "security_admin"}


def test_a_unit_is_added_and_renamed_through_its_services(town: Town) -> None:
    client = signed_in(town.office_head)
    form = {"name": "云岭县林业局", "short_name": "林业局", "kind": "department", "parent": town.county.pk}
    assert client.post("/admin/accounts/unit/add/", form).status_code == HTTPStatus.FOUND
    unit = Unit.objects.get(short_name="林业局")
    assert unit.pinyin == "lin ye ju|lyj"
    form["short_name"] = "林草局"
    client.post(f"/admin/accounts/unit/{unit.pk}/change/", form)
    unit.refresh_from_db()
    assert (unit.short_name, unit.pinyin) == ("林草局", "lin cao ju|lcj")
    page = client.get(f"/admin/accounts/unit/{unit.pk}/history/").content.decode()
    assert "简称：林业局 → 林草局" in page
    assert "管理后台更名" in page
    assert "任主事" in page
    table = client.get("/admin/accounts/unit/history/").content.decode()
    assert f"#{unit.pk}" in table


def test_what_a_service_refuses_is_shown_and_not_a_crash(town: Town) -> None:
    client = signed_in(town.office_head)
    form = {"name": "x", "short_name": "交通局", "kind": "department", "parent": town.below_lead.pk}
    answer = client.post(f"/admin/accounts/unit/{town.lead.pk}/change/", form, follow=True)
    assert "不能把“交通局”放到它自己的下级单位之下" in answer.content.decode()
    town.lead.refresh_from_db()
    assert (town.lead.name, town.lead.parent) == ("云岭县交通局", town.county)


def test_a_tenure_added_ends_the_one_before(town: Town) -> None:
    person = services.create_person(actor=town.system_admin, name="新县长", unit=town.county)
    form = {"post": town.leader_post.pk, "person": person.pk, "valid_from": "2026-09-01"}
    answer = signed_in(town.system_admin).post("/admin/accounts/tenure/add/", form)
    assert answer.status_code == HTTPStatus.FOUND
    assert Tenure.objects.get(person=town.leader.person).valid_to == date(2026, 9, 1)


def test_a_new_user_gets_a_password_that_is_shown_once(town: Town) -> None:
    person = Person.objects.create(name="新来者", pinyin="xin", unit=town.lead)
    form = {"username": "xinlaizhe", "person": person.pk}
    answer = signed_in(town.system_admin).post("/admin/accounts/user/add/", form)
    shown = answer.content.decode().split("<code>")[1].split("</code>")[0]
    user = User.objects.get(username="xinlaizhe")
    assert user.check_password(shown)
    assert "no-store" in answer.headers["Cache-Control"]
    page = signed_in(town.auditor).get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert user.password not in page
    assert shown not in page


def test_passwords_are_handed_out_and_accounts_closed_by_the_list(town: Town) -> None:
    client = signed_in(town.system_admin)
    chosen = {"_selected_action": [town.stranger.pk], "action": "hand_out_passwords"}
    page = client.post("/admin/accounts/user/", chosen).content.decode()
    town.stranger.refresh_from_db()
    assert town.stranger.check_password(page.split("<code>")[1].split("</code>")[0])
    client.post("/admin/accounts/user/", chosen | {"action": "deactivate"})
    town.stranger.refresh_from_db()
    assert not town.stranger.is_active


def test_of_several_chosen_accounts_only_ones_own_to_keep_get_a_password(town: Town) -> None:
    chosen = {"_selected_action": [town.stranger.pk, town.auditor.pk], "action": "hand_out_passwords"}
    for keeper, kept, other in (
        (town.system_admin, town.stranger, town.auditor),
        (town.security_admin, town.auditor, town.stranger),
    ):
        page = signed_in(keeper).post("/admin/accounts/user/", chosen).content.decode()
        assert page.count("<code>") == 1
        kept.refresh_from_db()
        assert kept.check_password(page.split("<code>")[1].split("</code>")[0])
        assert f"“{other}”的账号不由您处置" in page
    answer = signed_in(town.security_admin).get("/admin/accounts/user/add/")
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_only_the_security_administrator_grants_and_withdraws_roles_here(town: Town) -> None:
    form = {"user": town.nobody.pk, "role": "supervisor", "valid_from": "2026-09-01", "reason": "借调"}
    for persona in ADMINISTRATORS - {"security_admin"}:
        answer = signed_in(town.personas()[persona]).post("/admin/accounts/rolegrant/add/", form)
        assert answer.status_code == HTTPStatus.FORBIDDEN
    client = signed_in(town.security_admin)
    assert client.post("/admin/accounts/rolegrant/add/", form).status_code == HTTPStatus.FOUND
    grant = RoleGrant.objects.get(user=town.nobody)
    assert (grant.granted_by, grant.reason) == (town.security_admin, "借调")
    client.post("/admin/accounts/rolegrant/", {"_selected_action": [grant.pk], "action": "revoke"})
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 9, 12)


def test_nobody_deletes_here(town: Town) -> None:
    for persona in ADMINISTRATORS:
        client = signed_in(town.personas()[persona])
        for table, row in [("unit", town.strange), ("user", town.nobody)]:
            answer = client.post(f"/admin/accounts/{table}/{row.pk}/delete/", {"post": "yes"})
            assert answer.status_code == HTTPStatus.FORBIDDEN
    assert Unit.objects.filter(pk=town.strange.pk).exists()
