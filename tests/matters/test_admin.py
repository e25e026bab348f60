"""The admin site: every table is there for reading, and only the sources are kept, by their service."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import Upload
from supervision.matters.models import (
    Feedback,
    FeedbackFile,
    Matter,
    MatterFile,
    Review,
    Source,
    Stage,
)
from tests.matters.build import (
    at_noon,
    lead_of,
    make_exemption,
    make_extension,
    make_feedback,
    make_instruction,
    make_matter,
    make_suspension,
    tell,
)
from tests.town import Town

OURS = [m for m in apps.get_app_config("matters").get_models() if not m.__name__.endswith("Event")]
READ = [model for model in OURS if model is not Source]
VALUES = {
    "code": "inspection",
    "name": "督查组交办",
    "group": "affair",
    "deadline_rule": "matter_default",
    "urgent_deadline_rule": "",
    "rhythm": "weekly",
    "order": 40,
    "is_active": "on",
}


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


def address(model: Any, what: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


@pytest.fixture
def filled(town: Town) -> Town:
    """One row at least in every table of the room."""
    matter = make_matter(town, status="issued", duty_status="under_way")
    lead = lead_of(matter)
    feedback = make_feedback(town, lead)
    make_extension(town, matter, date(2026, 10, 20))
    make_suspension(town, matter, date(2026, 9, 14), date(2026, 9, 21))
    make_exemption(town, matter, "days_left", date(2026, 9, 1), date(2026, 10, 1))
    make_instruction(town, matter)
    tell(town, lead, "duty.sign")
    Stage.objects.create(matter=matter, name="完成招标", due_on=date(2026, 9, 20))
    upload = Upload.objects.create(
        name="批示件.pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=town.supervisor,
        uploaded_at=at_noon(date(2026, 9, 1)),
    )
    MatterFile.objects.create(matter=matter, upload=upload)
    FeedbackFile.objects.create(feedback=feedback, upload=upload)
    Review.objects.create(
        matter=matter,
        facts_clear=True,
        problem_solved=True,
        form_right=True,
        reviewed_by=town.supervisor,
        reviewed_at=at_noon(date(2026, 9, 10)),
    )
    return town


@pytest.mark.parametrize("model", OURS, ids=lambda m: m.__name__)
def test_every_table_is_listed_for_the_auditor_who_adds_nothing(model: Any, filled: Town) -> None:
    assert model in admin.site._registry
    auditor = signed_in(filled.auditor)
    assert auditor.get(address(model, "changelist")).status_code == 200
    assert auditor.get(address(model, "add")).status_code == 403
    assert auditor.get(address(model, "change", model._default_manager.first().pk)).status_code == 200


@pytest.mark.parametrize("model", READ, ids=lambda m: m.__name__)
def test_rows_are_read_and_never_added_changed_or_deleted_by_the_office_head(
    model: Any, filled: Town
) -> None:
    row = model._default_manager.first()
    before = model._default_manager.filter(pk=row.pk).values().get()
    head = signed_in(filled.office_head)
    assert head.get(address(model, "add")).status_code == 403
    assert head.get(address(model, "change", row.pk)).status_code == 200
    assert head.post(address(model, "change", row.pk), {"note": "改"}).status_code == 403
    assert head.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).values().get() == before


def test_a_matter_shows_its_history_and_is_found_by_title_and_initials(filled: Town) -> None:
    matter = Matter.objects.get()
    Matter.objects.update(note="雨季前完成")
    auditor = signed_in(filled.auditor)
    assert "雨季前完成" in auditor.get(address(Matter, "history", matter.pk)).content.decode()
    for text in ("塌方", "xfxdtf", "云督〔2026〕1号"):
        found = auditor.get(address(Matter, "changelist"), {"q": text}).content.decode()
        assert "修复县道塌方" in found, text


def test_what_has_not_left_a_unit_is_not_read_here_either(filled: Town) -> None:
    draft = make_feedback(
        filled, lead_of(make_matter(filled, duty_status="under_way")), status="draft", progress="还没想好"
    )
    auditor = signed_in(filled.auditor)
    assert auditor.get(address(Feedback, "change", draft.pk)).status_code == 302
    assert auditor.get(address(Feedback, "changelist")).context["cl"].result_count == 1


def test_a_source_is_added_and_changed_through_its_service(town: Town) -> None:
    for persona in ("office_head", "system_admin"):
        code = VALUES | {"code": persona, "name": persona}
        assert signed_in(getattr(town, persona)).post(address(Source, "add"), code).status_code == 302
        assert Source.objects.get(code=persona).rhythm == "weekly"
    row = Source.objects.get(code="media")
    values = VALUES | {"code": "media", "name": "媒体和网络反映"}
    assert signed_in(town.office_head).post(address(Source, "change", row.pk), values).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.deadline_rule, row.order) == ("媒体和网络反映", "matter_default", 40)


def test_a_source_names_a_deadline_that_the_rule_book_knows(town: Town) -> None:
    head, before = signed_in(town.office_head), Source.objects.count()
    page = head.post(address(Source, "add"), VALUES | {"deadline_rule": "matter_someday"}, follow=True)
    assert "规则库里没有时限规则“matter_someday”。" in page.content.decode()
    assert Source.objects.count() == before


def test_the_auditor_changes_no_source(town: Town) -> None:
    row = Source.objects.get(code="media")
    answer = signed_in(town.auditor).post(address(Source, "change", row.pk), VALUES | {"name": "x"})
    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.name == "媒体反映"


@pytest.mark.parametrize("persona", ["lead_clerk", "supervisor", "leader", "nobody"])
def test_others_do_not_enter(persona: str, town: Town) -> None:
    response = signed_in(getattr(town, persona)).get(address(Matter, "changelist"))
    assert response.status_code == 302
