"""The admin site: every table is there for reading, clues for the heads of the office, nothing to be done."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessEntry
from supervision.inspections.models import (
    Category,
    Clue,
    LookBack,
    Origin,
    PlanVersion,
    Rectification,
    Step,
)
from tests.inspections.acting import NOW, snapshot
from tests.inspections.build import (
    make_clue,
    make_conclusion,
    make_designation,
    make_finding,
    make_inspection,
    make_item,
    make_recommendation,
    make_review,
    make_year_plan,
)
from tests.inspections.build_rectifications import (
    make_extension,
    make_progress,
    make_rectification,
    make_verification,
)
from tests.town import Town

OURS: Final = [
    model for model in apps.get_app_config("inspections").get_models() if not model.__name__.endswith("Event")
]
OPEN: Final = [model for model in OURS if model is not Clue]
READ: Final = [model for model in OURS if model not in (Category, Origin)]
SUMMARY: Final = "涉嫌虚报工程量"
NUMBERS: Final = re.compile(r"\d+")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


def address(model: Any, what: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def fill(town: Town) -> None:
    """One row at least in every table of the room; twice is more of all but the year."""
    inspection = make_inspection(town, status="finished")
    finding = make_finding(town, inspection)
    conclusion = make_conclusion(town, inspection, findings=[finding])
    make_review(town, conclusion)
    make_recommendation(town, conclusion)
    make_clue(town, inspection, town.nobody, summary=SUMMARY)
    make_item(town, inspection)
    make_designation(town, town.helping, town.lead)
    PlanVersion.objects.create(
        inspection=inspection,
        revision=1,
        plan={"title": inspection.title},
        approver=town.leader_post,
        approved_on=date(2026, 9, 1),
        recorded_by=town.office_head,
        recorded_at=NOW,
    )
    row = make_rectification(town, status="under_way", helping=[town.helping], finding=finding)
    make_progress(town, row)
    make_extension(town, row)
    make_verification(town, row)
    LookBack.objects.create(
        rectification=row, on=date(2026, 9, 12), holds=True, situation="保持", by=town.supervisor, at=NOW
    )
    Step.objects.create(rectification=row, verb="rectification.issue", by=town.supervisor, at=NOW)
    Step.objects.create(inspection=inspection, verb="inspection.begin", by=town.nobody, at=NOW)


@pytest.fixture
def filled(town: Town) -> Town:
    make_year_plan(town)
    fill(town)
    return town


def first_of(model: Any) -> Any:
    return model._default_manager.first()


def statements(client: Client, path: str) -> list[str]:
    """What a page asks, whichever rows it is asked of. Raises AssertionError unless the page opens."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return [NUMBERS.sub("0", query["sql"]) for query in asked.captured_queries]


@pytest.mark.slow
def test_every_table_opens_for_the_auditor_and_asks_as_much_of_many_rows_as_of_one(filled: Town) -> None:
    auditor = signed_in(filled.auditor)
    asked = {}
    for model in OPEN:
        assert model in admin.site._registry
        path = address(model, "changelist")
        statements(auditor, path)
        asked[model] = len(statements(auditor, path))
        assert auditor.get(address(model, "add")).status_code == 403
        assert auditor.get(address(model, "change", first_of(model).pk)).status_code == 200
    fill(filled)
    for model in OPEN:
        assert len(statements(auditor, address(model, "changelist"))) == asked[model], model.__name__


@pytest.mark.slow
def test_nobody_adds_changes_or_deletes_a_row(filled: Town) -> None:
    before = snapshot()
    for persona in ("office_head", "system_admin", "auditor"):
        user = signed_in(getattr(filled, persona))
        for model in READ:
            pk = first_of(model).pk
            assert user.post(address(model, "add"), {"note": "x"}).status_code == 403
            assert user.post(address(model, "delete", pk), {"post": "yes"}).status_code in (302, 403)
            assert user.post(address(model, "change", pk), {"note": "x"}).status_code in (302, 403)
            user.post(
                address(model, "changelist"),
                {"action": "delete_selected", "_selected_action": [pk], "post": "yes"},
            )
    assert snapshot() == before


def test_the_office_head_and_the_administrator_keep_origins_and_categories(town: Town) -> None:
    origin = {"code": "media", "name": "媒体曝光", "is_outside": "on", "order": 9, "is_active": "on"}
    category = {"code": "debt", "name": "拖欠账款", "order": 9, "is_active": "on"}
    head, admin_user = signed_in(town.office_head), signed_in(town.system_admin)
    assert head.post(address(Origin, "add"), origin).status_code == 302
    assert admin_user.post(address(Category, "add"), category).status_code == 302
    made = Origin.objects.get(code="media")
    assert (made.name, made.is_outside, made.needs_notice, made.is_active) == ("媒体曝光", True, False, True)
    assert head.post(address(Origin, "change", made.pk), origin | {"needs_notice": "on"}).status_code == 302
    made.refresh_from_db()
    assert made.needs_notice
    auditor = signed_in(town.auditor)
    assert auditor.post(address(Origin, "change", made.pk), origin).status_code == 403
    assert auditor.post(address(Category, "add"), category | {"code": "x", "name": "x"}).status_code == 403
    assert Category.objects.filter(code="debt").count() == 1


def test_nothing_is_closed_through_the_admin_site(town: Town) -> None:
    """Neither without proof nor with all of it: the form says everything that a closing needs."""
    bare = make_rectification(town, status="under_way")
    ready = make_rectification(town, "危桥限行标志缺失", status="verified")
    before = snapshot()
    closing = {
        "status": "closed",
        "ended_on": "2026-09-12",
        "approved_by": town.office_head.pk,
        "approved_on": "2026-09-12",
        "needs_notice": "",
    }
    for persona in ("office_head", "system_admin"):
        for row in (bare, ready):
            answer = signed_in(getattr(town, persona)).post(address(Rectification, "change", row.pk), closing)
            assert answer.status_code == 403
    assert snapshot() == before


def test_a_rectification_is_found_by_number_title_and_initials(town: Town) -> None:
    row = make_rectification(town, external_number="县审2026-014")
    auditor = signed_in(town.auditor)
    for text in ("县审2026-014", "直排", "wszphd", row.number):
        assert (
            "污水直排河道" in auditor.get(address(Rectification, "changelist"), {"q": text}).content.decode()
        )
    found = auditor.get(address(Rectification, "changelist"), {"q": "没有这件事"})
    assert found.context["cl"].result_count == 0


def test_a_clue_is_not_there_for_the_auditor_nor_for_administrators(filled: Town) -> None:
    clue = Clue.objects.get()
    pages = [
        address(Clue, "changelist"),
        address(Clue, "changes"),
        address(Clue, "change", clue.pk),
        address(Clue, "history", clue.pk),
    ]
    for persona in ("auditor", "system_admin", "security_admin"):
        user = signed_in(getattr(filled, persona))
        answers = [user.get(page) for page in pages]
        assert {answer.status_code for answer in answers} <= {302, 403, 404}, persona
        assert not any(SUMMARY in answer.content.decode() for answer in answers)
        assert "线索移送" not in user.get(reverse("admin:index")).content.decode()
    assert not AccessEntry.objects.filter(kind="read").exists()


def test_that_the_head_read_a_clue_is_kept_and_the_list_says_nothing_of_it(filled: Town) -> None:
    clue, head = Clue.objects.get(), signed_in(filled.office_head)
    listed = head.get(address(Clue, "changelist")).content.decode()
    assert "县监委" in listed
    assert SUMMARY not in listed
    assert not AccessEntry.objects.filter(kind="read").exists()
    for what in ("change", "history"):
        assert SUMMARY in head.get(address(Clue, what, clue.pk)).content.decode()
    read = AccessEntry.objects.filter(kind="read")
    assert [entry.user for entry in read] == [filled.office_head, filled.office_head]
    assert not any(SUMMARY in entry.detail for entry in read)


def test_others_do_not_enter(town: Town) -> None:
    for persona in ("lead_clerk", "supervisor", "leader", "nobody"):
        assert signed_in(getattr(town, persona)).get(address(Rectification, "changelist")).status_code == 302
