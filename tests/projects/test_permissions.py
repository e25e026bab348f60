"""Who may do what, as one table: every write of the room, tried by every persona."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from accounts.models import Role, RoleGrant, User
from projects import services
from projects.models import (
    Exemption,
    Milestone,
    MonthlyProgress,
    Project,
    Receipt,
    Responsibility,
)
from projects.models.responsibility import ResponsibilityRole
from projects.permissions import can
from projects.rules import ProgressEntry
from projects.selectors import ProgressRow, due_reports
from rulebook.rules import Measure, Month
from tests.town import NOON, SINCE, Town, accept_month, carry, make_project

AUGUST = Month(2026, 8)
DAY = date(2026, 9, 12)
ENTRY = ProgressEntry(Decimal(100), Decimal(800), Decimal(800), "路基完成")
TERMS = services.PlanTerms("continued", Decimal(1500))

OFFICE = {"supervisor", "office_head"}
UNIT = {"lead_clerk", "lead_head", "api_client"}
Write = Callable[[Town, User], Any]


def submitted(town: Town) -> int:
    return MonthlyProgress.objects.create(
        project=town.project, year=2026, month=8, status="submitted", year_to_date=800, since_start=800,
        reported_by=town.lead_clerk, reported_at=NOON,
    ).pk  # fmt: skip


def draft(town: Town) -> int:
    pk = submitted(town)
    MonthlyProgress.objects.filter(pk=pk).update(status="draft")
    return pk


def carrier(town: Town) -> Responsibility:
    return Responsibility.objects.get(project=town.project, role="helping")


def milestone(town: Town) -> int:
    return Milestone.objects.create(project=town.project, name="主体封顶", due_on=DAY).pk


def receipt(town: Town) -> int:
    return Receipt.objects.create(project=town.project, received_on=DAY, amount=50).pk


def exemption(town: Town) -> int:
    return Exemption.objects.create(
        project=town.project, measure="start_delay", reason="汛期", granted_by=town.office_head,
        valid_from=date(2026, 9, 1), valid_to=date(2026, 10, 1),
    ).pk  # fmt: skip


def accepted(town: Town) -> int:
    return accept_month(town.project, 8, 700, since_start=700).pk


# name: (who may, what must be there, the write)
WRITES: dict[str, tuple[set[str], Callable[[Town], Any] | None, Callable[[Town, User, Any], Any]]] = {
    "register_project": (
        OFFICE,
        None,
        lambda t, u, _: services.register_project(actor=u, on=DAY, name="新桥", sector=t.sector),
    ),
    "revise_project": (
        OFFICE,
        None,
        lambda t, u, _: services.revise_project(actor=u, project_id=t.project.pk, location="城北"),
    ),
    "set_annual_plan": (
        OFFICE,
        None,
        lambda t, u, _: services.set_annual_plan(
            actor=u, project_id=t.project.pk, year=2026, terms=TERMS, change="adjusted", on=DAY, reason="追加"
        ),
    ),
    "assign_responsibility": (
        OFFICE,
        None,
        lambda t, u, _: services.assign_responsibility(
            actor=u, project_id=t.project.pk, role="supporting", holder=t.strange, since=DAY
        ),
    ),
    "hand_over_responsibility": (
        OFFICE,
        carrier,
        lambda t, u, row: services.hand_over_responsibility(
            actor=u, responsibility_id=row.pk, to=t.strange, on=DAY, reason="机构改革"
        ),
    ),
    "end_responsibility": (
        OFFICE,
        carrier,
        lambda t, u, row: services.end_responsibility(
            actor=u, responsibility_id=row.pk, on=DAY, reason="任务完成"
        ),
    ),
    "save_progress": (
        UNIT,
        None,
        lambda t, u, _: services.save_progress(
            actor=u, project_id=t.project.pk, period=AUGUST, entry=ENTRY, now=NOON
        ),
    ),
    "correct_progress": (
        UNIT,
        accepted,
        lambda t, u, _: services.correct_progress(
            actor=u, project_id=t.project.pk, period=AUGUST, entry=ENTRY, reason="漏报", now=NOON
        ),
    ),
    "submit_progress": (
        UNIT,
        draft,
        lambda t, u, pk: services.submit_progress(actor=u, progress_id=pk, now=NOON),
    ),
    "return_progress": (
        OFFICE,
        submitted,
        lambda t, u, pk: services.return_progress(actor=u, progress_id=pk, reason="缺照片", now=NOON),
    ),
    "accept_progress": (
        OFFICE,
        submitted,
        lambda t, u, pk: services.accept_progress(actor=u, progress_id=pk, now=NOON),
    ),
    "record_progress_rows": (
        OFFICE | UNIT,
        None,
        lambda t, u, _: services.record_progress_rows(
            actor=u, rows=[ProgressRow(t.project.pk, AUGUST, ENTRY)], batch=None, now=NOON
        ),
    ),
    "set_milestone": (
        OFFICE,
        None,
        lambda t, u, _: services.set_milestone(actor=u, project_id=t.project.pk, name="通车", due_on=DAY),
    ),
    "complete_milestone": (
        OFFICE | UNIT,
        milestone,
        lambda t, u, pk: services.complete_milestone(
            actor=u, milestone_id=pk, completed_on=DAY, completion="已封顶"
        ),
    ),
    "set_funding_line": (
        OFFICE,
        None,
        lambda t, u, _: services.set_funding_line(
            actor=u, project_id=t.project.pk, source="loan", planned=Decimal(300)
        ),
    ),
    "record_receipt": (
        OFFICE | UNIT,
        None,
        lambda t, u, _: services.record_receipt(
            actor=u, project_id=t.project.pk, source="social", received_on=DAY, amount=Decimal(50)
        ),
    ),
    "decide_receipt": (
        OFFICE,
        receipt,
        lambda t, u, pk: services.decide_receipt(actor=u, receipt_id=pk, recognised=Decimal(40)),
    ),
    "record_assessment": (
        OFFICE | UNIT,
        None,
        lambda t, u, _: services.record_assessment(
            actor=u, project_id=t.project.pk, assessed_on=DAY, level="low"
        ),
    ),
    "record_statistics_entry": (
        OFFICE | {"data_clerk"},
        None,
        lambda t, u, _: services.record_statistics_entry(actor=u, project_id=t.project.pk, entered_on=DAY),
    ),
    "grant_exemption": (
        {"office_head"},
        None,
        lambda t, u, _: services.grant_exemption(
            actor=u,
            project_id=t.project.pk,
            measure=Measure.INVESTMENT_GAP,
            reason="汛期停工",
            since=DAY,
            until=date(2026, 10, 1),
        ),  # fmt: skip
    ),
    "end_exemption": (
        {"office_head"},
        exemption,
        lambda t, u, pk: services.end_exemption(actor=u, exemption_id=pk, on=DAY, reason="汛期结束"),
    ),
    "set_sector": (
        OFFICE | {"system_admin"},
        None,
        lambda t, u, _: services.set_sector(actor=u, name="生态环保", heading="生态环境持续改善", order=9),
    ),
    "set_plan": (
        OFFICE | {"system_admin"},
        None,
        lambda t, u, _: services.set_plan(actor=u, name="第一个“711”工作计划"),
    ),
    "set_programme": (
        OFFICE | {"system_admin"},
        None,
        lambda t, u, _: services.set_programme(actor=u, name="“338”工程", sector=t.sector),
    ),
}


# They need a workbook first; test_import_batches.py tries them.
OF_WORKBOOKS = {"start_import", "recheck_import", "confirm_import", "undo_import", "remember_mapping"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the room, history included."""
    models = apps.get_app_config("projects").get_models()
    return {m.__name__: sorted(m._default_manager.values_list(), key=repr) for m in models}


def test_the_table_holds_every_service() -> None:
    verbs = {name for name in services.__all__ if name.islower()}
    assert verbs - WRITES.keys() == OF_WORKBOOKS


@pytest.mark.parametrize("write", WRITES)
def test_only_those_who_may_write_and_nothing_changes_for_the_others(write: str, town: Town) -> None:
    allowed, prepare, act = WRITES[write]
    there = prepare(town) if prepare else None
    before = everything()
    for name, persona in town.personas().items():
        if name not in allowed:
            with pytest.raises(PermissionDenied):
                act(town, persona, there)
            assert everything() == before, name


@pytest.mark.parametrize(
    ("write", "persona"), [(write, name) for write, row in WRITES.items() for name in sorted(row[0])]
)
def test_those_who_may_succeed(write: str, persona: str, town: Town) -> None:
    _allowed, prepare, act = WRITES[write]
    there = prepare(town) if prepare else None
    before = everything()
    act(town, getattr(town, persona), there)
    assert everything() != before


def test_a_parent_unit_reports_what_its_subordinate_carries(town: Town) -> None:
    Responsibility.objects.filter(project=town.project, role="responsible").update(unit=town.below_lead)
    for persona in ("below_clerk", "lead_clerk"):
        services.save_progress(
            actor=User.objects.get(username=persona),
            project_id=town.project.pk,
            period=AUGUST,
            entry=ENTRY,
            now=NOON,
        )
    assert Project.objects.visible_to(User.objects.get(username="below_clerk")).count() == 1


def test_what_one_does_for_a_unit_one_does_in_a_role_for_that_unit(town: Town) -> None:
    """The clerk of 文旅局 who enters 交通局's indicator values does not report 交通局's projects."""
    RoleGrant.objects.create(user=town.stranger, role=Role.DATA_CLERK, unit=town.lead, valid_from=SINCE)
    clerk = User.objects.get(pk=town.stranger.pk)
    assert town.lead.pk in clerk.reach.unit_ids
    assert can(clerk, "progress.report", town.project) is False
    assert due_reports(clerk, Month(2026, 8)) == []


def test_who_sees_everything_still_acts_for_the_unit_of_ones_own_role_alone(town: Town) -> None:
    """A 县领导 who heads 交通局 reports for 交通局, and for nobody else."""
    RoleGrant.objects.create(user=town.leader, role=Role.UNIT_HEAD, unit=town.lead, valid_from=SINCE)
    leader = User.objects.get(pk=town.leader.pk)
    assert (leader.reach.everything, leader.reach.unit_ids) == (True, ())
    assert set(leader.units_as(Role.UNIT_HEAD)) == {town.lead.pk, town.below_lead.pk}
    assert can(leader, "progress.report", town.project) is True
    assert [due.project for due in due_reports(leader, Month(2026, 8))] == [town.project]
    strange = make_project("文旅局自己的项目", town.sector)
    carry(strange, ResponsibilityRole.RESPONSIBLE, town.strange)
    assert can(leader, "progress.report", strange) is False
