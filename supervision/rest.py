"""How every door of the REST API speaks: who asks, problems as RFC 9457, ETags, idempotent writes, limits."""

from __future__ import annotations
