"""我的提醒: by colour, worst first, one thing once; shown, opened and signed for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from supervision.alerts.models import Reminder
from tests.alerts.rows import DUE, RAISED, many, told
from tests.town import Town, make_project

pytestmark = pytest.mark.django_db


def page(client: Client, user: Any, **asked: Any) -> str:
    client.force_login(user)
    response = client.get(reverse("alerts"), asked)
    assert response.status_code == 200
    return response.content.decode()


def texts(html: str) -> list[str]:
    return re.findall(r'told-text"><a href="[^"]*">([^<]*)<', html)


def test_reminders_stand_by_colour_worst_first_and_one_thing_once(client: Client, town: Town) -> None:
    clerk, other = town.lead_clerk, make_project("县城备用水源", town.sector)
    told(town.project, clerk, "省道8月", 21)
    older = told(town.project, clerk, "省道7月", 41, due_on=DUE.replace(month=8))
    told(other, clerk, "水源8月", 31)
    told(other, clerk, "水源有了消息", 0, subject="start")
    told(other, town.lead_head, "给局长的", 41)
    html = page(client, clerk)
    assert texts(html) == ["省道7月", "水源8月", "水源有了消息"]
    assert re.findall(r"</svg>(红色|黄色|蓝色|提示|消息)</span>", html) == ["红色", "黄色", "消息"]
    assert "2026年9月7日到期的" in html
    assert texts(page(client, clerk, show="yellow")) == ["水源8月"]
    assert texts(page(client, clerk, show="news")) == ["水源有了消息"]
    assert texts(page(client, clerk, show="unsigned")) == ["省道7月", "水源8月"]
    older.refresh_from_db()
    assert older.delivered_at is not None
    assert older.read_at is None


def test_opening_leads_to_the_thing_and_counts_as_reading_only_for_the_recipient(
    client: Client, town: Town
) -> None:
    row = told(town.project, town.lead_clerk)
    address = reverse("alerts-open", args=[row.pk])
    client.force_login(town.supervisor)
    assert client.get(address)["Location"] == reverse("project", args=[town.project.pk])
    row.refresh_from_db()
    assert row.read_at is None
    client.force_login(town.stranger)
    assert client.get(address).status_code == 404
    client.force_login(town.lead_clerk)
    client.get(address)
    row.refresh_from_db()
    assert row.read_at == row.delivered_at is not None


def test_duties_are_signed_for_by_whoever_was_told_and_news_is_not(client: Client, town: Town) -> None:
    other = make_project("县城备用水源", town.sector)
    own = [told(town.project, town.lead_clerk), told(other, town.lead_clerk, rung=31)]
    news = told(other, town.lead_clerk, rung=0, subject="start")
    foreign = told(town.project, town.lead_head)
    html = page(client, town.lead_clerk)
    assert html.count(">签收</button>") == 2
    everything = [row.pk for row in (*own, news, foreign)]
    answer = client.post(reverse("alerts-sign"), {"reminder": everything}, follow=True).content.decode()
    assert "已签收2条提醒。" in answer
    assert "签收</button>" not in answer
    signed = Reminder.objects.filter(signed_at__isnull=False, read_at__isnull=False)
    assert sorted(signed.values_list("pk", flat=True)) == sorted(row.pk for row in own)
    again = client.post(reverse("alerts-sign"), {"reminder": [*everything, "x", "9" * 30]}, follow=True)
    assert "没有需要签收的提醒。" in again.content.decode()


def test_the_page_says_for_whom_one_stands_in_and_is_empty_in_words(client: Client, town: Town) -> None:
    assert "没有需要办理的提醒" in page(client, town.nobody)
    told(town.project, town.lead_head, stands_in_for=town.lead_clerk)
    assert "<strong>代路联络</strong>" in page(client, town.lead_head)


def test_the_number_of_queries_does_not_grow(client: Client, town: Town) -> None:
    told(town.project, town.lead_clerk)
    page(client, town.lead_clerk)
    with CaptureQueriesContext(connection) as few:
        page(client, town.lead_clerk)
    many(town.sector, town.lead_clerk, 55)
    page(client, town.lead_clerk)
    with CaptureQueriesContext(connection) as lots:
        html = page(client, town.lead_clerk)
    assert len(lots) == len(few)
    assert len(texts(html)) == 50
    assert "共56条" in html


def test_a_leader_sees_red_at_once_and_then_the_week(client: Client, town: Town) -> None:
    other, late = make_project("县城备用水源", town.sector), make_project("旧事", town.sector)
    told(town.project, town.leader, "红的", 41, addressee="leader", raised_at=RAISED)
    told(other, town.leader, "本周黄的", 31, addressee="leader", raised_at=timezone.now())
    told(late, town.leader, "早先黄的", 31, addressee="leader", raised_at=RAISED.replace(year=2025))
    client.force_login(town.leader)
    html = client.get("/").content.decode()
    red, week = html.index("红色提醒"), html.index("本周提醒")
    assert red < html.index(">红的<") < week < html.index(">本周黄的<") < html.index("我包抓的项目")
    assert "早先黄的" not in html
    assert Reminder.objects.filter(delivered_at__isnull=False).count() == 2
