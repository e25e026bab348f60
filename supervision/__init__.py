"""The project package, and the home of the supervision office's own rooms."""

from __future__ import annotations

from supervision.celery import app as celery_app

__all__ = ["celery_app"]
