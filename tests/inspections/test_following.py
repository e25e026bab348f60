"""回头看: what holds is told, what relapsed is ordered anew and counted; what is long-term every year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from supervision.inspections import services
from supervision.inspections.models import LookBack, Origin, Rectification
from tests.inspections.acting import NOW, forbidden, on_day, refused, story_of
from tests.inspections.build_rectifications import DUE_ON, make_rectification
from tests.inspections.rectifying import again, apply, look_back, send_back
from tests.inspections.test_drafting_rectifications import words_of
from tests.town import Town

OFFICE = ("supervisor", "office_head")


def review(town: Town, row: Rectification, **values: Any) -> LookBack:
    asked: dict[str, Any] = {
        "actor": town.supervisor,
        "rectification_id": row.pk,
        "situation": "抽查三处",
        "now": NOW,
    }
    return services.review_yearly(**asked | {"holds": True} | values)


def withdraw(town: Town, row: Rectification) -> None:
    approver = town.leader_post.pk
    services.withdraw_rectification(
        actor=town.office_head, rectification_id=row.pk, reason="误报", approver_id=approver, now=NOW
    )


def test_what_holds_is_told_and_nothing_else(town: Town) -> None:
    row = make_rectification(town, status="closed")
    seen = look_back(town, row, holds=True, situation="巡查未见排污")
    assert seen.following is None
    assert (seen.look_back.on, seen.look_back.holds, seen.look_back.by) == (
        date(2026, 9, 12),
        True,
        town.supervisor,
    )
    assert story_of(row) == [("rectification.look_back", "supervisor", "保持：巡查未见排污")]
    look_back(town, row, holds=True)
    assert row.look_backs.count() == 2


def test_what_relapsed_is_ordered_anew_and_linked(town: Town) -> None:
    audit = Origin.objects.get(code="audit")
    row = make_rectification(
        town, status="closed", helping=[town.helping], origin=audit, external_number="SJ-1", amount=Decimal(9)
    )
    following = look_back(town, row).following
    assert following is not None
    following = again(following)
    assert (following.follows, following.position, following.status) == (row, 2, "draft")
    assert (following.origin, following.external_number, following.unit) == (audit, "SJ-1", town.lead)
    assert following.problem == "2026年9月12日回头看：排口又被打开\n污水直排河道，群众反映强烈。"
    # The money was counted with the round in which it was put right.
    assert (following.amount, following.due_on, following.number) == (None, None, "")
    assert [helper.unit for helper in following.helping.all()] == [town.helping]
    assert story_of(following) == [("rectification.follow", "supervisor", row.number)]
    assert again(row).status == "closed"
    issued = services.issue_rectification(actor=town.supervisor, rectification_id=following.pk, now=NOW)
    assert issued.number == "整改〔2026〕1号"


def test_a_person_may_say_the_relapse_in_other_words(town: Town) -> None:
    row = make_rectification(town, status="closed")
    following = look_back(town, row, words=words_of(town, title="夜间偷排", origin_id=None)).following
    assert following is not None
    assert (following.title, following.origin) == ("夜间偷排", row.origin)


def test_there_is_one_relapse_at_a_time_and_a_chain_is_counted(town: Town) -> None:
    row = make_rectification(town, status="closed")
    second = look_back(town, row).following
    assert second is not None
    words = refused(lambda: look_back(town, row), "relapsed_already")
    assert words == f"反弹后已重新整改：{second}；请从最近的一轮回头看。"
    withdraw(town, second)
    assert look_back(town, row).following is not None
    third = make_rectification(town, "第三轮", status="closed", follows=make_rectification(town), position=3)
    fourth = look_back(town, third).following
    assert fourth is not None
    assert fourth.position == 4


def test_only_the_office_looks_back_and_only_at_what_is_closed(town: Town) -> None:
    row = make_rectification(town, status="closed")
    forbidden(town, lambda user: look_back(town, row, actor=user), *OFFICE)
    refused(lambda: look_back(town, row, on=date(2026, 9, 13)), "in_the_future")
    refused(lambda: look_back(town, row, on=date(2026, 9, 10)), "before_closing")
    refused(lambda: look_back(town, row, situation=" "))
    for status in ("published", "long_term", "withdrawn"):
        other = make_rectification(town, status, status=status)
        refused(lambda other=other: look_back(town, other), "wrong_step")  # type: ignore[misc]


# --- every year -------------------------------------------------------------------------------------
@pytest.mark.usefixtures("workdays")
def test_what_holds_is_reviewed_again_in_a_year(town: Town) -> None:
    row = make_rectification(town, status="long_term")
    forbidden(town, lambda user: review(town, row, actor=user), *OFFICE)
    refused(lambda: review(town, row, on=date(2026, 9, 13)), "in_the_future")
    seen = review(town, row, on=date(2026, 9, 11))
    assert (seen.is_yearly, seen.holds, again(row).step_due_on) == (True, True, date(2027, 9, 13))
    assert story_of(row) == [("rectification.review_yearly", "supervisor", "保持：抽查三处")]
    early = make_rectification(town, "乙")
    refused(lambda: review(town, early), "wrong_step")


@pytest.mark.usefixtures("workdays")
def test_what_does_not_hold_goes_back_with_a_new_date(town: Town) -> None:
    row = make_rectification(town, status="long_term")
    review(town, row, holds=False, situation="复种反弹", now=on_day(12, 1))
    row = again(row)
    assert (row.status, row.times_sent_back, row.due_on) == ("under_way", 1, date(2027, 2, 1))
    assert (row.original_due_on, row.step_due_on, row.end_approver) == (DUE_ON, date(2027, 2, 1), None)
    assert row.due_basis.startswith("长期坚持的退回后重新计时：")
    assert [(verb, note) for verb, _by, note in story_of(row)] == [
        ("rectification.review_yearly", "反弹：复种反弹"),
        ("rectification.send_back", "复种反弹"),
    ]


@pytest.mark.usefixtures("workdays")
def test_what_was_long_term_when_it_applied_is_sent_back_with_a_new_date(town: Town) -> None:
    row = make_rectification(town, status="long_term")
    row.measures.update(done_on=date(2026, 9, 7))
    apply(town, row)
    row = send_back(town, row)
    assert (row.status, row.due_on, row.original_due_on) == ("under_way", date(2026, 11, 11), DUE_ON)
    assert send_back(town, make_rectification(town, "乙", status="long_term")).status == "under_way"
