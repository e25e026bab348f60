"""The statements of docs/deployment.md leave the running account no way to rewrite what is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts import services
from accounts.models import AccessEntry
from indicators.models import Observation
from projects.models import Project
from projects.services import revise_project
from tests.history import history_of
from tests.town import Town

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "deployment.md"
KEPT = ("projects_projectevent", "accounts_userevent", "indicators_observation", "accounts_accessentry")


@pytest.fixture
def running_account(town: Town) -> None:
    """The test's transaction goes on as ``ducha_app``; its end takes the account away again."""
    (statements,) = re.findall(r"```sql\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE ducha_app")
        cursor.execute("GRANT ducha_app TO CURRENT_USER")
        cursor.execute(statements)
        cursor.execute("SET LOCAL ROLE ducha_app")


def test_the_running_account_works_and_its_work_is_kept(town: Town, running_account: None) -> None:
    revise_project(actor=town.supervisor, project_id=town.project.pk, reason="更名", name="省道改建")
    services.deactivate_user(actor=town.system_admin, user_id=town.stranger.pk, reason="调离")
    labels = history_of(Project, pgh_obj_id=town.project.pk).values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update"]
    assert (AccessEntry.objects.count(), Observation.objects.count()) == (0, 0)


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE {} CASCADE",
        "DELETE FROM {}",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "DROP TABLE {} CASCADE",
    ],
)
def test_what_is_kept_can_be_neither_emptied_nor_unguarded(
    table: str, statement: str, running_account: None
) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
