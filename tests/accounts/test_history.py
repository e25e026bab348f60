"""What every history has: the row's birth, changes and end, found by an index."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pghistory.models import Event

HISTORIES = [model for model in apps.get_models() if issubclass(model, Event)]
TRACKED = {model.__name__.removesuffix("Event") for model in HISTORIES}


def test_people_rules_projects_figures_and_documents_have_a_history() -> None:
    assert {"User", "RoleGrant", "Unit", "DeadlineRule", "Project", "Target", "Document"} <= TRACKED


@pytest.mark.django_db
@pytest.mark.parametrize("history", HISTORIES, ids=lambda model: model.__name__)
def test_a_history_is_kept_of_inserts_updates_and_deletes_and_looked_up(history: Any) -> None:
    tracked = history._meta.get_field("pgh_obj").related_model
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname ~ %s",
            [tracked._meta.db_table, "^pgtrigger_(insert_insert|update_update|delete_delete)_"],
        )
        assert cursor.fetchone()[0] == 3
        indexed = connection.introspection.get_constraints(cursor, history._meta.db_table).values()
    assert any(index["index"] and index["columns"] == ["pgh_obj_id"] for index in indexed)
