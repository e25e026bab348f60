"""Legal dates of the room with the rule, or the article, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.rules import day_words
from rulebook.selectors import due_date
from supervision.matters.rules.due import BASIS_LENGTH, basis_of

from ..rules.limits import ARTICLES, LIMITS


@dataclass(frozen=True)
class LegalDay:
    """``on`` is the last day allowed; ``basis`` the article where there is one, the rule, and the doubts."""

    on: date
    basis: str


def last_day(limit: str, start: date) -> LegalDay | None:
    """For what began on ``start``, whose own day is not counted; None when no rule was in force then.

    ``limit`` is a key of ``rules.limits.LIMITS``. A last day that is no workday moves to the next one, where
    the rule says so.
    """
    found = due_date(limit, start)
    if found is None:
        return None
    article = ARTICLES.get(limit)
    text = basis_of(found) if article is None else f"{article}（{basis_of(found)}）"
    return LegalDay(found.on, text[:BASIS_LENGTH])


def required_day(limit: str, start: date) -> LegalDay:
    """As ``last_day``. Raises ValidationError (code ``no_rule``) without a rule."""
    found = last_day(limit, start)
    if found is None:
        said = _("%(day)s没有生效的“%(name)s”时限规则，请先在规则库中设置。")
        raise ValidationError(said % {"day": day_words(start), "name": LIMITS[limit]}, code="no_rule")
    return found
