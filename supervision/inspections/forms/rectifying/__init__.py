"""Forms of 整改: what is ordered, planned, reported, proved, verified and decided."""

from __future__ import annotations
