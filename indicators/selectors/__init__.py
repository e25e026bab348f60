from __future__ import annotations

from .board import (
    IndicatorFigures,
    TargetLine,
    TargetStanding,
    TrendPoint,
    covered,
    figures_of,
    indicator_figures,
    preview,
)
from .expected import Expected, plausible, questions, usual_period
from .peers import PeerLine, months_with_peers, newest_peers, peer_lines, peer_table
from .season import SeasonView, as_season, forecast_hits, season_of
from .series import Chart, Entry, entries, observation_series, schedule_chart, year_charts

__all__ = [
    "Chart",
    "Entry",
    "Expected",
    "IndicatorFigures",
    "PeerLine",
    "SeasonView",
    "TargetLine",
    "TargetStanding",
    "TrendPoint",
    "as_season",
    "covered",
    "entries",
    "figures_of",
    "forecast_hits",
    "indicator_figures",
    "months_with_peers",
    "newest_peers",
    "observation_series",
    "peer_lines",
    "peer_table",
    "plausible",
    "preview",
    "questions",
    "schedule_chart",
    "season_of",
    "usual_period",
    "year_charts",
]
