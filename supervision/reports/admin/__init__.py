"""Documents and scores in the admin site."""

from __future__ import annotations

from . import documents, scores

__all__ = ["documents", "scores"]
