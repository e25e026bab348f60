"""Pages of 整改: ledger, page, entry, the unit's and the verifier's phone, queue, figures, notice."""

from __future__ import annotations
