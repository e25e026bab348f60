"""整改台账 and 整改统计 out: the page's rows in the office's form, the engine's sums, nothing that runs."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import AccessEntry, Upload, User
from accounts.services import run_job
from rulebook.rules import Light
from supervision.inspections.exports.columns import LEDGER
from supervision.inspections.exports.jobs import start_ledger_export
from supervision.inspections.exports.ledger import SECTIONS, export_ledger
from supervision.inspections.exports.statistics import export_statistics
from supervision.inspections.models import PlannedMeasure
from supervision.inspections.rules.ages import AgeBand
from supervision.inspections.selectors import (
    GROUPINGS,
    RectificationFilters,
    ledger_groups,
    rectification_ledger,
)
from tests.conftest import STORY_DAY
from tests.inspections.build_rectifications import make_progress, make_rectification
from tests.matters.build import at_noon, fill_years
from tests.town import NOON, Town

AT = {column.field: index for index, column in enumerate(LEDGER)}


def day(year: int, month: int, number: int) -> Any:
    """As a workbook has it."""
    return at_noon(date(year, month, number)).replace(hour=0, tzinfo=None)


@pytest.fixture
def county(town: Town) -> Town:
    fill_years()
    row = make_rectification(
        town, "套取专项资金", origin="audit", category="money", severity="serious", status="published",
        helping=[town.helping], amount=Decimal("120.5"), amount_rectified=100, times_sent_back=1,
        source_document="云审〔2026〕7号", external_number='=HYPERLINK("http://x")', goal="资金全部归位",
        person="路会计 1390000", accepting_unit=town.office, extends_to_similar="全县自查",
        lasting_means="修订办法", due_on=date(2026, 9, 10), verifiers=[town.supervisor, town.office_head],
    )  # fmt: skip
    PlannedMeasure.objects.create(
        rectification=row, problem="账外资金", measure="收回资金", unit=town.helping, person="水会计",
        due_on=date(2026, 9, 30),
    )  # fmt: skip
    make_progress(town, row, text="a<b&c\x07", percent=40)
    make_rectification(
        town, "河道堆放垃圾", status="issued", unit=town.helping, step_due_on=date(2026, 9, 10)
    )
    make_rectification(town, "护栏缺失", status="closed", severity="minor", leader=None)
    make_rectification(town, "标志不清", status="draft")
    return town


def book_of(upload: Upload) -> Any:
    return load_workbook(io.BytesIO(Path(upload.file.path).read_bytes()))


def rows_of(actor: User, by: str = "origin", **filters: Any) -> list[list[Any]]:
    upload = export_ledger(
        actor=actor, on=STORY_DAY, filters=RectificationFilters(**filters), by=by, now=NOON
    )
    sheet = book_of(upload).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=6, values_only=True)]


def titles(rows: list[list[Any]]) -> list[Any]:
    return [row[AT["title"]] for row in rows]


def test_the_sections_are_the_groups_of_the_page_with_their_sums(county: Town) -> None:
    rows = rows_of(county.supervisor)
    assert titles(rows) == [
        "合计（4件）",
        "一、督查发现 小计（3件）",
        "标志不清",
        "护栏缺失",
        "河道堆放垃圾",
        "二、审计反馈 小计（1件）",
        "套取专项资金",
    ]
    told = ("amount", "amount_rectified", "problem", "four_lists", "latest_progress", "verdict", "light")
    assert [rows[0][AT[name]] for name in told] == [
        120.5, 100, "在办2件，已销号1件，逾期0件", "销号率：按件数33.3%，按金额83.0%",
        "按时率100.0%，反弹率0.0%", "平均整改10.0天，退回1次", "红1绿1",
    ]  # fmt: skip
    assert rows[5][AT["four_lists"]] == "销号率：按件数0.0%，按金额83.0%"
    assert (rows[1][AT["amount"]], rows[1][AT["four_lists"]]) == (None, "销号率：按件数50.0%，按金额—")


def test_every_grouping_of_the_page_has_its_sections(county: Town) -> None:
    assert SECTIONS.keys() == GROUPINGS.keys()
    for by in GROUPINGS:
        groups = ledger_groups(county.supervisor, STORY_DAY, RectificationFilters(), by)
        heads = [row for row in rows_of(county.supervisor, by) if row[AT["serial"]] is None][1:]
        assert [row[AT["title"]].split("、", 1)[1] for row in heads] == [
            f"{group.name or '未定'} 小计（{group.totals.count}件）" for group in groups
        ]


def test_a_row_has_every_column_of_the_ledger(county: Town) -> None:
    row = next(row for row in rows_of(county.supervisor) if row[AT["title"]] == "套取专项资金")
    told = {name: row[index] for name, index in AT.items()}
    assert told == {
        "serial": 4,
        "number": told["number"],
        "title": "套取专项资金",
        "origin_name": "审计反馈",
        "external_number": '=HYPERLINK("http://x")',
        "source_document": "云审〔2026〕7号",
        "problem": "套取专项资金，群众反映强烈。",
        "category_name": "资金使用",
        "severity": "较重",
        "amount": 120.5,
        "leader": "常县长（常务副县长）",
        "unit_name": "交通局",
        "helping_units": "水务局",
        "person": "路会计 1390000",
        "accepting_unit_name": "督查办",
        "goal": "资金全部归位",
        "four_lists": "排口未封堵；封堵排口，接入管网；交通局路联络；2026-10-30前，2026-09-07完成\n"
        "账外资金；收回资金；水务局水会计；2026-09-30前",
        "time_class": "短期",
        "issued_on": day(2026, 9, 1),
        "due_on": day(2026, 9, 10),
        "original_due_on": day(2026, 9, 10),
        "days_left": 2,
        "latest_progress": "a<b&c",
        "percent": 40,
        "amount_rectified": 100,
        "evidence_names": told["evidence_names"],
        "extends_to_similar": "全县自查",
        "lasting_means": "修订办法",
        "light": "绿灯",
        "status": "公示中",
        "verifiers": "杜明察、任主事",
        "verified_on": day(2026, 9, 10),
        "verdict": "通过：排口已封堵",
        "approval": "任主事\n2026-09-11",
        "notice": "2026-09-11至2026-09-18",
        "ended_on": None,
        "times_sent_back": 1,
        "extension_count": 0,
        "position": 1,
        "note": None,
    }
    assert told["evidence_names"].endswith(".jpg")


def test_the_form_is_the_offices(county: Town) -> None:
    upload = export_ledger(actor=county.supervisor, on=STORY_DAY, now=NOON)
    sheet = book_of(upload).worksheets[0]
    assert sheet["A1"].value.endswith("问题整改台账")
    assert sheet["A2"].value == "截至2026-09-12，共4件"
    assert (sheet["D3"].value, sheet["D4"].value) == ("问题来源", "来源")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.print_title_rows, sheet.print_title_cols, sheet.freeze_panes) == ("$3:$4", "$A:$C", "D6")
    assert (sheet.page_setup.scale, [one.id for one in sheet.col_breaks.brk]) == (57, [22])
    assert "杜明察" in sheet.oddHeader.right.text
    red = next(row for row in sheet.iter_rows(min_row=6) if row[AT["title"]].value == "河道堆放垃圾")
    assert red[AT["light"]].fill.start_color.rgb == "FFFFC7CE"
    assert red[AT["due_on"]].number_format == "yyyy-mm-dd"


def test_the_filter_of_the_page_is_the_filter_of_the_workbook(county: Town) -> None:
    assert titles(rows_of(county.supervisor, light=Light.RED))[2:] == ["河道堆放垃圾"]
    assert titles(rows_of(county.supervisor, money=True))[2:] == ["套取专项资金"]


def test_a_unit_takes_out_what_it_sees(county: Town) -> None:
    rows = rows_of(county.lead_clerk, "unit")
    seen = {row.title for row in rectification_ledger(county.lead_clerk, STORY_DAY)}
    assert {title for title in titles(rows) if "（" not in title} == seen == {"套取专项资金", "护栏缺失"}
    assert titles(rows_of(county.stranger)) == ["合计（0件）"]


def test_the_job_makes_the_file_that_was_asked_for_and_it_is_logged(county: Town) -> None:
    filters = RectificationFilters(light=Light.RED, age=AgeBand.MONTH, due_from=date(2026, 9, 30))
    job = start_ledger_export(actor=county.supervisor, on=STORY_DAY, filters=filters, by="unit", now=NOON)
    run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.result is not None, job.error
    assert job.result.name == "整改台账2026-09-12.xlsx"
    sheet = book_of(job.result).worksheets[0]
    assert [row[2] for row in sheet.iter_rows(min_row=6, values_only=True)][1:] == [
        "一、水务局 小计（1件）",
        "河道堆放垃圾",
    ]
    entry = AccessEntry.objects.get(kind="export")
    assert (entry.user, "1件整改" in entry.detail) == (county.supervisor, True)


def test_the_statistics_have_a_sheet_for_each_breakdown_and_a_dash_for_the_unknown(county: Town) -> None:
    span = {"start": date(2026, 1, 1), "end": date(2027, 1, 1)}
    upload = export_statistics(actor=county.supervisor, on=STORY_DAY, now=NOON, **span)
    book = book_of(upload)
    assert (upload.name, len(book.worksheets)) == ("整改统计2026-01-01至2026-09-12.xlsx", 6)
    rows = [list(row) for row in book["按单位"].iter_rows(min_row=6, values_only=True)]
    assert [row[1:5] for row in rows] == [
        ["交通局", 2, 1, 50],
        ["水务局", 1, 0, 0],
        ["合计", 3, 1, 33.3],
    ]
    assert [row[5:8] for row in rows] == [[120.5, 100, 83], ["—", "—", "—"], [120.5, 100, 83]]
