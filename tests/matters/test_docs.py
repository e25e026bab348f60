"""docs/matters.md shows the table of steps as it is in the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from supervision.matters.rules.drawn import BEGIN, END, drawn, redrawn
from supervision.matters.rules.states import EVENTS, MOVES
from supervision.matters.rules.words import STATES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "matters.md"


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_s_tables_are_the_program_s() -> None:
    shown = page().partition(BEGIN)[2].partition(END)[0]
    with translation.override("zh-hans"):
        assert shown.strip() == drawn().strip(), "python manage.py draw_steps"


def test_drawing_anew_changes_nothing_but_what_stands_between_the_marks(
    settings: object, tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    copy = tmp_path / "docs" / "matters.md"
    before, _begin, rest = page().partition(BEGIN)
    after = rest.partition(END)[2]
    copy.write_text(f"{before}{BEGIN}\n以前的表\n{END}{after}", encoding="utf-8")
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    call_command("draw_steps")
    assert copy.read_text(encoding="utf-8") == page()


def test_a_page_without_the_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="steps: begin"):
        redrawn("# 督办事项\n")


def test_every_step_is_drawn_once_in_the_picture_for_each_status_it_starts_from() -> None:
    text = drawn()
    arrows = re.findall(r"^    (\w+) --> (\w+): ", text, re.MULTILINE)
    assert len(arrows) == sum(len(move.sources) for move in MOVES)
    for name in [*(move.name for move in MOVES), *EVENTS]:
        assert text.count(f"`{name}`") == 1, name


def test_the_page_names_every_state_of_the_ledger() -> None:
    told = page().partition("## 事项现在处于哪一步")[2].partition("## 办结时限")[0]
    assert [str(label) for label in STATES.values() if str(label) not in told] == []
