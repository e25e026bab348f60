"""The engine over real rows: breaks, what was known when, several targets, lights, peers and previews."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from accounts.models import User
from indicators.models import Indicator, PeerObservation, SeasonCurve
from indicators.rules import Likelihood, NewObservation, NewPeerObservation, ScheduleKind
from indicators.selectors import (
    IndicatorFigures,
    entries,
    figures_of,
    forecast_hits,
    peer_table,
    plausible,
    preview,
    season_of,
)
from indicators.services import (
    change_definition,
    freeze_season_curve,
    freeze_season_curves,
    record_observations,
    set_target,
    upsert_peers,
)
from rulebook.rules import Light, Measure, Month
from tests.indicators.test_figures import record
from tests.town import NOON, Town

AUGUST = Month(2026, 8)
SHARES = (2, 4, 9, 16, 26, 38, 50, 62, 74, 86, 94, 100)


def figures(town: Town, indicator: Indicator, period: Month = AUGUST, **asked: Any) -> IndicatorFigures:
    return figures_of(town.supervisor, indicator.pk, period, **asked)


def years_of(town: Town, indicator: Indicator, *years: int) -> None:
    for year in years:
        record(town, indicator, *((year, m, D(300 * s) / 100, None) for m, s in enumerate(SHARES, start=1)))


def test_the_same_question_as_known_on_an_earlier_day(town: Town, freight: Indicator) -> None:
    first, later = datetime(2026, 9, 1, 15, 59, tzinfo=UTC), datetime(2026, 9, 1, 16, tzinfo=UTC)
    for at, value, status in ((first, 250, "2_flash"), (later, 240, "4_returned")):
        row = NewObservation(freight.pk, 2026, 8, status, D(value), D("7.5"))
        record_observations(actor=town.supervisor, values=[row], now=at)

    def value_on(day: date | None) -> D | None:
        row = figures(town, freight, known_on=day).observation
        return row.value if row else None

    # 16:00 UTC is midnight in Beijing: what came then belongs to 2 September.
    assert [value_on(day) for day in (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), None)] == [
        None,
        D(250),
        D(240),
        D(240),
    ]
    assert [e.counts for e in entries(freight, (2026, 2026), date(2026, 9, 1))] == [True]


def test_growth_is_not_compared_over_a_break(town: Town, freight: Indicator) -> None:
    record(town, freight, (2025, 8, D(200), D(9)), (2026, 7, D(220), D("8.4")))
    change_definition(
        actor=town.office_head, indicator_id=freight.pk, since=date(2026, 8, 1), breaks_series=True
    )
    record(town, freight, (2026, 8, D(250), D("7.5")))
    found = figures(town, freight)
    assert (found.previous, found.year_before) == (None, None)
    assert found.standing is not None and found.standing.growth_change is None
    assert found.words is not None and found.words.text == "同比增长7.5%"


def test_a_new_name_alone_breaks_nothing(town: Town, freight: Indicator) -> None:
    record(town, freight, (2026, 7, D(220), D("8.4")))
    change_definition(
        actor=town.office_head, indicator_id=freight.pk, since=date(2026, 8, 1), name="公路货运量"
    )
    record(town, freight, (2026, 8, D(250), D("7.5")))
    found = figures(town, freight)
    assert found.words is not None
    assert found.words.text == "同比增长7.5%，增速较1—7月回落0.9个百分点"


def test_the_first_period_of_a_year_is_compared_with_last_december(town: Town, freight: Indicator) -> None:
    record(town, freight, (2025, 11, D(1), D(4)), (2025, 12, D(2), D(5)), (2026, 2, D(1), D("5.5")))
    found = figures(town, freight)
    assert found.words is not None
    assert found.words.change == "增速较2025年1—12月加快0.5个百分点"


def test_growth_is_computed_only_where_the_definition_allows_it(town: Town, freight: Indicator) -> None:
    record(town, freight, (2025, 8, D(200), None), (2026, 8, D(250), None))
    assert figures(town, freight).growth is None
    freight.versions.update(growth_computable=True)
    found = figures(town, freight)
    assert (found.growth, found.growth_is_computed) == (D(25), True)


def test_targets_of_county_and_city_stand_side_by_side(town: Town, freight: Indicator) -> None:
    set_target(
        actor=town.supervisor, indicator_id=freight.pk, year=2026, kind="level", value=D(500), set_by="city"
    )
    record(town, freight, (2026, 8, D(250), D("7.5")))
    found = figures(town, freight)
    assert [(t.target.set_by, t.target.kind, t.completion_rate) for t in found.targets] == [
        ("county", "level", D("62.5")),
        ("county", "growth", None),
        ("city", "level", D(50)),
    ]
    assert found.level_target is not None and found.level_target.value == 400


def test_each_light_gives_its_reason(town: Town, freight: Indicator) -> None:
    rows = [
        NewObservation(freight.pk, 2026, 7, "3_preliminary", D(220), D("8.4"), 2, 11, D(8)),
        NewObservation(freight.pk, 2026, 8, "3_preliminary", D(250), D("7.5"), 5, 11, D(8)),
    ]
    record_observations(actor=town.supervisor, values=rows, now=NOON)
    found = figures(town, freight)
    assert {one.measure: (one.light, one.reason) for one in found.lights} == {
        Measure.GROWTH_CHANGE: (Light.WATCH, "增速较1—7月回落0.9个百分点"),
        Measure.PEER_GAP: (Light.YELLOW, "增速低于全市平均0.5个百分点"),
        Measure.RANK_CHANGE: (Light.RED, "位次较上期下降3位"),
        Measure.GROWTH_GAP: (Light.WATCH, "增速低于目标0.5个百分点"),
        Measure.SCHEDULE_GAP: (Light.WATCH, "完成率低于时序进度4.2个百分点"),
    }
    assert found.light is Light.RED
    assert found.rank_words == "居全市第5位（共11个），较上期下降3位"


def test_a_frozen_curve_forecasts_the_year_and_lights_what_cannot_be_reached(
    town: Town, freight: Indicator
) -> None:
    years_of(town, freight, 2024, 2025)
    frozen = freeze_season_curve(actor=town.office_head, indicator_id=freight.pk, year=2026, now=NOON)
    assert frozen.is_new and frozen.curve is not None and len(frozen.curve.learned_from) == 24
    record(town, freight, (2026, 8, D(155), D("7.5")))
    found = figures(town, freight)
    assert found.outlook is not None and found.outlook.forecast is not None
    season = found.outlook.schedule(ScheduleKind.SEASON)
    assert season is not None and season.share == 62
    assert (found.outlook.forecast.value, found.outlook.likelihood) == (D(250), Likelihood.UNLIKELY)
    reach = next(one for one in found.lights if one.measure == Measure.REACH_GAP)
    assert (reach.margin, reach.light) == (D("-37.5"), Light.RED)
    assert [(hit.year, hit.error) for hit in forecast_hits(town.supervisor, freight.pk, AUGUST)] == [
        (2025, D(0)),
        (2024, D(0)),
    ]


def test_what_is_frozen_stays_until_somebody_says_why(town: Town, freight: Indicator) -> None:
    assert "完整的年度只有0个" in season_of(town.supervisor, freight.pk, 2026).reason
    years_of(town, freight, 2024, 2025)
    assert "尚未冻结" in season_of(town.supervisor, freight.pk, 2026).reason
    asked: dict[str, Any] = {"actor": town.office_head, "indicator_id": freight.pk, "year": 2026, "now": NOON}
    freeze_season_curve(**asked)
    assert freeze_season_curve(**asked).is_new is False
    record(town, freight, (2025, 9, D(230), None), status="5_final")
    with pytest.raises(Exception, match="重新冻结请写明理由"):
        freeze_season_curve(**asked)
    assert not any(one.is_new for one in freeze_season_curves(actor=None, year=2026, now=NOON))
    again = freeze_season_curve(**asked, reason="2025年9月数据修订")
    assert again.curve is not None and (again.curve.revision, SeasonCurve.objects.count()) == (2, 2)
    assert season_of(town.supervisor, freight.pk, 2026).curve == again.curve


def test_the_clock_waits_for_last_december(town: Town, freight: Indicator) -> None:
    years_of(town, freight, 2023, 2024)
    record(town, freight, (2025, 11, D(1), None))
    assert not freeze_season_curves(actor=None, year=2026, now=NOON, waits=True)
    assert [one.is_new for one in freeze_season_curves(actor=None, year=2026, now=NOON)] == [True]


def test_neither_rates_nor_stocks_have_a_season(town: Town, freight: Indicator) -> None:
    years_of(town, freight, 2024, 2025)
    freight.versions.update(value_kind="point")
    found = freeze_season_curve(actor=town.office_head, indicator_id=freight.pk, year=2026, now=NOON)
    assert (found.curve, found.lesson.reason) == (None, "比率和时点数不按月累加，不用季节曲线")
    record(town, freight, (2026, 8, D(250), None))
    assert figures(town, freight).outlook is None
    standing = figures(town, freight).standing
    assert standing is not None and standing.behind_schedule is None


@pytest.mark.parametrize("table", ["seasoncurve", "peerobservation"])
def test_frozen_curves_and_other_counties_figures_are_never_changed(
    town: Town, freight: Indicator, table: str
) -> None:
    years_of(town, freight, 2024, 2025)
    freeze_season_curve(actor=town.office_head, indicator_id=freight.pk, year=2026, now=NOON)
    peers(town, freight, ("青山县", 260, 8))
    for words in ("UPDATE indicators_%s SET year = 2027", "DELETE FROM indicators_%s"):
        with (
            pytest.raises(InternalError, match="append_only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(words % table)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"shares": [D(1)] * 11}, "season_curve_ends_at_one"),
        ({"shares": [D("0.5"), D("0.4"), *[D(1)] * 10]}, "season_curve_never_falls"),
        ({"years": [2025]}, "season_curve_of_two_years_at_least"),
        ({"revision": 2}, "season_curve_frozen_again_with_reason"),
    ],
)
def test_the_database_holds_the_rules_of_curves(
    town: Town, freight: Indicator, changes: dict[str, Any], constraint: str
) -> None:
    known: dict[str, Any] = {"shares": [D(1)] * 12, "years": [2024, 2025]}
    row = SeasonCurve(
        indicator=freight,
        year=2026,
        year_shares=[],
        errors=[],
        learned_from=[],
        frozen_at=NOON,
        **(known | changes),
    )
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SeasonCurve.objects.bulk_create([row])


def peers(town: Town, freight: Indicator, *rows: tuple[str, int, int], user: User | None = None) -> list[Any]:
    values = [
        NewPeerObservation(freight.pk, 2026, 8, region, D(value), D(growth), is_whole=region == "全市")
        for region, value, growth in rows
    ]
    return upsert_peers(actor=user or town.supervisor, values=values, now=NOON)


def test_the_county_among_others(town: Town, freight: Indicator) -> None:
    assert peer_table(town.supervisor, freight.pk, AUGUST) == []
    record(town, freight, (2026, 8, D(250), D("7.5")))
    answers = peers(town, freight, ("青山县", 260, 8), ("全市", 2600, 7), ("白水县", 90, -3), ("", 1, 1))
    assert [(a.outcome, [f.code for f in a.faults]) for a in answers] == [
        *[("new", [])] * 3,
        ("refused", ["no_region"]),
    ]
    assert peers(town, freight, ("青山县", 261, 8))[0].revision == 2
    table = peer_table(town.supervisor, freight.pk, AUGUST)
    assert [(line.region, line.value, line.gap) for line in table] == [
        ("全市", D(2600), D("0.5")),
        ("青山县", D(261), D("-0.5")),
        ("本县", D(250), None),
        ("白水县", D(90), D("10.5")),
    ]
    assert [a.outcome for a in peers(town, freight, ("长河县", 1, 1), user=town.stranger)] == ["refused"]
    with pytest.raises(Indicator.DoesNotExist):
        peer_table(town.stranger, freight.pk, AUGUST)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"month": 13}, "peer_observation_month_is_1_to_12"),
        ({"value": None}, "peer_observation_says_something"),
        ({"region": ""}, "peer_observation_names_its_region"),
        ({"rank": 1, "is_whole": True}, "peer_observation_rank_from_1"),
    ],
)
def test_the_database_holds_the_rules_of_other_counties(
    town: Town, freight: Indicator, values: dict[str, Any], constraint: str
) -> None:
    known: dict[str, Any] = {"month": 8, "region": "青山县", "value": D(1), **values}
    row = PeerObservation(
        indicator=freight, year=2026, reported_by=town.supervisor, reported_at=NOON, **known
    )
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PeerObservation.objects.bulk_create([row])


def test_what_would_follow_from_an_entry_is_seen_before_it_is_made(town: Town, freight: Indicator) -> None:
    record(town, freight, (2026, 7, D(220), D("8.4")))
    entry = NewObservation(freight.pk, 2026, 8, "2_flash", D(250), D("7.5"))
    before, after = preview(town.lead_clerk, entry, AUGUST)
    assert (before.label, after.label) == ("2026年1—7月", "2026年1—8月")
    assert after.words is not None and after.words.change == "增速较1—7月回落0.9个百分点"
    assert after.standing is not None and after.standing.completion_rate == D("62.5")
    record(town, freight, (2026, 8, D(255), D("7.7")), status="4_returned")
    _before, after = preview(town.lead_clerk, entry, AUGUST)
    assert after.observation is not None and after.observation.value == 255  # a flash yields to what returned


def test_an_entry_is_expected_to_go_as_it_went_before(town: Town, freight: Indicator) -> None:
    years_of(town, freight, 2023, 2024, 2025)
    record(town, freight, (2026, 7, D(160), D("8.4")))
    found = plausible(town.lead_clerk, freight.pk, 2026, 8)
    assert found.value is not None and found.last is not None
    assert (found.last.month, found.value.holds(D(198)), found.value.holds(D(300))) == (7, True, False)
    assert not found.value.holds(D(150))  # what adds up does not fall
