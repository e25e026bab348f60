"""Columns that repeat: who did it, which post approved it, what it concerns."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import Post


def by_user(label: Any, *, known: bool = False) -> models.ForeignKey[Any, Any]:
    """Who did it; ``known`` from the beginning, or else once it was done."""
    return models.ForeignKey(
        "accounts.User",
        verbose_name=label,
        on_delete=models.PROTECT,
        null=not known,
        blank=not known,
        related_name="+",
        db_index=False,
    )


def of_post(label: Any) -> models.ForeignKey[Any, Any]:
    """A leader's post, whoever holds it."""
    return concerning(Post, label)


def concerning(model: Any, label: Any, related_name: str = "+") -> models.ForeignKey[Any, Any]:
    """What it may concern; that is never deleted under it."""
    return models.ForeignKey(
        model, verbose_name=label, on_delete=models.PROTECT, null=True, blank=True, related_name=related_name
    )
