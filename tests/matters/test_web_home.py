"""The first screen: the office sees what waits for it, all others their own, in as many queries as ever."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from supervision.matters.selectors.inbox import decisions_waiting
from tests.matters.build import helper_of, lead_of, make_extension, make_feedback, make_matter
from tests.matters.test_web_inbox import as_user
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")


def home(user: User) -> Any:
    response = as_user(user).get("/")
    assert response.status_code == 200
    return response


def test_the_office_sees_how_much_of_each_kind_waits(town: Town) -> None:
    make_matter(town, "待审批的", status="submitted")
    make_matter(town, "退回的", duty_status="refused")
    asking = make_matter(town, "延期的", duty_status="under_way")
    make_extension(town, asking, date(2026, 10, 15), status="asked")
    make_feedback(town, lead_of(asking), status="sent")
    response = home(town.supervisor)
    waiting = {str(kind): count for kind, _label, count in response.context["office_waiting"]}
    assert waiting == {"approve": 1, "refused": 1, "extension": 1, "feedback": 1}
    page = response.content.decode()
    assert "?kind=approve" in page and "?kind=review" not in page
    assert response.context["tasks"] == []


def test_who_is_not_the_office_sees_no_counts_of_it(town: Town) -> None:
    make_matter(town, "待审批的", status="submitted")
    for user in (town.lead_clerk, town.leader, town.auditor, town.stranger):
        assert "office_waiting" not in home(user).context


def test_a_unit_sees_its_own_cards_the_worst_first_and_how_many_there_are(town: Town) -> None:
    for number in range(4):
        make_matter(town, f"{number}号事项", helping=[town.helping])
    response = home(town.lead_head)
    assert (len(response.context["tasks"]), response.context["tasks_count"]) == (3, 4)
    assert "督办待办 4 件" in response.content.decode()
    assert home(town.stranger).context["tasks_count"] == 0


def test_a_leader_sees_what_to_read_and_what_the_post_is_in_charge_of(town: Town) -> None:
    make_matter(town, "呈阅的", status="shown")
    make_matter(town, "红的", duty_status="under_way", due_on=date(2026, 9, 10))
    response = home(town.leader)
    assert [card.waiting.matter.title for card in response.context["tasks"]] == ["呈阅的"]
    assert [matter.title for matter, _state in response.context["in_charge"]] == ["红的", "呈阅的"]


def test_of_more_than_the_first_screen_holds_the_leader_is_led_to_the_rest(town: Town) -> None:
    for number in range(9):
        make_matter(town, f"{number}号事项")
    response = home(town.leader)
    assert (len(response.context["in_charge"]), response.context["in_charge_count"]) == (8, 9)
    page = response.content.decode()
    assert "我包抓的在办事项 9 件" in page and "/matters/mine/#in-charge" in page and "全部 9 件" in page
    assert 'id="in-charge"' in as_user(town.leader).get("/matters/mine/").content.decode()


def test_the_navigation_counts_what_others_handed_to_me_in_one_query(
    town: Town, django_assert_num_queries: Any
) -> None:
    make_matter(town, "待签收", helping=[town.helping])
    working = make_matter(town, "在办", helping=[town.helping], duty_status="under_way")
    make_feedback(town, helper_of(working), status="sent")
    make_feedback(town, lead_of(working), status="handed_up")
    make_matter(town, "呈阅的", status="shown")
    expected = {
        town.lead_clerk: 2,
        town.lead_head: 3,
        town.helping_clerk: 1,
        town.leader: 1,
        town.stranger: 0,
    }
    for user, count in expected.items():
        user.roles  # noqa: B018 (asked once for every request anyway)
        with django_assert_num_queries(1):
            assert decisions_waiting(user) == count, user.username


@pytest.mark.slow
def test_the_first_screen_asks_as_much_for_many_as_for_one(town: Town) -> None:
    def asked(user: User) -> int:
        client = as_user(user)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    def add(number: int) -> None:
        make_matter(town, f"{number}号待签")
        owing = make_matter(town, f"{number}号欠报", duty_status="under_way", issued_on=date(2026, 8, 3))
        make_feedback(town, lead_of(owing), status="sent", help_needed="请协调")
        make_matter(town, f"{number}号呈阅", status="shown")
        make_matter(town, f"{number}号待批", status="submitted")

    add(0)
    people = (town.supervisor, town.lead_head, town.leader)
    one = {user.username: asked(user) for user in people}
    for number in range(1, 8):
        add(number)
    assert {user.username: asked(user) for user in people} == one
