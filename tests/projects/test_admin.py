"""The admin site: every table is there, workflow is for reading, the grouping words are kept by services."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from projects.models import Project, Sector
from projects.services import revise_project
from tests.town import Town, accept_month

OURS = [m for m in apps.get_app_config("projects").get_models() if not m.__name__.endswith("Event")]
KEPT = {"Sector", "Plan", "Programme"}


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


def address(model: Any, what: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


@pytest.mark.parametrize("model", OURS, ids=lambda m: m.__name__)
def test_every_table_is_listed_and_only_words_can_be_added(model: Any, town: Town) -> None:
    assert model in admin.site._registry
    accept_month(town.project, 8, 800)
    auditor, head = signed_in(town.auditor), signed_in(town.office_head)
    assert auditor.get(address(model, "changelist")).status_code == 200
    assert auditor.get(address(model, "add")).status_code == 403
    assert head.get(address(model, "add")).status_code == (200 if model.__name__ in KEPT else 403)


@pytest.mark.parametrize("model", [m for m in OURS if m.__name__ not in KEPT], ids=lambda m: m.__name__)
def test_workflow_rows_are_read_and_never_changed_or_deleted(model: Any, town: Town) -> None:
    accept_month(town.project, 8, 800)
    row = model._default_manager.first()
    if row is None:
        return
    head = signed_in(town.office_head)
    assert head.get(address(model, "change", row.pk)).status_code == 200
    assert head.post(address(model, "change", row.pk), {"note": "改"}).status_code == 403
    assert head.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_a_project_shows_its_history_and_its_list_is_searched(town: Town) -> None:
    revise_project(actor=town.supervisor, project_id=town.project.pk, reason="可研批复", location="城北")
    auditor = signed_in(town.auditor)
    page = auditor.get(address(Project, "history", town.project.pk)).content.decode()
    assert "可研批复" in page and "城北" in page
    found = auditor.get(address(Project, "changelist"), {"q": "sdgj"}).content.decode()
    assert "省道过境段改建" in found


def test_a_sector_is_renamed_through_its_service(town: Town) -> None:
    head = signed_in(town.office_head)
    values = {"name": "重大项目", "heading": "重大项目提速推进", "order": 1}
    assert head.post(address(Sector, "change", town.sector.pk), values).status_code == 302
    town.sector.refresh_from_db()
    assert (town.sector.name, town.sector.heading) == ("重大项目", "重大项目提速推进")
    refused = signed_in(town.auditor).post(address(Sector, "change", town.sector.pk), values | {"name": "x"})
    assert refused.status_code == 403
    assert head.post(address(Sector, "add"), values | {"name": "生态", "order": 9}).status_code == 302
    assert Sector.objects.filter(name="生态", order=9).exists()


@pytest.mark.parametrize("persona", ["lead_clerk", "supervisor", "leader", "nobody"])
def test_others_do_not_enter(persona: str, town: Town) -> None:
    response = signed_in(getattr(town, persona)).get(address(Project, "changelist"))
    assert response.status_code == 302
