"""The county's inspections and what came of them: every state, told by the right people, once."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import pytest

from accounts.models import User
from supervision.inspections.models import (
    Conclusion,
    Evidence,
    Finding,
    Inspection,
    LookBack,
    Recommendation,
    Rectification,
    RectificationExtension,
    Review,
    Step,
    TeamMember,
    Verification,
)
from supervision.inspections.rules.words import FindingStatus, RectificationStatus
from supervision.reports.management.demo import rectifications as told_of
from supervision.reports.management.demo.inspections import play_inspections
from supervision.reports.management.demo.people import People
from supervision.reports.management.demo.proofs import Proofs, Subject
from supervision.reports.management.demo.rectifications import BEGUN, FINDINGS, STORIES, UNPLANNED
from supervision.reports.management.demo.sign_ins import SignIns
from tests.conftest import STORY_DAY
from tests.matters.build import fill_years
from tests.projects.importing import SAMPLES, bring_in

pytestmark = pytest.mark.django_db
KEPT = (Inspection, Finding, Conclusion, Review, Rectification, Verification, Evidence, LookBack, Step)
BOOKS = ("巡察审计反馈问题整改台账.xlsx", "督查发现问题四张清单.xlsx")


@pytest.fixture
def office(db: None) -> User:
    """The office with its people and what the two old ledgers brought in."""
    fill_years()
    people = People(SignIns(None), STORY_DAY)
    supervisor = people.open_office()
    bring_in(supervisor, SAMPLES / "机构人员名册.xlsx")
    people.open_others()
    for name in BOOKS:
        bring_in(supervisor, SAMPLES / name)
    return supervisor


def counted(rows: Any, name: str) -> dict[str, int]:
    return dict(Counter(rows.values_list(name, flat=True)))


@pytest.mark.slow
def test_what_was_found_is_put_right_to_every_state_whatever_kills_a_run_and_nothing_is_told_twice(
    office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That an undisturbed run tells the same is seen in test_play.py."""
    told: list[int] = []

    def killed(proofs: Proofs, subject: Subject, day: Any) -> None:
        relapsed(proofs, subject, day)
        told.append(subject.row.steps.count())
        raise KeyboardInterrupt

    relapsed = STORIES["反"]
    with monkeypatch.context() as patch:
        patch.setitem(told_of.STORIES, "反", killed)
        with pytest.raises(KeyboardInterrupt):
            play_inspections(office, STORY_DAY, SAMPLES)
    assert told == [14]
    assert not LookBack.objects.exists()
    play_inspections(office, STORY_DAY, SAMPLES)
    _has_every_state()
    _was_concluded_and_reviewed_by_others()
    _was_looked_back_at_and_sent_back()
    _has_recycled_pictures()
    before = [model.objects.count() for model in KEPT]
    assert play_inspections(office, STORY_DAY, SAMPLES) == 0
    assert [model.objects.count() for model in KEPT] == before


def _has_every_state() -> None:
    assert counted(Inspection.objects, "status") == {"closed": 1, "on_site": 1}
    findings = counted(Finding.objects, "status")
    assert findings == {"draft": 9, "notified": 6, "agreed": 41, "disputed": 2, "upheld": 1, "dropped": 1}
    assert findings.keys() == set(FindingStatus)
    states = counted(Rectification.objects, "status")
    assert states == {
        "draft": 5,
        "issued": 8,
        "planned": 4,
        "under_way": 21,
        "applied": 4,
        "checked": 7,
        "verified": 3,
        "approved": 2,
        "published": 2,
        "long_term": 2,
        "closed": 20,
        "withdrawn": 2,
    }
    assert states.keys() == set(RectificationStatus)
    assert sum(states.values()) == 80
    origins = counted(Rectification.objects, "origin__code")
    assert origins == {"inspection": 51, "audit": 14, "party_inspection": 15}


def _was_concluded_and_reviewed_by_others() -> None:
    assert counted(Conclusion.objects, "status") == {"delivered": 6}
    review = Review.objects.select_related("decided_by__unit", "conclusion").get()
    assert (review.status, review.decided_by and review.decided_by.unit.short_name) == ("upheld", "财政局")
    team = set(TeamMember.objects.values_list("user_id", flat=True))
    assert not team & set(review.reviewers.values_list("user_id", flat=True))
    assert counted(Recommendation.objects, "kind") == {"criticism": 1, "praise": 1}


def _was_looked_back_at_and_sent_back() -> None:
    assert counted(LookBack.objects, "holds") == {True: 3, False: 1}
    relapse = Rectification.objects.get(position=2)
    assert (relapse.title, relapse.status) == ("村级活动场所闲置", "issued")
    assert counted(Rectification.objects.filter(times_sent_back__gt=0), "times_sent_back") == {1: 3}
    assert counted(Verification.objects, "status")["failed"] == 1
    assert counted(RectificationExtension.objects, "status") == {"approved": 1, "asked": 1}


def _has_recycled_pictures() -> None:
    """The same file for two rectifications; before shown as after; a copy made smaller."""
    files = Evidence.objects.filter(rectification__isnull=False).values_list(
        "upload__sha256", "rectification"
    )
    shared = {sha for sha, _row in files if len({row for other, row in files if other == sha}) > 1}
    assert len(shared) == 1
    sides = Evidence.objects.filter(rectification__title="沙坝乡通组道路硬化质量不达标")
    assert counted(sides, "side") == {"before": 1, "after": 1}
    assert len(set(sides.values_list("upload__sha256", flat=True))) == 1


def test_every_word_of_the_facts_has_its_story() -> None:
    tables = {}
    for name in (told_of.FACTS, FINDINGS):
        with (SAMPLES / "facts" / name).open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    ledgers, findings = tables[told_of.FACTS], tables[FINDINGS]
    assert (len(ledgers), len(findings)) == (44, 60)
    assert len({row["问题"] for row in (*ledgers, *findings)}) == 104
    assert {row["情况"] for row in ledgers} == {"草", "待报", "办", "逾"} | set(STORIES)
    words = {row["整改"] for row in findings} - {""}
    assert words <= {"草"} | set(BEGUN) | set(UNPLANNED)
    assert {row["情况"] for row in findings} == {"认", "异", "异维", "弃", "待认", "待核"}
