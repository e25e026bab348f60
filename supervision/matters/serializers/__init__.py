"""What the API tells of matters (``answers``, ``ledger``) and what it takes (``requests``)."""

from __future__ import annotations
