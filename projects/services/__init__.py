"""Writes of the room: one verb each, ``actor`` first; lock, may, rule, write, tell."""

from __future__ import annotations

from .catalogue import set_plan, set_programme, set_sector
from .exemptions import end_exemption, grant_exemption
from .funding import (
    decide_receipt,
    record_assessment,
    record_receipt,
    record_statistics_entry,
    set_funding_line,
)
from .import_undo import undo_import
from .imports import confirm_import, recheck_import, remember_mapping, start_import
from .milestones import complete_milestone, set_milestone
from .plans import PlanTerms, set_annual_plan
from .progress import (
    accept_progress,
    correct_progress,
    return_progress,
    save_progress,
    submit_progress,
)
from .record import Recorded, record_progress_rows
from .register import ProjectFacts, register_project, revise_project
from .responsibilities import assign_responsibility, end_responsibility, hand_over_responsibility

__all__ = [
    "PlanTerms",
    "ProjectFacts",
    "Recorded",
    "accept_progress",
    "assign_responsibility",
    "complete_milestone",
    "confirm_import",
    "correct_progress",
    "decide_receipt",
    "end_exemption",
    "end_responsibility",
    "grant_exemption",
    "hand_over_responsibility",
    "recheck_import",
    "record_assessment",
    "record_progress_rows",
    "record_receipt",
    "record_statistics_entry",
    "register_project",
    "remember_mapping",
    "return_progress",
    "revise_project",
    "save_progress",
    "set_annual_plan",
    "set_funding_line",
    "set_milestone",
    "set_plan",
    "set_programme",
    "set_sector",
    "start_import",
    "submit_progress",
    "undo_import",
]
