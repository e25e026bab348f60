"""Short words for what people do in this room, and for what was refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import User
from supervision.inspections.models import Inspection, Rectification
from tests.matters.build import at_noon
from tests.town import Town

STORY_DAY: Final = date(2026, 9, 12)
NOW: Final = at_noon(STORY_DAY)


def on_day(month: int, day: int, year: int = 2026) -> datetime:
    return at_noon(date(year, month, day))


def snapshot() -> list[tuple[str, str]]:
    """Every row of the room in one statement, without its history."""
    models = apps.get_app_config("inspections").get_models()
    names = [model._meta.db_table for model in models if not hasattr(model, "pgh_tracked_model")]
    parts = [f"SELECT '{name}', one::text FROM {name} AS one" for name in names]  # noqa: S608 (our own names)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return sorted(cursor.fetchall())


def refused(act: Callable[[], Any], code: str = "") -> str:
    """The words of the refusal; nothing was written."""
    before = snapshot()
    with pytest.raises(ValidationError) as caught:
        act()
    assert snapshot() == before
    if code:
        assert code in codes_of(caught.value)
    return "；".join(caught.value.messages)


def codes_of(error: ValidationError) -> list[str | None]:
    fields = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return [one.code for errors in fields for one in errors]


def forbidden(town: Town, act: Callable[[User], Any], *allowed: str) -> None:
    """Every persona but ``allowed`` is refused, and nothing was written."""
    before = snapshot()
    for name, user in town.personas().items():
        if name not in allowed:
            with pytest.raises(PermissionDenied):
                act(User.objects.get(pk=user.pk))
                pytest.fail(f"{name} was allowed")
    assert snapshot() == before


def story_of(row: Rectification | Inspection) -> list[tuple[str, str | None, str]]:
    return list(row.steps.order_by("pk").values_list("verb", "by__username", "note"))
