"""A department enters a value: what it sees before, what would follow, what is refused; nothing is lost."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from indicators.models import Indicator, Observation
from indicators.rules import NewObservation
from indicators.selectors import usual_period
from indicators.services import freeze_season_curve, record_observations
from rulebook.rules import Month
from tests.indicators.test_engine import years_of
from tests.indicators.test_figures import record
from tests.indicators.test_pages import text_of
from tests.town import NOON, Town

AUGUST = Month(2026, 8)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(indicator: Indicator) -> str:
    return reverse("indicator-enter", args=[indicator.pk])


def words(**values: str) -> dict[str, str]:
    return {"period": "2026-08", "status": "2_flash", "value": "250", "growth": "7.5", **values}


@pytest.mark.parametrize(
    ("changes", "period"),
    [
        ({}, Month(2026, 8)),
        ({"frequency": "quarterly"}, Month(2026, 6)),
        ({"lag_months": 1}, Month(2026, 7)),
        ({"frequency": "quarterly", "lag_months": 3}, Month(2026, 3)),
    ],
)
def test_the_usual_period_follows_the_rhythm_and_the_lag(
    town: Town, freight: Indicator, changes: dict[str, Any], period: Month
) -> None:
    if changes:
        freight.versions.update(**changes)
    assert usual_period(town.lead_clerk, freight.pk, AUGUST) == period
    assert as_user(town.lead_clerk).get(address(freight)).context["period"] == period


def test_january_of_a_merged_report_is_no_period_of_its_own(town: Town, freight: Indicator) -> None:
    freight.versions.update(skips_january=True)
    assert usual_period(town.lead_clerk, freight.pk, Month(2026, 1)) == Month(2025, 12)
    assert usual_period(town.lead_clerk, freight.pk, Month(2026, 2)) == Month(2026, 2)


def test_the_form_shows_the_last_value_and_what_is_usual(town: Town, freight: Indicator) -> None:
    years_of(town, freight, 2023, 2024, 2025)
    last = NewObservation(freight.pk, 2026, 7, "4_returned", D(160), D("8.4"), 3, 11)
    record_observations(actor=town.supervisor, values=[last], now=NOON)
    answer = as_user(town.lead_clerk).get(address(freight))
    said = text_of(answer)
    assert "上一次 2026年1—7月：160.00 万吨 同比 8.4% · 上级反馈" in said
    # 186 ÷ 150 in each year before, and a hundredth to either side: 160 × 1.23 and 160 × 1.25.
    assert "2026年1—8月数值的常见范围 196.80 至 200.00 万吨" in said
    assert "以2026年7月的160和往年同期的环比估计" in said
    assert answer.context["form"].initial == {"period": "2026-08", "rank_of": 11, "rank_scope": "city"}


def test_another_period_has_its_own_range(town: Town, freight: Indicator) -> None:
    years_of(town, freight, 2024, 2025)
    said = text_of(as_user(town.lead_clerk).get(address(freight) + "?period=2025-09"))
    assert "上一次 2025年1—8月：186.00 万吨" in said and "2025年1—9月数值的常见范围" in said
    assert as_user(town.lead_clerk).get(address(freight) + "?period=x").context["period"] == AUGUST


def test_what_would_follow_is_shown_and_nothing_is_kept(town: Town, freight: Indicator) -> None:
    years_of(town, freight, 2024, 2025)
    freeze_season_curve(actor=town.office_head, indicator_id=freight.pk, year=2026, now=NOON)
    record(town, freight, (2026, 7, D(200), D("8.4")))
    before = Observation.objects.count()
    answer = as_user(town.lead_clerk).post(address(freight), {**words(), "preview": "1"})
    said = text_of(answer)
    for piece in (
        "记入以后会是这样（还没有记入）",
        "2026年1—8月的灯 黄灯 → 关注",
        "增速 同比增长7.5%，增速较1—7月回落0.9个百分点",
        "完成率 50.0% → 62.5%",
        "增速与目标 −0.5 个百分点",
        "年底预计（参考） 403.23 万吨",
        "关注 完成率低于时序进度4.2个百分点",
    ):
        assert piece in said, piece
    assert answer.context["form"]["value"].value() == "250"
    assert Observation.objects.count() == before


def test_what_is_unusual_is_asked_and_may_be_kept(town: Town, freight: Indicator) -> None:
    record(town, freight, (2025, 8, D(240), None))
    client = as_user(town.lead_clerk)
    said = text_of(client.post(address(freight), {**words(value="2500"), "preview": "1"}))
    assert "数值超出常见范围（120至480），请核对；确实如此则不必改动。" in said
    assert client.post(address(freight), words(value="2500")).status_code == 302
    assert Observation.objects.get(year=2026).value == D(2500)


def test_a_month_without_a_figure_of_its_own_is_asked_about_unless_it_is_an_estimate(
    town: Town, freight: Indicator
) -> None:
    freight.versions.update(frequency="quarterly")
    client, asked = as_user(town.lead_clerk), "8月没有单独公布的数；如是预计数，数据状态请选“预计”。"
    assert asked in text_of(client.post(address(freight), {**words(), "preview": "1"}))
    assert asked not in text_of(client.post(address(freight), {**words(status="1_estimate"), "preview": "1"}))


def test_what_was_kept_is_shown_at_its_own_period(town: Town, freight: Indicator) -> None:
    answer = as_user(town.lead_clerk).post(address(freight), words(period="2026-07"), follow=True)
    assert answer.redirect_chain == [(reverse("indicator", args=[freight.pk]) + "?period=2026-07", 302)]
    said = text_of(answer)
    assert "已记入。" in said and "2026年1—7月数值 250.00 万吨 快报" in said
    again = as_user(town.lead_clerk).post(address(freight), words(period="2026-07"), follow=True)
    assert "与已有数据相同，没有重复记入。" in text_of(again)


def test_a_refusal_names_the_field_and_keeps_what_was_typed(town: Town, freight: Indicator) -> None:
    typed = words(value="一百", growth="7.5", rank="3", source_document="8月统计月报", note="初步")
    answer = as_user(town.lead_clerk).post(address(freight), typed)
    form = answer.context["form"]
    assert list(form.errors) == ["value"]
    assert {name: form[name].value() for name in typed} == typed
    assert "没有保存。请改正下面标出的内容后再提交。" in text_of(answer)
    assert not Observation.objects.exists()


@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
def test_who_may_not_enter_is_refused_and_nothing_is_kept(
    town: Town, freight: Indicator, preview: dict[str, str]
) -> None:
    refused = {
        name: as_user(user).post(address(freight), {**words(), **preview}).status_code
        for name, user in town.personas().items()
        if name in ("leader", "auditor", "stranger", "helping_clerk", "below_clerk", "system_admin", "nobody")
    }
    assert refused == {
        "leader": 403,
        "auditor": 403,
        "stranger": 404,
        "helping_clerk": 404,
        "below_clerk": 404,
        "system_admin": 404,
        "nobody": 404,
    }
    assert not Observation.objects.exists()
