"""Words of the API, in and out."""

from __future__ import annotations
