"""万元 exactly as reported: four places, that is one yuan."""

from __future__ import annotations

from typing import Any

from django.db import models


class MoneyField(models.DecimalField):
    """An amount in 万元, ``Decimal(16, 4)``. Unknown is NULL, never 0."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 16, 4
        super().__init__(*args, **kwargs)
