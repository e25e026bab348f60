"""Indicators over the API: values in bulk answered row by row, and the same figures as on the page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from indicators.models import Indicator, Observation
from indicators.services import (
    NewObservation,
    define_indicator,
    freeze_season_curve,
    record_observations,
    set_target,
)
from tests.api.caller import Caller, caller_as
from tests.town import NOON, Town

SHARES = (2, 4, 9, 16, 26, 38, 50, 62, 74, 86, 94, 100)


@pytest.fixture
def freight(town: Town) -> Indicator:
    found = define_indicator(
        actor=town.supervisor,
        code="freight",
        name="货运量",
        measured_in="万吨",
        since=date(2020, 1, 1),
        unit=town.lead,
    )
    set_target(actor=town.supervisor, indicator_id=found.pk, year=2026, kind="level", value=D(400))
    return found


@pytest.fixture
def bureau(town: Town) -> Caller:
    """The statistics system of 交通局."""
    return caller_as(town.api_client, "read observations")


def row(freight: Indicator, **values: Any) -> dict[str, Any]:
    usual = {"indicator_id": freight.pk, "year": 2026, "month": 8, "status": "2_flash", "value": "250.5"}
    return usual | values


def test_every_row_gets_its_own_answer(town: Town, freight: Indicator, bureau: Caller) -> None:
    foreign = define_indicator(
        actor=town.supervisor,
        code="x",
        name="游客",
        measured_in="人",
        since=date(2020, 1, 1),
        unit=town.strange,
    )
    bureau.post("observations/", {"rows": [row(freight), row(freight, month=7)]})
    sent = [
        row(freight),
        row(freight, month=7, value="240"),
        row(freight, month=6, growth="-3.25", rank=2, rank_of=11),
        row(freight, month=13),
        row(freight, month=5, value=None),
        row(freight, month=4, rank=9, rank_of=3),
        row(freight, month=3, colour="red"),
        row(foreign),
        row(freight, year=2019),
        row(freight, month=2),
        row(freight, month=2, value="3"),
    ]
    answer = bureau.post("observations/", {"rows": sent})
    assert answer.status_code == 200, answer.content.decode()
    told = answer.json()
    assert {key: told[key] for key in ("new", "revised", "same", "refused")} == {
        "new": 1,
        "revised": 1,
        "same": 1,
        "refused": 8,
    }
    outcomes = [(r["outcome"], [(e["field"], e["code"]) for e in r["errors"]]) for r in told["rows"]]
    assert outcomes == [
        ("same", []),
        ("revised", []),
        ("new", []),
        ("refused", [("month", "max_value")]),
        ("refused", [("value", "says_nothing")]),
        ("refused", [("rank", "rank_outside_field")]),
        ("refused", [("colour", "unknown_field")]),
        ("refused", [("indicator_id", "does_not_exist")]),
        ("refused", [("month", "no_definition")]),
        ("refused", [("month", "twice_in_one_call")]),
        ("refused", [("month", "twice_in_one_call")]),
    ]
    assert all(error["remedy"] for r in told["rows"] for error in r["errors"])
    assert (told["rows"][1]["revision"], Observation.objects.count()) == (2, 4)


def test_all_or_none_writes_nothing_when_one_row_is_refused(freight: Indicator, bureau: Caller) -> None:
    body = {"rows": [row(freight), row(freight, month=5, value=None)], "all_or_none": True}
    answer = bureau.post("observations/", body)
    assert answer.status_code == 400
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [("rows.1.value", "says_nothing")]
    assert not Observation.objects.exists()


def test_a_repeated_request_is_answered_again_and_written_once(freight: Indicator, bureau: Caller) -> None:
    body = {"rows": [row(freight)]}
    first = bureau.post("observations/", body, Idempotency_Key="k1")
    again = bureau.post("observations/", body, Idempotency_Key="k1")
    assert (first.json(), again.headers["Idempotent-Replay"]) == (again.json(), "true")
    assert Observation.objects.count() == 1


def test_who_sees_an_indicator_and_may_not_enter_it_is_told_so(town: Town, freight: Indicator) -> None:
    auditor = caller_as(town.auditor, "read observations")
    told = auditor.post("observations/", {"rows": [row(freight)]}).json()["rows"][0]
    assert [error["code"] for error in told["errors"]] == ["not_allowed"]
    reader = caller_as(town.lead_clerk, "read")
    assert reader.post("observations/", {"rows": [row(freight)]}).json()["code"] == "scope_missing"
    assert not Observation.objects.exists()


def test_what_is_unusual_is_written_with_a_warning(town: Town, freight: Indicator, bureau: Caller) -> None:
    past = [NewObservation(freight.pk, 2025, 8, "5_final", D(240))]
    record_observations(actor=town.supervisor, values=past, now=NOON)
    told = bureau.post("observations/", {"rows": [row(freight, value="2500")]}).json()["rows"][0]
    assert told["outcome"] == "new"
    assert told["warnings"] == ["数值超出常见范围（120至480），请核对；确实如此则不必改动。"]


def test_standing_and_outlook_say_what_the_page_says(town: Town, freight: Indicator, bureau: Caller) -> None:
    values = [
        NewObservation(freight.pk, year, month, "5_final", D(3 * share))
        for year in (2024, 2025)
        for month, share in enumerate(SHARES, start=1)
    ]
    values += [
        NewObservation(freight.pk, 2026, m, "2_flash", D(v), D(g)) for m, v, g in ((7, 140, 8), (8, 155, -2))
    ]
    record_observations(actor=town.supervisor, values=values, now=NOON)
    freeze_season_curve(actor=town.office_head, indicator_id=freight.pk, year=2026, now=NOON)
    told = bureau.get(f"indicators/{freight.pk}/standing/?period=2026-08").json()
    assert told["words"] == "同比下降2%，增速较1—7月由正转负"
    assert (told["movement"], told["growth_change"], told["light"]) == ("to_negative", "-10.00", "red")
    assert told["targets"][0]["completion_rate"] == "38.75"
    ahead = bureau.get(f"indicators/{freight.pk}/outlook/?period=2026-08").json()
    assert [(s["kind"], s["share"]) for s in ahead["schedules"]] == [
        ("linear", "66.6667"),
        ("season", "62.0000"),
    ]
    assert (ahead["forecast"]["value"], ahead["likelihood"]) == ("250.0000", "unlikely")
    assert [hit["year"] for hit in ahead["hits"]] == [2025, 2024]
    early = bureau.get(f"indicators/{freight.pk}/standing/?period=2026-08&as_of=2026-09-11").json()
    assert early["observation"] is None
    assert bureau.get(f"indicators/{freight.pk}/standing/?as_of=x").status_code == 400
    curve = bureau.results(f"season-curves/?indicator={freight.pk}&year=2026")[0]
    assert (curve["shares"][7], curve["years"], len(curve["learned_from"])) == (0.62, [2024, 2025], 24)
    stranger = caller_as(town.stranger, "read")
    for address in ("standing/", "outlook/"):
        assert stranger.get(f"indicators/{freight.pk}/{address}").status_code == 404
    assert stranger.results("season-curves/") == stranger.results("targets/") == []


def test_lists_of_versions_targets_and_other_counties(town: Town, freight: Indicator, bureau: Caller) -> None:
    assert [v["name"] for v in bureau.results("indicator-versions/")] == ["货运量"]
    assert [(t["set_by"], t["value"]) for t in bureau.results("targets/?year=2026")] == [
        ("county", "400.0000")
    ]
    body = {
        "rows": [{"indicator_id": freight.pk, "year": 2026, "month": 8, "region": "青山县", "growth": "5"}]
    }
    assert bureau.post("peer-observations/", body).json()["new"] == 1
    found = bureau.results("peer-observations/?region=青山县&is_current=true")
    assert [(r["growth"], r["value"]) for r in found] == [("5.00", None)]
    bureau.post("observations/", {"rows": [row(freight)]})
    key = bureau.results("observations/?is_current=true&as_of=2026-12-31")[0]["id"]
    assert bureau.get(f"observations/{key}/").json()["value"] == "250.5000"
    assert bureau.results("observations/?as_of=2026-09-11") == []
