"""督查整改: inspections, what was found, what was concluded, and how it was put right."""

from __future__ import annotations

from .conclusion import Clue, Conclusion, Recommendation, Review, Reviewer
from .finding import Category, ChecklistItem, Finding
from .inspection import InspectedUnit, Inspection, PlanVersion, TeamMember
from .proof import Evidence, LookBack, Progress, RectificationExtension, Verification, Verifier
from .rectification import HelpingUnit, Origin, PlannedMeasure, Rectification
from .story import Step
from .year import Designation, YearPlan

__all__ = [
    "Category",
    "ChecklistItem",
    "Clue",
    "Conclusion",
    "Designation",
    "Evidence",
    "Finding",
    "HelpingUnit",
    "InspectedUnit",
    "Inspection",
    "LookBack",
    "Origin",
    "PlanVersion",
    "PlannedMeasure",
    "Progress",
    "Recommendation",
    "Rectification",
    "RectificationExtension",
    "Review",
    "Reviewer",
    "Step",
    "TeamMember",
    "Verification",
    "Verifier",
    "YearPlan",
]
