from __future__ import annotations

from tests.matters.conftest import workdays

__all__ = ["workdays"]
