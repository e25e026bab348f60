"""What the import pages show: the batches of a user, and one batch with its findings and preview."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from accounts.permissions import can, is_office

from ..models import ImportBatch
from ..models.imports import BatchState, ImportBatchQuerySet


@dataclass(frozen=True)
class Unnamed:
    """A writing that nobody has explained yet. ``subject`` as in NameMapping; ``cells`` where it stands."""

    subject: str
    name: str
    candidates: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SheetPage:
    """One sheet of the preview: its counts and sums, its findings and its changes."""

    summary: dict[str, Any]
    findings: tuple[dict[str, Any], ...]
    changes: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class ImportPage:
    """``unnamed``: what the user maps once. ``may_…``: which buttons the page has."""

    batch: ImportBatch
    sheets: tuple[SheetPage, ...] = ()
    others: tuple[dict[str, Any], ...] = ()
    unnamed: tuple[Unnamed, ...] = field(default=())
    may_confirm: bool = False
    may_recheck: bool = False
    may_skip: bool = False
    may_undo: bool = False


def import_batches(user: User) -> ImportBatchQuerySet:
    """The newest first, without the long lists."""
    rows = ImportBatch.objects.visible_to(user).select_related("upload", "job", "started_by__person", "unit")
    return rows.defer("findings", "changes", "written").order_by("-pk")


def import_page(user: User, batch_id: int) -> ImportPage:
    """Raises ImportBatch.DoesNotExist for a stranger."""
    rows = ImportBatch.objects.visible_to(user).defer("written")
    batch = rows.select_related("upload", "marked", "job", "started_by__person", "unit").get(pk=batch_id)
    known = batch.summary.get("sheets", [])
    names = [sheet["sheet"] for sheet in known]
    may = can(user, "batch.start")
    checked = batch.state in (BatchState.BLOCKED, BatchState.READY)
    return ImportPage(
        batch=batch,
        sheets=tuple(
            SheetPage(
                sheet,
                tuple(f for f in batch.findings if f["sheet"] == sheet["sheet"]),
                tuple(c for c in batch.changes if c["sheet"] == sheet["sheet"]),
            )
            for sheet in known
        ),
        others=tuple(f for f in batch.findings if f["sheet"] not in names),
        unnamed=tuple(_unnamed(batch.findings)) if checked else (),
        may_confirm=may and batch.state == BatchState.READY and not batch.summary.get("nothing"),
        may_recheck=may and checked,
        may_skip=may and batch.state == BatchState.BLOCKED,
        may_undo=batch.state == BatchState.WRITTEN and (user.pk == batch.started_by_id or is_office(user)),
    )


def _unnamed(findings: list[dict[str, Any]]) -> list[Unnamed]:
    """Each writing once, in the order of the sheet."""
    found: dict[tuple[str, str], Unnamed] = {}
    for each in findings:
        if not each.get("subject") or each["severity"] != "error":
            continue
        key = each["subject"], each["name"]
        cell = f"{each['sheet']} {each['cell']}".strip()
        former = found.get(key)
        cells = (*former.cells, cell) if former else (cell,)
        found[key] = Unnamed(*key, tuple(each["candidates"]), cells)
    return list(found.values())
