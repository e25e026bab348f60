"""Screen, API, workbook and document are asked for every figure that they share, and answer alike."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.models import Indicator
from indicators.services import NewObservation, freeze_season_curves, record_observations, set_target
from projects.exports import export_ledger
from projects.selectors import LedgerFilters
from rulebook.rules import Light, round_half_up
from supervision.reports.models import Document
from tests.api.caller import Caller, caller_as
from tests.reports.conftest import Told
from tests.reports.papers import AUGUST, DAY, drafted
from tests.town import NOON

pytestmark = pytest.mark.django_db

Figures = dict[str, D]
PLANNED, COMPLETED, RATE, GAP = 9, 12, 13, 14  # columns of the workbook
SHORT = 4  # places to which the API tells what was computed


def facts(document: Document, start: str) -> Figures:
    rows = document.facts.filter(key__startswith=start).exclude(value="")
    return {key: D(value) for key, value in rows.values_list("key", "value")}


def agree(mine: Mapping[str, D], its: Mapping[str, D], places: int) -> None:
    """Every figure that ``its`` side tells, to as many places as it tells."""
    assert set(its) <= set(mine), set(its) - set(mine)
    assert {key: round_half_up(mine[key], places) for key in its} == {
        key: round_half_up(value, places) for key, value in its.items()
    }


@pytest.fixture
def staff(told: Told) -> Client:
    client = Client()
    client.force_login(told.town.supervisor)
    return client


@pytest.fixture
def caller(told: Told) -> Caller:
    return caller_as(told.town.supervisor)


# --- projects -------------------------------------------------------------------------------------
def of_totals(key: str, totals: Any) -> Figures:
    told = {
        "projects": totals.projects,
        "planned": totals.planned,
        "completed": totals.completed,
        "rate": totals.completion_rate,
        "points": totals.points,
        "red": totals.lights.get(Light.RED, 0),
        "yellow": totals.lights.get(Light.YELLOW, 0),
    }
    return {f"{key}.{name}": D(value) for name, value in told.items() if value is not None and value != 0}


def of_rows(key: str, rows: list[dict[str, Any]]) -> Figures:
    """What a caller adds up from the API's list of projects."""
    lights = Counter(row["lights"]["overall"] if "lights" in row else row["light"] for row in rows)
    told = {
        "projects": D(len(rows)),
        "planned": sum((D(row["planned"]) for row in rows), D(0)),
        "completed": sum((D(row["completed"]) for row in rows), D(0)),
        "red": D(lights["red"]),
        "yellow": D(lights["yellow"]),
    }
    return {f"{key}.{name}": value for name, value in told.items() if value}


def of_line(key: str, line: list[Any]) -> Figures:
    """合计 or 小计 of the ledger's workbook."""
    return {
        f"{key}.projects": D(str(line[1]).partition("（")[2].partition("个")[0]),
        f"{key}.planned": D(str(line[PLANNED])),
        f"{key}.completed": D(str(line[COMPLETED])),
        f"{key}.rate": D(str(line[RATE])),
        f"{key}.points": D(str(line[GAP])),
    }


def test_the_sums_of_projects_are_the_same_on_screen_in_api_workbook_and_document(
    told: Told, staff: Client, caller: Caller
) -> None:
    user = told.town.supervisor
    report = {**facts(drafted(told.town), "total."), **facts(drafted(told.town), "sector.")}
    screen = staff.get("/projects/", {"period": "2026-08", "in_plan": "1"}).context["totals"]
    rows = caller.results("projects/figures/?period=2026-08")
    upload = export_ledger(actor=user, period=AUGUST, on=DAY, filters=LedgerFilters(in_plan=True), now=NOON)
    sheet = load_workbook(io.BytesIO(Path(upload.file.path).read_bytes())).worksheets[0]
    lines = [list(row) for row in sheet.iter_rows(min_row=6, values_only=True)]
    agree(report, of_totals("total", screen.total), 12)
    agree(report, of_rows("total", rows), 4)
    for name in ("projects", "planned", "completed"):
        agree(report, {f"total.{name}": of_line("total", lines[0])[f"total.{name}"]}, 4)
    agree(report, of_line("total", lines[0]), 1)
    sums = [line for line in lines if "小计" in str(line[1])]
    orders = [order for order in range(1, 9) if f"sector.{order}.planned" in report]
    assert len(sums) == len(orders) == 4
    for order, line in zip(orders, sums, strict=True):
        agree(report, of_line(f"sector.{order}", line), 1)


# --- indicators -----------------------------------------------------------------------------------
@pytest.fixture
def whole(told: Told) -> Indicator:
    """地方财政收入 with two full years, a target of either kind, its peers and its rank."""
    revenue, office = Indicator.objects.get(code="revenue"), told.town.supervisor
    revenue.versions.update(valid_from=date(2020, 1, 1))
    rows = [
        NewObservation(revenue.pk, year, month, "3_preliminary", D(year - 1000 + month * 2500), D("6.5"))
        for year in (2024, 2025)
        for month in range(1, 13)
    ]
    more = {"rank": 4, "rank_of": 11, "peer_growth": D("8.3")}
    rows.append(
        NewObservation(revenue.pk, 2026, 8, "5_final", D("25310.6"), D("7.1"), **more)  # type: ignore[arg-type]
    )
    record_observations(actor=office, now=NOON, values=rows)
    set_target(actor=office, indicator_id=revenue.pk, year=2026, kind="growth", value=D(9))
    freeze_season_curves(actor=None, year=2026, now=NOON)
    return revenue


def of_screen(row: Any) -> Figures:
    told = {
        "value": row.observation.value,
        "growth": row.growth,
        "change": row.words.points,
        "target_rate": row.standing.completion_rate,
        "target_points": row.standing.behind_schedule,
        "growth_gap": row.standing.growth_gap,
        "peer_gap": row.standing.peer_gap,
        "rank_moved": row.observation.rank,
        "forecast": row.outlook.forecast.value,
        "low": row.outlook.forecast.low,
        "high": row.outlook.forecast.high,
        "needed": row.outlook.run_rate.needed,
        **{f"light.{one.measure}": one.margin for one in row.lights if one.light == row.light},
    }
    return {f"indicator.revenue.{name}": D(value) for name, value in told.items()}


def of_api(standing: dict[str, Any], outlook: dict[str, Any]) -> Figures:
    targets = {one["kind"]: one for one in standing["targets"]}
    told = {
        "value": standing["observation"]["value"],
        "growth": standing["growth"],
        "change": standing["growth_change"],
        "target_rate": targets["level"]["completion_rate"],
        "target_points": targets["level"]["gap"],
        "growth_gap": targets["growth"]["gap"],
        "peer_gap": standing["peer_gap"],
        "rank_moved": standing["observation"]["rank"],
        "forecast": outlook["forecast"]["value"],
        "low": outlook["forecast"]["low"],
        "high": outlook["forecast"]["high"],
        "needed": outlook["run_rate"]["needed"],
        **{
            f"light.{one['measure']}": one["margin"]
            for one in standing["lights"]
            if one["light"] == standing["light"]
        },
    }
    return {f"indicator.revenue.{name}": D(value) for name, value in told.items()}


def test_an_indicator_is_the_same_on_screen_in_api_workbook_and_document(
    told: Told, whole: Indicator, staff: Client, caller: Caller
) -> None:
    document = drafted(told.town, kind="bulletin")
    said = facts(document, "indicator.revenue.")
    rows = staff.get("/indicators/", {"period": "2026-08"}).context["rows"]
    screen = of_screen(next(row for row in rows if row.indicator == whole))
    agree(said, screen, 12)
    place = f"indicators/{whole.pk}"
    standing = caller.get(f"{place}/standing/?period=2026-08").json()
    agree(said, of_api(standing, caller.get(f"{place}/outlook/?period=2026-08").json()), SHORT)
    assert set(said) == set(screen), "every fact of the paper was compared"
    annex = document.sections.get(source="indicators_table").table
    line = next(cells for cells, *_ in annex["rows"] if cells[1] == "地方财政收入")
    assert line[4:8] == ["25,310.6", "7.1", "40,000", "63.3"]
