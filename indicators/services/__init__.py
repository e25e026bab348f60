from __future__ import annotations

from indicators.rules import COMPARED, NewObservation, NewPeerObservation, RowAnswer

from .catalogue import fill_catalogue
from .definitions import change_definition, change_indicator, correct_definition, define_indicator
from .freezing import Frozen, freeze_season_curve, freeze_season_curves
from .peers import record_peers, upsert_peers
from .recording import record_observations, upsert_observations
from .targets import set_target

__all__ = [
    "COMPARED",
    "Frozen",
    "NewObservation",
    "NewPeerObservation",
    "RowAnswer",
    "change_definition",
    "change_indicator",
    "correct_definition",
    "define_indicator",
    "fill_catalogue",
    "freeze_season_curve",
    "freeze_season_curves",
    "record_observations",
    "record_peers",
    "set_target",
    "upsert_observations",
    "upsert_peers",
]
