"""Coming in: passwords, limits, the first change, the idle end, the language."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import AccessEntry, User
from tests.conftest import STORY_DAY
from tests.town import Town

SECRET = "yunling-road-88"


@pytest.fixture
def clerk(town: Town) -> User:
    town.lead_clerk.set_password(SECRET)
    town.lead_clerk.save()
    return town.lead_clerk


def enter(client: Client, password: str = SECRET, **form: str) -> Any:
    return client.post("/sign-in/", {"username": "lead_clerk", "password": password, **form})


def log() -> list[tuple[str, str, str | None]]:
    return list(AccessEntry.objects.order_by("pk").values_list("kind", "username", "address"))


def test_a_person_comes_in_and_goes_out_and_the_log_says_so(client: Client, clerk: User) -> None:
    answer = enter(client, next="/profile/")
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, "/profile/")
    assert "路联络" in client.get("/profile/").content.decode()
    assert client.get("/sign-out/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/profile/").status_code == HTTPStatus.FOUND
    assert log() == [("sign_in", "lead_clerk", "127.0.0.1"), ("sign_out", "lead_clerk", "127.0.0.1")]


@pytest.mark.parametrize(
    "target", ["x", "https://elsewhere.test/", "//elsewhere.test/", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(client: Client, clerk: User, target: str) -> None:
    assert enter(client, next=target).headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(client: Client, clerk: User) -> None:
    wrong = enter(client, "wrong").content.decode()
    unknown = client.post("/sign-in/", {"username": "nobody-here", "password": "wrong"}).content.decode()
    assert "用户名或密码不正确" in wrong
    assert "用户名或密码不正确" in unknown
    assert log() == [
        ("sign_in_failed", "lead_clerk", "127.0.0.1"),
        ("sign_in_failed", "nobody-here", "127.0.0.1"),
    ]
    assert AccessEntry.objects.get(username="lead_clerk").user == clerk


def test_five_failures_lock_and_a_new_password_unlocks(client: Client, clerk: User, town: Town) -> None:
    answers = [enter(client, "wrong") for _time in range(5)]
    assert "登录已锁定" in answers[-1].content.decode()
    assert "30分钟后再试" in answers[-1].content.decode()
    assert enter(client).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert [kind for kind, *_rest in log()] == ["sign_in_failed"] * 4 + ["locked_out"] * 2
    password = services.set_password(actor=town.system_admin, user_id=clerk.pk, on=STORY_DAY)
    assert enter(client, password).status_code == HTTPStatus.FOUND


def test_a_handed_out_password_opens_nothing_but_its_change(client: Client, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(password_is_own=False)
    enter(client)
    for address in ("/profile/", "/jobs/", "/files/1/", "/admin/"):
        assert client.get(address).headers["Location"] == "/password/"
    page = client.get("/password/").content.decode()
    assert "您正在使用初始密码" in page
    assert "我的任务" not in page
    form = {"old": SECRET, "new": "transport-2026-new", "again": "transport-2026-new"}
    assert client.post("/password/", form).headers["Location"] == "/profile/"
    assert client.get("/profile/").status_code == HTTPStatus.OK
    assert log()[-1][0] == "password_changed"


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"old": "x", "new": "transport-2026-new", "again": "transport-2026-new"}, "原密码不正确"),
        ({"old": SECRET, "new": "transport-2026-new", "again": "other"}, "两次输入的新密码不一致"),
        ({"old": SECRET, "new": "short", "again": "short"}, "密码至少要有10个字符。"),
        ({"old": SECRET, "new": "12345678901", "again": "12345678901"}, "密码只包含数字。"),
    ],
)
def test_a_bad_new_password_says_what_is_wrong(
    client: Client, clerk: User, form: dict[str, str], message: str
) -> None:
    enter(client)
    assert message in client.post("/password/", form).content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(SECRET)


def test_a_changed_password_ends_the_other_sessions(client: Client, clerk: User) -> None:
    other = Client()
    for browser in (client, other):
        enter(browser)
    form = {"old": SECRET, "new": "transport-2026-new", "again": "transport-2026-new"}
    client.post("/password/", form)
    assert client.get("/profile/").status_code == HTTPStatus.OK
    assert other.get("/profile/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(("days", "works"), [(90, True), (91, False)])
def test_a_password_grows_old(client: Client, clerk: User, days: int, works: bool) -> None:
    enter(client)
    User.objects.filter(pk=clerk.pk).update(password_set_on=STORY_DAY - timedelta(days=days))
    assert (client.get("/profile/").status_code == HTTPStatus.OK) is works


def test_a_session_ends_by_itself_and_every_request_prolongs_it(client: Client, clerk: User) -> None:
    enter(client)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    client.get("/profile/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/profile/").headers["Location"] == "/sign-in/?next=/profile/"


# --- language -------------------------------------------------------------------------------------
def test_chinese_whatever_the_browser_says_and_english_by_choice(client: Client, clerk: User) -> None:
    english_browser = {"Accept-Language": "en-US,en;q=0.9"}
    answer = client.get("/sign-in/", headers=english_browser)
    assert answer.headers["Content-Language"] == "zh-hans"
    assert "用户名" in answer.content.decode()
    enter(client)
    assert client.get("/profile/", headers=english_browser).headers["Content-Language"] == "zh-hans"
    assert client.post("/profile/", {"language": "en"}).headers["Location"] == "/profile/"
    chinese_browser = {"Accept-Language": "zh-CN"}
    answer = client.get("/profile/", headers=chinese_browser)
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en">' in answer.content.decode()


def test_an_unknown_language_is_refused(client: Client, clerk: User) -> None:
    enter(client)
    assert client.post("/profile/", {"language": "fr"}).status_code == HTTPStatus.OK
    clerk.refresh_from_db()
    assert clerk.language == "zh-hans"


def test_behind_a_proxy_only_its_own_word_on_the_address_counts(
    client: Client, clerk: User, settings: Any
) -> None:
    forged = {"X-Forwarded-For": "1.2.3.4, 10.0.0.9"}
    client.post("/sign-in/", {"username": "a", "password": "b"}, headers=forged)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client.post("/sign-in/", {"username": "a", "password": "b"}, headers=forged)
    assert [address for *_rest, address in log()] == ["127.0.0.1", "10.0.0.9"]
