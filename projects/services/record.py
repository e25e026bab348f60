"""Many months' reports in one act, by the same rules as one: for workbooks. Set-based, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory.runtime import Context

from accounts.models import User

from .. import rules
from ..models import ImportBatch, MonthlyProgress, ProgressStep, Project
from ..models.progress import OPEN, ProgressStatus
from ..permissions import can, require, require_all_carried
from ..selectors.entry import ENTRY_FIELDS, entry_of
from ..selectors.rows import ProgressRow, one_array, row_findings
from .copying import copy_rows, new_ids
from .facts import carry_facts
from .writing import because, readable

COLUMNS = ("id", "project", "year", "month", "revision", *ENTRY_FIELDS, "warnings", "reason")
ENTRY_VALUES = attrgetter(*ENTRY_FIELDS)  # astuple() copies deeply and takes longer than COPY itself
TOLD_AT_ONCE = 50
Warnings = list[dict[str, str]]


@dataclass(frozen=True)
class Recorded:
    """How many rows became what; ``facts_before`` is what projects said before (see ``carry_facts``)."""

    created: int
    corrected: int
    taken_over: int
    unchanged: int
    facts_before: list[dict[str, Any]]


@dataclass(frozen=True)
class _Act:
    """Who records, when, and what the rows become."""

    actor: User
    now: datetime
    status: str
    batch: ImportBatch | None
    reason: str

    def why(self, row: ProgressRow) -> str:
        """What the sheet remarks about the row goes before the one reason for all."""
        return (row.note.strip() or self.reason)[:300]

    @property
    def signature(self) -> dict[str, Any]:
        """The columns that each row gets alike."""
        decided = self.status == ProgressStatus.ACCEPTED
        return {
            "status": self.status,
            "batch_id": self.batch.pk if self.batch else None,
            "reported_by_id": self.actor.pk,
            "reported_at": self.now,
            "decided_by_id": self.actor.pk if decided else None,
            "decided_at": self.now if decided else None,
        }


@dataclass
class _Work:
    """Rows that are new, with their revision; those that take over an open report; those superseded."""

    new: list[tuple[ProgressRow, int, Warnings]] = field(default_factory=list)
    taken: list[tuple[ProgressRow, MonthlyProgress, Warnings]] = field(default_factory=list)
    superseded: list[int] = field(default_factory=list)
    unchanged: int = 0


@transaction.atomic
def record_progress_rows(
    *,
    actor: User,
    rows: Sequence[ProgressRow],
    batch: ImportBatch | None,
    now: datetime,
    reason: str = "",
    findings: Sequence[tuple[rules.Finding, ...]] | None = None,
) -> Recorded:
    """Write reports of many months: accepted when the office records them, submitted when a unit does.

    What an accepted report already says changes nothing; what it says otherwise becomes a new revision,
    for which ``reason`` is needed, as for every doubt. A draft or returned report of the month is taken
    over; one that waits for the office refuses the whole act. Raises ValidationError naming each project
    and month, PermissionDenied when a unit does not carry one of the projects.

    ``findings``: what ``row_findings`` would say, from a caller that has held all projects since it was said
    (``hold_projects``); the rows are then neither checked nor locked again.
    """
    ids = sorted({row.project_id for row in rows})
    accepts = can(actor, "progress.decide")
    if not accepts:
        require(actor, "progress.report")
        require_all_carried(actor, ids)
    projects = Project.objects.filter(pk__in=one_array(ids)).order_by("pk")
    if findings is None:
        projects = projects.select_for_update(no_key=True)
    names = dict(projects.values_list("pk", "name"))
    if findings is None:
        findings = row_findings(rows, on=timezone.localdate(now))
    status = ProgressStatus.ACCEPTED if accepts else ProgressStatus.SUBMITTED
    act = _Act(actor, now, status.value, batch, reason.strip())
    work = _sort(act, rows, findings, names)
    with because(actor, reason) as context, readable(MonthlyProgress):
        _supersede(act, work.superseded, context)
        written = [*_take_over(act, work.taken, context), *_copy_new(act, work.new, context)]
        facts = carry_facts(written) if accepts else []
    corrected = sum(revision > 1 for _row, revision, _warnings in work.new)
    return Recorded(len(work.new) - corrected, corrected, len(work.taken), work.unchanged, facts)


def _sort(
    act: _Act,
    rows: Sequence[ProgressRow],
    findings: Sequence[tuple[rules.Finding, ...]],
    names: dict[int, str],
) -> _Work:
    """Decide row by row, and refuse with everything that is wrong with any of them."""
    work, errors = _Work(), []
    there = _there(rows)
    seen = set()
    for row, found in zip(rows, findings, strict=True):
        key = row.project_id, row.period.year, row.period.month
        accepted, opened, revision = there.get(key, (None, None, 0))
        if accepted is not None and entry_of(accepted) == row.entry:
            work.unchanged += 1
            continue
        why = act.why(row)
        problem = _problem(row, names, twice=key in seen, opened=opened, accepted=accepted, reason=why)
        seen.add(key)
        warnings, refused = _confirmed(found, why)
        told = [problem, *refused] if problem else refused
        if told:
            where = f"{names.get(row.project_id, row.project_id)} {row.period.single.label}"
            errors += [ValidationError(f"{where}：{text}", code=code) for code, text in told]
            continue
        if opened is not None:
            work.taken.append((row, opened, warnings))
        else:
            work.new.append((row, revision + 1, warnings))
        if accepted is not None and act.status == ProgressStatus.ACCEPTED:
            work.superseded.append(accepted.pk)
    if errors:
        raise ValidationError(errors[:TOLD_AT_ONCE])
    return work


There = dict[tuple[int, int, int], tuple[MonthlyProgress | None, MonthlyProgress | None, int]]


def _there(rows: Sequence[ProgressRow]) -> There:
    """By project, year and month: the accepted report, the open one, and the last revision."""
    found: There = {}
    known = MonthlyProgress.objects.filter(
        project__in=one_array(row.project_id for row in rows),
        year__in={row.period.year for row in rows},
        month__in={row.period.month for row in rows},
    )
    for row in known.order_by("revision"):
        key = row.project_id, row.year, row.month
        accepted, opened, _revision = found.get(key, (None, None, 0))
        if row.status == ProgressStatus.ACCEPTED:
            accepted = row
        if row.status in OPEN:
            opened = row
        found[key] = accepted, opened, row.revision
    return found


def _problem(
    row: ProgressRow,
    names: dict[int, str],
    *,
    twice: bool,
    opened: MonthlyProgress | None,
    accepted: MonthlyProgress | None,
    reason: str,
) -> tuple[str, str] | None:
    """What stands in the way of a row, whatever its figures: (code, words)."""
    if row.project_id not in names:
        return "no_project", _("没有这个项目。")
    if twice:
        return "twice", _("同一项目同一月份出现了两次。")
    if opened is not None and opened.status == ProgressStatus.SUBMITTED:
        return "waiting", _("已有一份报送待审核，请先采用或退回。")
    if accepted is not None and not reason:
        return "reason_missing", _("与已采用的进展不同，更正须写明事由。")
    return None


def _confirmed(found: Sequence[rules.Finding], reason: str) -> tuple[Warnings, list[tuple[str, str]]]:
    """The doubts that the one reason stands for, and what is refused: (code, words)."""
    if not found:
        return [], []
    try:
        return rules.confirmed(found, {finding.code: reason for finding in found}), []
    except ValidationError as refused:
        return [], [(error.code or "", str(error.message)) for error in refused.error_list]


def _supersede(act: _Act, ids: Sequence[int], context: Context) -> None:
    rows = MonthlyProgress.objects.filter(pk__in=ids)
    rows.update(status=ProgressStatus.SUPERSEDED, decided_by=act.actor, decided_at=act.now)
    _copy_steps(act, ids, ProgressStatus.SUPERSEDED.value, context)


def _take_over(
    act: _Act, taken: Sequence[tuple[ProgressRow, MonthlyProgress, Warnings]], context: Context
) -> list[int]:
    for row, report, warnings in taken:
        values = {**asdict(row.entry), **act.signature, "warnings": warnings, "reason": act.why(row)}
        for name, value in values.items():
            setattr(report, name, value)
    reports = [report for _row, report, _warnings in taken]
    MonthlyProgress.objects.bulk_update(
        reports, [*ENTRY_FIELDS, *act.signature, "warnings", "reason"], batch_size=500
    )
    ids = [report.pk for report in reports]
    _copy_steps(act, ids, act.status, context)
    return ids


def _copy_new(act: _Act, new: Sequence[tuple[ProgressRow, int, Warnings]], context: Context) -> list[int]:
    ids = new_ids(MonthlyProgress, len(new))
    alike = {name.removesuffix("_id"): value for name, value in act.signature.items()}
    copy_rows(MonthlyProgress, COLUMNS, _lines(act, ids, new), alike, context)
    _copy_steps(act, ids, act.status, context)
    return ids


def _lines(
    act: _Act, ids: Sequence[int], new: Sequence[tuple[ProgressRow, int, Warnings]]
) -> Iterator[tuple[Any, ...]]:
    """Values in the order of COLUMNS."""
    for pk, (row, revision, warnings) in zip(ids, new, strict=True):
        why = act.why(row) if revision > 1 else ""
        head = pk, row.project_id, row.period.year, row.period.month, revision
        yield (*head, *ENTRY_VALUES(row.entry), warnings, why)


def _copy_steps(act: _Act, ids: Sequence[int], status: str, context: Context) -> None:
    alike = {"status": status, "by": act.actor.pk, "at": act.now, "note": act.reason[:300]}
    copy_rows(ProgressStep, ("progress",), ((pk,) for pk in ids), alike, context)
