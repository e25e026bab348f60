"""Who gets in, with which scope, how often, and what happens when Redis is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from rest_framework.settings import api_settings

from accounts.models import Role, RoleGrant, User
from accounts.services import close_api_client, create_api_client
from supervision.rest import access
from tests.api.caller import Caller, caller_as, code_of
from tests.town import SINCE, Town


def token_for(client_id: str, secret: str, **words: str) -> Any:
    asked = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return Client().post("/api/oauth/token/", asked | words)


def test_a_client_gets_a_token_by_its_secret_and_reads_its_units_projects(town: Town) -> None:
    _user, client_id, secret = create_api_client(
        actor=None, name="住建系统", unit=town.lead, scopes=["read"], on=SINCE
    )
    answer = token_for(client_id, secret)
    assert answer.status_code == 200
    assert (answer.json()["token_type"], answer.json()["scope"]) == ("Bearer", "read")
    caller = Caller(answer.json()["access_token"])
    assert [row["name"] for row in caller.results("projects/")] == ["省道过境段改建"]


def test_the_token_itself_is_kept_nowhere(town: Town) -> None:
    _user, client_id, secret = create_api_client(
        actor=None, name="住建系统", unit=town.lead, scopes=["read"], on=SINCE
    )
    token_for(client_id, secret)
    assert get_access_token_model().objects.get().token == ""


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"client_secret": "wrong"}, (401, "invalid_client")),
        ({"grant_type": "password", "username": "a", "password": "b"}, (400, "unsupported_grant_type")),
        ({"scope": "progress"}, (400, "invalid_scope")),
        ({"scope": "everything"}, (400, "invalid_scope")),
    ],
)
def test_a_token_is_refused(town: Town, words: dict[str, str], refusal: tuple[int, str]) -> None:
    _user, client_id, secret = create_api_client(
        actor=None, name="住建系统", unit=town.lead, scopes=["read"], on=SINCE
    )
    answer = token_for(client_id, secret, **words)
    assert (answer.status_code, answer.json()["error"]) == refusal


def test_guessing_secrets_is_slowed_down(town: Town, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "token", "2/h")
    answers = [token_for("nobody", "wrong").status_code for _ in range(3)]
    assert answers == [401, 401, 429]


def test_nothing_is_told_without_a_token(town: Town) -> None:
    answer = Client().get("/api/v1/projects/")
    assert code_of(answer) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("token", ["", "wrong", "\x00", "数"])
def test_a_wrong_token_is_told_apart_from_none(town: Town, token: str) -> None:
    assert code_of(Client().get("/api/v1/projects/", headers={"Authorization": f"Bearer {token}"})) == (
        401,
        "authentication_failed",
    )


def test_an_expired_token_ends(town: Town) -> None:
    caller = caller_as(town.lead_clerk)
    get_access_token_model().objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert code_of(caller.get("projects/")) == (401, "authentication_failed")


def test_a_closed_client_is_out_at_once(town: Town) -> None:
    user, client_id, secret = create_api_client(
        actor=None, name="住建系统", unit=town.lead, scopes=["read"], on=SINCE
    )
    caller = Caller(token_for(client_id, secret).json()["access_token"])
    assert caller.get("projects/").status_code == 200
    close_api_client(actor=town.system_admin, user_id=user.pk, reason="系统下线")
    assert code_of(caller.get("projects/")) == (401, "authentication_failed")
    refusal = token_for(client_id, secret)
    assert (refusal.status_code, refusal.json()["error"]) == (401, "invalid_client")


def test_a_client_whose_grant_ended_gets_no_token(town: Town) -> None:
    user, client_id, secret = create_api_client(
        actor=None, name="住建系统", unit=town.lead, scopes=["read"], on=SINCE
    )
    RoleGrant.objects.filter(user=user).update(valid_to=SINCE + timedelta(days=1))
    assert token_for(client_id, secret).json()["error"] == "invalid_client"


def test_a_client_whose_user_is_off_is_out_though_its_token_lives(town: Town) -> None:
    caller = caller_as(town.lead_clerk)
    User.objects.filter(pk=town.lead_clerk.pk).update(is_active=False)
    assert code_of(caller.get("projects/")) == (401, "authentication_failed")


def test_a_grant_that_ended_leaves_nothing_to_see(town: Town) -> None:
    caller = caller_as(town.lead_clerk)
    RoleGrant.objects.filter(user=town.lead_clerk).update(valid_to=SINCE)
    assert caller.results("projects/") == []


def test_reading_and_writing_each_need_their_scope(town: Town) -> None:
    reader, writer = caller_as(town.lead_clerk, "read"), caller_as(town.lead_head, "progress")
    body = {"project_id": town.project.pk, "period": "2026-08", "physical_progress": "路基完成"}
    assert code_of(reader.post("progress/", body)) == (403, "scope_missing")
    assert code_of(writer.get("progress/")) == (403, "scope_missing")
    assert writer.post("progress/", body).status_code == 201


def test_every_answer_says_how_many_requests_are_left(town: Town, monkeypatch: Any) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "actor", "2/h")
    caller = caller_as(town.lead_clerk)
    first, second, third = (caller.get("sectors/") for _ in range(3))
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("2", "1")
    assert second.headers["RateLimit-Remaining"] == "0"
    assert code_of(third) == (429, "throttled")
    assert 0 < int(third.headers["Retry-After"]) <= 3600
    assert caller_as(town.supervisor).get("sectors/").status_code == 200


def test_without_redis_the_api_answers_uncounted(town: Town, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    access._counters.cache_clear()
    try:
        answer = caller_as(town.lead_clerk).get("projects/")
    finally:
        access._counters.cache_clear()
    assert answer.status_code == 200
    assert "RateLimit-Limit" not in answer.headers


def test_a_signed_in_person_reads_as_in_the_web_and_needs_the_csrf_token_to_write(town: Town) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(town.lead_clerk)
    assert len(browser.get("/api/v1/projects/").json()["results"]) == 1
    assert code_of(browser.post("/api/v1/progress/", {}, content_type="application/json"))[0] == 403


def test_a_client_of_the_whole_county_sees_all(town: Town) -> None:
    user = User.objects.create(username="省平台", password_is_own=True)
    RoleGrant.objects.create(user=user, role=Role.API_CLIENT, valid_from=SINCE)
    assert len(caller_as(user).results("units/")) == 6
