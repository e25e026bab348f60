"""Forms of the room: words in, what a service takes out."""

from __future__ import annotations
