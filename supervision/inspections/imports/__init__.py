"""整改台账 in: what runs there runs here, nothing is closed by a word in a cell."""

from __future__ import annotations

from projects.imports.planning import register_kind

from .kind import RECTIFICATIONS
from .planning import plan_rectifications

__all__ = ["RECTIFICATIONS", "register"]


def register() -> None:
    register_kind(RECTIFICATIONS, plan_rectifications, "rectification.import")
