"""督查台账 out: the page's rows in the office's form, the engine's sums, and nothing that runs."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import AccessEntry, Upload, User
from accounts.services import run_job
from projects.imports.reader import open_workbook
from projects.imports.tables import read_tables
from rulebook.rules import Light
from supervision.matters.exports.columns import LEDGER
from supervision.matters.exports.jobs import start_ledger_export
from supervision.matters.exports.ledger import SECTIONS, export_ledger
from supervision.matters.models import Feedback, Instruction
from supervision.matters.selectors import (
    GROUPINGS,
    MatterFilters,
    ledger_groups,
    ledger_totals,
    matter_ledger,
)
from tests.conftest import STORY_DAY
from tests.matters.build import at_noon, fill_years, lead_of, make_matter
from tests.town import NOON, Town

AT = {column.field: index for index, column in enumerate(LEDGER)}


@pytest.fixture
def county(town: Town) -> Town:
    fill_years()
    matter = make_matter(
        town,
        "修复县道塌方",
        helping=[town.helping],
        duty_status="under_way",
        source_number="阅〔2026〕7号",
        standard="恢复通车",
    )
    Instruction.objects.create(
        matter=matter,
        post=town.leader_post,
        given_on=date(2026, 8, 31),
        text='=HYPERLINK("http://x")',
        recorded_by=town.supervisor,
        recorded_at=NOON,
    )
    Feedback.objects.create(
        duty=lead_of(matter),
        status="received",
        progress="a<b&c\x07",
        percent=40,
        drafted_by=town.lead_clerk,
        drafted_at=NOON,
        signed_by=town.lead_head,
        sent_at=NOON,
    )
    make_matter(town, "清理河道", lead=town.helping, source="government_meeting", due_on=date(2026, 9, 10))
    make_matter(town, "整治市场", status="closed", source="government_meeting", leader=None)
    make_matter(town, "拟定办法", status="draft", due_on=None, due_basis="", due_rule="matter_default")
    return town


def book_of(upload: Upload) -> Any:
    return load_workbook(io.BytesIO(Path(upload.file.path).read_bytes()))


def rows_of(actor: User, by: str = "source", **filters: Any) -> list[list[Any]]:
    upload = export_ledger(actor=actor, on=STORY_DAY, filters=MatterFilters(**filters), by=by, now=NOON)
    sheet = book_of(upload).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=6, values_only=True)]


def titles(rows: list[list[Any]]) -> list[Any]:
    return [row[AT["title"]] for row in rows]


def test_the_sections_are_the_groups_of_the_page_with_their_sums(county: Town) -> None:
    rows = rows_of(county.supervisor)
    assert titles(rows) == [
        "合计（4件）",
        "一、县政府会议议定事项 小计（2件）",
        "整治市场",
        "清理河道",
        "二、领导批示 小计（2件）",
        "拟定办法",
        "修复县道塌方",
    ]
    assert rows[0][AT["latest_progress"]] == "在办2件，已销号1件，逾期1件"
    assert rows[1][AT["latest_progress"]] == "在办1件，已销号1件，逾期1件"
    assert rows[1][AT["light"]] == "红1"


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_grouping_of_the_page_has_its_sections(by: str, county: Town) -> None:
    assert SECTIONS.keys() == GROUPINGS.keys()
    groups = ledger_groups(county.supervisor, STORY_DAY, MatterFilters(), by)
    heads = [row for row in rows_of(county.supervisor, by) if row[AT["serial"]] is None][1:]
    assert [row[AT["title"]].split("、", 1)[1] for row in heads] == [
        f"{group.name or '未定'} 小计（{group.totals.count}件）" for group in groups
    ]


def test_a_row_has_every_column_of_the_ledger(county: Town) -> None:
    row = next(row for row in rows_of(county.supervisor) if row[AT["title"]] == "修复县道塌方")
    told = {name: row[index] for name, index in AT.items()}
    assert told == {
        "serial": 4,
        "number": "云督〔2026〕1号",
        "title": "修复县道塌方",
        "source": "领导批示",
        "document": "阅〔2026〕7号",
        "instruction": '常务副县长：=HYPERLINK("http://x")',
        "requirement": "修复县道塌方，按期办结。（恢复通车）",
        "lead_unit": "交通局",
        "helping_units": "水务局",
        "leader": "常县长（常务副县长）",
        "contact": None,
        "issued_on": at_noon(date(2026, 9, 1)).replace(hour=0, tzinfo=None),
        "signed_on": told["signed_on"],
        "due_on": at_noon(date(2026, 9, 30)).replace(hour=0, tzinfo=None),
        "days_left": 13,
        "rhythm": "每月",
        "latest_progress": "a<b&c",
        "percent": 40,
        "problem": None,
        "next_step": None,
        "light": "绿灯",
        "reminder_count": told["reminder_count"],
        "extension_count": 0,
        "return_count": 0,
        "state": "办理中",
        "ended_on": None,
        "note": None,
    }


def test_the_form_is_the_offices(county: Town) -> None:
    upload = export_ledger(actor=county.supervisor, on=STORY_DAY, now=NOON)
    sheet = book_of(upload).worksheets[0]
    assert sheet["A1"].value.endswith("督查督办工作台账")
    assert sheet["A2"].value == "截至2026-09-12，共4件"
    assert (sheet["D3"].value, sheet["D4"].value) == ("立项来源", "来源类别")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$4", "D6")
    assert "杜明察" in sheet.oddHeader.right.text
    red = next(row for row in sheet.iter_rows(min_row=6) if row[AT["title"]].value == "清理河道")
    assert red[AT["light"]].fill.start_color.rgb == "FFFFC7CE"
    assert red[AT["due_on"]].number_format == "yyyy-mm-dd"


def test_the_units_figures_stand_on_a_second_sheet(county: Town) -> None:
    upload = export_ledger(actor=county.supervisor, on=STORY_DAY, now=NOON)
    sheet = book_of(upload).worksheets[1]
    assert (sheet.title, sheet["A2"].value) == ("单位办理情况统计", "2026-01-01至2026-09-12")
    rows = [list(row) for row in sheet.iter_rows(min_row=6, values_only=True)]
    assert [(row[1], row[2]) for row in rows] == [("交通局", 2), ("水务局", 2), ("合计", 4)]
    assert [row[9] for row in rows] == [1, 0, 1]
    assert rows[1][11] == "—"


def test_the_filter_of_the_page_is_the_filter_of_the_workbook(county: Town) -> None:
    assert titles(rows_of(county.supervisor, light=Light.RED))[2:] == ["清理河道"]
    assert ledger_totals(county.supervisor, STORY_DAY, MatterFilters(light=Light.RED)).count == 1
    assert titles(rows_of(county.supervisor, text="河道"))[2:] == ["清理河道"]


def test_a_unit_takes_out_what_it_sees(county: Town) -> None:
    rows = rows_of(county.lead_clerk, "unit")
    seen = {matter.title for matter in matter_ledger(county.lead_clerk, STORY_DAY)}
    assert {title for title in titles(rows) if "（" not in title} == seen == {"修复县道塌方", "整治市场"}
    assert titles(rows_of(county.stranger)) == ["合计（0件）"]


def test_the_job_makes_the_file_that_was_asked_for_and_it_is_logged(county: Town) -> None:
    job = start_ledger_export(
        actor=county.supervisor,
        on=STORY_DAY,
        filters=MatterFilters(light=Light.RED, due_to=date(2026, 9, 30)),
        by="unit",
        now=NOON,
    )
    run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.result is not None, job.error
    assert job.result.name == "督查台账2026-09-12.xlsx"
    sheet = book_of(job.result).worksheets[0]
    assert [row[2] for row in sheet.iter_rows(min_row=6, values_only=True)][1:] == [
        "一、水务局 小计（1件）",
        "清理河道",
    ]
    entry = AccessEntry.objects.get(kind="export")
    assert (entry.user, "1件督办事项" in entry.detail) == (county.supervisor, True)


def test_what_went_out_is_read_again_as_a_ledger_of_matters(county: Town) -> None:
    upload = export_ledger(actor=county.supervisor, on=STORY_DAY, now=NOON)
    table = read_tables(open_workbook(upload.file.path))[0]
    assert (table.kind, len(table), table.unknown_columns) == ("matters", 4, [])
