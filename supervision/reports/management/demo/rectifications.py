"""What becomes of each rectification: a story for every word in the column 情况 or 整改 of the facts.

Every story is one transaction. A run that was killed finds it told, or not begun.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from supervision.inspections import services
from supervision.inspections.models import Finding, Rectification
from supervision.inspections.selectors.ordering import words_of_finding
from supervision.reports.management.demo.proofs import Proofs, Subject, at, later

FACTS: Final = "整改问题.csv"
FINDINGS: Final = "督查问题.csv"
ISSUED: Final = date(2026, 7, 8)
ISSUED_LATE: Final = date(2026, 9, 9)
# The first applications of the ledgers' and of the findings' rectifications; one or two a day follow.
OF_LEDGERS, OF_FINDINGS = date(2026, 7, 23), date(2026, 8, 24)
NOTICED: Final = ("示", "示销", "批")
ONLY_DRAFTED: Final = "草"
LATE: Final = date(2026, 9, 4)
# What is still on its way was applied for lately, so that who has to act has time yet.
LATELY: Final = {
    "申": date(2026, 9, 9),
    "初": date(2026, 9, 4),
    "派": date(2026, 9, 3),
    "待核": date(2026, 9, 2),
    "核": date(2026, 9, 3),
    "批": date(2026, 9, 3),
    "示": date(2026, 9, 1),
    "退": date(2026, 9, 7),
    "不过": date(2026, 9, 2),
}
PLANNED_HERE: Final = ("查清原因，明确责任人", "逐项整改并建立巡查制度")
Story = Callable[[Proofs, Subject, date], object]
Fact = dict[str, str]


def play_rectifications(proofs: Proofs, samples: Path) -> int:
    """Tell the stories that are not told yet; how many."""
    told = 0
    for subject, day in _of_ledgers(samples):
        with transaction.atomic():
            STORIES[subject.story](proofs, subject, day)
            told += 1
    for fact, finding, day in _of_findings(samples):
        with transaction.atomic():
            _begin(proofs, fact, finding, day)
            told += 1
    return told


# --- what the old ledgers brought in --------------------------------------------------------------
def _of_ledgers(samples: Path) -> Iterator[tuple[Subject, date]]:
    """Nothing is told of what was only imported."""
    rows = Rectification.objects.filter(batch__isnull=False, steps__isnull=True).select_related(
        "unit", "finding"
    )
    known = {row.title: row for row in rows}
    for place, fact in enumerate(_facts(samples, FACTS)):
        row = known.get(fact["问题"])
        if row is not None and fact["情况"] in STORIES:
            measures = tuple(part.partition("@")[0] for part in fact["措施"].split("|") if part)
            subject = Subject(row, fact["代号"], measures or PLANNED_HERE, fact["情况"], fact["代号"])
            yield subject, LATELY.get(subject.story) or later(OF_LEDGERS, place % 30)


# --- what was found on site -----------------------------------------------------------------------
def _of_findings(samples: Path) -> Iterator[tuple[Fact, Finding, date]]:
    found = Finding.objects.filter(rectifications__isnull=True).select_related("unit", "inspection")
    known = {row.title: row for row in found}
    for place, fact in enumerate(_facts(samples, FINDINGS)):
        finding = known.get(fact["问题"])
        if finding is not None and fact["整改"]:
            yield fact, finding, LATELY.get(fact["整改"]) or later(OF_FINDINGS, place % 5)


def _begin(proofs: Proofs, fact: Fact, finding: Finding, day: date) -> None:
    office, story = proofs.cast.office, fact["整改"]
    issued = ISSUED if fact["督查"] == "专项" and story not in UNPLANNED else ISSUED_LATE
    words = replace(
        words_of_finding(finding),
        time_class=fact["期限"],
        goal=f"{finding.title}的问题整改到位，不再发生。",
        leader_id=proofs.cast.leading_post.pk,
        needs_notice=story in NOTICED,
        due_on=LATE if story == "逾" else None,
        due_basis="汛期安排，须在9月4日前完成" if story == "逾" else "",
    )
    row = services.draft_from_finding(actor=office, finding_id=finding.pk, words=words, now=at(issued))
    if story == ONLY_DRAFTED:
        return
    row = services.issue_rectification(actor=office, rectification_id=row.pk, now=at(issued, 10))
    row.unit, row.finding = finding.unit, finding
    code, measures = fact["代号"], tuple(fact["措施"].split("|"))
    subject = Subject(row, code, measures, story, code)
    if story in UNPLANNED:
        UNPLANNED[story](proofs, subject, later(issued, 1))
    else:
        proofs.plan(subject, later(issued, 5))
        BEGUN[story](proofs, subject, day)


def _facts(samples: Path, name: str) -> list[Fact]:
    with (samples / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the stories ----------------------------------------------------------------------------------
def _nothing(proofs: Proofs, subject: Subject, day: date) -> None:
    """It is as it was handed out."""


def _planned(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.submit_plan(subject, date(2026, 9, 10))


def _returned_plan(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.submit_plan(subject, day)
    reason = "措施没有明确完成时限和责任人，请重报。"
    services.return_plan(
        actor=proofs.cast.office, rectification_id=subject.row.pk, reason=reason, now=at(later(day, 1))
    )


def _under_way(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.report(subject, day)


def _applied(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.apply(subject, day)


def _checked(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.apply(subject, day)
    proofs.check(subject, later(day, 1))


def _sent_to_see(proofs: Proofs, subject: Subject, day: date) -> None:
    _checked(proofs, subject, day)
    proofs.assign(subject, later(day, 2))


def _seen_by_one(proofs: Proofs, subject: Subject, day: date) -> None:
    """The other has not signed yet."""
    _checked(proofs, subject, day)
    proofs.record(subject, proofs.assign(subject, later(day, 2)), later(day, 4))


def _verified(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.apply(subject, day)
    proofs.verify(subject, day)


def _closed(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.close(subject, day)


def _published(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.close(subject, day)
    services.publish_rectification(
        actor=proofs.cast.office, rectification_id=subject.row.pk, now=at(later(day, 7))
    )


def _published_and_closed(proofs: Proofs, subject: Subject, day: date) -> None:
    """The notice ran out; the clock closed it."""
    _published(proofs, subject, later(day, -10))
    services.close_rectification(actor=None, rectification_id=subject.row.pk, now=at(date(2026, 9, 11), 6))


def _sent_back(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.apply(subject, day)
    proofs.check(
        subject, later(day, 1), passes=False, reason="整改后照片与整改前照片相同，请补充整改后的现场照片。"
    )


def _failed(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.apply(subject, day)
    proofs.verify(subject, day, passes=False)


def _relapsed(proofs: Proofs, subject: Subject, day: date) -> None:
    """Looked back at after a month, and ordered anew."""
    proofs.close(subject, day)
    seen = date(2026, 9, 9)
    found = services.look_back(
        actor=proofs.cast.office,
        rectification_id=subject.row.pk,
        on=seen,
        holds=False,
        situation="回头看时两个场所又上锁，管理员已离岗，问题反弹。",
        now=at(seen),
    )
    if found.following is not None:
        services.issue_rectification(
            actor=proofs.cast.office, rectification_id=found.following.pk, now=at(seen, 15)
        )


def _held(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.close(subject, day)
    seen = date(2026, 9, 9)
    services.look_back(
        actor=proofs.cast.office,
        rectification_id=subject.row.pk,
        on=seen,
        holds=True,
        situation="回头看抽查，学时登记完整，整改成效保持。",
        now=at(seen),
    )


def _long_term(proofs: Proofs, subject: Subject, day: date) -> None:
    """Listed, and reviewed for the first time."""
    services.make_long_term(
        actor=proofs.cast.office_head,
        rectification_id=subject.row.pk,
        reason="需常年坚持，短期目标已实现，列入长期坚持事项。",
        approver_id=proofs.cast.posts["县长"].pk,
        now=at(day),
    )
    seen = date(2026, 9, 8)
    services.review_yearly(
        actor=proofs.cast.office,
        rectification_id=subject.row.pk,
        on=seen,
        holds=True,
        situation=f"复查“{subject.row.title}”：机制运行正常，未见反弹。",
        now=at(seen),
    )


def _extended(proofs: Proofs, subject: Subject, day: date) -> None:
    until = (subject.row.due_on or day) + timedelta(31)
    asked = proofs.ask_longer(subject.row, day, until, "冬季不宜栽植，需延至春季整地以前。")
    services.approve_extension(
        actor=proofs.cast.office, extension_id=asked.pk, decision="同意，不得再延。", now=at(later(day, 2))
    )


def _asked_longer(proofs: Proofs, subject: Subject, day: date) -> None:
    proofs.ask_longer(subject.row, date(2026, 9, 8), date(2026, 11, 30), "环评批复须公示，需延期。")


def _withdrawn(proofs: Proofs, subject: Subject, day: date) -> None:
    services.withdraw_rectification(
        actor=proofs.cast.office_head,
        rectification_id=subject.row.pk,
        reason="问题已并入另一件整改统一处理，不再单独整改。",
        approver_id=proofs.cast.posts["常务"].pk,
        now=at(day),
    )


# Of what an old ledger brought in, and of what was found, handed out and planned here.
STORIES: Final[dict[str, Story]] = {
    "待审": _planned,
    "申": _applied,
    "初": _checked,
    "派": _sent_to_see,
    "待核": _seen_by_one,
    "核": _verified,
    "销": _closed,
    "退": _sent_back,
    "不过": _failed,
    "反": _relapsed,
    "回": _held,
    "长": _long_term,
    "延": _extended,
    "延待": _asked_longer,
    "撤": _withdrawn,
}
BEGUN: Final[dict[str, Story]] = {
    **STORIES,
    "办": _under_way,
    "逾": _nothing,
    "批": _closed,
    "示": _published,
    "示销": _published_and_closed,
}
# Before a plan is approved.
UNPLANNED: Final[dict[str, Story]] = {"待报": _nothing, "待审": _planned, "退案": _returned_plan}
