"""Search for part of a Chinese text, for every table that has ``search_text`` and an index of its grams."""

from __future__ import annotations

from typing import Any, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, TextField

GRAMS: Final = Func(F("search_text"), function="matter_grams", output_field=ArrayField(TextField()))


class SearchedQuerySet(models.QuerySet[Any]):
    def search(self, text: str) -> Self:
        """Part of the title or a number, or pinyin syllables or initials; every word of ``text``.

        An index of characters and pairs of characters finds the rows, LIKE looks at those.
        """
        rows = self
        for word in text.lower().split():
            pairs = sorted({word[place : place + 2] for place in range(len(word) - 1)})
            rows = rows.alias(grams=GRAMS).filter(grams__contains=pairs or [word], search_text__contains=word)
        return rows
