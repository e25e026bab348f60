"""The life of an import: started, checked, confirmed, written, undone. What rows mean is read elsewhere.

checking → blocked | ready | refused; ready → writing → written → undone. A blocked or ready batch may be
checked again, with other options or after names were mapped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Job, Upload, User
from accounts.models.job import JobState
from accounts.services import start_job

from ..models import ImportBatch, NameMapping
from ..models.imports import BatchState
from ..permissions import require

CHECK: Final = "projects.import.check"
WRITE: Final = "projects.import.write"
CHECKED: Final = frozenset({BatchState.BLOCKED, BatchState.READY})


@transaction.atomic
def start_import(
    *, actor: User, upload: Upload, kind: str = "", options: Mapping[str, Any] | None = None, now: datetime
) -> ImportBatch:
    """Have a stored workbook checked. ``options``: year, month, skip_marked_rows, reason."""
    require(actor, "batch.start")
    batch = ImportBatch.objects.create(
        upload=upload,
        unit=actor.unit,
        kind=kind,
        options=dict(options or {}),
        started_by=actor,
        started_at=now,
    )
    return _send(batch, CHECK, now)


@transaction.atomic
def recheck_import(
    *, actor: User, batch_id: int, options: Mapping[str, Any] | None = None, now: datetime
) -> ImportBatch:
    """Check again, for example with rows skipped or with names that were mapped meanwhile."""
    batch = own_batch(actor, batch_id)
    if batch.job is None or batch.job.state != JobState.FAILED:  # a job that failed leaves its batch half way
        _require_state(batch, *CHECKED)
    batch.options = {**batch.options, **(options or {})}
    batch.state = BatchState.CHECKING
    batch.save(update_fields=["options", "state"])
    return _send(batch, CHECK, now)


@transaction.atomic
def confirm_import(*, actor: User, batch_id: int, now: datetime, reason: str = "") -> ImportBatch:
    """Write what the preview shows. ``reason`` stands for all doubts that were shown."""
    batch = own_batch(actor, batch_id)
    _require_state(batch, BatchState.READY)
    if batch.summary.get("nothing"):
        raise ValidationError(_("表中的内容与系统一致，没有需要写入的。"), code="nothing")
    if reason.strip():
        batch.options = {**batch.options, "reason": reason.strip()[:200]}
    batch.state = BatchState.WRITING
    batch.save(update_fields=["options", "state"])
    return _send(batch, WRITE, now)


@transaction.atomic
def save_check(*, batch_id: int, job_id: int, state: str, values: Mapping[str, Any]) -> ImportBatch:
    """Keep what a check found, unless another check or a write has taken its place meanwhile."""
    batch = lock_batch(batch_id)
    if batch.job_id == job_id and batch.state in (BatchState.CHECKING, BatchState.WRITING):
        for name, value in {**values, "state": state}.items():
            setattr(batch, name, value)
        batch.save(update_fields=[*values, "state"])
    return batch


@transaction.atomic
def remember_mapping(*, actor: User, batch_id: int, subject: str, source: str, target: str) -> NameMapping:
    """“What we call X is your Y”, for this unit from now on; an empty ``target`` leaves X out."""
    batch = own_batch(actor, batch_id)
    _require_state(batch, *CHECKED)
    row = NameMapping(unit=batch.unit, subject=subject, source=source, target=target.strip(), mapped_by=actor)
    row.full_clean(validate_constraints=False)
    mapping, _created = NameMapping.objects.update_or_create(
        unit=batch.unit,
        subject=subject,
        source=source,
        defaults={"target": row.target, "mapped_by": actor},
    )
    return mapping


def own_batch(actor: User, batch_id: int) -> ImportBatch:
    """Locked. Raises DoesNotExist for a stranger; only who started it, or the office, goes on with it."""
    if not ImportBatch.objects.visible_to(actor).filter(pk=batch_id).exists():
        raise ImportBatch.DoesNotExist
    require(actor, "batch.start")
    return lock_batch(batch_id)


def lock_batch(batch_id: int) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",))
    return rows.select_related("upload", "started_by__unit", "started_by__person", "job").get(pk=batch_id)


def _require_state(batch: ImportBatch, *states: BatchState) -> None:
    if batch.state not in states:
        raise ValidationError(
            _("这次导入现在是“%(state)s”，不能这样操作。") % {"state": batch.get_state_display()},
            code="wrong_state",
        )


def _send(batch: ImportBatch, kind: str, now: datetime) -> ImportBatch:
    word = _("校验") if kind == CHECK else _("导入")
    batch.job = start_job(
        actor=batch.started_by,
        kind=kind,
        title=f"{word} {batch.upload}",
        parameters={"batch": batch.pk},
        now=now,
    )
    batch.save(update_fields=["job"])
    return batch


def context_of(job: Job, batch: ImportBatch, reason: str) -> pghistory.context:
    """The history says who wrote, in which job, from which file."""
    return pghistory.context(user=job.started_by_id, name=str(job.started_by), reason=reason, batch=batch.pk)
