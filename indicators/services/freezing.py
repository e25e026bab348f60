"""Freeze season curves: at the beginning of a year by the clock, or when somebody says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Indicator, SeasonCurve
from ..permissions import require
from ..rules import Lesson
from ..selectors.season import lessons


@dataclass(frozen=True)
class Frozen:
    """``curve`` is the one that stands afterwards; when nothing can be learned, the lesson says why."""

    indicator_id: int
    curve: SeasonCurve | None
    is_new: bool
    lesson: Lesson


@transaction.atomic
def freeze_season_curves(
    *, actor: User | None, year: int, now: datetime, waits: bool = False
) -> list[Frozen]:
    """For every indicator that has none for the year. Safe to repeat: what is frozen stays as it is.

    ``actor`` is None when the clock asks; it ``waits`` for what is not known yet of the year just past.
    """
    if actor is not None:
        require(actor, "indicator.define")
    have = SeasonCurve.objects.filter(year=year).values("indicator")
    wanted = Indicator.objects.exclude(pk__in=have)
    return _freeze(wanted.select_for_update().order_by("pk"), actor, year, now, "", waits=waits)


@transaction.atomic
def freeze_season_curve(
    *, actor: User, indicator_id: int, year: int, now: datetime, reason: str = ""
) -> Frozen:
    """One curve; a year that has one needs a reason, and what would be the same is not frozen again."""
    require(actor, "indicator.define")
    wanted = Indicator.objects.select_for_update().filter(pk=indicator_id)
    if not wanted:
        raise Indicator.DoesNotExist
    return _freeze(wanted, actor, year, now, reason.strip())[0]


def _freeze(
    indicators: Iterable[Indicator],
    actor: User | None,
    year: int,
    now: datetime,
    reason: str,
    *,
    waits: bool = False,
) -> list[Frozen]:
    keys = [indicator.pk for indicator in indicators]
    learned = lessons(keys, year)
    rows = SeasonCurve.objects.filter(indicator__in=keys, year=year).current()
    standing = {curve.indicator_id: curve for curve in rows}
    if waits:
        keys = [key for key in keys if (found := learned[key].curve) is None or found.years[-1] == year - 1]
    frozen = [_frozen(key, learned[key], standing.get(key), actor, year, now, reason) for key in keys]
    SeasonCurve.objects.bulk_create(one.curve for one in frozen if one.is_new and one.curve)
    return frozen


def _frozen(
    key: int,
    lesson: Lesson,
    standing: SeasonCurve | None,
    actor: User | None,
    year: int,
    now: datetime,
    reason: str,
) -> Frozen:
    found = lesson.curve
    if found is None or (standing is not None and list(found.rows) == standing.learned_from):
        return Frozen(key, standing, False, lesson)
    if standing is not None and not reason:
        raise ValidationError(
            _("%(year)s年的季节曲线已冻结；据以学习的数据有修订，重新冻结请写明理由。") % {"year": year},
            code="frozen_already",
        )
    curve = SeasonCurve(
        indicator_id=key,
        year=year,
        revision=standing.revision + 1 if standing else 1,
        shares=list(found.shares),
        years=list(found.years),
        year_shares=[list(one) for one in found.year_shares],
        errors=[list(one) for one in found.errors],
        learned_from=list(found.rows),
        reason=reason if standing else "",
        frozen_by=actor,
        frozen_at=now,
    )
    return Frozen(key, curve, True, lesson)
