"""Matters written through the services, as the office does it; every word may be told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from supervision.matters import services
from supervision.matters.models import Matter, Source, Step
from supervision.matters.rules.entries import DutyWords, InstructionWords, MatterWords
from supervision.matters.rules.words import MatterStatus
from tests.history import history_of
from tests.matters.acting import snapshot
from tests.matters.build import end, make_matter
from tests.town import NOON, Town

TODAY: Final = date(2026, 9, 12)
OFFICE: Final = ("supervisor", "office_head")


def words_of(town: Town, **values: Any) -> MatterWords:
    """A leader's instruction with its authority; the due date by the source's rule."""
    code = values.pop("source", "instruction")
    words = MatterWords(
        title="修复县道塌方",
        source_id=Source.objects.get(code=code).pk,
        requirement="月底前恢复通车，并排查同类隐患。",
        basis="instruction",
        approver_id=town.leader_post.pk,
        approved_on=date(2026, 9, 11),
    )
    return replace(words, **values)


def duties_of(town: Town, *, helping: bool = True) -> list[DutyWords]:
    helper = [DutyWords(town.helping.pk, "helping", "排查涵洞")] if helping else []
    return [DutyWords(town.lead.pk, "lead", "抢修", "路联络 0937-1"), *helper]


def instruction_of(town: Town, **values: Any) -> InstructionWords:
    return replace(InstructionWords(town.leader_post.pk, date(2026, 9, 10), "请抓紧抢修。"), **values)


def drafted(town: Town, **values: Any) -> Matter:
    more = {name: values.pop(name) for name in ("stages", "instructions", "duties") if name in values}
    more.setdefault("duties", duties_of(town))
    return services.create_matter(actor=town.supervisor, words=words_of(town, **values), now=NOON, **more)


def submitted(town: Town, **values: Any) -> Matter:
    matter = drafted(town, **values)
    return services.submit_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)


def registered(town: Town, **values: Any) -> Matter:
    matter = submitted(town, **values)
    return services.register_matter(actor=town.office_head, matter_id=matter.pk, now=NOON)


def issued(town: Town, **values: Any) -> Matter:
    matter = registered(town, **values)
    return services.issue_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)


def told(matter: Matter) -> list[tuple[str, str, str]]:
    """The story: what, by whom, with what note."""
    steps = Step.objects.filter(matter=matter).order_by("pk")
    return [(step.verb, str(step.by or ""), step.note) for step in steps]


def last_event(row: Any) -> Any:
    """What the triggers kept of the row last."""
    return history_of(type(row), pgh_obj_id=row.pk).last()


@contextmanager
def refused(words: str | None = None, error: type[Exception] = ValidationError) -> Iterator[Any]:
    """It is refused in these words, and nothing is changed."""
    before = snapshot()
    with pytest.raises(error, match=words) as caught:
        yield caught
    assert snapshot() == before


def refused_for_all_but(town: Town, allowed: tuple[str, ...], act: Callable[[User], Any]) -> None:
    """Every other persona is refused, and nothing is changed."""
    for name, persona in town.personas().items():
        if name not in allowed:
            with refused(error=PermissionDenied):
                act(persona)


def standing(town: Town, status: str, **values: Any) -> Matter:
    """A matter at that status, past every service."""
    if status != MatterStatus.MERGED:
        return make_matter(town, status=status, **values)
    matter = make_matter(town, **values)
    return end(town, matter, status, merged_into=make_matter(town, "并入的事项"))
