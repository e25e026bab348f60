"""Where the rule gives no date the office sets one; an exemption that is no longer due ends early."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rulebook.models import DeadlineRule
from rulebook.rules import Measure
from supervision.matters import services
from supervision.matters.models import Exemption, Matter
from tests.history import history_of
from tests.matters.acting import NOON, forbidden, on_day, refused, story
from tests.matters.build import lead_of, make_exemption, make_matter
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")
OCTOBER = date(2026, 10, 31)
WAITING: dict[str, Any] = {"due_on": None, "due_basis": "", "due_rule": "matter_from_signature"}


def set_due(town: Town, matter: Matter, **values: Any) -> Matter:
    asked: dict[str, Any] = {"actor": town.supervisor, "matter_id": matter.pk, "now": NOON}
    return services.set_due_date(**(asked | {"due_on": OCTOBER, "reason": "领导口头指示"} | values))


def test_without_a_rule_in_force_the_office_sets_the_date_and_the_unit_signs(town: Town) -> None:
    matter = make_matter(town, **WAITING)
    DeadlineRule.objects.filter(key="matter_from_signature").update(valid_to=date(2026, 9, 10))
    duty = lead_of(matter)

    def sign() -> Any:
        return services.sign_duty(actor=town.lead_clerk, duty_id=duty.pk, now=NOON)

    assert "请联系督查办" in refused(sign, "no_rule")
    set_due(town, matter)
    sign()
    matter.refresh_from_db()
    assert (matter.due_on, matter.original_due_on) == (OCTOBER, OCTOBER)
    assert (matter.due_rule, matter.due_basis) == ("", "领导口头指示")
    assert story(matter) == [
        ("matter.set_due_date", "supervisor", "2026年10月31日：领导口头指示"),
        ("duty.sign", "lead_clerk", ""),
    ]


def test_a_date_by_hand_comes_once_with_a_reason_and_lies_ahead(town: Town) -> None:
    matter = make_matter(town, **WAITING)
    refused(lambda: set_due(town, matter, reason=" "), "reason_missing")
    refused(lambda: set_due(town, matter, due_on=date(2026, 9, 11)), "due_past")
    set_due(town, matter)
    assert "2026年10月31日" in refused(lambda: set_due(town, matter), "due_date_is_fixed")
    registered = make_matter(town, status="registered", **WAITING)
    refused(lambda: set_due(town, registered), "wrong_step")


def test_only_the_office_sets_a_date(town: Town) -> None:
    matter = make_matter(town, **WAITING)
    forbidden(town, lambda user: set_due(town, matter, actor=user), "supervisor", "office_head")


def end(town: Town, matter: Matter, **values: Any) -> None:
    asked: dict[str, Any] = {"actor": town.office_head, "matter_id": matter.pk, "measure": Measure.DAYS_LEFT}
    services.end_exemption(**(asked | {"reason": "省里已批复", "now": NOON} | values))


def test_an_exemption_ends_early_and_only_that_measure_is_judged_again(town: Town) -> None:
    matter = make_matter(town)
    ended = make_exemption(town, matter, "days_left", date(2026, 9, 5), OCTOBER)
    other = make_exemption(town, matter, "feedback_missing", date(2026, 9, 5), OCTOBER)
    refused(lambda: end(town, matter, reason=""), "reason_missing")
    end(town, matter)
    ended.refresh_from_db()
    other.refresh_from_db()
    assert (ended.valid_to, other.valid_to) == (date(2026, 9, 12), OCTOBER)
    assert story(matter) == [("exemption.end", "office_head", "办结时限：省里已批复")]
    kept = history_of(Exemption, id=ended.pk).values_list("valid_to", flat=True)
    assert list(kept)[-2:] == [OCTOBER, date(2026, 9, 12)]
    refused(lambda: end(town, matter), "not_exempt")


def test_what_was_granted_today_by_mistake_is_taken_back(town: Town) -> None:
    matter = make_matter(town)
    make_exemption(town, matter, "days_left", date(2026, 9, 12), OCTOBER)
    end(town, matter)
    assert not Exemption.objects.exists()
    refused(lambda: end(town, matter, now=on_day(9, 13)), "not_exempt")


def test_an_exemption_is_ended_by_who_may_grant_it(town: Town) -> None:
    matter = make_matter(town)
    make_exemption(town, matter, "days_left", date(2026, 9, 5), OCTOBER)
    forbidden(town, lambda user: end(town, matter, actor=user), "office_head")
