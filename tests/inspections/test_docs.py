"""docs/inspections.md shows the table of steps as the program has it, and what the database refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import translation

from accounts.rules.drawn import BEGIN, END, drawn, redrawn
from supervision.inspections.management.commands.draw_steps import PAGES
from supervision.inspections.rules.limits import LIMITS
from supervision.inspections.rules.states import TABLE

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "inspections.md"
REFUSALS = re.compile(r"CONSTRAINT = '(\w+)'")


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_s_tables_are_the_program_s() -> None:
    shown = page().partition(BEGIN)[2].partition(END)[0]
    with translation.override("zh-hans"):
        assert shown.strip() == drawn(TABLE).strip(), "python manage.py draw_steps"


def test_drawing_anew_changes_nothing_but_what_stands_between_the_marks(
    settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    for name in PAGES:
        text = (ROOT / name).read_text(encoding="utf-8")
        before, _begin, rest = text.partition(BEGIN)
        after = rest.partition(END)[2]
        (tmp_path / name).write_text(f"{before}{BEGIN}\n以前的表\n{END}{after}", encoding="utf-8")
    settings.BASE_DIR = tmp_path
    call_command("draw_steps")
    for name in PAGES:
        assert (tmp_path / name).read_text(encoding="utf-8") == (ROOT / name).read_text(encoding="utf-8")


def test_a_page_without_the_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="steps: begin"):
        redrawn("# 督查与整改\n", TABLE)


def test_every_step_is_drawn_once_in_the_picture_for_each_status_it_starts_from() -> None:
    text = drawn(TABLE)
    arrows = re.findall(r"^    (\w+) --> (\w+): ", text, re.MULTILINE)
    assert len(arrows) == sum(len(move.sources) for move in TABLE.moves)
    for name in [*(move.name for move in TABLE.moves), *TABLE.events]:
        assert text.count(f"`{name}`") == 1, name


def test_every_trigger_and_every_name_on_the_page_is_one_of_the_database() -> None:
    told = page().partition("## 不会被破坏的事")[2].partition("## 现场断网时")[0]
    models = list(apps.get_app_config("inspections").get_models())
    triggers = {
        trigger.name: trigger.func or ""
        for model in models
        if not hasattr(model, "pgh_tracked_model")
        for trigger in getattr(model._meta, "triggers", [])
        if not trigger.name.startswith(("insert_", "update_", "delete_"))
    }
    refusals = {name for func in triggers.values() for name in REFUSALS.findall(str(func))}
    constraints = {one.name for model in models for one in model._meta.constraints}
    named = set(re.findall(r"`(\w+)`", told))
    assert triggers.keys() - named == set()
    assert refusals - named == set()
    assert named <= triggers.keys() | refusals | constraints


@pytest.mark.django_db
def test_every_time_limit_of_the_room_has_a_rule_in_force() -> None:
    from rulebook.models import DeadlineRule

    assert set(LIMITS) <= set(DeadlineRule.objects.values_list("key", flat=True))
