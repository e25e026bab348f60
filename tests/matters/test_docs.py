"""docs/matters.md shows the table of steps as it is in the program."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils import translation

from accounts.rules.drawn import BEGIN, END, drawn
from supervision.matters.rules.states import EVENTS, MOVES, TABLE
from supervision.matters.rules.words import STATES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "matters.md"


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_s_tables_are_the_program_s() -> None:
    shown = page().partition(BEGIN)[2].partition(END)[0]
    with translation.override("zh-hans"):
        assert shown.strip() == drawn(TABLE).strip(), "python manage.py draw_steps"


def test_every_step_is_drawn_once_in_the_picture_for_each_status_it_starts_from() -> None:
    text = drawn(TABLE)
    arrows = re.findall(r"^    (\w+) --> (\w+): ", text, re.MULTILINE)
    assert len(arrows) == sum(len(move.sources) for move in MOVES)
    for name in [*(move.name for move in MOVES), *EVENTS]:
        assert text.count(f"`{name}`") == 1, name


def test_the_page_names_every_state_of_the_ledger() -> None:
    told = page().partition("## 事项现在处于哪一步")[2].partition("## 办结时限")[0]
    assert [str(label) for label in STATES.values() if str(label) not in told] == []
