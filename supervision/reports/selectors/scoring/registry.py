"""The registry of metrics: what may be scored. How often somebody signs in or clicks is none of it.

A metric names the kind of row that its points stand on, and every such row can be opened by the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from accounts.models import User

from ...models.score_sheets import SUBJECTS
from ...rules.scoring.spans import Found, Span
from ...rules.scoring.words import Kind


@dataclass(frozen=True)
class Metric:
    """``read`` gives the rows of all units in a fixed number of statements, by what ``user`` may see.

    ``lower_is_better`` is for places; ``about`` says what counts and what does not.
    """

    key: str
    label: Any
    kind: Kind
    subject: str
    read: Callable[[User, Span], Iterable[Found]]
    about: Any = ""
    unit: Any = "%"
    lower_is_better: bool = False


METRICS: Final[dict[str, Metric]] = {}


def register_metric(metric: Metric) -> None:
    """Raises ValueError for rows that a point cannot be followed to."""
    if metric.subject not in SUBJECTS or metric.subject == "manual":
        raise ValueError(metric.subject)
    METRICS[metric.key] = metric


def metric_choices() -> list[tuple[str, Any]]:
    return [(metric.key, metric.label) for metric in METRICS.values()]
