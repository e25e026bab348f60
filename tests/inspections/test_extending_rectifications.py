"""整改延期: asked in time, decided by the office first and by the leader in charge from the second on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from supervision.inspections import services
from supervision.inspections.models import Rectification, RectificationExtension
from tests.inspections.acting import NOW, forbidden, on_day, refused, story_of
from tests.inspections.build_rectifications import DUE_ON, make_extension, make_rectification
from tests.inspections.rectifying import again, apply
from tests.town import Town

NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 20)
UNIT = ("lead_clerk", "lead_head", "api_client")


@pytest.fixture
def row(town: Town) -> Rectification:
    return make_rectification(town, status="under_way")


def propose(town: Town, row: Rectification, **values: Any) -> RectificationExtension:
    asked: dict[str, Any] = {
        "actor": town.lead_clerk,
        "rectification_id": row.pk,
        "new_due_on": NOVEMBER,
        "now": NOW,
    }
    return services.propose_extension(**asked | {"reason": "汛期", "progress": "四成"} | values)


def ask(town: Town, row: Rectification, **values: Any) -> RectificationExtension:
    return propose(town, row, actor=town.lead_head, **values)


def of(service: Any, extension: RectificationExtension, actor: Any, **values: Any) -> Any:
    return service(**{"actor": actor, "extension_id": extension.pk, "now": NOW} | values)


def test_the_date_moves_and_the_original_one_stays(town: Town, row: Rectification) -> None:
    extension = propose(town, row)
    assert (extension.status, extension.ordinal, extension.former_due_on) == ("proposed", 1, DUE_ON)
    of(services.agree_extension, extension, town.lead_head)
    of(services.approve_extension, extension, town.supervisor, decision="同意")
    row, extension = again(row), again(extension)
    assert (row.due_on, row.original_due_on, row.step_due_on) == (NOVEMBER, DUE_ON, NOVEMBER)
    assert (extension.status, extension.decided_by, extension.asked_by) == (
        "approved",
        town.supervisor,
        town.lead_head,
    )
    assert story_of(row) == [
        ("rectification_extension.propose", "lead_clerk", "第1次，2026年10月30日延至2026年11月30日：汛期"),
        ("rectification_extension.agree", "lead_head", ""),
        ("rectification_extension.approve", "supervisor", "同意"),
    ]


def test_asked_after_the_date_it_is_refused_in_words(town: Town, row: Rectification) -> None:
    late = "延期须在时限届满前申请；已逾期的，请如实报告进展和原因。"
    assert refused(lambda: propose(town, row, now=on_day(10, 31))) == late
    extension = propose(town, row, now=on_day(10, 30))
    act = lambda: of(services.agree_extension, extension, town.lead_head, now=on_day(10, 31))  # noqa: E731
    assert refused(act) == late
    of(services.agree_extension, extension, town.lead_head, now=on_day(10, 30))
    # Asked in time is enough: the office may answer later.
    of(services.approve_extension, extension, town.supervisor, now=on_day(11, 2))


@pytest.mark.parametrize("values", [{"new_due_on": DUE_ON}, {"reason": " "}, {"progress": ""}])
def test_it_says_until_when_why_and_how_far(town: Town, row: Rectification, values: dict[str, Any]) -> None:
    refused(lambda: propose(town, row, **values))


def test_there_is_one_at_a_time(town: Town, row: Rectification) -> None:
    propose(town, row)
    assert refused(lambda: propose(town, row)) == "已有一份延期申请在办。"


def test_the_first_is_the_offices_and_the_second_the_leaders(town: Town, row: Rectification) -> None:
    first = ask(town, row)
    approve = services.approve_extension
    forbidden(town, lambda user: of(approve, first, user), "supervisor", "office_head")
    of(approve, first, town.supervisor)
    second = ask(town, row, new_due_on=DECEMBER)
    assert (second.ordinal, second.former_due_on) == (2, NOVEMBER)
    forbidden(town, lambda user: of(approve, second, user), "leader")
    refuse = services.refuse_extension
    forbidden(town, lambda user: of(refuse, second, user, decision="抓紧"), "leader")
    of(approve, second, town.leader)
    assert (again(row).due_on, again(row).original_due_on) == (DECEMBER, DUE_ON)


def test_refused_or_retracted_it_moves_nothing_and_does_not_count(town: Town, row: Rectification) -> None:
    extension = ask(town, row)
    refused(lambda: of(services.refuse_extension, extension, town.supervisor, decision=" "), "reason_missing")
    of(services.refuse_extension, extension, town.supervisor, decision="理由不足")
    retracted = ask(town, row)
    forbidden(town, lambda user: of(services.retract_extension, retracted, user), *UNIT)
    of(services.retract_extension, retracted, town.lead_clerk)
    assert (ask(town, row).ordinal, again(row).due_on) == (1, DUE_ON)


def test_the_unit_asks_while_it_works(town: Town, row: Rectification) -> None:
    forbidden(town, lambda user: propose(town, row, actor=user), *UNIT)
    extension = make_extension(town, row, status="asked")
    row.measures.update(done_on=date(2026, 9, 7))
    apply(town, row)
    assert again(extension).status == "retracted"
    refused(lambda: propose(town, row), "wrong_step")
