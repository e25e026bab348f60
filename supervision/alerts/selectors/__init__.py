"""What is due and not done, kind by kind; and what the board of the office shows."""

from __future__ import annotations

from typing import Final

from .. import rules
from ..models import Subject
from . import inspection_news, inspections
from . import matter_news as news
from .board import (
    Board,
    board,
    carried_in_person,
    due_digests,
    my_reminders,
    reminders_of_matter,
    reminders_of_rectification,
    units_without_clerk,
)
from .kinds import DUE, Kind
from .matters import late_matters, late_signatures, matters_soon_due, missing_feedbacks
from .projects import late_progress, missed_milestones, missing_observations, months_due

__all__ = [
    "DUE",
    "KINDS",
    "Board",
    "Kind",
    "board",
    "carried_in_person",
    "due_digests",
    "months_due",
    "my_reminders",
    "reminders_of_matter",
    "reminders_of_rectification",
    "units_without_clerk",
]

KINDS: Final[dict[str, Kind]] = {
    Subject.PROGRESS: Kind(late_progress),
    Subject.MILESTONE: Kind(missed_milestones),
    Subject.OBSERVATION: Kind(missing_observations, clerks=rules.ENTERERS),
    Subject.SIGNATURE: Kind(late_signatures),
    Subject.FEEDBACK: Kind(missing_feedbacks),
    Subject.MATTER: Kind(late_matters),
    Subject.DUE_SOON: Kind(matters_soon_due, rules.ONCE),
    Subject.ASSIGNED: Kind(news.assigned, rules.ONCE),
    Subject.RETURNED: Kind(news.returned, rules.ONCE),
    Subject.ANSWERED: Kind(news.answered, rules.ONCE),
    Subject.DECIDED: Kind(news.decided, rules.ONCE),
    Subject.CLOSED: Kind(news.closed, rules.ONCE),
    Subject.REFUSED: Kind(news.refused, rules.ONCE),
    Subject.REPORTED: Kind(news.reported, rules.ONCE),
    Subject.SIGN_OFF: Kind(news.to_sign_off, rules.ONCE, clerks=rules.HEADS),
    Subject.FEEDBACK_WAITING: Kind(news.feedback_waiting, rules.ONCE),
    Subject.EXTENSION_WAITING: Kind(news.extension_waiting, rules.ONCE),
    Subject.HELP: Kind(news.help_needed, rules.ONCE),
    Subject.SHOWN: Kind(news.shown, rules.ONCE),
    Subject.FINDING_ANSWER: Kind(inspections.late_answers),
    Subject.REVIEW_DECISION: Kind(inspections.late_reviews),
    Subject.VERIFICATION: Kind(inspections.late_verifications),
    Subject.RECTIFICATION: Kind(inspections.late_rectifications),
    Subject.MEASURE: Kind(inspections.late_measures),
    Subject.STEP: Kind(inspections.late_steps),
    Subject.RECTIFICATION_SOON: Kind(inspections.rectifications_soon_due, rules.ONCE),
    Subject.FINDING_TOLD: Kind(inspection_news.findings_told, rules.ONCE),
    Subject.CONCLUDED: Kind(inspection_news.conclusions_issued, rules.ONCE),
    Subject.ORDERED: Kind(inspection_news.ordered, rules.ONCE),
    Subject.SENT_BACK: Kind(inspection_news.sent_back, rules.ONCE),
    Subject.LONGER_DECIDED: Kind(inspection_news.longer_decided, rules.ONCE),
    Subject.RECTIFIED: Kind(inspection_news.rectified, rules.ONCE),
    Subject.TO_VERIFY: Kind(inspection_news.to_verify, rules.ONCE),
    Subject.REVIEW_FILED: Kind(inspection_news.reviews_filed, rules.ONCE),
    Subject.DISPUTED: Kind(inspection_news.disputed, rules.ONCE),
    Subject.RECTIFICATION_WAITING: Kind(inspection_news.rectifications_waiting, rules.ONCE),
    Subject.LONGER_WAITING: Kind(inspection_news.longer_waiting, rules.ONCE),
}
