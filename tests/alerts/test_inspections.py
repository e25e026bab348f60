"""What inspections and rectifications remind of: whom, of what, from which day; and when it is settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from supervision.alerts.models import Reminder, Subject
from supervision.alerts.selectors import KINDS
from supervision.alerts.services import run_cycle
from supervision.inspections.models import Conclusion, Finding, Rectification, Review
from tests.alerts.of_matters import OFFICE, open_rows, told
from tests.inspections.build import make_conclusion, make_finding, make_inspection, make_review
from tests.inspections.build_rectifications import (
    make_extension,
    make_measure,
    make_rectification,
    make_verification,
)
from tests.matters.build import at_noon, fill_years
from tests.town import NOON, Town

ON = date(2026, 9, 12)
LATE = date(2026, 9, 8)
Make = Callable[[Town], Any]


@pytest.fixture(autouse=True)
def quiet(town: Town) -> None:
    """No project of the town is late."""
    town.project.annual_plans.all().delete()
    fill_years()


def late_answer(town: Town) -> Any:
    return make_finding(town, make_inspection(town, status="on_site"), status="notified", answer_by=LATE)


def late_plan(town: Town) -> Any:
    return make_rectification(town, step_due_on=LATE)


def late_office(town: Town) -> Any:
    return make_rectification(town, status="applied", step_due_on=LATE)


def late_work(town: Town) -> Any:
    return make_rectification(town, status="under_way", due_on=LATE, original_due_on=LATE)


def late_measure(town: Town) -> Any:
    row = make_rectification(town, status="under_way")
    return make_measure(row, unit=town.helping, due_on=LATE)


def late_visit(town: Town) -> Any:
    row = make_rectification(town, status="checked", step_due_on=LATE)
    return make_verification(town, row, [town.helping_clerk, town.stranger], due_on=LATE)


@pytest.mark.parametrize(
    ("make", "subject", "people", "words"),
    [
        (late_answer, Subject.FINDING_ANSWER, ["lead_clerk"], "问题尚未确认，也没有提出异议"),
        (late_plan, Subject.STEP, ["lead_clerk"], "整改方案尚未报送"),
        (late_office, Subject.STEP, OFFICE, "申请销号待初审，本环节尚未办理"),
        (late_work, Subject.RECTIFICATION, ["lead_clerk"], "整改尚未申请销号"),
        (late_measure, Subject.MEASURE, ["helping_clerk"], "整改措施“封堵排口，接入管网”尚未完成"),
        (late_visit, Subject.VERIFICATION, ["helping_clerk", "stranger"], "现场核查尚未签字"),
    ],
)
def test_what_is_late_is_told_to_whoever_owes_it(
    town: Town, make: Make, subject: str, people: list[str], words: str
) -> None:
    make(town)
    run_cycle(on=ON, now=NOON)
    named, texts = told(subject)
    assert named == people
    assert len(texts) == 1
    assert texts.pop().endswith(words)
    assert {rung for kind, _who, _due, rung in open_rows() if kind == subject} == {21}


def test_a_visit_that_is_out_is_asked_of_the_verifiers_and_not_of_the_office(town: Town) -> None:
    late_visit(town)
    run_cycle(on=ON, now=NOON)
    assert told(Subject.STEP) == ([], set())


def test_a_review_is_asked_of_the_office_and_of_who_was_appointed(town: Town) -> None:
    conclusion = make_conclusion(town, make_inspection(town, status="finished"), status="delivered")
    review = make_review(town, conclusion, reviewers=[town.stranger], decide_by=LATE)
    run_cycle(on=ON, now=NOON)
    assert told(Subject.REVIEW_DECISION)[0] == sorted([*OFFICE, "stranger"])
    assert told(Subject.REVIEW_FILED)[0] == sorted([*OFFICE, "stranger"])
    row = Reminder.objects.open().about().filter(subject=Subject.REVIEW_DECISION).first()
    assert row is not None
    assert row.leads_to == ("conclusion", conclusion.pk)
    Review.objects.filter(pk=review.pk).update(status="retracted")
    run_cycle(on=ON, now=NOON)
    assert not Reminder.objects.open().filter(review=review).exists()


def told_finding(town: Town) -> Any:
    return make_finding(town, make_inspection(town, status="on_site"), status="notified")


def disputed(town: Town) -> Any:
    return make_finding(town, make_inspection(town, status="on_site"), status="disputed")


def issued(town: Town) -> Any:
    return make_conclusion(town, make_inspection(town, status="finished"), status="issued")


def ordered(town: Town) -> Any:
    return make_rectification(town)


def waiting(town: Town) -> Any:
    row = make_rectification(town, status="applied")
    row.steps.create(verb="rectification.apply", by=town.lead_head, at=NOON)
    return row


def back(town: Town) -> Any:
    row = make_rectification(town, status="under_way", times_sent_back=1)
    row.steps.create(verb="rectification.send_back", by=town.supervisor, at=NOON, note="照片不清")
    return row


def soon(town: Town) -> Any:
    return make_rectification(town, status="under_way", due_on=ON + timedelta(days=3), original_due_on=ON)


def to_verify(town: Town) -> Any:
    return make_verification(town, make_rectification(town, status="checked"), [town.stranger])


def asked(town: Town) -> Any:
    row = make_rectification(town, status="under_way")
    return make_extension(town, row, status="asked", asked_by=town.lead_head, asked_on=ON)


def asked_again(town: Town) -> Any:
    row = make_rectification(town, status="under_way", leader=town.leader_post)
    return make_extension(town, row, status="asked", ordinal=2, asked_by=town.lead_head, asked_on=ON)


def decided(town: Town) -> Any:
    row = make_rectification(town, status="under_way")
    return make_extension(
        town,
        row,
        status="approved",
        asked_by=town.lead_head,
        asked_on=ON,
        decided_by=town.supervisor,
        decided_at=at_noon(ON),
    )


def rectified(town: Town) -> Any:
    return make_rectification(town, status="closed")


@pytest.mark.parametrize(
    ("make", "subject", "people", "words"),
    [
        (told_finding, Subject.FINDING_TOLD, ["lead_clerk"], "确认，有异议的请说明"),
        (disputed, Subject.DISPUTED, OFFICE, "请认定"),
        (issued, Subject.CONCLUDED, ["lead_clerk"], "请签收"),
        (ordered, Subject.ORDERED, ["lead_clerk"], "10月30日前完成，请报整改方案"),
        (waiting, Subject.RECTIFICATION_WAITING, OFFICE, "交通局，申请销号待初审"),
        (back, Subject.SENT_BACK, ["lead_clerk"], "退回（照片不清）"),
        (soon, Subject.RECTIFICATION, ["lead_clerk"], "整改尚未申请销号（9月15日到期）"),
        (to_verify, Subject.TO_VERIFY, ["stranger"], "请您到交通局现场核查并签字"),
        (asked, Subject.LONGER_WAITING, OFFICE, "第1次申请延期，拟延至11月30日，请审批"),
        (asked_again, Subject.LONGER_WAITING, ["leader"], "第2次申请延期，拟延至11月30日，请审批"),
        (decided, Subject.LONGER_DECIDED, ["lead_clerk"], "同意延期，整改时限延至11月30日"),
        (rectified, Subject.RECTIFIED, ["lead_clerk"], "已销号"),
    ],
)
def test_what_happened_or_waits_is_told_once_and_at_once(
    town: Town, make: Make, subject: str, people: list[str], words: str
) -> None:
    make(town)
    run_cycle(on=ON, now=NOON)
    run_cycle(on=ON, now=NOON)
    named, texts = told(subject)
    assert named == people
    assert len(texts) == 1
    assert texts.pop().endswith(words)


def test_what_was_done_is_no_longer_reminded_of(town: Town) -> None:
    late_work(town)
    told_finding(town)
    issued(town)
    run_cycle(on=ON, now=NOON)
    assert Reminder.objects.open().count() > 0
    Rectification.objects.update(
        status="withdrawn",
        end_reason="登记有误",
        end_approver=town.leader_post,
        ended_on=ON,
        issued_on=None,
    )
    Finding.objects.update(status="agreed")
    Conclusion.objects.update(status="delivered", delivered_on=ON, review_until=ON)
    run_cycle(on=ON, now=NOON)
    assert open_rows() == []


def test_every_kind_of_the_room_has_words_that_lead_to_its_page() -> None:
    """A kind without rows is still one statement, which must be whole."""
    assert all(list(kind.rows(ON, ON)) is not None for kind in KINDS.values())
