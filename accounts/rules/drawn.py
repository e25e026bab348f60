"""A table of steps as a page of the documentation shows it: a picture and a table for each thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from .steps import Move, StepTable

BEGIN: Final = "<!-- steps: begin (manage.py draw_steps) -->"
END: Final = "<!-- steps: end -->"


def drawn(table: StepTable) -> str:
    """Markdown of every thing's steps, in the order of the table."""
    parts = [line for thing in table.things for line in _of_thing(table, thing)]
    return "\n".join([*parts, *_events(table)])


def redrawn(page: str, table: StepTable) -> str:
    """The page with what stands between its marks drawn anew. Raises ValueError without the marks."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{drawn(table)}\n{END}{after}"


def _of_thing(table: StepTable, thing: Any) -> Iterator[str]:
    moves = [move for move in table.moves if move.thing == thing]
    yield f"### {table.things[thing]}"
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for status, label in table.statuses[thing].items():
        yield f'    state "{label}" as {status}'
    for move in moves:
        for source in move.sources:
            yield f"    {source} --> {move.target}: {move.label}"
    yield "```"
    yield ""
    yield _("| 步骤 | 代号 | 办理前 | 办理后 | 谁办 | 条件 |")
    yield "|---|---|---|---|---|---|"
    for move in moves:
        yield _row(table, move)
    yield ""


def _row(table: StepTable, move: Move) -> str:
    before = "、".join(table.label_of(move.thing, source) for source in move.sources)
    after = table.label_of(move.thing, move.target)
    return f"| {move.label} | `{move.name}` | {before} | {after} | {move.who} | {move.needs or '—'} |"


def _events(table: StepTable) -> Iterator[str]:
    yield _("### 只记入办理记录、不改变状态的事")
    yield ""
    yield _("| 事 | 代号 |")
    yield "|---|---|"
    for name, label in table.events.items():
        yield f"| {label} | `{name}` |"
    yield ""
