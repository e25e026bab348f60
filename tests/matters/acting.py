"""Short words for what people do with matters, and for what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from accounts.models import Role, User
from supervision.matters import services
from supervision.matters.models import (
    Duty,
    Exemption,
    Extension,
    Feedback,
    FeedbackFile,
    Instruction,
    Matter,
    Review,
    Stage,
    Step,
    Suspension,
)
from supervision.matters.rules.entries_feedback import FeedbackWords
from tests.matters.build import at_noon
from tests.town import Town, make_user

STORY_DAY = date(2026, 9, 12)
NOON = at_noon(STORY_DAY)
WORDS = FeedbackWords("路基清理完成", 40, "雨水多", "", "铺设路面")
FINAL = FeedbackWords("全部完成", 100, kind="final")
TABLES: tuple[type[Model], ...] = (
    *(Matter, Stage, Duty, Feedback, FeedbackFile, Extension, Suspension, Exemption),
    *(Instruction, Review, Step),
)


def on_day(month: int, day: int) -> Any:
    return at_noon(date(2026, month, day))


def snapshot(*more: type[Model]) -> list[tuple[str, str]]:
    """Every row of the room, and of ``more`` tables: one statement, since it is taken thousands of times."""
    names = [model._meta.db_table for model in (*TABLES, *more)]
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
        assert code in [error.code for error in _each(caught.value)]
    return "；".join(caught.value.messages)


def _each(error: ValidationError) -> list[ValidationError]:
    fields = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return [one for errors in fields for one in errors]


def forbidden(town: Town, act: Callable[[User], Any], *allowed: str) -> None:
    """Every persona but ``allowed`` is refused, and nothing was written."""
    before = snapshot()
    for name, user in town.personas().items():
        if name not in allowed:
            with pytest.raises(PermissionDenied):
                act(fresh(user))
                pytest.fail(f"{name} was allowed")
    assert snapshot() == before


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def helping_head(town: Town) -> User:
    found = User.objects.filter(username="helping_head").first()
    return found or make_user("helping_head", "水局长", town.helping, Role.UNIT_HEAD)


def draft(town: Town, duty: Duty, words: FeedbackWords = WORDS, **values: Any) -> Feedback:
    asked: dict[str, Any] = {
        "actor": town.lead_clerk,
        "duty_id": duty.pk,
        "words": words,
        "period_start": None,
        "now": NOON,
    }
    return services.write_feedback(**(asked | values))


def sent(town: Town, duty: Duty, words: FeedbackWords = WORDS, **values: Any) -> Feedback:
    row = draft(town, duty, words, **values)
    return services.sign_feedback(actor=town.lead_head, feedback_id=row.pk, now=NOON)


def story(matter: Matter) -> list[tuple[str, str | None, str]]:
    return list(matter.steps.order_by("pk").values_list("verb", "by__username", "note"))


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser
