"""Pure arithmetic and wording of indicators. Nothing here asks the database, the clock or the settings."""

from __future__ import annotations

from .entries import (
    COMPARED,
    Fault,
    NewObservation,
    NewPeerObservation,
    Outcome,
    RowAnswer,
    is_whole_region,
    peer_faults,
)
from .growth import GrowthWords, Movement, against, computed_growth, growth_words, movement, rank_words
from .lights import IndicatorLight, judge, light_of
from .outlook import (
    BackTest,
    Forecast,
    Hit,
    Likelihood,
    Outlook,
    RunRate,
    Schedule,
    ScheduleKind,
    Season,
    outlook,
)
from .plausible import Plausible, plausible_growth, plausible_value
from .season import Learned, Lesson, PastYear, learn
from .standing import Standing, standing

__all__ = [
    "COMPARED",
    "BackTest",
    "Fault",
    "Forecast",
    "GrowthWords",
    "Hit",
    "IndicatorLight",
    "Learned",
    "Lesson",
    "Likelihood",
    "Movement",
    "NewObservation",
    "NewPeerObservation",
    "Outcome",
    "Outlook",
    "PastYear",
    "Plausible",
    "RowAnswer",
    "RunRate",
    "Schedule",
    "ScheduleKind",
    "Season",
    "Standing",
    "against",
    "computed_growth",
    "growth_words",
    "is_whole_region",
    "judge",
    "learn",
    "light_of",
    "movement",
    "outlook",
    "peer_faults",
    "plausible_growth",
    "plausible_value",
    "rank_words",
    "standing",
]
