"""Long work: started by a person, done by whichever worker holds the lease, never lost.

The row is the promise. The queue only says "look now"; ``accounts.sweep_jobs`` finds what it forgot.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import pghistory
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Job, Upload, User
from accounts.models.job import JobState
from accounts.services.dispatch import announce_job

logger = logging.getLogger(__name__)

# A runner reports more often than this, or stays inside one transaction in which it has reported.
LEASE: Final = timedelta(minutes=2)
MAX_ATTEMPTS: Final = 3


class JobRefused(Exception):
    """The work cannot be done, for a reason that its message tells the user; it is not tried again."""


class LeaseLost(Exception):
    """Another worker has taken the job over, so this one must stop without writing."""


@dataclass(frozen=True)
class JobResult:
    """What a runner hands back: a file, a page of ours, a closing sentence, or none of them."""

    upload: Upload | None = None
    page: str = ""
    note: str = ""


Runner = Callable[[Job], JobResult | None]
_RUNNERS: dict[str, Runner] = {}


def register_runner(kind: str, runner: Runner) -> None:
    """Say which function does jobs of ``kind``; called from an AppConfig's ``ready``."""
    if _RUNNERS.setdefault(kind, runner) is not runner:
        raise ImproperlyConfigured(f"two runners for jobs of kind {kind!r}")


@transaction.atomic
def start_job(
    *, actor: User, kind: str, title: str, now: datetime, parameters: Mapping[str, Any] | None = None
) -> Job:
    """Queue a job of a registered kind. A worker hears of it after the transaction has committed."""
    if kind not in _RUNNERS:
        raise ImproperlyConfigured(f"no runner for jobs of kind {kind!r}")
    job = Job.objects.create(
        kind=kind, title=title[:200], parameters=dict(parameters or {}), started_by=actor, created_at=now
    )
    transaction.on_commit(lambda: announce_job(job.pk))
    return job


@transaction.atomic
def claim_job(*, job_id: int) -> Job | None:
    """Take the job under a lease, or None when it has ended or another worker holds it."""
    rows = Job.objects.select_for_update(skip_locked=True, of=("self",)).select_related("started_by")
    job = rows.claimable().filter(pk=job_id).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        _end(job, JobState.FAILED, note=_gave_up(job))
        return None
    job.state, job.attempts = JobState.RUNNING, job.attempts + 1
    Job.objects.filter(pk=job.pk).update(state=job.state, attempts=job.attempts, lease_until=Now() + LEASE)
    return job


def report_job(job: Job, done: int, total: int = 0, note: str = "") -> None:
    """Show how far the work is and renew the lease. Raises LeaseLost when another worker took over.

    Inside a transaction the figures show only when it commits; until then the row's lock is the lease.
    """
    done = min(done, total) if total else done
    _write(job, done=done, total=total, note=note[:300], lease_until=Now() + LEASE)
    job.done, job.total, job.note = done, total, note[:300]


def finish_job(job: Job, result: JobResult | None = None) -> None:
    """The work is done. Raises LeaseLost when another worker took over."""
    result = result or JobResult()
    _end(job, JobState.DONE, note=result.note, result=result.upload, page=result.page, error="")


def fail_job(job: Job, *, reason: str, error: str = "") -> None:
    """The work cannot be done: ``reason`` tells the user why and what to do, ``error`` the administrator."""
    _end(job, JobState.FAILED, note=reason, error=error)


def run_job(*, job_id: int) -> None:
    """Claim a job and do it. A second call while it runs, or after it ended, does nothing."""
    job = claim_job(job_id=job_id)
    if job is None:
        return
    actor = job.started_by
    with (
        translation.override(actor.language),
        pghistory.context(user=actor.pk, name=str(actor), job=job.pk),
    ):
        try:
            finish_job(job, _RUNNERS[job.kind](job))
        except (JobRefused, PermissionDenied) as refusal:
            fail_job(job, reason=str(refusal))
        except ValidationError as error:
            fail_job(job, reason=_("；").join(error.messages))
        except LeaseLost:
            logger.warning("job %s was taken over by another worker", job.pk)
        except (OperationalError, InterfaceError):
            # The database is away or broke a deadlock; the lease runs out and the sweep tries again.
            logger.exception("job %s lost its database", job.pk)
        # Whatever a runner raises must reach the person who waits, not only the log.
        except Exception:
            logger.exception("job %s failed", job.pk)
            fail_job(job, reason=_unexpected(job), error=traceback.format_exc())


def waiting_jobs() -> list[int]:
    """The jobs that no worker holds, oldest first."""
    return list(Job.objects.claimable().order_by("pk").values_list("pk", flat=True))


def _end(job: Job, state: JobState, *, note: str, **values: Any) -> None:
    _write(job, state=state, note=note[:300], finished_at=Now(), lease_until=None, **values)
    job.refresh_from_db()


def _write(job: Job, **values: Any) -> None:
    """Write as the holder of this lease; a worker that was late has an older number."""
    open_states = [JobState.QUEUED, JobState.RUNNING]
    held = Job.objects.filter(pk=job.pk, attempts=job.attempts, state__in=open_states)
    if not held.update(**values):
        raise LeaseLost(job.pk)


def _gave_up(job: Job) -> str:
    return _(
        "处理中断了 %(times)d 次，已停止。请重新发起；仍不成功的，请把任务编号 %(number)d 告诉系统管理员。"
    ) % {"times": MAX_ATTEMPTS, "number": job.pk}


def _unexpected(job: Job) -> str:
    return _("系统出错，没有完成。请把任务编号 %(number)d 告诉系统管理员。") % {"number": job.pk}
