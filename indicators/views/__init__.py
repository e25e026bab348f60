"""The board of indicators, one indicator in full, the entry of a value and of other counties' values."""

from __future__ import annotations

from .board import export, indicators
from .entry import enter_value
from .page import indicator
from .peers import enter_peers

__all__ = ["enter_peers", "enter_value", "export", "indicator", "indicators"]
