"""回头看 at what was closed, and the yearly look at what is long-term: does it hold?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words
from supervision.matters.rules.due import refuse_odd_days
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import LookBack, Rectification
from ..permissions import require
from ..rules.entries import RectificationWords
from ..rules.states import Thing
from ..rules.words import RectificationStatus
from ..selectors.ordering import relapse_of
from .drafting import write_draft
from .unwinding import back_to_unit
from .writing import (
    because,
    change,
    insert,
    lock_rectification,
    of_field,
    require_standing,
    step_due,
    told,
)


@dataclass(frozen=True)
class LookedBack:
    """``following`` is the next round, where it does not hold."""

    look_back: LookBack
    following: Rectification | None


@transaction.atomic
def look_back(
    *,
    actor: User,
    rectification_id: int,
    on: date,
    holds: bool,
    situation: str,
    words: RectificationWords | None = None,
    now: datetime,
) -> LookedBack:
    """At what was closed, which stays closed. Relapsed, it is ordered anew: a draft that follows it.

    ``words`` None: as the former round was ordered; its origin and number go on in any case.
    Raises ValidationError (``wrong_step``, ``relapsed_already``, ``in_the_future``, ``before_closing``).
    """
    row = lock_rectification(rectification_id)
    require(actor, "rectification.look_back", row)
    require_standing(Thing.RECTIFICATION, row, [RectificationStatus.CLOSED], "rectification.look_back")
    _require_latest(row)
    if row.ended_on is not None and on < row.ended_on:
        said = _("回头看的日期早于销号日期%(ended)s。") % {"ended": day_words(row.ended_on)}
        raise of_field("on", said, "before_closing")
    seen = _keep(actor, row, on, holds, situation, now)
    told(row, "rectification.look_back", actor, now, _said(seen))
    if holds:
        return LookedBack(seen, None)
    said_now = words or relapse_of(seen)
    said_now = replace(said_now, origin_id=row.origin_id, external_number=row.external_number)
    helping = list(row.helping.filter(unit__is_active=True).values_list("unit_id", flat=True))
    helping = [unit_id for unit_id in helping if unit_id != said_now.unit_id]
    following = write_draft(actor, said_now, helping, now, finding=row.finding, follows=row)
    return LookedBack(seen, following)


@transaction.atomic
def review_yearly(
    *,
    actor: User,
    rectification_id: int,
    situation: str,
    holds: bool,
    on: date | None = None,
    now: datetime,
) -> LookBack:
    """Of what is long-term: it holds, and is reviewed again in a year; or it goes back to its unit.

    ``on`` None: today. Raises ValidationError (``wrong_step``, ``in_the_future``).
    """
    row = lock_rectification(rectification_id)
    require(actor, "rectification.review_yearly", row)
    standing = [RectificationStatus.LONG_TERM]
    require_standing(Thing.RECTIFICATION, row, standing, "rectification.review_yearly")
    day = on or timezone.localdate(now)
    seen = _keep(actor, row, day, holds, situation, now, is_yearly=True)
    told(row, "rectification.review_yearly", actor, now, _said(seen))
    if holds:
        with because(actor, _said(seen)):
            change(row, **step_due("rectification_yearly", day))
    else:
        back_to_unit(actor, row, seen.situation, now)
    return seen


def _keep(
    actor: User,
    row: Rectification,
    on: date,
    holds: bool,
    situation: str,
    now: datetime,
    *,
    is_yearly: bool = False,
) -> LookBack:
    refuse_odd_days(on=on)
    refuse_secrets(situation=situation)
    if on > timezone.localdate(now):
        raise of_field("on", _("日期不能晚于今天。"), "in_the_future")
    what = {"on": on, "holds": holds, "situation": situation.strip(), "is_yearly": is_yearly}
    return insert(LookBack(rectification=row, by=actor, at=now, **what))


def _require_latest(row: Rectification) -> None:
    withdrawn = RectificationStatus.WITHDRAWN.value
    later = row.followers.exclude(status=withdrawn).first()
    if later is not None:
        said = _("反弹后已重新整改：%(later)s；请从最近的一轮回头看。") % {"later": later}
        raise ValidationError(said, code="relapsed_already")


def _said(seen: LookBack) -> str:
    verdict = _("保持") if seen.holds else _("反弹")
    return f"{verdict}：{seen.situation}"
