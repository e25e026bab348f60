"""Writes about people, files and jobs."""

from __future__ import annotations

from .dispatch import announce_job
from .jobs import (
    JobRefused,
    JobResult,
    LeaseLost,
    claim_job,
    fail_job,
    finish_job,
    register_runner,
    report_job,
    run_job,
    start_job,
    waiting_jobs,
)
from .uploads import store_upload

__all__ = [
    "JobRefused",
    "JobResult",
    "LeaseLost",
    "announce_job",
    "claim_job",
    "fail_job",
    "finish_job",
    "register_runner",
    "report_job",
    "run_job",
    "start_job",
    "store_upload",
    "waiting_jobs",
]
