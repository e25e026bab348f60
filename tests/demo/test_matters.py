"""The county's 150 matters live on in September: every state, told by the right people, once."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import pytest

from accounts.models import User
from rulebook.rules import Light
from supervision.matters.models import Duty, Extension, Feedback, Matter, Step, Suspension
from supervision.matters.rules.words import DutyStatus, State
from supervision.matters.selectors import ledger_totals
from supervision.reports.management.demo.acts import Acts
from supervision.reports.management.demo.matters import FACTS, play_matters
from supervision.reports.management.demo.people import People
from supervision.reports.management.demo.sign_ins import SignIns
from supervision.reports.management.demo.stories import STORIES
from tests.conftest import STORY_DAY
from tests.matters.build import fill_years
from tests.projects.importing import SAMPLES, bring_in

pytestmark = pytest.mark.django_db
KEPT = (Matter, Duty, Feedback, Extension, Suspension, Step)
BOOKS = ("督办事项台账.xlsx", "2026年政府工作报告任务分解表.xlsx")


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
def test_the_matters_live_on_to_every_state_whatever_kills_a_run_and_nothing_is_told_twice(
    office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That an undisturbed run tells the same is seen in test_play.py."""
    told: list[int] = []

    def killed(acts: Acts, matter: Matter) -> None:
        extended(acts, matter)
        told.append(matter.steps.count())
        raise KeyboardInterrupt

    extended = STORIES["延拒"]
    with monkeypatch.context() as patch:
        patch.setitem(STORIES, "延拒", killed)
        with pytest.raises(KeyboardInterrupt):
            play_matters(office, STORY_DAY, SAMPLES)
    assert told == [3]
    assert not Extension.objects.filter(status="refused").exists()
    play_matters(office, STORY_DAY, SAMPLES)
    _has_every_state(office)
    _has_every_date_and_round()
    before = [model.objects.count() for model in KEPT]
    assert play_matters(office, STORY_DAY, SAMPLES) == 0
    assert [model.objects.count() for model in KEPT] == before


def _has_every_state(office: User) -> None:
    states = counted(Matter.objects.with_state(STORY_DAY), "state")
    assert states == {
        "draft": 5,
        "submitted": 1,
        "rejected": 1,
        "registered": 4,
        "to_sign": 4,
        "refused": 1,
        "under_way": 71,
        "reported": 3,
        "suspended": 2,
        "shown": 4,
        "closed": 54,
        "continued": 1,
        "withdrawn": 1,
        "merged": 1,
        "long_term": 1,
    }
    assert states.keys() == set(State)
    assert set(counted(Duty.objects, "status")) == set(DutyStatus)
    totals = ledger_totals(office, STORY_DAY)
    assert (totals.count, totals.affairs, totals.running, totals.closed) == (154, 153, 85, 54)
    assert totals.lights == {Light.GREEN: 57, Light.EXEMPT: 3, Light.YELLOW: 7, Light.RED: 18}
    assert len(counted(Matter.objects, "source__name")) == 9


def _has_every_date_and_round() -> None:
    assert counted(Extension.objects, "status") == {"approved": 4, "refused": 1, "asked": 1}
    assert Extension.objects.filter(ordinal=2, decided_by__username="xianzhang").count() == 1
    assert Suspension.objects.in_force(STORY_DAY).count() == 2
    rounds = Matter.objects.filter(position=2).values_list("title", "follow_kind", "status")
    assert set(rounds) == {
        ("河道非法采砂问题", "instruction", "issued"),
        ("群众反映青龙镇污水横流", "look_back", "registered"),
    }
    merged = Matter.objects.filter(status="merged", merged_into__title="群众反映云台乡危桥限行绕路")
    assert merged.count() == 1
    assert Matter.objects.filter(parent__isnull=False).count() == 2
    assert Duty.objects.filter(replaces__isnull=False).count() == 2
    assert Feedback.objects.exclude(help_needed="").count() == 3
    assert Feedback.objects.filter(answered_at__isnull=False).count() == 2
    assert Step.objects.filter(verb="duty.redo").count() == 3


def test_every_word_of_the_facts_has_its_story() -> None:
    with (SAMPLES / "facts" / FACTS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 150
    assert len({row["事项名称"] for row in rows}) == 150
    assert counted_books(rows) == {"台账": 98, "分解表": 26, "系统": 26}
    quiet = {"销", "办", "近", "逾", "草", "待签", "交", "签", "立", "送审", "退稿", "不立", "仅登记"}
    assert {row["情况"] for row in rows} == quiet | set(STORIES)


def counted_books(rows: list[dict[str, str]]) -> dict[str, int]:
    return dict(Counter(row["入册"] for row in rows))
