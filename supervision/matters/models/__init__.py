"""督办事项: matters, the duties of the units that carry them, and all that happens to them."""

from __future__ import annotations

from .dates import Exemption, Extension, Suspension
from .duty import Duty
from .feedback import Feedback, FeedbackFile
from .matter import Matter, MatterFile, Stage
from .source import Source
from .story import Instruction, Review, Step

__all__ = [
    "Duty",
    "Exemption",
    "Extension",
    "Feedback",
    "FeedbackFile",
    "Instruction",
    "Matter",
    "MatterFile",
    "Review",
    "Source",
    "Stage",
    "Step",
    "Suspension",
]
