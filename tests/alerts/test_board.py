"""催办看板: what goes out, what went out, what failed, who never reads, and the proof of one reminder."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.clock import today
from accounts.models import Post
from supervision.alerts.models import Digest, Heartbeat, Reminder
from supervision.alerts.selectors import never_reads, told_by, vacant_posts, without_address
from supervision.alerts.selectors.board import Told
from supervision.alerts.services import outlook, run_cycle
from tests.alerts.rows import attempt, letter, many, told
from tests.matters.build import fill_years
from tests.town import Town, make_project

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 9, 9, 3, tzinfo=UTC)
TOMORROW = datetime(2026, 9, 14, 0, 30, tzinfo=UTC)


def shown(client: Client, user: Any, page: str, *args: Any, **asked: Any) -> str:
    client.force_login(user)
    response = client.get(reverse(page, args=args), asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "alerts-board",
        "alerts-outlook",
        "alerts-sent",
        "alerts-statistics",
        "alerts-ladders",
        "alerts-sending",
    ],
)
def test_the_office_and_auditors_see_the_board_and_nobody_else(client: Client, town: Town, name: str) -> None:
    fill_years()
    for user in (town.supervisor, town.office_head, town.auditor):
        shown(client, user, name)
    for user in (town.lead_clerk, town.lead_head, town.security_admin):
        client.force_login(user)
        assert client.get(reverse(name)).status_code == 403


def test_each_message_says_what_became_of_what_it_told(client: Client, town: Town) -> None:
    other = make_project("县城备用水源", town.sector)
    done = told(town.project, town.lead_clerk, delivered_at=LATER, read_at=LATER, signed_at=LATER)
    Reminder.objects.filter(pk=done.pk).update(settled_at=LATER, outcome="done")
    digest = letter(town.lead_clerk, done, told(other, town.lead_clerk, delivered_at=LATER), sent_at=LATER)
    lost = letter(
        town.stranger, told(other, town.stranger), gave_up_at=LATER, last_error="550 拒收", attempts=5
    )
    attempt(lost, 1, "550 拒收", "5.1.1 no such user")
    assert told_by([digest, lost]) == {
        digest.pk: Told(items=2, delivered=2, read=1, signed=1, done=1),
        lost.pk: Told(items=1, answer="5.1.1 no such user"),
    }
    for state, names in {
        "sent": ["路联络"],
        "failed": ["文联络"],
        "unread": ["路联络"],
        "waiting": [],
    }.items():
        html = shown(client, town.supervisor, "alerts-sent", state=state)
        assert re.findall(r'</a></td><td class="short">([^<]*)</td>', html) == names
    assert "没有这样的发送记录" in shown(client, town.supervisor, "alerts-sent", name="查无此人")
    board = shown(client, town.supervisor, "alerts-board")
    assert "550 拒收 · 5.1.1 no such user" in board
    assert reverse("alerts-resend", args=[lost.pk]) in board
    assert reverse("alerts-resend", args=[lost.pk]) not in shown(client, town.auditor, "alerts-board")
    assert "5.1.1 no such user" in shown(client, town.supervisor, "alerts-message", lost.pk)


def test_a_figure_of_the_board_is_the_number_of_rows_behind_its_link(client: Client, town: Town) -> None:
    """What tells of nothing open any more is no work for anybody: it stands in a list of its own."""
    on, now = today(), timezone.now()
    given_up = {"gave_up_at": now, "attempts": 5}
    fates: list[tuple[bool, int, dict[str, Any]]] = [  # still open, days ago, what became of it
        (True, 0, {}), (True, 1, {"attempts": 1}), (False, 2, {}), (False, 3, {"attempts": 1}),
        (True, 0, given_up), (True, 1, given_up), (True, 2, given_up), (False, 3, given_up),
        (True, 0, {"sent_at": now}), (False, 0, {"sent_at": now}), (True, 1, {"sent_at": now}),
    ]  # fmt: skip
    people = [town.lead_clerk, town.lead_head, town.stranger, town.supervisor, town.office_head, town.auditor]
    for number, (is_open, ago, fate) in enumerate(fates):
        row = told(make_project(f"第{number}号", town.sector), people[number % 6])
        letter(people[number % 6], row, on=on - timedelta(ago), **fate)
        if not is_open:
            Reminder.objects.filter(pk=row.pk).update(settled_at=now, outcome="done")
    board = shown(client, town.supervisor, "alerts-board")
    linked = r'href="([^"]*)">(待发送|今日已送达|多次未送达)</a></div>\s*<div class="stat-value">(\d+)<'
    figures = {label: (unescape(url), int(value)) for url, label, value in re.findall(linked, board)}
    assert {label: value for label, (_, value) in figures.items()} == {
        "待发送": 2, "今日已送达": 2, "多次未送达": 3,
    }  # fmt: skip
    for url, value in figures.values():
        html = client.get(url).content.decode()
        assert html.count('<td class="short"><a href=') == value, url
        assert f"共{value}条" in html
    panel = board[board.index("<h2>没有送达的") : board.index('id="never-reads"')]
    assert panel.count("<li>") == 3
    assert "共3条" in shown(client, town.supervisor, "alerts-sent", state="pointless")
    assert "多次未送达" not in shown(client, town.supervisor, "alerts-sent", state="pointless")


def test_whoever_never_reads_is_named_once_three_duties_were_delivered(client: Client, town: Town) -> None:
    now = timezone.now()
    rows = many(town.sector, town.stranger, 3)
    Reminder.objects.update(delivered_at=now)
    news = told(town.project, town.lead_clerk, rung=0, delivered_at=now)
    assert [(one.username, one.told) for one in never_reads(town.supervisor, now)] == [("stranger", 3)]
    assert "3条未读" in shown(client, town.supervisor, "alerts-board")
    Reminder.objects.filter(pk=rows[0].pk).update(read_at=now)
    assert list(never_reads(town.supervisor, now)) == []
    assert not news.read_at


def test_the_board_names_where_nobody_can_be_told(client: Client, town: Town) -> None:
    on = timezone.localdate(LATER)
    Post.objects.create(name="副县长（空缺）", unit=town.county, is_county_leader=True)
    town.stranger.person.email = ""  # type: ignore[union-attr]
    town.stranger.person.save()  # type: ignore[union-attr]
    assert [post.name for post in vacant_posts(town.supervisor, on)] == ["副县长（空缺）"]
    assert [user.username for user in without_address(town.supervisor, on)] == ["stranger"]
    html = shown(client, town.supervisor, "alerts-board")
    assert "副县长（空缺）" in html
    assert "没有联系方式的人" in html
    assert (town.project.planned_start, town.project.actual_start) == (None, None)
    assert '省道过境段改建</a><span class="brief-note">没有计划开工日期' in html


def test_a_silent_process_is_told_on_the_first_screen_and_on_the_board(client: Client, town: Town) -> None:
    Heartbeat.objects.create(name="beat", beaten_at=LATER)
    for name in ("home", "alerts-board"):
        assert "定时服务（beat）自2026-09-09 11:00起没有心跳" in shown(client, town.supervisor, name)
    assert "没有心跳" not in shown(client, town.lead_clerk, "home")


def keys(rows: Any) -> list[tuple[str, str, int, int | None]]:
    return sorted((row.recipient.username, row.subject, row.rung, row.about_key) for row in rows)


def test_the_outlook_is_what_the_next_round_plans_and_leaves_nothing(client: Client, town: Town) -> None:
    fill_years()
    foreseen = outlook(on=TOMORROW.date(), now=TOMORROW)
    assert Reminder.objects.count() == Digest.objects.count() == 0
    assert {one.reminder.recipient.username for one in foreseen} >= {"lead_clerk", "lead_head"}
    assert {one.channels for one in foreseen} == {("email",)}
    html = shown(client, town.supervisor, "alerts-outlook")
    assert "路联络" in html
    assert "承办人" in html
    assert Reminder.objects.count() == 0
    run_cycle(on=TOMORROW.date(), now=TOMORROW)
    assert keys(Reminder.objects.all()) == keys(one.reminder for one in foreseen)


def test_the_proof_of_a_reminder_stands_in_order_with_the_rungs_beside_it(client: Client, town: Town) -> None:
    lower = told(town.project, town.lead_clerk, "省道8月", 21, delivered_at=LATER)
    Reminder.objects.filter(pk=lower.pk).update(settled_at=LATER, outcome="superseded")
    row = told(
        town.project, town.lead_clerk, "省道8月", 31, bundled_at=datetime(2026, 9, 8, 2, 30, tzinfo=UTC)
    )
    digest = letter(town.lead_clerk, row, attempts=2)
    attempt(digest, 1, "连接超时")
    attempt(digest, 2, "", "250 收下")
    moment = datetime(2026, 9, 8, 4, tzinfo=UTC)
    Reminder.objects.filter(pk=row.pk).update(
        delivered_at=moment,
        read_at=moment.replace(hour=5),
        signed_at=moment.replace(hour=6),
        settled_at=moment.replace(hour=7),
        outcome="done",
    )
    html = shown(client, town.supervisor, "alerts-reminder", row.pk)
    titles = re.findall(r'step-title">([^<]*)<', html)
    assert titles == [
        "生成",
        "编入电子邮件",
        "电子邮件：第1次发送",
        "电子邮件：第1次失败",
        "送达",
        "电子邮件：第2次发送",
        "电子邮件：第2次成功",
        "阅读",
        "签收",
        "了结",
    ]
    assert "连接超时" in html
    assert "250 收下" in html
    assert reverse("alerts-reminder", args=[lower.pk]) in html
    assert shown(client, town.lead_clerk, "alerts-reminder", row.pk)
    client.force_login(town.stranger)
    assert client.get(reverse("alerts-reminder", args=[row.pk])).status_code == 404


def test_the_number_of_queries_of_board_and_messages_does_not_grow(client: Client, town: Town) -> None:
    def asked() -> list[int]:
        found = []
        for name in ("alerts-board", "alerts-sent"):
            with CaptureQueriesContext(connection) as queries:
                shown(client, town.auditor, name)
            found.append(len(queries))
        return found

    def fill(rows: list[Reminder]) -> None:
        for number, row in enumerate(rows, start=1):
            on = LATER.date().replace(day=number)
            letter(town.stranger, row, on=on, gave_up_at=LATER)
            letter(town.lead_clerk, row, on=on, sent_at=LATER)
        Reminder.objects.update(delivered_at=timezone.now())

    rows = many(town.sector, town.stranger, 16)
    fill(rows[:3])
    asked()  # what is read once and kept
    few = asked()
    Digest.objects.all().delete()
    fill(rows)
    assert asked() == few
