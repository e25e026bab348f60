"""What inspections, findings, conclusions and rectifications have in common as things of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from indicators.models import Indicator
from projects.models import Milestone, Project
from supervision.matters.models import Matter
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


# What a row is said to concern is named on its page.
CONCERNED: Final[dict[str, Any]] = {
    "project_id": Project,
    "milestone_id": Milestone,
    "matter_id": Matter,
    "indicator_id": Indicator,
}


class ThingRows(acting.ThingRows):
    write_scope = "rectifications"
    of_state = OF_STATE
    names: ClassVar = NAMES

    def require_seen(self, model: Any, key: int | None) -> None:
        """What the caller does not see is answered like what is not there. Raises DoesNotExist."""
        if key is not None:
            model.objects.visible_to(self.actor).get(pk=key)

    def require_concerned_seen(self, values: Mapping[str, Any]) -> None:
        """Raises DoesNotExist."""
        for name, model in CONCERNED.items():
            self.require_seen(model, values[name])
