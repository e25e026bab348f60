"""What is due and not done, kind by kind; and what the board of the office shows."""

from __future__ import annotations

from typing import Final

from .. import rules
from ..models import Subject
from . import matter_news as news
from .board import (
    Board,
    board,
    carried_in_person,
    due_digests,
    my_reminders,
    reminders_of_matter,
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
    Subject.FEEDBACK_WAITING: Kind(news.feedback_waiting, rules.ONCE),
    Subject.EXTENSION_WAITING: Kind(news.extension_waiting, rules.ONCE),
    Subject.HELP: Kind(news.help_needed, rules.ONCE),
    Subject.SHOWN: Kind(news.shown, rules.ONCE),
}
