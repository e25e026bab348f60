"""Who may define indicators and enter their values."""

from __future__ import annotations

from rules.rulesets import add_rule

from accounts.models import Role
from accounts.permissions import can, has_role_for, is_office, require
from indicators.models import Indicator

__all__ = ["can", "require"]


def _unit_of(indicator: Indicator) -> int | None:
    return indicator.unit_id


enters_values = has_role_for(_unit_of, Role.DATA_CLERK, Role.UNIT_CLERK, Role.UNIT_HEAD, Role.API_CLIENT)

add_rule("indicator.define", is_office)
add_rule("observation.record", is_office | enters_values)
add_rule("observation.import", is_office | enters_values)
