"""What a report stands on: every figure from the engines that the screens ask too."""

from __future__ import annotations

from .inputs import report_inputs

__all__ = ["report_inputs"]
