"""Keys that a page sends back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LONGEST: Final = len(str(2**63 - 1))


def keys_of(texts: Iterable[str]) -> list[int]:
    """Those that can be the key of a row; whatever else was sent is none of ours."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < LONGEST]
