"""What all rectifications are measured by on a day: thresholds and workdays."""

from __future__ import annotations

from datetime import date

from rulebook.models import Subject
from rulebook.selectors import light_rules
from supervision.matters.selectors.pace import known_workdays

from ..rules.lights import Pace


def rectification_pace(on: date) -> Pace:
    """For ``Rectification.objects.with_light`` and ``with_margins``. Two statements."""
    return Pace(on, light_rules(Subject.RECTIFICATION, on), known_workdays())
