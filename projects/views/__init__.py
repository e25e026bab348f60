"""Pages of the room: each translates a request, calls one selector or service, and shows the answer."""

from __future__ import annotations
