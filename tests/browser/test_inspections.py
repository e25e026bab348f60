"""One inspection from its plan to the look-back at what it found, by eight people's own sign-ins."""

from __future__ import annotations

import re

import pytest

from accounts.models import Role
from tests.browser import stories_inspections as stories
from tests.browser.carrying import Walked, sign_ins
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.inspecting import (
    UNIT,
    People,
    is_answered_and_decided,
    is_closed,
    is_concluded,
    is_on_site,
    is_planned,
    is_reviewed_by_the_uninvolved,
)
from tests.browser.rectifying import (
    cannot_be_closed_without_proof,
    is_ordered_to_be_put_right,
    is_planned_by_the_unit,
    is_verified_and_closed,
    is_verified_and_sent_back,
    relapses,
)
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def people(county_house: House, visit: Visit) -> People:
    asked = (
        ("应急局", Role.UNIT_CLERK),
        (UNIT, Role.UNIT_CLERK),
        (UNIT, Role.UNIT_HEAD),
        ("财政局", Role.UNIT_CLERK),
        ("统计局", Role.UNIT_CLERK),
    )
    known = sign_ins(county_house, *asked)
    team, clerk, head, first, second = (visit(county_house, sign_in=one, phone=True) for one in known)
    return People(
        office=visit(county_house, Role.SUPERVISOR),
        chief=visit(county_house, Role.OFFICE_HEAD),
        team=team,
        clerk=clerk,
        head=head,
        first=first,
        second=second,
        leader=visit(county_house, Role.LEADER, phone=True),
    )


def test_an_inspection_lives_from_its_plan_to_a_look_back_that_finds_a_relapse(people: People) -> None:
    inspection = is_planned(people)
    agreed, disputed = is_on_site(people, inspection)
    is_answered_and_decided(people, agreed, disputed)
    conclusion = is_concluded(people, inspection)
    changed = is_reviewed_by_the_uninvolved(people, conclusion)
    ordered = is_ordered_to_be_put_right(people, disputed)
    is_planned_by_the_unit(people, ordered)
    cannot_be_closed_without_proof(people, ordered)
    is_verified_and_sent_back(people, ordered)
    is_verified_and_closed(people, ordered)
    again = relapses(people, ordered)
    is_closed(people, inspection)
    tell_their_stories(people, (inspection, disputed, conclusion, changed), ordered, again)


# --- what it tells afterwards ---------------------------------------------------------------------
def tell_their_stories(
    people: People, inspecting: tuple[Walked, ...], ordered: Walked, again: Walked
) -> None:
    office = people.office
    inspection, finding, conclusion, changed = inspecting
    former = conclusion.number(office)
    items = re.findall(r"已查 1 / (\d+)", inspection.open(office).inner_text())
    assert told(inspection, office) == stories.INSPECTION.format(former=former, items=items[0])
    assert told(finding, office) == stories.FINDING
    assert told(conclusion, office) == stories.CONCLUSION
    assert told(changed, office) == stories.CHANGED.format(former=former)
    assert told(ordered, office) == stories.RECTIFICATION
    assert told(again, office) == stories.SECOND_ROUND.format(former=ordered.number(office))


def told(thing: Walked, visitor: Visitor) -> str:
    return "\n".join(thing.story(visitor)) + "\n"
