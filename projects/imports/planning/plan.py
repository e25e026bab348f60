"""What an import would do: findings, the rows to write, and the preview cell by cell old → new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from projects.imports.tables import Problem, Table
from projects.rules import plain
from projects.services.import_rows import Work

MOST_CELLS: Final = 5000
MOST_FINDINGS: Final = 2000
Action = Literal["create", "change"]
# heading, column letter, old, new
Cell = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Unmatched(Problem):
    """A name that the user maps once: ``subject`` as in NameMapping, ``name`` as written, nearest first."""

    subject: str = ""
    name: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """What becomes of one sheet; ``sums`` are of the rows read, to compare with the paper."""

    sheet: str
    kind: str
    period: str = ""
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: list[int] = field(default_factory=list)
    sums: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in Sheet.__dataclass_fields__}


class Plan:
    """Filled by the planners, sheet after sheet. ``digest`` changes when anything about the preview does."""

    def __init__(self) -> None:
        self.findings: list[Problem] = []
        self.work = Work()
        self.sheets: list[Sheet] = []
        self.changes: list[dict[str, Any]] = []
        self.cells = 0
        self.hidden_rows = 0
        self.faulty: set[tuple[str, int]] = set()
        self.subjects = {"create": 0, "change": 0}
        self._hash = hashlib.blake2b(digest_size=16)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)

    def open_sheet(self, table: Table, *, period: str = "") -> Sheet:
        sheet = Sheet(table.sheet, table.kind, period, len(table))
        self.sheets.append(sheet)
        return sheet

    def say(
        self,
        table: Table,
        row: int,
        name: str,
        rule: str,
        message: str,
        remedy: str = "",
        *,
        severity: Literal["error", "warning"] = "error",
        value: object = "",
        subject: str = "",
        near: tuple[str, ...] = (),
    ) -> None:
        """A fault in the cell of field ``name`` in sheet row ``row`` (from 1)."""
        column = table.columns.get(name)
        letter = column.letter if column else ""
        text = value if isinstance(value, str) else told(value)
        if subject:
            self.findings.append(
                Unmatched(
                    table.sheet, row, letter, text, rule, message, remedy, severity, name, subject, text, near
                )
            )
        else:
            self.findings.append(
                Problem(table.sheet, row, letter, text, rule, message, remedy, severity, name)
            )
        if severity == "error" and row:
            self.faulty.add((table.sheet, row))

    def say_column(
        self, table: Table, letter: str, header: str, message: str, remedy: str, near: tuple[str, ...]
    ) -> None:
        """A column that is not understood: it stops the import until it is named or left out."""
        found = Unmatched(
            table.sheet,
            table.header_row,
            letter,
            header,
            "unknown_column",
            message,
            remedy,
            subject="column",
            name=header,
            candidates=near,
        )
        self.findings.append(found)

    def record(
        self,
        sheet: Sheet,
        row: int,
        action: Action,
        subject: str,
        fingerprint: object,
        cells: Callable[[], Iterable[Cell]],
    ) -> None:
        """One row to create or change. Beyond MOST_CELLS the preview only counts."""
        self._hash.update(repr((sheet.sheet, row, action, subject, fingerprint)).encode())
        self.subjects[action] += 1
        if action == "create":
            sheet.created += 1
        else:
            sheet.changed += 1
        if self.cells >= MOST_CELLS:
            self.hidden_rows += 1
            return
        shown = [list(cell) for cell in cells()]
        self.cells += len(shown)
        self.changes.append(
            {"sheet": sheet.sheet, "row": row, "action": action, "subject": subject, "cells": shown}
        )


def told(value: object) -> str:
    """A value as the preview shows it; the unknown is —."""
    if value is None or value == "":
        return "—"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "、".join(told(item) for item in value)
    return str(value)


def as_json(finding: Problem) -> dict[str, Any]:
    """A finding as ImportBatch.findings keeps it."""
    known = {name: getattr(finding, name) for name in Problem.__dataclass_fields__}
    if isinstance(finding, Unmatched):
        known |= {"subject": finding.subject, "name": finding.name, "candidates": list(finding.candidates)}
    return {**known, "cell": finding.cell}
