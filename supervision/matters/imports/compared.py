"""What each kind of ledger needs: whether a cell says something else than is known; which row was refused."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projects.imports.cells import normal
from projects.imports.tables import Table


def differs(written: object, known: object) -> bool:
    """An empty cell says nothing, and white space makes no difference."""
    if isinstance(written, str) and isinstance(known, str):
        return bool(written) and normal(written) != normal(known)
    return written is not None and written != known


def refusal(table: Table, rows: Sequence[int], error: ValidationError) -> str:
    """A refusal of one of the entries made of these sheet rows, or of the sheet as a whole."""
    params = error.params or {}
    place = params.get("entry")
    words = params.get("words") or error.messages[0]
    return refusal_at(table, None if place is None else rows[place], words)


def refusal_at(table: Table, row: int | None, words: str) -> str:
    """“督查台账”第12行：……"""
    place = _("“%(sheet)s”第%(row)s行：") if row else _("“%(sheet)s”：")
    return f"{place % {'sheet': table.sheet, 'row': row or ''}}{words}"
