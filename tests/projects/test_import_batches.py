"""The life of an import: checked, confirmed, written once, undone as one act, seen only by its own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.services import run_job
from projects.models import ImportBatch, Milestone, MonthlyProgress, Project, Responsibility
from projects.selectors.imports import import_page
from projects.services import accept_progress, imports, revise_project, undo_import
from tests.projects.importing import bring_in, check, confirm, errors, run, workbook
from tests.town import NOON, SINCE, Town, accept_month, carry, make_project

HEAD = ["序号", "项目名称", "年度计划投资", "8月完成投资", "1—8月累计完成投资", "形象进度", "备注"]
LEDGER = ["序号", "项目名称", "板块", "建设性质", "总投资", "年度计划投资", "包抓领导", "责任单位"]


def august(tmp_path: Path, *rows: list[Any], name: str = "8月.xlsx") -> Path:
    title = [["云岭县2026年1—8月重点项目进展"], ["单位：万元"], HEAD]
    return workbook(tmp_path, name, [*title, *rows])


def ledger(tmp_path: Path, *rows: list[Any]) -> Path:
    title = [["云岭县2026年重点项目台账"], ["单位：万元"], LEDGER]
    return workbook(tmp_path, "台账.xlsx", [*title, *rows])


def good_row(town: Town, year: int = 800) -> list[Any]:
    return [1, town.project.name, 1200, 100, year, "路面铺筑", ""]


def test_the_dry_run_shows_every_cell_and_writes_nothing(town: Town, tmp_path: Path) -> None:
    batch = check(town.supervisor, august(tmp_path, good_row(town)))
    assert (batch.state, batch.summary["created"], MonthlyProgress.objects.count()) == ("ready", 1, 0)
    (change,) = batch.changes
    assert (change["action"], change["subject"], change["row"]) == ("create", "省道过境段改建", 4)
    assert ["本月完成投资", "D", "—", "100"] in change["cells"]
    assert ["年初至本月累计", "E", "—", "800"] in change["cells"]


def test_what_was_confirmed_is_written_as_accepted(town: Town, tmp_path: Path) -> None:
    batch = bring_in(town.supervisor, august(tmp_path, good_row(town)))
    row = MonthlyProgress.objects.get()
    assert (row.status, row.year_to_date, row.batch, row.decided_by) == (
        "accepted",
        Decimal(800),
        batch,
        town.supervisor,
    )


def test_the_same_file_again_finds_nothing_to_do(town: Town, tmp_path: Path) -> None:
    bring_in(town.supervisor, august(tmp_path, good_row(town)))
    again = check(town.supervisor, august(tmp_path, good_row(town)))
    assert (again.state, again.summary["nothing"], again.summary["unchanged"]) == ("ready", True, 1)
    with pytest.raises(ValidationError, match="没有需要写入的"):
        imports.confirm_import(actor=town.supervisor, batch_id=again.pk, now=NOON)


def test_of_two_imports_of_one_file_the_second_finds_it_written(town: Town, tmp_path: Path) -> None:
    first, second = (check(town.supervisor, august(tmp_path, good_row(town))) for _ in range(2))
    imports.confirm_import(actor=town.supervisor, batch_id=first.pk, now=NOON)
    imports.confirm_import(actor=town.supervisor, batch_id=second.pk, now=NOON)
    assert [run(ImportBatch.objects.get(pk=b.pk)).state for b in (first, second)] == ["written", "ready"]
    second.refresh_from_db()
    assert (second.summary["nothing"], second.summary["stale"]) == (True, True)
    assert MonthlyProgress.objects.count() == 1


def test_a_write_job_that_runs_twice_writes_once(town: Town, tmp_path: Path) -> None:
    batch = bring_in(town.supervisor, august(tmp_path, good_row(town)))
    assert batch.job is not None
    type(batch.job).objects.filter(pk=batch.job.pk).update(state="queued", finished_at=None)
    run_job(job_id=batch.job.pk)
    assert MonthlyProgress.objects.count() == 1


def test_what_changed_since_the_preview_is_shown_again(town: Town, tmp_path: Path) -> None:
    accept_month(town.project, 8, 700)
    batch = check(town.supervisor, august(tmp_path, good_row(town)))
    assert ["年初至本月累计", "E", "700", "800"] in batch.changes[0]["cells"]
    MonthlyProgress.objects.update(year_to_date=710, since_start=710)
    batch = confirm(batch)
    assert (batch.state, batch.summary["stale"]) == ("ready", True)
    assert ["年初至本月累计", "E", "710", "800"] in batch.changes[0]["cells"]
    assert confirm(batch).state == "written"
    assert list(MonthlyProgress.objects.order_by("revision").values_list("revision", "status")) == [
        (1, "superseded"),
        (2, "accepted"),
    ]


def test_undo_deletes_what_came_and_sets_back_what_changed(town: Town, tmp_path: Path) -> None:
    accept_month(town.project, 8, 700, physical_progress="路基")
    batch = bring_in(town.supervisor, august(tmp_path, good_row(town)))
    undo_import(actor=town.supervisor, batch_id=batch.pk, now=NOON)
    row = MonthlyProgress.objects.get()
    assert (row.status, row.year_to_date, row.physical_progress) == ("accepted", Decimal(700), "路基")
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert bring_in(town.supervisor, august(tmp_path, good_row(town))).state == "written"


def test_undo_of_a_ledger_leaves_no_trace_in_the_tables(town: Town, tmp_path: Path) -> None:
    path = ledger(
        tmp_path,
        [1, "新水厂", "民生工程", "新建", 5000, 900, "常务副县长", "交通局、水务局"],
        [2, town.project.name, "项目建设", "续建", 3000, 1500, "", "文旅局"],
    )
    before = snapshot(town)
    batch = bring_in(town.supervisor, path)
    assert Project.objects.get(name="新水厂").responsibilities.count() == 3
    assert town.project.annual_plans.get(is_current=True).planned_investment == 1500
    undo_import(actor=town.supervisor, batch_id=batch.pk, now=NOON)
    assert snapshot(town) == before


def snapshot(town: Town) -> list[Any]:
    plans = town.project.annual_plans.values_list("version", "is_current", "planned_investment")
    duties = Responsibility.objects.order_by("pk").values_list("pk", "role", "unit", "valid_from", "valid_to")
    return [list(Project.objects.order_by("pk").values_list()), list(plans), list(duties)]


def test_undo_says_what_was_built_on_it(town: Town, tmp_path: Path) -> None:
    row = [1, "新水厂", "民生工程", "新建", 5000, 900, "", "交通局"]
    batch = bring_in(town.supervisor, ledger(tmp_path, row))
    project = Project.objects.get(name="新水厂")
    Milestone.objects.create(project=project, name="开工", due_on=SINCE)
    revise_project(actor=town.supervisor, project_id=project.pk, location="城关镇")
    with pytest.raises(ValidationError) as refused:
        undo_import(actor=town.supervisor, batch_id=batch.pk, now=NOON)
    assert refused.value.messages == [
        "重点项目“新水厂”在导入后又由杜明察改过。",
        "重点项目“新水厂”已被关键节点“开工”引用。",
    ]
    assert Project.objects.filter(name="新水厂").exists()


def test_all_problems_come_at_once_and_nothing_is_written(town: Town, tmp_path: Path) -> None:
    path = august(
        tmp_path, [1, "没有的项目", 1200, 1, 2, "", ""], [2, town.project.name, 1200, "很多", 800, "", ""]
    )
    batch = check(town.supervisor, path)
    assert [(cell, rule) for _s, cell, rule, _m in errors(batch)] == [
        ("B4", "unknown_project"),
        ("D5", "not_an_amount"),
    ]
    assert batch.state == "blocked"
    assert batch.marked is not None
    with pytest.raises(ValidationError):
        imports.confirm_import(actor=town.supervisor, batch_id=batch.pk, now=NOON)


def test_marked_rows_may_be_skipped_and_are_listed(town: Town, tmp_path: Path) -> None:
    path = august(tmp_path, [1, "没有的项目", 1200, 1, 2, "", ""], good_row(town))
    batch = check(town.supervisor, path)
    options = {"skip_marked_rows": True}
    batch = run(imports.recheck_import(actor=town.supervisor, batch_id=batch.pk, options=options, now=NOON))
    assert (batch.state, batch.summary["skips"]) == ("ready", True)
    assert batch.summary["sheets"][0]["skipped"] == [4]
    assert confirm(batch).state == "written"
    assert MonthlyProgress.objects.get().project == town.project


def test_a_name_is_mapped_once_and_remembered(town: Town, tmp_path: Path) -> None:
    path = august(tmp_path, [1, "过境公路", 1200, 100, 800, "铺筑", ""])
    batch = check(town.supervisor, path)
    assert batch.state == "blocked"
    imports.remember_mapping(
        actor=town.supervisor,
        batch_id=batch.pk,
        subject="project",
        source="过境公路",
        target=town.project.name,
    )
    batch = run(imports.recheck_import(actor=town.supervisor, batch_id=batch.pk, now=NOON))
    assert batch.state == "ready"
    assert check(town.supervisor, path).state == "ready"
    assert check(town.lead_clerk, path).state == "blocked"  # another unit has its own words


def test_an_unknown_column_stops_until_it_is_named_or_left_out(town: Town, tmp_path: Path) -> None:
    rows = [["2026年8月进展"], [*HEAD, "天气情况"], [*good_row(town), "晴"]]
    batch = check(town.supervisor, workbook(tmp_path, "a.xlsx", rows))
    assert [(cell, rule) for _s, cell, rule, _m in errors(batch)] == [("H2", "unknown_column")]
    imports.remember_mapping(
        actor=town.supervisor, batch_id=batch.pk, subject="column", source="天气情况", target=""
    )
    batch = run(imports.recheck_import(actor=town.supervisor, batch_id=batch.pk, now=NOON))
    assert batch.state == "ready"


def test_a_units_own_months_wait_for_the_office(town: Town, tmp_path: Path) -> None:
    bring_in(town.lead_clerk, august(tmp_path, good_row(town)))
    row = MonthlyProgress.objects.get()
    assert (row.status, row.reported_by) == ("submitted", town.lead_clerk)
    accept_progress(actor=town.supervisor, progress_id=row.pk, now=NOON)
    batch = ImportBatch.objects.get()
    with pytest.raises(ValidationError, match="杜明察"):
        undo_import(actor=town.lead_clerk, batch_id=batch.pk, now=NOON)


def test_a_unit_learns_nothing_of_anothers_projects(town: Town, tmp_path: Path) -> None:
    other = make_project("机密园区", town.sector)
    carry(other, "responsible", town.strange)
    path = august(tmp_path, [1, other.name, 1, 1, 1, "", ""], [2, "根本没有", 1, 1, 1, "", ""])
    batch = check(town.lead_clerk, path)
    said = [(f["rule"], f["message"].replace(f["value"], "X"), f["candidates"]) for f in batch.findings]
    assert said[0] == said[1]
    assert said[0][0] == "not_yours"


def test_a_unit_may_not_import_a_ledger(town: Town, tmp_path: Path) -> None:
    batch = check(town.lead_clerk, ledger(tmp_path, [1, "新水厂", "民生工程", "新建", 1, 1, "", "交通局"]))
    assert [rule for _s, _c, rule, _m in errors(batch)] == ["no_right"]
    assert not Project.objects.filter(name="新水厂").exists()


def test_a_stranger_does_not_find_the_batch(town: Town, tmp_path: Path) -> None:
    batch = check(town.supervisor, august(tmp_path, good_row(town)))
    for stranger in (town.stranger, town.lead_clerk, town.nobody):
        with pytest.raises(ImportBatch.DoesNotExist):
            import_page(stranger, batch.pk)
        with pytest.raises(ImportBatch.DoesNotExist):
            imports.confirm_import(actor=stranger, batch_id=batch.pk, now=NOON)
        with pytest.raises(ImportBatch.DoesNotExist):
            undo_import(actor=stranger, batch_id=batch.pk, now=NOON)
    assert import_page(town.office_head, batch.pk).batch == batch
