"""指定督查 (REG art. 7): a department inspects only what, whom and when it was told to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.rules import day_words


@dataclass(frozen=True)
class Limits:
    """``[valid_from, valid_to)``; no ``unit_ids`` means whichever unit."""

    valid_from: date
    valid_to: date
    unit_ids: frozenset[int]


def beyond(
    limits: Limits, starts_on: date, ends_on: date, unit_ids: Collection[int], names: Mapping[int, str]
) -> tuple[str, ...]:
    """Where a plan oversteps, in words; nothing when it does not. ``names``: of its units."""
    said = []
    if starts_on < limits.valid_from or ends_on >= limits.valid_to:
        said.append(
            _("指定的期限是%(start)s起、%(end)s以前，方案的时间是%(first)s至%(last)s")
            % {
                "start": day_words(limits.valid_from),
                "end": day_words(limits.valid_to),
                "first": day_words(starts_on),
                "last": day_words(ends_on),
            }
        )
    others = [pk for pk in unit_ids if pk not in limits.unit_ids]
    if limits.unit_ids and others:
        said.append(_("指定的督查对象不包括%(units)s") % {"units": "、".join(names[pk] for pk in others)})
    return tuple(said)
