"""What a check has found is written without reading the workbook again, as long as it is still true."""

from __future__ import annotations

import json
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import User
from projects.imports import kept
from projects.models import ImportBatch, MonthlyProgress, Project
from projects.rules import Finding, ProgressEntry
from projects.services import revise_project
from projects.services.import_rows import PlannedRow
from projects.services.imports import remember_mapping
from rulebook.rules import Month
from tests.projects.importing import check, confirm, errors, workbook
from tests.town import Town, accept_month, make_project

HEAD = ["序号", "项目名称", "8月完成投资", "1—8月累计完成投资", "形象进度"]
KEY = "projects.import.{}"


@pytest.fixture
def other(town: Town) -> Project:
    return make_project("冷链园", town.sector)


@pytest.fixture
def checked(town: Town, other: Project, tmp_path: Path) -> ImportBatch:
    return check_months(town.supervisor, tmp_path, [town.project.name, other.name])


def check_months(actor: User, tmp_path: Path, names: list[str]) -> ImportBatch:
    rows: list[list[Any]] = [["2026年1—8月重点项目进展"], ["单位：万元"], HEAD]
    rows += [[number, name, 100, 800, "路面铺筑"] for number, name in enumerate(names, start=1)]
    batch = check(actor, workbook(tmp_path, "8月.xlsx", rows))
    assert batch.state == "ready", errors(batch)
    return batch


def written() -> int:
    return MonthlyProgress.objects.exclude(batch=None).count()


def test_nothing_has_changed_so_the_workbook_is_not_needed_again(checked: ImportBatch) -> None:
    Path(checked.upload.file.path).unlink()
    assert confirm(checked).state == "written"
    assert list(MonthlyProgress.objects.values_list("year_to_date", "status")) == [(800, "accepted")] * 2


def test_a_month_accepted_meanwhile_is_shown_before_anything_is_written(
    checked: ImportBatch, town: Town
) -> None:
    accept_month(town.project, 8, 700)
    batch = confirm(checked)
    assert (batch.state, batch.summary["stale"], written()) == ("ready", True, 0)
    assert (batch.summary["created"], batch.summary["changed"]) == (1, 1)
    assert ["年初至本月累计", "D", "700", "800"] in batch.changes[0]["cells"]
    assert confirm(batch).state == "written"


def test_a_project_renamed_meanwhile_is_not_found_again(checked: ImportBatch, town: Town) -> None:
    revise_project(actor=town.supervisor, project_id=town.project.pk, name="国道绕城段")
    batch = confirm(checked)
    assert (batch.state, written()) == ("blocked", 0)
    assert [rule for _s, _c, rule, _m in errors(batch)] == ["unknown_project"]


def test_a_project_deleted_meanwhile_is_not_found_again(checked: ImportBatch, other: Project) -> None:
    other.delete()
    batch = confirm(checked)
    assert (batch.state, written()) == ("blocked", 0)
    assert [rule for _s, _c, rule, _m in errors(batch)] == ["unknown_project"]


def test_a_name_mapped_otherwise_meanwhile_leads_to_another_project(
    checked: ImportBatch, town: Town, other: Project
) -> None:
    remember_mapping(
        actor=town.supervisor, batch_id=checked.pk, subject="project", source=other.name, target=""
    )
    batch = confirm(checked)
    assert (batch.state, batch.summary["stale"], batch.summary["created"]) == ("ready", True, 1)


def test_a_change_that_touches_no_row_costs_a_second_reading_but_no_second_question(
    checked: ImportBatch, town: Town
) -> None:
    accept_month(make_project("变电站", town.sector), 8, 10)
    assert confirm(checked).state == "written"
    assert written() == 2


@pytest.mark.parametrize("content", [None, zlib.compress(json.dumps([]).encode())])
def test_what_was_lost_or_altered_in_the_cache_is_read_from_the_workbook(
    checked: ImportBatch, content: bytes | None
) -> None:
    cache.set(KEY.format(checked.pk), content)
    assert confirm(checked).state == "written"
    assert written() == 2


def test_a_preview_with_errors_keeps_nothing(town: Town, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2026年8月进展"],
        HEAD,
        [1, "没有的项目", 1, 2, ""],
        [2, town.project.name, 100, 800, ""],
    ]
    assert "kept" not in check(town.supervisor, workbook(tmp_path, "8月.xlsx", rows)).summary


def test_a_row_comes_back_as_it_was_put_aside() -> None:
    entry = ProgressEntry(
        Decimal("-0.5000"), Decimal("1E+3"), None, "a\n“b”", "building", date(2026, 3, 1), None, "", "下一步"
    )
    doubt = Finding("year_fell", "year_to_date", "少了", confirmable=True)
    row = PlannedRow(7, Month(2026, 8), entry, "原因", (doubt,))
    assert kept._row(*json.loads(json.dumps(kept._plain(row)))) == row
