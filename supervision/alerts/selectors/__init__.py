"""What is due and not done, kind by kind; and what the board of the office shows."""

from __future__ import annotations

from typing import Final

from ..models import Subject
from . import inspection_news, inspections, matter_news, matters, own, projects, slips_due
from .board import (
    Board,
    board,
    carried_in_person,
    messages,
    reminders_of_matter,
    reminders_of_rectification,
    told_by,
)
from .gaps import never_reads, units_without_clerk, vacant_posts, without_address
from .kinds import DUE, Kind, news
from .mine import my_reminders
from .projects import months_due
from .undated import Undated, without_deadline

__all__ = [
    "DUE",
    "KINDS",
    "LATE",
    "Board",
    "Kind",
    "Undated",
    "board",
    "carried_in_person",
    "messages",
    "months_due",
    "my_reminders",
    "never_reads",
    "reminders_of_matter",
    "reminders_of_rectification",
    "told_by",
    "units_without_clerk",
    "vacant_posts",
    "without_address",
    "without_deadline",
]

# What is due and not done: it climbs a ladder of its own where the office has set one, else the general.
LATE: Final[dict[str, Kind]] = {
    Subject.PROGRESS: Kind(
        projects.late_progress,
        "progress",
        leaders=projects.leaders_of_projects,
        excused=projects.excused_projects,
    ),
    Subject.START: Kind(
        projects.late_starts,
        "start",
        leaders=projects.leaders_of_projects,
        excused=projects.excused_projects,
    ),
    Subject.MILESTONE: Kind(
        projects.missed_milestones,
        "milestone",
        leaders=projects.leaders_of_milestones,
        excused=projects.excused_milestones,
    ),
    Subject.OBSERVATION: Kind(projects.missing_observations, "observation", desk="enterer"),
    Subject.CALENDAR: Kind(own.missing_calendars, "calendar"),
    Subject.SIGNATURE: Kind(
        matters.late_signatures,
        "signature",
        leaders=matters.leaders_of_duties,
        excused=matters.excused_duties,
    ),
    Subject.FEEDBACK: Kind(
        matters.missing_feedbacks,
        "feedback",
        leaders=matters.leaders_of_duties,
        excused=matters.excused_duties,
    ),
    Subject.MATTER: Kind(
        matters.late_matters,
        "matter",
        leaders=matters.leaders_of_matters,
        excused=matters.excused_matters,
    ),
    Subject.EXTENSION: Kind(matters.late_decisions, "extension", leaders=matters.leaders_of_extensions),
    Subject.FINDING_ANSWER: Kind(inspections.late_answers, "finding_answer"),
    Subject.REVIEW_DECISION: Kind(inspections.late_reviews, "review_decision"),
    Subject.VERIFICATION: Kind(inspections.late_verifications, "verification"),
    Subject.RECTIFICATION: Kind(
        inspections.late_rectifications,
        "rectification",
        leaders=inspections.leaders_of_rectifications,
        excused=inspections.excused_rectifications,
    ),
    Subject.LONGER: Kind(
        inspections.late_decisions,
        "longer",
        leaders=inspections.leaders_of_rectifications,
        excused=inspections.excused_rectifications,
    ),
    Subject.MEASURE: Kind(
        inspections.late_measures,
        "measure",
        leaders=inspections.leaders_of_rectifications,
        excused=inspections.excused_rectifications,
    ),
    Subject.STEP: Kind(
        inspections.late_steps,
        "step",
        leaders=inspections.leaders_of_rectifications,
        excused=inspections.excused_rectifications,
    ),
    Subject.SLIP_SIGNATURE: Kind(
        slips_due.late_signatures, "slip_signature", excused=slips_due.excused_slips
    ),
    Subject.SLIP_ANSWER: Kind(slips_due.late_answers, "slip_answer", excused=slips_due.excused_slips),
}
KINDS: Final[dict[str, Kind]] = LATE | {
    Subject.ASSIGNED: news(matter_news.assigned),
    Subject.RETURNED: news(matter_news.returned),
    Subject.ANSWERED: news(matter_news.answered),
    Subject.DECIDED: news(matter_news.decided),
    Subject.CLOSED: news(matter_news.closed),
    Subject.REFUSED: news(matter_news.refused),
    Subject.REPORTED: news(matter_news.reported),
    Subject.SIGN_OFF: news(matter_news.to_sign_off, desk="unit_head"),
    Subject.FEEDBACK_WAITING: news(matter_news.feedback_waiting),
    Subject.EXTENSION_WAITING: news(matter_news.extension_waiting),
    Subject.HELP: news(matter_news.help_needed),
    Subject.SHOWN: news(matter_news.shown),
    Subject.FINDING_TOLD: news(inspection_news.findings_told),
    Subject.CONCLUDED: news(inspection_news.conclusions_issued),
    Subject.ORDERED: news(inspection_news.ordered),
    Subject.SENT_BACK: news(inspection_news.sent_back),
    Subject.LONGER_DECIDED: news(inspection_news.longer_decided),
    Subject.RECTIFIED: news(inspection_news.rectified),
    Subject.TO_VERIFY: news(inspection_news.to_verify),
    Subject.REVIEW_FILED: news(inspection_news.reviews_filed),
    Subject.DISPUTED: news(inspection_news.disputed),
    Subject.RECTIFICATION_WAITING: news(inspection_news.rectifications_waiting),
    Subject.LONGER_WAITING: news(inspection_news.longer_waiting),
    Subject.UNDELIVERED: news(own.undelivered),
    Subject.SLIP_WAITING: news(slips_due.approvals_waiting),
    Subject.SLIP_ISSUED: news(slips_due.slips_issued),
    Subject.SLIP_ANSWERED: news(slips_due.answers_waiting),
    Subject.SLIP_RETURNED: news(slips_due.answers_returned),
}
