"""The first screen says what is mine, what is late and what I must do."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from projects.models.responsibility import ResponsibilityRole
from tests.town import Town, accept_month, carry, make_project


def page(user: User) -> str:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def busy_town(town: Town) -> Town:
    """Beside the leader's own project one that is nobody's, and far behind."""
    other = make_project("县城备用水源", town.sector)
    carry(other, ResponsibilityRole.RESPONSIBLE, town.strange)
    accept_month(other, 8, 10)
    return town


def test_a_leader_sees_the_projects_of_the_post_first(busy_town: Town) -> None:
    html = page(busy_town.leader)
    mine, _heading, rest = html.partition("亮黄灯、红灯的项目")
    assert "我包抓的项目（1个）" in mine
    assert mine.count("省道过境段改建") == 1
    assert "县城备用水源" in rest
    assert "县城备用水源" not in mine


def test_the_office_carries_nothing_in_person(busy_town: Town) -> None:
    html = page(busy_town.supervisor)
    assert "我包抓的项目" not in html
    assert "待审月报" in html


def test_a_clerk_sees_what_must_be_reported_and_no_other_units_projects(busy_town: Town) -> None:
    html = page(busy_town.lead_clerk)
    assert "2026年8月进展，请尽快报送" in html
    assert "县城备用水源" not in html


def test_whoever_has_no_projects_is_told_what_will_come(busy_town: Town) -> None:
    assert "这里还没有与您有关的项目" in page(busy_town.nobody)
