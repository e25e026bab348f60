"""经济指标 from workbooks: the county's own, and what the city's bulletin says of other counties."""

from __future__ import annotations

from projects.imports.planning import register_kind, register_statistics

from .peers import PEERS, plan_peers
from .values import plan_indicators

__all__ = ["register"]


def register() -> None:
    register_kind("indicators", plan_indicators, "observation.import")
    register_kind(PEERS, plan_peers, "observation.import")
    register_statistics("主要经济指标情况表")  # what the board exports
