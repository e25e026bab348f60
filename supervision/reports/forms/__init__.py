"""Words in: of documents and of scores."""

from __future__ import annotations

from .documents import ReportForm, month_choices

__all__ = ["ReportForm", "month_choices"]
