"""The rows of an import on their way into the tables: collected first, then written together.

Nothing is decided here. The planners of ``projects.imports`` have matched, compared and checked every row;
what slipped through is refused by the tables' own constraints, in their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from rulebook.rules import Month
from rulebook.services import next_number

from .. import rules
from ..models import ImportBatch, Project
from ..rules import Finding, ProgressEntry
from ..selectors.rows import ProgressRow
from .record import record_progress_rows
from .register import SERIES
from .writing import broken_rule

AT_ONCE: Final = 1000


class PlannedRow(NamedTuple):
    """One project's report of one month; the project by its key, or the instance that will have one.

    ``findings``: what ``check_progress`` said of it when it was planned; ``note``: what the sheet remarks.
    """

    project: int | Project
    period: Month
    entry: ProgressEntry
    note: str
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Work:
    """What one import will write. Instances may refer to others that are not saved yet.

    ``after``: calls of services that write a subject by themselves, when everything else is written.
    """

    creates: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    updates: dict[type[models.Model], dict[Any, tuple[models.Model, set[str]]]] = field(default_factory=dict)
    months: list[PlannedRow] = field(default_factory=list)
    after: list[Callable[[], object]] = field(default_factory=list)

    def create(self, row: models.Model) -> None:
        self.creates.setdefault(type(row), []).append(row)

    def change(self, row: models.Model, names: Iterable[str]) -> None:
        """``row`` carries the new values already. A row that is to be created needs no change."""
        if row.pk is not None:
            self.updates.setdefault(type(row), {}).setdefault(row.pk, (row, set()))[1].update(names)

    def __bool__(self) -> bool:
        return bool(self.creates or self.updates or self.months or self.after)


def hold_projects() -> None:
    """Nobody else writes about projects until the transaction ends; all may read.

    Every writer locks its project's row first, so it waits here, and so does another import.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Project._meta.db_table)} IN EXCLUSIVE MODE")


def write_work(*, batch: ImportBatch, work: Work, now: datetime, reason: str) -> None:
    """Write everything inside the caller's transaction. Raises ValidationError, and then nothing stays.

    The caller has held the projects (``hold_projects``) since the work was planned, or since it was found
    that nothing has changed meanwhile.
    """
    try:
        with transaction.atomic():
            _number(work.creates.get(Project, []), now.year)
            for model, rows in work.updates.items():
                _update(model, rows.values())
            for model, created in work.creates.items():
                _insert(model, created)
            if work.months:
                _record(batch, work, now, reason)
            for write in work.after:
                write()
    except IntegrityError as error:
        raise ValidationError(_in_words(error), code="constraint") from error


def _record(batch: ImportBatch, work: Work, now: datetime, reason: str) -> None:
    """Beside a changed ledger, months are checked again: against the projects as they are by now."""
    changes_projects = bool(work.creates or work.updates)
    record_progress_rows(
        actor=batch.started_by,
        rows=[ProgressRow(_id(m.project), m.period, m.entry, m.note) for m in work.months],
        batch=batch,
        now=now,
        reason=reason,
        findings=None if changes_projects else [month.findings for month in work.months],
    )


def _id(project: int | Project) -> int:
    return project if isinstance(project, int) else project.pk


def _number(projects: Sequence[Any], year: int) -> None:
    for project in projects:
        project.number = rules.project_number(year, next_number(key=SERIES, year=year))


def _update(model: type[models.Model], rows: Iterable[tuple[models.Model, set[str]]]) -> None:
    """Rows with the same changed columns go in one statement."""
    groups: dict[tuple[str, ...], list[models.Model]] = {}
    for row, names in rows:
        groups.setdefault(tuple(sorted(names)), []).append(row)
    for columns, members in groups.items():
        model._default_manager.bulk_update(members, columns, batch_size=AT_ONCE)


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Parents before their children: a row waits until what it refers to in its own table has a key."""
    own = [f.name for f in model._meta.fields if f.is_relation and f.related_model is model]
    waiting = rows
    while waiting:
        ready = [row for row in waiting if not any(_is_unsaved(row, name) for name in own)]
        model._default_manager.bulk_create(ready, batch_size=AT_ONCE)
        waiting = [row for row in waiting if row.pk is None]


def _is_unsaved(row: models.Model, name: str) -> bool:
    related = row._state.fields_cache.get(name)
    return related is not None and related.pk is None


def _in_words(error: IntegrityError) -> str:
    """The readable message of the constraint that was broken."""
    broken = broken_rule(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                return str(constraint.get_violation_error_message())
    return str(error)
