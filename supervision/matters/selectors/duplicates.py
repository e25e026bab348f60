"""疑似重复立项: matters of these units, in these days, in much the same words, each with the reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q
from django.utils import timezone

from accounts.models import User

from ..models import Duty, Matter
from ..rules.similar import Affair, reasons_of
from ..rules.words import MatterStatus

SHOWN_AT_MOST: Final = 5
COMPARED_AT_MOST: Final = 2000
# What never was an affair, or goes on as another one.
LEFT_OUT: Final = (MatterStatus.REJECTED, MatterStatus.CONTINUED, MatterStatus.WITHDRAWN, MatterStatus.MERGED)


@dataclass(frozen=True)
class Duplicate:
    """``share`` 0–1; ``reasons`` in words."""

    matter: Matter
    share: Decimal
    reasons: tuple[str, ...]


def likely_duplicates(
    user: User,
    *,
    title: str,
    requirement: str,
    unit_ids: Collection[int],
    start: date,
    until: date | None,
    exclude: int | None = None,
) -> list[Duplicate]:
    """The likeliest first, at most five. Two statements.

    The candidates are the newest of those that share a unit, or have its title in theirs.
    """
    asked = Affair(title, requirement, tuple(unit_ids), start, until)
    rows = _candidates(user, asked, exclude)
    carried: dict[int, dict[int, str]] = {row.pk: {} for row in rows}
    for matter_id, unit_id, name in (
        Duty.objects.standing().filter(matter__in=carried).values_list("matter", "unit", "unit__short_name")
    ):
        carried[matter_id][unit_id] = name
    found = [
        Duplicate(row, alike, reasons)
        for row in rows
        for alike, reasons in [reasons_of(asked, _affair(row, carried[row.pk]), carried[row.pk])]
        if reasons
    ]
    return sorted(found, key=lambda one: (-one.share, -one.matter.pk))[:SHOWN_AT_MOST]


def _candidates(user: User, asked: Affair, exclude: int | None) -> list[Matter]:
    carried = Duty.objects.standing().filter(unit__in=asked.unit_ids).values("matter")
    running = Q(ended_on__isnull=True) | Q(ended_on__gte=asked.start)
    # By the index of characters, which a comparison with ``=`` would not use.
    named = Matter.objects.search("".join(asked.title.split())).values("pk")
    rows = Matter.objects.visible_to(user).filter(Q(pk__in=carried) | Q(pk__in=named), running)
    if asked.end is not None:
        rows = rows.filter(Q(issued_on__isnull=True) | Q(issued_on__lte=asked.end))
    if exclude is not None:
        rows = rows.exclude(pk=exclude)
    rows = rows.exclude(status__in=LEFT_OUT).select_related("source")
    return list(rows.order_by("-pk")[:COMPARED_AT_MOST])


def _affair(row: Matter, units: dict[int, str]) -> Affair:
    start = row.issued_on or timezone.localdate(row.created_at)
    return Affair(row.title, row.requirement, tuple(units), start, row.ended_on)
