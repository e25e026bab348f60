"""A ladder is edited as a whole, previewed, and only what was previewed is switched on."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rulebook.models import LadderRung, SendingRule
from rulebook.rules import DayUnit
from rulebook.rules.ladder import Addressee, Channel, Colour, Rung
from rulebook.selectors import ladders
from rulebook.services import change_ladder
from supervision.alerts.models import Reminder
from supervision.alerts.services import plan_reminders, preview_ladder
from tests.matters.build import fill_years
from tests.town import Town

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 12)
RUNGS = [
    Rung(Colour.NOTE, 1, -5, DayUnit.NATURAL, (Addressee.CLERK,), (Channel.EMAIL,)),
    Rung(Colour.RED, 1, 2, DayUnit.NATURAL, (Addressee.UNIT_HEAD, Addressee.LEADER), (), 0, True),
]


def words(*rows: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What the form sends; the rungs one after the other."""
    sent: dict[str, Any] = {"valid_from": ON.isoformat(), "note": "县督〔2026〕8号", "then": "preview"}
    sent |= {"rung-TOTAL_FORMS": len(rows), "rung-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        first = {"colour": "blue", "offset": 1, "unit": "natural", "addressees": ["clerk"], "patience": 3}
        sent |= {f"rung-{number}-{name}": value for name, value in (first | row).items()}
    return sent | values


def keys(rows: Any) -> list[tuple[str, str, int, int | None, str]]:
    return sorted((row.recipient.username, row.subject, row.rung, row.about_key, row.text) for row in rows)


def test_the_dry_run_is_what_is_then_planned_and_leaves_nothing(town: Town) -> None:
    fill_years()
    now = timezone.now()
    before = list(LadderRung.objects.order_by("pk").values())
    told = preview_ladder(actor=town.office_head, ladder="progress", valid_from=ON, rungs=RUNGS, now=now)
    assert Reminder.objects.count() == 0
    assert list(LadderRung.objects.order_by("pk").values()) == before
    assert {(one.reminder.recipient.username, one.reminder.rung) for one in told} == {
        ("lead_clerk", 11),
        ("lead_head", 41),
        ("leader", 41),
    }
    change_ladder(actor=town.office_head, ladder="progress", valid_from=ON, rungs=RUNGS)
    plan_reminders(on=ON, now=now)
    assert keys(Reminder.objects.filter(subject="progress")) == keys(one.reminder for one in told)


def test_the_head_previews_and_then_switches_on_what_was_seen(client: Client, town: Town) -> None:
    fill_years()
    client.force_login(town.office_head)
    address = reverse("alerts-ladder", args=["progress"])
    rows = [{"colour": "note", "offset": 0}, {"colour": "red", "offset": 2, "addressees": ["leader"]}]
    html = client.post(address, words(*rows)).content.decode()
    assert "预览：2026年9月12日第一轮会新提醒谁" in html
    assert "红色第1级 · 包抓领导" in html
    assert "progress" not in ladders(ON) or len(ladders(ON)["progress"]) != 2
    (mark,) = re.findall(r'name="previewed" value="(\w+)"', html)
    rows[1]["offset"] = 9
    html = client.post(address, words(*rows, then="confirm", previewed=mark)).content.decode()
    assert "内容在预览以后改过，没有启用" in html
    (mark,) = re.findall(r'name="previewed" value="(\w+)"', html)
    html = client.post(address, words(*rows, then="confirm", previewed=mark), follow=True).content.decode()
    assert "的新阶梯已保存，自2026年9月12日起生效。" in html
    assert [(r.level, r.offset, r.addressees) for r in ladders(ON)["progress"]] == [
        (11, 0, (Addressee.CLERK,)),
        (41, 9, (Addressee.LEADER,)),
    ]
    assert "到期后9天" in html
    client.post(address, words(then="confirm", previewed="x"))
    assert "progress" in ladders(ON)


def test_rungs_that_were_left_as_they_are_stay_and_the_struck_out_go(client: Client, town: Town) -> None:
    fill_years()
    client.force_login(town.office_head)
    address, known = reverse("alerts-ladder", args=["general"]), ladders(ON)["general"]
    rows = [form.initial for form in client.get(address).context["rows"].forms]
    rows = [{name: value for name, value in row.items() if value is not False} for row in rows]
    asked: dict[str, Any] = {"rung-INITIAL_FORMS": len(rows), "valid_from": "2026-09-14"}
    html = client.post(address, words(*rows, **asked)).content.decode()
    (mark,) = re.findall(r'name="previewed" value="(\w+)"', html)
    client.post(address, words(*rows, **asked, then="confirm", previewed=mark))
    assert ladders(date(2026, 9, 14))["general"] == known
    html = client.post(address, words(*rows[:-1], rows[-1] | {"DELETE": "on"}, **asked)).content.decode()
    (mark,) = re.findall(r'name="previewed" value="(\w+)"', html)
    asked |= {"then": "confirm", "previewed": mark}
    client.post(address, words(*rows[:-1], rows[-1] | {"DELETE": "on"}, **asked))
    assert ladders(date(2026, 9, 14))["general"] == known[:-1]
    assert ladders(ON)["general"] == known


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"addressees": []}, {"offset": 2}], "第1级有误；提醒谁："),
        ([{}, {"offset": 900}], "第2级有误；天数："),
        ([{"colour": "note", "proposes_slip": "on"}], "第1级有误；建议督查单：提示一级不能建议督查单"),
        ([{"colour": "red"}, {"offset": 5}], "第5天的“蓝色”在第1天的“红色”之后却更轻"),
        ([{}, {}], "“蓝色”第2级应晚于前一级"),
        ([], "阶梯至少要有一级。"),
    ],
)
def test_what_is_wrong_names_the_rung(client: Client, town: Town, rows: Any, said: str) -> None:
    client.force_login(town.office_head)
    html = client.post(reverse("alerts-ladder", args=["general"]), words(*rows)).content.decode()
    assert said in html
    assert "确认启用" not in html


def test_only_who_keeps_the_rule_book_edits_and_never_the_past(client: Client, town: Town) -> None:
    address = reverse("alerts-ladder", args=["general"])
    for user in (town.supervisor, town.lead_head, town.auditor):
        client.force_login(user)
        assert client.get(address).status_code == 403
        assert client.post(address, words({})).status_code == 403
    client.force_login(town.system_admin)
    html = client.post(address, words({}, valid_from="2026-09-11")).content.decode()
    assert "规则不能从过去的日子起生效" in html
    assert client.get(reverse("alerts-ladder", args=["nothing"])).status_code == 404
    assert "第4级" in client.get(reverse("alerts-add-rung"), {"rung-TOTAL_FORMS": "3"}).content.decode()


def test_the_hours_of_sending_are_seen_before_they_are_switched_on(client: Client, town: Town) -> None:
    fill_years()
    client.force_login(town.office_head)
    address = reverse("alerts-sending")
    asked = {"opens_at": "09:00", "closes_at": "17:30", "workdays_only": "on", "daily_cap": 20}
    asked |= {"leaders_weekday": 3, "valid_from": "2026-09-14", "note": "办公会定"}
    html = client.post(address, asked | {"closes_at": "08:00"}).content.decode()
    assert "每日发送的开始时间应早于结束时间。" in html
    html = client.post(address, asked | {"then": "preview"}).content.decode()
    days = re.findall(
        r"<span>(2026年[^<]*)</span><span class=\"brief-note\">(\w+)( · <strong>领导周报)?", html
    )
    assert [day for day, _sends, leaders in days if leaders] == ["2026年9月16日", "2026年9月23日"]
    assert [day for day, sends, _leaders in days if sends == "不发送"] == ["2026年9月19日"]
    assert not SendingRule.objects.filter(daily_cap=20).exists()
    client.post(address, asked | {"then": "confirm"})
    rule = SendingRule.objects.get(daily_cap=20)
    assert (rule.opens_at, rule.leaders_weekday, rule.valid_from) == (time(9), 3, date(2026, 9, 14))
