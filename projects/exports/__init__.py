"""Workbooks out: the ledger in the office's form, and a unit's month to fill in."""

from __future__ import annotations

from .jobs import start_ledger_export
from .ledger import export_ledger
from .month import export_month

__all__ = ["export_ledger", "export_month", "start_ledger_export"]
