from __future__ import annotations

from .board import (
    IndicatorFigures,
    TargetStanding,
    TrendPoint,
    figures_of,
    indicator_figures,
    preview,
)
from .expected import Expected, plausible
from .peers import PeerLine, months_with_peers, peer_table
from .season import SeasonView, as_season, forecast_hits, season_of
from .series import Chart, Entry, entries, observation_series, year_charts

__all__ = [
    "Chart",
    "Entry",
    "Expected",
    "IndicatorFigures",
    "PeerLine",
    "SeasonView",
    "TargetStanding",
    "TrendPoint",
    "as_season",
    "entries",
    "figures_of",
    "forecast_hits",
    "indicator_figures",
    "months_with_peers",
    "observation_series",
    "peer_table",
    "plausible",
    "preview",
    "season_of",
    "year_charts",
]
