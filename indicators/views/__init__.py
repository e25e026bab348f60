"""The board of indicators, one indicator in full, and the entry of a value."""

from __future__ import annotations

from .board import indicators
from .entry import enter_value
from .page import indicator

__all__ = ["enter_value", "indicator", "indicators"]
