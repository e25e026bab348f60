"""What scores are computed from. A metric reads all units at once; ``register_metric`` adds one."""

from __future__ import annotations

from . import indicators, matters, projects, rectifications, slips
from .engine import Scored, compute
from .registry import METRICS, Metric, metric_choices, register_metric

__all__ = ["METRICS", "Metric", "Scored", "compute", "metric_choices", "register_metric"]

for room in (projects, matters, rectifications, indicators, slips):
    for one in room.METRICS:
        register_metric(one)
