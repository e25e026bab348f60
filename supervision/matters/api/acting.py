"""What matters, duties, feedbacks and extensions have in common as things of the API."""

from __future__ import annotations

from typing import ClassVar, Final

from supervision.rest import acting

from ..models import Matter
from ..services.writing import lock_matter

# What speaks of the thing's state rather than of the request.
OF_STATE: Final = frozenset(
    {
        "wrong_step",
        "not_running",
        "not_ended",
        "not_suspended",
        "not_exempt",
        "not_lapsed",
        "suspended",
        "no_due_date",
        "due_date_is_fixed",
        "no_rule",
        "extension_open",
        "extension_one_open",
        "feedback_one_open",
        "feedback_once_a_period",
        "nothing_owed",
        "nothing_to_answer",
        "final_goes_with_the_duty",
        "lead_is_reviewed",
        "lead_is_needed",
        "use_instruct_again",
        "has_a_story",
        "matter_ended_is_locked",
    }
)
# Where a column of ours has another name in the request.
NAMES: Final = {"merged_into": "into_id", "end_approver": "approver_id", "shown_until": "shown_to_id"}


class ThingRows(acting.ThingRows):
    """Whatever it is, its matter is locked with it."""

    write_scope = "matters"
    whole = "matter_id"
    of_state = OF_STATE
    names: ClassVar = NAMES

    def lock(self, key: int) -> Matter:
        return lock_matter(key)
