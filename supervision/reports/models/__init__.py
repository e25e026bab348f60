"""What we tell the leaders: documents with the facts that they stand on, and the scores of the units."""

from __future__ import annotations

from .documents import (
    Document,
    DocumentBasis,
    DocumentFact,
    DocumentKind,
    DocumentQuerySet,
    DocumentSection,
    DocumentStep,
)
from .outlines import Outline, OutlineQuerySet, OutlineSection, SentenceRule
from .score_claims import ScoreAdjustment, ScoreAppeal, ScoreAppealFile, ScoreList, ScoreListEntry
from .score_sheets import ManualPoint, ScoreEvent, ScoreEvidence, ScoreRound, ScoreSheet
from .scores import ScoreRule, ScoreScheme

__all__ = [
    "Document",
    "DocumentBasis",
    "DocumentFact",
    "DocumentKind",
    "DocumentQuerySet",
    "DocumentSection",
    "DocumentStep",
    "ManualPoint",
    "Outline",
    "OutlineQuerySet",
    "OutlineSection",
    "ScoreAdjustment",
    "ScoreAppeal",
    "ScoreAppealFile",
    "ScoreEvent",
    "ScoreEvidence",
    "ScoreList",
    "ScoreListEntry",
    "ScoreRound",
    "ScoreRule",
    "ScoreScheme",
    "ScoreSheet",
    "SentenceRule",
]
