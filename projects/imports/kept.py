"""What a checked workbook would write, kept until its user confirms: a shortcut, never the truth.

Only reports of months are kept; they alone come by the ten thousand. The cache may lose them at any time: the
batch knows their hash and the state of the tables that they were checked against, and where either does not
fit, the workbook is read and checked again.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import zlib
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

from accounts.clock import today
from projects.models import (
    AnnualPlan,
    ImportBatch,
    MonthlyProgress,
    NameMapping,
    Project,
    ProjectCode,
    Responsibility,
)
from projects.rules import Finding, ProgressEntry
from projects.services.import_rows import PlannedRow, Work, hold_projects
from projects.services.import_undo import event_marks
from rulebook.rules import Month

logger = logging.getLogger(__name__)

SECONDS: Final = 6 * 60 * 60
# What planners of months read: a later event in one of their histories may change what they would find.
READ: Final = frozenset({Project, ProjectCode, AnnualPlan, MonthlyProgress, Responsibility})
AMOUNTS: Final = ("month_amount", "year_to_date", "since_start")
DATES: Final = ("started_on", "finished_on")


def state_read(batch: ImportBatch) -> dict[str, Any]:
    """What a plan depends on besides its workbook; equal states give equal plans. Asked before planning.

    Nobody is half way through writing about a project while the last events are looked up, so none can show
    up later with a smaller key.
    """
    with transaction.atomic():
        hold_projects()
        marks = event_marks(READ)
    mapped = NameMapping.objects.filter(unit=batch.unit_id).order_by("pk")
    names = repr(list(mapped.values_list("subject", "source", "target")))
    return {"marks": marks, "names": _hash(names.encode()), "day": today().isoformat()}


def keep(batch: ImportBatch, work: Work, state: dict[str, Any]) -> dict[str, Any]:
    """Put the work aside; what is returned stays with the batch. Empty when there is nothing to keep."""
    if not work.months or work != Work(months=work.months):
        return {}
    if not all(isinstance(row.project, int) for row in work.months):
        return {}
    content = zlib.compress(json.dumps([_plain(row) for row in work.months]).encode(), level=1)
    try:
        cache.set(_key(batch), content, SECONDS)
    except RedisError:
        logger.warning("the plan of import %s was not kept", batch.pk, exc_info=True)
        return {}
    return {"hash": _hash(content), "state": state}


def kept_work(batch: ImportBatch) -> Work | None:
    """What the check found to write; None when it was not kept, or is not what the check put aside."""
    expected = batch.summary.get("kept", {}).get("hash")
    if not expected:
        return None
    try:
        content = cache.get(_key(batch))
    except RedisError:
        logger.warning("the plan of import %s was not found", batch.pk, exc_info=True)
        return None
    if content is None or _hash(content) != expected:
        return None
    return Work(months=[_row(*line) for line in json.loads(zlib.decompress(content))])


def is_current(batch: ImportBatch) -> bool:
    """Whether the kept work is still what a new check would find. Asked under ``hold_projects``."""
    return bool(batch.summary["kept"]["state"] == state_read(batch))


def _key(batch: ImportBatch) -> str:
    return f"projects.import.{batch.pk}"


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _plain(row: PlannedRow) -> list[Any]:
    """A row as JSON has it: amounts and dates as text, doubts as lists of their fields."""
    entry = [None if value is None else str(value) for value in vars(row.entry).values()]
    found = [list(vars(finding).values()) for finding in row.findings]
    return [row.project, row.period.year, row.period.month, entry, row.note, found]


def _row(
    project: int, year: int, month: int, entry: list[str | None], note: str, found: list[Any]
) -> PlannedRow:
    values: dict[str, Any] = dict(zip(ProgressEntry.__dataclass_fields__, entry, strict=True))
    for name in AMOUNTS:
        values[name] = None if values[name] is None else Decimal(values[name])
    for name in DATES:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return PlannedRow(
        project, _month(year, month), ProgressEntry(**values), note, tuple(Finding(*each) for each in found)
    )


@functools.lru_cache(maxsize=64)
def _month(year: int, month: int) -> Month:
    """One for all rows, as the planner has it."""
    return Month(year, month)
