"""How well the county is doing: indicators, their versions, targets, observed values and season curves.

Growth is an input, never computed from levels: published growth regularly contradicts the ratio of levels.
"""

from __future__ import annotations

from .curve import SeasonCurve
from .definition import (
    Frequency,
    GrowthBasis,
    Indicator,
    IndicatorQuerySet,
    IndicatorVersion,
    OfIndicatorQuerySet,
    SentenceForm,
    ValueKind,
)
from .observation import (
    Observation,
    ObservationQuerySet,
    ObservationStatus,
    PeerObservation,
    PeerObservationQuerySet,
    RankScope,
)
from .target import Target, TargetKind, TargetSetter

__all__ = [
    "Frequency",
    "GrowthBasis",
    "Indicator",
    "IndicatorQuerySet",
    "IndicatorVersion",
    "Observation",
    "ObservationQuerySet",
    "ObservationStatus",
    "OfIndicatorQuerySet",
    "PeerObservation",
    "PeerObservationQuerySet",
    "RankScope",
    "SeasonCurve",
    "SentenceForm",
    "Target",
    "TargetKind",
    "TargetSetter",
    "ValueKind",
]
