"""Many reports in one act, by the rules of one; the same again changes nothing; all or none."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pghistory.models
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Upload, User
from projects import services
from projects.models import ImportBatch, MonthlyProgress, ProgressStep, Project
from projects.rules import ProgressEntry
from projects.selectors import ProgressRow
from rulebook.rules import Month
from tests.town import NOON, Town, accept_month, make_project

WORDS = "桥台\t完成，\\左幅\n右幅“待建”"


def rows_of(project: Project, amounts: list[int], **entry: Any) -> list[ProgressRow]:
    """January and the months after it: what was done in each."""
    total = 0
    rows = []
    for month, amount in enumerate(amounts, start=1):
        total += amount
        values = ProgressEntry(Decimal(amount), Decimal(total), Decimal(total), f"{month}月{WORDS}", **entry)
        rows.append(ProgressRow(project.pk, Month(2026, month), values))
    return rows


@pytest.fixture
def batch(town: Town) -> ImportBatch:
    upload = Upload.objects.create(
        file="a", name="进度.xlsx", content_type="application/xlsx", size=1, sha256="0" * 64,
        uploaded_by=town.supervisor, uploaded_at=NOON,
    )  # fmt: skip
    return ImportBatch.objects.create(upload=upload, started_by=town.supervisor, started_at=NOON)


def record(town: Town, rows: list[ProgressRow], **more: Any) -> services.Recorded:
    values = {"actor": town.supervisor, "batch": None, "now": NOON, **more}
    return services.record_progress_rows(rows=rows, **values)


def outcome(told: services.Recorded) -> tuple[int, int, int, int]:
    return told.created, told.corrected, told.taken_over, told.unchanged


def test_the_office_records_accepted_rows_with_steps_and_history(town: Town, batch: ImportBatch) -> None:
    rows = rows_of(town.project, [100, 150, 120], stage="building", started_on=date(2026, 1, 6))
    told = record(town, rows, batch=batch)
    assert outcome(told) == (3, 0, 0, 0)
    last = MonthlyProgress.objects.get(month=3)
    assert (last.status, last.year_to_date, last.physical_progress) == ("accepted", 370, f"3月{WORDS}")
    assert (last.batch, last.decided_by, last.decided_at, last.warnings) == (batch, town.supervisor, NOON, [])
    assert ProgressStep.objects.filter(status="accepted", by=town.supervisor, at=NOON).count() == 3
    event = pghistory.models.Events.objects.tracks(last).get()
    assert (event.pgh_label, event.pgh_context["user"]) == ("insert", town.supervisor.pk)
    town.project.refresh_from_db()
    assert (town.project.stage, town.project.actual_start) == ("building", date(2026, 1, 6))
    assert told.facts_before == [
        {"project": town.project.pk, "stage": "preparation", "actual_start": None, "actual_finish": None}
    ]


def test_the_same_rows_again_change_nothing(town: Town) -> None:
    rows = rows_of(town.project, [100, 150])
    record(town, rows)
    before = pghistory.models.Events.objects.count()
    assert outcome(record(town, rows)) == (0, 0, 0, 2)
    assert pghistory.models.Events.objects.count() == before


def test_other_figures_are_a_correction_with_a_reason(town: Town) -> None:
    rows = rows_of(town.project, [100, 150])
    record(town, rows)
    changed = [*rows[:1], replace(rows[1], entry=replace(rows[1].entry, problem="征地"))]
    with pytest.raises(ValidationError, match="更正须写明事由"):
        record(town, changed)
    assert outcome(record(town, changed, reason="补充问题")) == (0, 1, 0, 1)
    found = MonthlyProgress.objects.filter(month=2).order_by("revision")
    assert [(r.revision, r.status, r.problem, r.reason) for r in found] == [
        (1, "superseded", "", ""),
        (2, "accepted", "征地", "补充问题"),
    ]
    assert [s.status for s in ProgressStep.objects.filter(progress__month=2)] == [
        "accepted",
        "superseded",
        "accepted",
    ]


def test_a_unit_records_submitted_rows_and_accepted_figures_stay(town: Town) -> None:
    accept_month(town.project, 1, 90)
    told = record(town, rows_of(town.project, [100]), actor=town.lead_clerk, reason="核减后更正")
    assert outcome(told) == (0, 1, 0, 0)
    assert set(MonthlyProgress.objects.values_list("revision", "status")) == {
        (1, "accepted"),
        (2, "submitted"),
    }
    assert told.facts_before == []


def test_one_project_that_the_unit_does_not_carry_refuses_them_all(town: Town) -> None:
    other = make_project("别家的路", town.sector)
    rows = rows_of(town.project, [100]) + rows_of(other, [100])
    with pytest.raises(PermissionDenied, match="其中1个项目"):
        record(town, rows, actor=town.lead_clerk)
    assert not MonthlyProgress.objects.exists()


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_an_open_report_is_taken_over_and_one_that_waits_refuses(status: str, town: Town) -> None:
    mine = accept_month(town.project, 1, 5, status=status, return_reason="退")
    assert outcome(record(town, rows_of(town.project, [100]))) == (0, 0, 1, 0)
    mine.refresh_from_db()
    assert (mine.status, mine.year_to_date) == ("accepted", 100)
    accept_month(town.project, 2, 150, status="submitted")
    with pytest.raises(ValidationError, match="2月：已有一份报送待审核"):
        record(town, rows_of(town.project, [100, 100]))


def test_errors_of_all_rows_are_told_at_once_and_nothing_is_written(town: Town) -> None:
    good, second, odd = rows_of(town.project, [100, 150, 120])
    bad = replace(second, entry=replace(second.entry, since_start=Decimal(1)))
    odd = replace(odd, entry=replace(odd.entry, year_to_date=Decimal(999), since_start=Decimal(999)))
    nobody = replace(good, project_id=999_999)
    with pytest.raises(ValidationError) as refused:
        record(town, [good, bad, odd, nobody, good])
    assert refused.value.messages == [
        "省道过境段改建 2026年2月：年初至本月累计250万元大于开工以来累计1万元，请核对两个累计数。",
        "省道过境段改建 2026年3月：年初至本月累计999万元，按上月累计加本月应为370万元。",
        "999999 2026年1月：没有这个项目。",
        "省道过境段改建 2026年1月：同一项目同一月份出现了两次。",
    ]
    assert not MonthlyProgress.objects.exists()
    told = record(town, [good, second, odd], reason="年中调整口径")
    assert told.created == 3
    assert MonthlyProgress.objects.get(month=3).warnings[0]["reason"] == "年中调整口径"


def test_a_remark_of_the_sheet_explains_its_own_row(town: Town) -> None:
    rows = rows_of(town.project, [100, 150])
    record(town, rows)
    changed = replace(rows[1], entry=replace(rows[1].entry, problem="征地"), note="据现场核实更正")
    record(town, [changed], reason="八月批量导入")
    assert MonthlyProgress.objects.get(revision=2).reason == "据现场核实更正"


@pytest.mark.slow
def test_twenty_thousand_rows_take_seconds(town: Town) -> None:
    """The order of magnitude only; the bench measures it against its limit."""
    office = User.objects.get(pk=town.supervisor.pk)
    projects = Project.objects.bulk_create(
        Project(number=f"B{n}", name=f"批量{n}", pinyin=f"pl{n}", sector=town.sector) for n in range(2500)
    )
    rows = [row for project in projects for row in rows_of(project, [10] * 8)]
    started = time.monotonic()
    told = services.record_progress_rows(actor=office, rows=rows, batch=None, now=NOON)
    spent = time.monotonic() - started
    assert told.created == 20_000
    assert spent < 20, spent
