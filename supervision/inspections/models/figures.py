"""Which rectifications one sees, and how they stand, in SQL: the one engine of every screen and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, TextField

from ..rules.words import ENDED, RUNNING, RectificationStatus

if TYPE_CHECKING:
    from accounts.models import User

IS_RUNNING = Q(status__in=[status.value for status in RUNNING])


class RectificationQuerySet(models.QuerySet["Any"]):
    def visible_to(self, user: User) -> Self:
        """The office and the leaders see all; a unit what it is to put right, from the day it was told.

        Whoever is sent to verify it sees it too, and who accepts it (验收单位).
        """
        reach = user.reach
        if reach.everything:
            return self
        told = ~Q(status=RectificationStatus.DRAFT.value) & Q(issued_on__isnull=False)
        helping = _of("HelpingUnit").filter(unit_id__in=reach.unit_ids).values("rectification_id")
        sent = _of("Verifier").filter(user=user).values("verification__rectification_id")
        mine = Q(unit_id__in=reach.unit_ids) | Q(accepting_unit_id__in=reach.unit_ids) | Q(pk__in=helping)
        return self.filter(told & (mine | Q(pk__in=sent)))

    def running(self) -> Self:
        """Somebody owes a step."""
        return self.filter(IS_RUNNING)

    def ended(self) -> Self:
        return self.filter(status__in=[status.value for status in ENDED])

    def search(self, text: str) -> Self:
        """Part of the title or a number, or pinyin syllables or initials; every word of ``text``."""
        rows = self
        for word in text.lower().split():
            pairs = sorted({word[place : place + 2] for place in range(len(word) - 1)})
            rows = rows.alias(grams=GRAMS).filter(grams__contains=pairs or [word], search_text__contains=word)
        return rows


GRAMS = Func(F("search_text"), function="matter_grams", output_field=ArrayField(TextField()))


def _of(model: str) -> Any:
    return apps.get_model("inspections", model).objects
