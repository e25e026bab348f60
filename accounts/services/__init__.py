"""Writes about people, files and jobs."""

from __future__ import annotations

from .access import record_access
from .calls import forget_old_calls
from .clients import close_api_client, create_api_client
from .deputies import appoint_deputy, end_deputy
from .dispatch import announce_job
from .grants import grant_role, revoke_role
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
from .roster import RosterChange, RosterOutcome, RosterRow, write_roster
from .tenures import appoint, end_tenure
from .units import (
    close_unit,
    create_person,
    create_post,
    create_unit,
    rename_unit,
    revise_person,
    revise_post,
    revise_unit,
)
from .uploads import mark_pictures, store_upload
from .users import (
    change_own_password,
    create_administrator,
    create_user,
    deactivate_user,
    set_active,
    set_language,
    set_password,
)

__all__ = [
    "JobRefused",
    "JobResult",
    "LeaseLost",
    "RosterChange",
    "RosterOutcome",
    "RosterRow",
    "announce_job",
    "appoint",
    "appoint_deputy",
    "change_own_password",
    "claim_job",
    "close_api_client",
    "close_unit",
    "create_administrator",
    "create_api_client",
    "create_person",
    "create_post",
    "create_unit",
    "create_user",
    "deactivate_user",
    "end_deputy",
    "end_tenure",
    "fail_job",
    "finish_job",
    "forget_old_calls",
    "grant_role",
    "mark_pictures",
    "record_access",
    "register_runner",
    "rename_unit",
    "report_job",
    "revise_person",
    "revise_post",
    "revise_unit",
    "revoke_role",
    "run_job",
    "set_active",
    "set_language",
    "set_password",
    "start_job",
    "store_upload",
    "waiting_jobs",
    "write_roster",
]
