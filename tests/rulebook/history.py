"""The rows that the triggers kept of one row."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models


def history_of(row: models.Model) -> models.QuerySet[Any]:
    """Oldest first."""
    events = apps.get_model(row._meta.app_label, f"{row._meta.object_name}Event")
    return events._default_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id")
