"""One engine for board, report and API: growth is what was published, differences are percentage points."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from indicators.models import Indicator, Observation
from indicators.rules import standing
from indicators.selectors import entries, indicator_figures, year_charts
from indicators.services import NewObservation, record_observations
from rulebook.rules import Month
from tests.town import NOON, SINCE, Town

AUGUST = Month(2026, 8)
SEE_ALL = {"supervisor", "office_head", "leader", "auditor"}
OF_THE_UNIT = {"lead_clerk", "lead_head", "data_clerk", "api_client"}


def record(
    town: Town, indicator: Indicator, *rows: tuple[int, int, Any, Any], status: str = "3_preliminary"
) -> None:
    values = [
        NewObservation(indicator.pk, year, month, status, value, growth)
        for year, month, value, growth in rows
    ]
    record_observations(actor=town.supervisor, values=values, now=NOON)


def test_growth_is_never_computed_from_levels(town: Town, freight: Indicator) -> None:
    """As published for fixed investment: 287,611 and 288,229, whose ratio is +0.21 %, grew by 1.6 %."""
    record(town, freight, (2025, 7, D(287611), D("3.6")), (2026, 7, D(288229), D("1.6")))
    figures = indicator_figures(town.supervisor, AUGUST)[0]
    assert figures.observation is not None and figures.observation.growth == D("1.6")
    record(town, freight, (2026, 8, D(300000), None))
    figures = indicator_figures(town.supervisor, AUGUST)[0]
    assert figures.observation is not None and figures.observation.growth is None
    assert figures.standing is not None and figures.standing.growth_change is None


def test_the_standing_against_level_and_growth_targets(town: Town, freight: Indicator) -> None:
    """250 of 400 is 62.5 %, 4.1667 points behind 8/12; 7.5 % is half a point under 8 %, 0.9 under July."""
    record(town, freight, (2026, 7, D(220), D("8.4")), (2026, 8, D(250), D("7.5")))
    figures = indicator_figures(town.supervisor, AUGUST)[0]
    assert figures.standing is not None and figures.standing.behind_schedule is not None
    assert figures.standing.completion_rate == D("62.5")
    assert round(figures.standing.behind_schedule, 4) == D("-4.1667")
    assert (figures.standing.growth_gap, figures.standing.growth_change) == (D("-0.5"), D("-0.9"))
    assert (figures.label, figures.previous_label) == ("2026年1—8月", "2026年1—7月")


def test_a_published_rate_against_its_schedule() -> None:
    """domain.md §12, 时序: 75 % after ten months is 8.3 points behind."""
    found = standing(
        month=10, value=D(75), growth=None, previous_growth=None, level_target=D(100), growth_target=None
    )
    assert found.behind_schedule is not None and round(found.behind_schedule, 1) == D("-8.3")


def test_the_period_before_is_the_one_published_before(town: Town, freight: Indicator) -> None:
    record(town, freight, (2026, 3, D(1), D("5.9")), (2026, 6, D(2), D("6.3")), (2026, 9, D(3), D("6.6")))
    figures = indicator_figures(town.supervisor, AUGUST)[0]
    assert figures.month == Month(2026, 6)
    assert figures.standing is not None and figures.standing.growth_change == D("0.4")


def test_unknown_is_unknown(town: Town, freight: Indicator) -> None:
    figures = indicator_figures(town.supervisor, AUGUST)[0]
    assert (figures.observation, figures.standing, figures.label) == (None, None, "")


def test_the_charts_have_a_line_for_each_year_with_values(town: Town, freight: Indicator) -> None:
    record(town, freight, (2025, 12, D(380), None), (2026, 2, D(40), D("6.5")))
    charts = year_charts(freight, (2025, 2026))
    assert [(chart.title, chart.unit, [line["name"] for line in chart.series]) for chart in charts] == [
        ("数值", "万吨", ["2026年", "2025年"]),
        ("同比增速", "%", ["2026年"]),
    ]
    assert charts[0].series[0]["values"][:3] == [None, 40.0, None]


def test_every_entry_is_listed_and_those_that_count_are_marked(town: Town, freight: Indicator) -> None:
    record(town, freight, (2026, 8, D(250), None), status="2_flash")
    record(town, freight, (2026, 8, D(252), None), status="5_final")
    listed = [(entry.observation.value, entry.counts) for entry in entries(freight, (2025, 2026))]
    assert listed == [(D(252), True), (D(250), False)]


def test_the_board_asks_as_often_for_many_indicators_as_for_one(town: Town, freight: Indicator) -> None:
    def statements() -> int:
        client = Client()
        client.force_login(User.objects.get(username="lead_clerk"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("indicators")).status_code == 200
        return len(captured)

    record(town, freight, (2026, 8, D(250), D("7.5")))
    few = statements()
    for number in range(30):
        other = Indicator.objects.create(code=f"i{number}", unit=town.lead)
        other.versions.create(name=f"指标{number}", measured_in="件", valid_from=SINCE)
        record(town, other, (2026, 7, D(1), D(1)), (2026, 8, D(2), D(2)))
    assert statements() == few


# --- pages ----------------------------------------------------------------------------------------
def test_who_sees_an_indicator_and_who_enters_its_value(town: Town, freight: Indicator) -> None:
    for name, user in town.personas().items():
        client = Client()
        client.force_login(user)
        sees = name in SEE_ALL | OF_THE_UNIT
        enters = name in {"supervisor", "office_head"} | OF_THE_UNIT
        assert ("货运量" in client.get(reverse("indicators")).content.decode()) is sees, name
        page = client.get(reverse("indicator", args=[freight.pk]))
        form = client.get(reverse("indicator-enter", args=[freight.pk]))
        assert page.status_code == (200 if sees else 404), name
        assert form.status_code == (200 if enters else 403 if sees else 404), name


def test_a_clerk_enters_a_value_and_sees_it_on_the_board(
    client: Client, town: Town, freight: Indicator
) -> None:
    client.force_login(town.lead_clerk)
    address = reverse("indicator-enter", args=[freight.pk])
    words = {"period": "2026-08", "status": "2_flash", "value": "1250.5", "growth": "-3.2"}
    assert client.post(address, words).status_code == 302
    assert Observation.objects.get().reported_by == town.lead_clerk
    board = client.get(reverse("indicators")).content.decode()
    assert "1,250.50" in board and "−3.2%" in board
    assert client.post(address, words).status_code == 302
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ({"period": "2026-08", "status": "2_flash"}, "数值和增速至少填一项"),
        ({"period": "2026-13", "status": "2_flash", "value": "1"}, "2026-13"),
        ({"period": "2027-01", "status": "2_flash", "value": "1"}, "2027-01"),
        ({"period": "2026-08", "status": "x", "value": "1"}, "没有保存"),
        ({"period": "2026-08", "status": "2_flash", "value": "一百"}, "没有保存"),
        (
            {"period": "2026-08", "status": "2_flash", "value": "1", "rank": "9", "rank_of": "3"},
            "位次应在1与",
        ),
    ],
)
def test_what_cannot_be_entered_is_told_on_the_form(
    client: Client, town: Town, freight: Indicator, words: dict[str, str], answer: str
) -> None:
    client.force_login(town.lead_clerk)
    page = client.post(reverse("indicator-enter", args=[freight.pk]), words)
    assert page.status_code == 200
    assert answer in page.content.decode()
    assert not Observation.objects.exists()


@pytest.mark.parametrize("period", ["2026-13", "x", "%00", ""])
def test_a_month_that_is_none_shows_the_usual_one(
    client: Client, town: Town, freight: Indicator, period: str
) -> None:
    client.force_login(town.supervisor)
    assert "截至2026年8月底" in client.get(f"{reverse('indicators')}?period={period}").content.decode()
