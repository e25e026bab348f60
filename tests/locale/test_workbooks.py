"""Workbooks, reminders and reports are the office's and stay Chinese, whatever language their user reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from accounts.models import Upload, User
from accounts.services.roster import RosterRow, write_roster
from projects.exports import export_ledger, export_month
from projects.imports.headers import lexicon
from projects.imports.kinds import KINDS
from rulebook.rules import Month
from supervision.alerts.models import Reminder
from supervision.alerts.services import plan_reminders
from tests.conftest import STORY_DAY
from tests.town import NOON, Town

AUGUST = Month(2026, 8)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    lexicon.cache_clear()
    with translation.override("en"):
        yield
    lexicon.cache_clear()


def sheet_of(upload: Upload) -> Any:
    return load_workbook(io.BytesIO(Path(upload.file.path).read_bytes())).worksheets[0]


def test_headings_are_read_in_chinese() -> None:
    assert lexicon(KINDS["attraction"])["投资方"].name == "investor"


def test_a_month_to_fill_in_has_chinese_heads(town: Town) -> None:
    upload = export_month(actor=town.lead_clerk, unit=town.lead, period=AUGUST, on=STORY_DAY, now=NOON)
    sheet = sheet_of(upload)
    assert sheet.title == "8月"
    assert [cell.value for cell in sheet[3]][:3] == ["序号", "项目名称", "年度计划投资"]


def test_the_ledger_is_in_the_form_of_the_office(town: Town) -> None:
    upload = export_ledger(actor=town.supervisor, period=AUGUST, on=STORY_DAY, now=NOON)
    sheet = sheet_of(upload)
    assert [cell.value for cell in sheet[3]][:3] == ["序号", "项目名称", "项目级别"]
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_a_roster_names_roles_in_chinese(town: Town) -> None:
    row = RosterRow(place="名册!3", unit=town.lead.name, person="冯接班", role="单位联络员")
    write_roster(actor=town.system_admin, rows=[row], on=STORY_DAY, reason="补充联络员")
    assert User.objects.get(person__name="冯接班").grants.get().role == "unit_clerk"


def test_a_reminder_is_kept_in_chinese(town: Town) -> None:
    assert plan_reminders(on=STORY_DAY, now=NOON) > 0
    assert all("尚未" in text for text in Reminder.objects.values_list("text", flat=True))
