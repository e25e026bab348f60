from __future__ import annotations

from datetime import date
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.test import Client

from accounts.models import User
from rulebook.models import CalendarDay, DeadlineRule, LightRule, NumberSeries, Origin

TABLES = ["calendarday", "deadlinerule", "lightrule", "numberseries"]
GAP_FROM_SEPTEMBER = {
    "subject": "project",
    "measure": "investment_gap",
    "green_at": "0",
    "watch_at": "-5",
    "yellow_at": "-15",
    "valid_from": "2026-09-01",
    "note": "县长办公会纪要",
}


def enter(client: Client, user: User) -> None:
    client.force_login(user, backend="accounts.backends.RoleBackend")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_shown_in_chinese(client: Client, auditor: User, table: str) -> None:
    enter(client, auditor)
    page = client.get(f"/admin/rulebook/{table}/")
    assert page.status_code == HTTPStatus.OK
    assert "规则库" in page.content.decode()


def test_a_light_rule_added_closes_the_one_before(client: Client, administrator: User) -> None:
    enter(client, administrator)
    answer = client.post("/admin/rulebook/lightrule/add/", GAP_FROM_SEPTEMBER)
    assert answer.status_code == HTTPStatus.FOUND
    rules = LightRule.objects.filter(measure="investment_gap").order_by("valid_from")
    assert [(rule.valid_from, rule.valid_to, rule.yellow_at) for rule in rules] == [
        (date(2000, 1, 1), date(2026, 9, 1), Decimal(-30)),
        (date(2026, 9, 1), None, Decimal(-15)),
    ]


def test_thresholds_out_of_order_come_back_with_the_reason(client: Client, administrator: User) -> None:
    enter(client, administrator)
    answer = client.post("/admin/rulebook/lightrule/add/", GAP_FROM_SEPTEMBER | {"yellow_at": "5"})
    assert answer.status_code == HTTPStatus.OK
    assert "界限应依次降低：绿灯高于关注，关注高于黄灯。" in answer.content.decode()
    assert LightRule.objects.filter(measure="investment_gap").count() == 1


def test_a_deadline_rule_is_added_from_a_day_on(client: Client, administrator: User) -> None:
    enter(client, administrator)
    form = {
        "key": "monthly_progress",
        "start_event": "月份结束",
        "amount": "3",
        "unit": "working",
        "valid_from": "2026-09-01",
        "note": "",
    }
    assert client.post("/admin/rulebook/deadlinerule/add/", form).status_code == HTTPStatus.FOUND
    same_key = DeadlineRule.objects.filter(key="monthly_progress").order_by("valid_from")
    rules = same_key.values_list("amount", "unit", "valid_to")
    assert list(rules) == [(5, "natural", date(2026, 9, 1)), (3, "working", None)]


def test_a_day_is_set_and_changed_by_hand(client: Client, administrator: User) -> None:
    enter(client, administrator)
    form = {"date": "2026-09-14", "name": "县庆", "source": "县人民政府放假通知"}
    assert client.post("/admin/rulebook/calendarday/add/", form).status_code == HTTPStatus.FOUND
    row = CalendarDay.objects.get()
    assert (row.date, row.is_workday, row.origin) == (date(2026, 9, 14), False, Origin.PERSON)
    changed = {"is_workday": "on", "name": "", "source": "通知已撤销"}
    address = f"/admin/rulebook/calendarday/{row.pk}/change/"
    assert client.post(address, changed).status_code == HTTPStatus.FOUND
    row.refresh_from_db()
    assert (row.date, row.is_workday, row.source) == (date(2026, 9, 14), True, "通知已撤销")


def test_a_rule_in_force_is_shown_and_not_edited_or_deleted(client: Client, administrator: User) -> None:
    enter(client, administrator)
    rule = LightRule.objects.get(measure="investment_gap")
    address = f"/admin/rulebook/lightrule/{rule.pk}"
    assert "-30.0000" in client.get(f"{address}/change/").content.decode()
    assert client.post(f"{address}/change/", GAP_FROM_SEPTEMBER).status_code == HTTPStatus.FORBIDDEN
    assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == HTTPStatus.FORBIDDEN
    assert LightRule.objects.get(pk=rule.pk).yellow_at == -30


def test_an_auditor_reads_and_changes_nothing(client: Client, auditor: User) -> None:
    enter(client, auditor)
    before = list(LightRule.objects.values())
    for table in TABLES:
        assert client.get(f"/admin/rulebook/{table}/add/").status_code == HTTPStatus.FORBIDDEN
    answer = client.post("/admin/rulebook/lightrule/add/", GAP_FROM_SEPTEMBER)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert list(LightRule.objects.values()) == before


def test_numbers_are_never_given_by_hand(client: Client, administrator: User) -> None:
    enter(client, administrator)
    answer = client.post(
        "/admin/rulebook/numberseries/add/", {"key": "circular", "year": "2026", "last": "9"}
    )
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not NumberSeries.objects.exists()
