"""下达、调入、调整、调出: the versions that a year's plan of a project may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# From the current version's change (None: no plan of that year yet) to the next one's.
NEXT_CHANGE: Final[Mapping[str | None, frozenset[str]]] = {
    None: frozenset({"initial", "added"}),
    "initial": frozenset({"adjusted", "removed"}),
    "added": frozenset({"adjusted", "removed"}),
    "adjusted": frozenset({"adjusted", "removed"}),
    "removed": frozenset({"added"}),
}


def require_change(current: str | None, to: str) -> None:
    """Raise ValidationError (code ``wrong_change``) when a plan cannot change that way."""
    if to in NEXT_CHANGE[current]:
        return
    if current is None:
        text = _("该项目本年度尚无计划，只能下达或调入。")
    elif current == "removed":
        text = _("该项目已调出本年度计划，只能重新调入。")
    else:
        text = _("该项目本年度已有计划，只能调整或调出。")
    raise ValidationError(text, code="wrong_change")
