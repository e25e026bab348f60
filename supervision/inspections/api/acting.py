"""What inspections, findings, conclusions and rectifications have in common as things of the API."""

from __future__ import annotations

from typing import ClassVar, Final

from supervision.rest import acting

# What speaks of the thing's state rather than of the request.
OF_STATE: Final = frozenset(
    {
        "wrong_step",
        "no_rule",
        "due_past",
        "conclusion_one_in_force",
        "review_one_of_a_conclusion",
        "rectification_extension_one_open",
        "rectification_one_relapse_at_a_time",
        "verification_one_open",
        "inspection_plan_is_locked",
        "rectification_ended_is_locked",
        "rectification_closed_with_proof",
        "verification_by_two_outside",
    }
)
# Where a column of ours has another name in the request.
NAMES: Final = {
    "users": "user_ids",
    "reviewers": "user_ids",
    "findings": "finding_ids",
    "helping": "helping_ids",
    "origin": "origin_code",
    "end_approver": "approver_id",
}


class ThingRows(acting.ThingRows):
    write_scope = "rectifications"
    of_state = OF_STATE
    names: ClassVar = NAMES
