"""What the triggers keep of a row, read back."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models


def history_of(model: type[models.Model], **conditions: Any) -> models.QuerySet[Any]:
    """The events of a model's rows, the oldest first."""
    events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    return events._default_manager.filter(**conditions).order_by("pgh_id")
