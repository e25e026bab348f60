"""What a person enters to register a matter: the words of the matter, of each duty and of an instruction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .words import Classification, HelpersReportTo, Urgency


@dataclass(frozen=True)
class MatterWords:
    """Empty ``rhythm`` and ``due_rule`` mean those of the source; ``due_on`` is a person's own date.

    A date by hand comes with ``due_basis``, its reason, and without ``due_rule``. ``*_id``: rows that exist.
    """

    title: str
    source_id: int
    requirement: str
    source_number: str = ""
    source_title: str = ""
    source_date: date | None = None
    basis: str = ""
    approver_id: int | None = None
    approved_on: date | None = None
    standard: str = ""
    urgency: str = Urgency.NORMAL.value
    classification: str = Classification.INTERNAL.value
    rhythm: str = ""
    helpers_report_to: str = HelpersReportTo.LEAD.value
    leader_id: int | None = None
    sector_id: int | None = None
    project_id: int | None = None
    due_rule: str = ""
    due_on: date | None = None
    due_basis: str = ""
    note: str = ""


@dataclass(frozen=True)
class DutyWords:
    """``role`` is a ``DutyRole``; ``task`` this unit's own part; ``contact`` a person and telephone."""

    unit_id: int
    role: str
    task: str = ""
    contact: str = ""


@dataclass(frozen=True)
class InstructionWords:
    """``registered_only``: that it was given is kept, its text is not."""

    post_id: int
    given_on: date
    text: str = ""
    registered_only: bool = False
    reference: str = ""
