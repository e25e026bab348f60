"""A month's report from draft to accepted, returned, corrected; each step a row with a name and a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pghistory.models
import pytest
from django.core.exceptions import ValidationError

from projects import services
from projects.models import MonthlyProgress, ProgressStep, Project
from projects.rules import ProgressEntry
from projects.selectors import progress_form_values, progress_queue
from rulebook.rules import Month
from tests.town import NOON, Town, accept_month

AUGUST = Month(2026, 8)
LATER = NOON + timedelta(hours=1)
ENTRY = ProgressEntry(
    month_amount=Decimal(100),
    year_to_date=Decimal(800),
    since_start=Decimal(800),
    physical_progress="路基完成",
    stage="building",
    started_on=date(2026, 3, 1),
)
Event = pghistory.models.Events


def saved(town: Town, entry: ProgressEntry = ENTRY, period: Month = AUGUST) -> MonthlyProgress:
    return services.save_progress(
        actor=town.lead_clerk, project_id=town.project.pk, period=period, entry=entry, now=NOON
    )


def submitted(town: Town, **reasons: str) -> MonthlyProgress:
    return services.submit_progress(
        actor=town.lead_clerk, progress_id=saved(town).pk, now=NOON, reasons=reasons
    )


def accepted(town: Town) -> MonthlyProgress:
    return services.accept_progress(actor=town.supervisor, progress_id=submitted(town).pk, now=LATER)


def steps(town: Town) -> list[tuple[Any, ...]]:
    return list(ProgressStep.objects.values_list("progress__revision", "status", "by__username", "note"))


def test_a_report_is_saved_submitted_and_accepted_with_a_row_for_each_step(town: Town) -> None:
    row = accepted(town)
    row.refresh_from_db()
    assert (row.status, row.revision, row.year_to_date) == ("accepted", 1, Decimal(800))
    assert (row.reported_by, row.reported_at) == (town.lead_clerk, NOON)
    assert (row.decided_by, row.decided_at) == (town.supervisor, LATER)
    assert steps(town) == [
        (1, "draft", "lead_clerk", ""),
        (1, "submitted", "lead_clerk", ""),
        (1, "accepted", "supervisor", ""),
    ]


def test_the_history_holds_every_version_of_the_row(town: Town) -> None:
    accepted(town)
    events = Event.objects.tracks(MonthlyProgress.objects.get()).order_by("pgh_created_at", "pgh_id")
    assert [(e.pgh_label, e.pgh_data["status"]) for e in events] == [
        ("insert", "draft"),
        ("update", "submitted"),
        ("update", "accepted"),
    ]


def test_a_draft_is_changed_and_stays_one_row(town: Town) -> None:
    first = saved(town)
    again = saved(town, replace(ENTRY, year_to_date=Decimal(810), since_start=Decimal(810)))
    assert (again.pk, again.status, again.year_to_date) == (first.pk, "draft", Decimal(810))
    assert len(steps(town)) == 1


def test_a_returned_report_says_why_and_comes_back(town: Town) -> None:
    row = submitted(town)
    services.return_progress(actor=town.supervisor, progress_id=row.pk, reason="请附照片", now=LATER)
    row.refresh_from_db()
    assert (row.status, row.return_reason) == ("returned", "请附照片")
    saved(town, replace(ENTRY, problem="征地"))
    services.submit_progress(actor=town.lead_head, progress_id=row.pk, now=LATER)
    row.refresh_from_db()
    assert (row.status, row.problem, row.reported_by) == ("submitted", "征地", town.lead_head)
    assert [step[1] for step in steps(town)] == ["draft", "submitted", "returned", "submitted"]


def test_a_return_without_a_reason_is_refused(town: Town) -> None:
    row = submitted(town)
    with pytest.raises(ValidationError, match="退回须写明事由"):
        services.return_progress(actor=town.supervisor, progress_id=row.pk, reason=" ", now=LATER)
    row.refresh_from_db()
    assert row.status == "submitted"


def test_a_correction_supersedes_what_counted_and_overwrites_nothing(town: Town) -> None:
    first = accepted(town)
    entry = replace(ENTRY, month_amount=Decimal(50), year_to_date=Decimal(750), since_start=Decimal(750))
    second = services.correct_progress(
        actor=town.lead_clerk,
        project_id=town.project.pk,
        period=AUGUST,
        entry=entry,
        reason="重复计入",
        now=LATER,
    )
    assert (second.revision, second.status) == (2, "draft")
    first.refresh_from_db()
    assert first.status == "accepted"  # counts until the correction is accepted
    services.submit_progress(actor=town.lead_clerk, progress_id=second.pk, now=LATER)
    services.accept_progress(actor=town.supervisor, progress_id=second.pk, now=LATER)
    first.refresh_from_db()
    assert (first.status, first.year_to_date) == ("superseded", Decimal(800))
    assert Project.objects.with_progress(AUGUST).get().completed == Decimal(750)
    assert steps(town)[3:] == [
        (2, "draft", "lead_clerk", "重复计入"),
        (2, "submitted", "lead_clerk", ""),
        (1, "superseded", "supervisor", "重复计入"),
        (2, "accepted", "supervisor", ""),
    ]


def test_a_returned_correction_keeps_the_reason_it_was_made_for(town: Town) -> None:
    accepted(town)
    entry = replace(ENTRY, month_amount=Decimal(50), year_to_date=Decimal(750), since_start=Decimal(750))
    act: dict[str, Any] = {"actor": town.lead_clerk, "now": LATER}
    row = services.correct_progress(
        project_id=town.project.pk, period=AUGUST, entry=entry, reason="重复计入", **act
    )
    services.submit_progress(progress_id=row.pk, **act)
    services.return_progress(actor=town.supervisor, progress_id=row.pk, reason="缺凭证", now=LATER)
    services.submit_progress(progress_id=row.pk, **act)
    services.accept_progress(actor=town.supervisor, progress_id=row.pk, now=LATER)
    row.refresh_from_db()
    assert (row.status, row.reason, row.return_reason) == ("accepted", "重复计入", "缺凭证")
    assert steps(town)[-2:] == [
        (1, "superseded", "supervisor", "重复计入"),
        (2, "accepted", "supervisor", ""),
    ]


def test_an_accepted_month_is_not_saved_over_and_a_correction_needs_one(town: Town) -> None:
    correct: dict[str, Any] = {
        "actor": town.lead_clerk,
        "project_id": town.project.pk,
        "period": AUGUST,
        "now": NOON,
    }
    with pytest.raises(ValidationError, match="没有已采用的进展可更正"):
        services.correct_progress(**correct, entry=ENTRY, reason="误")
    accepted(town)
    with pytest.raises(ValidationError, match="更正须作为新的修订"):
        saved(town)
    with pytest.raises(ValidationError, match="更正须写明事由"):
        services.correct_progress(**correct, entry=ENTRY, reason="  ")


STEPS = {
    "submit": lambda t, pk: services.submit_progress(actor=t.lead_clerk, progress_id=pk, now=NOON),
    "return": lambda t, pk: services.return_progress(
        actor=t.supervisor, progress_id=pk, reason="x", now=NOON
    ),
    "accept": lambda t, pk: services.accept_progress(actor=t.supervisor, progress_id=pk, now=NOON),
    "save": lambda t, pk: saved(t),
}
ALLOWED = {
    ("draft", "submit"), ("draft", "save"), ("submitted", "return"), ("submitted", "accept"),
    ("returned", "submit"), ("returned", "save"),
}  # fmt: skip
STATUSES = ["draft", "submitted", "returned", "accepted", "superseded"]


@pytest.mark.parametrize(("status", "step"), [(a, b) for a in STATUSES for b in STEPS])
def test_every_step_is_refused_in_every_wrong_state(status: str, step: str, town: Town) -> None:
    row = accept_month(town.project, 8, 800, status=status, return_reason="原因")
    if (status, step) in ALLOWED:
        STEPS[step](town, row.pk)
        return
    with pytest.raises(ValidationError):
        STEPS[step](town, row.pk)
    assert list(MonthlyProgress.objects.values_list("status", flat=True)) == [status]
    assert not ProgressStep.objects.exists()


def test_a_doubt_is_confirmed_with_a_reason_that_stays_with_the_row(town: Town) -> None:
    Project.objects.update(total_investment=700)
    row = saved(town)
    with pytest.raises(ValidationError) as refused:
        services.submit_progress(actor=town.lead_clerk, progress_id=row.pk, now=NOON)
    assert [error.code for error in refused.value.error_list] == ["total_exceeded"]
    row = submitted(town, total_exceeded="概算调整待批")
    assert row.warnings == [
        {
            "code": "total_exceeded",
            "message": "开工以来累计800万元超过总投资700万元。",
            "reason": "概算调整待批",
        }
    ]
    assert steps(town)[-1] == (1, "submitted", "lead_clerk", "概算调整待批")


def test_an_error_cannot_be_confirmed(town: Town) -> None:
    row = saved(town, period=Month(2026, 10))
    with pytest.raises(ValidationError, match="10月尚未到") as refused:
        services.submit_progress(
            actor=town.lead_clerk, progress_id=row.pk, now=NOON, reasons={"month_ahead": "提前"}
        )
    assert [error.code for error in refused.value.error_list] == ["month_ahead"]


def test_a_draft_that_breaks_a_constraint_is_refused_in_words(town: Town) -> None:
    with pytest.raises(ValidationError, match="年初至本月累计不能大于开工以来累计"):
        saved(town, replace(ENTRY, since_start=Decimal(799)))


def test_the_project_follows_what_the_report_states_and_not_its_silence(town: Town) -> None:
    accepted(town)
    town.project.refresh_from_db()
    assert (town.project.stage, town.project.actual_start) == ("building", date(2026, 3, 1))
    silent = ProgressEntry(Decimal(100), Decimal(900), Decimal(900), "路面完成")
    row = saved(town, silent, Month(2026, 9))
    services.submit_progress(actor=town.lead_clerk, progress_id=row.pk, now=NOON)
    services.accept_progress(actor=town.supervisor, progress_id=row.pk, now=NOON)
    town.project.refresh_from_db()
    assert (town.project.stage, town.project.actual_start) == ("building", date(2026, 3, 1))


def test_a_report_of_an_earlier_month_does_not_turn_the_project_back(town: Town) -> None:
    Project.objects.update(stage="finished", actual_start=date(2026, 1, 5), actual_finish=date(2026, 9, 1))
    accept_month(town.project, 9, 900)
    accepted(town)
    town.project.refresh_from_db()
    assert (town.project.stage, town.project.actual_start) == ("finished", date(2026, 1, 5))


def test_the_form_starts_with_last_months_values(town: Town) -> None:
    accept_month(town.project, 7, 700, physical_progress="桥墩", problem="征地", since_start=900)
    form = progress_form_values(town.project, AUGUST)
    assert form.entry == ProgressEntry(
        month_amount=Decimal(0),
        year_to_date=Decimal(700),
        since_start=Decimal(900),
        physical_progress="桥墩",
        problem="征地",
    )
    assert (form.open, form.accepted, form.before.month) == (None, None, 7)
    draft = saved(town)
    assert progress_form_values(town.project, AUGUST).open == draft
    assert progress_form_values(town.project, AUGUST).entry == ENTRY


def test_the_queue_holds_what_waits_the_longest_waiting_first(town: Town) -> None:
    row = submitted(town)
    older = accept_month(town.project, 7, 600, status="submitted", reported_at=NOON - timedelta(days=2))
    assert list(progress_queue(town.supervisor)) == [older, row]
    assert list(progress_queue(town.stranger)) == []
