"""How every door of the REST API speaks; the rooms' ``api`` modules say what it speaks of.

``access``: who asks, and how often. ``problems``: refusals as RFC 9457. ``rows``: JSON written by PostgreSQL,
page by page of keys. ``retries``: writes that may be repeated. ``endpoints``: lists, details and commands
with their ETags. ``schema``: all of this told to OpenAPI.
"""

from __future__ import annotations
