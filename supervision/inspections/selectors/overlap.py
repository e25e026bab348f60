"""重复督查和频次 (REG art. 15): what a plan repeats, and how often a unit is visited."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext_lazy

from accounts.models import Unit, User

from ..models import InspectedUnit, Inspection, YearPlan
from ..rules.entries import PlanWords
from ..rules.repeated import Subject, frequency_text, overlap_text, same_subject


class Kind(StrEnum):
    OVERLAP = "overlap"
    FREQUENCY = "frequency"


KINDS: Final = {
    Kind.OVERLAP: gettext_lazy("可能重复督查（条例第十五条）"),
    Kind.FREQUENCY: gettext_lazy("超过年度频次（条例第十五条）"),
}


@dataclass(frozen=True)
class PlanWarning:
    """``reason`` is a whole sentence; ``inspection`` the other one of an overlap."""

    kind: Kind
    unit: Unit
    reason: str
    inspection: Inspection | None = None


def overlap_warnings(
    user: User, words: PlanWords | Inspection, unit_ids: Collection[int], *, exclude: int | None = None
) -> list[PlanWarning]:
    """Overlaps first, then units that are visited too often. Four statements, however many there are.

    ``exclude``: the inspection itself. Only what ``user`` sees is told.
    """
    others = Inspection.objects.visible_to(user).arranged().exclude(pk=exclude or 0)
    asked = subject_of(words)
    pairs = (
        InspectedUnit.objects.filter(unit__in=unit_ids, inspection__in=others)
        .filter(inspection__starts_on__lte=asked.ends_on, inspection__ends_on__gte=asked.starts_on)
        .select_related("inspection", "unit")
        .order_by("unit__pinyin", "inspection__starts_on", "pk")
    )
    found = []
    for pair in pairs:
        other = subject_of(pair.inspection)
        if reasons := same_subject(asked, other):
            text = overlap_text(pair.unit.short_name, pair.inspection.number, other, reasons)
            found.append(PlanWarning(Kind.OVERLAP, pair.unit, text, pair.inspection))
    return found + _too_often(user, asked.starts_on.year, unit_ids, exclude)


def warnings_of(user: User, inspection: Inspection) -> list[PlanWarning]:
    """Of a plan that is kept already."""
    units = list(inspection.inspected.values_list("unit_id", flat=True))
    return overlap_warnings(user, inspection, units, exclude=inspection.pk)


def visits(user: User, year: int, *, exclude: int | None = None) -> dict[int, int]:
    """How many inspections of the year look at each unit, by unit id; those that ``user`` sees."""
    rows = Inspection.objects.visible_to(user).arranged().exclude(pk=exclude or 0)
    pairs = InspectedUnit.objects.filter(inspection__in=rows.filter(starts_on__year=year)).order_by()
    return dict(pairs.values("unit_id").annotate(times=Count("pk")).values_list("unit_id", "times"))


def subject_of(words: PlanWords | Inspection) -> Subject:
    return Subject(words.title, words.content_category, words.sector_id, words.starts_on, words.ends_on)


def _too_often(user: User, year: int, unit_ids: Collection[int], exclude: int | None) -> list[PlanWarning]:
    plan = YearPlan.objects.filter(year=year).first()
    if plan is None:
        return []
    times = visits(user, year, exclude=exclude)
    many = [pk for pk in unit_ids if times.get(pk, 0) + 1 > plan.most_per_unit]
    return [
        PlanWarning(
            Kind.FREQUENCY,
            unit,
            frequency_text(unit.short_name, year, times.get(unit.pk, 0) + 1, plan.most_per_unit),
        )
        for unit in Unit.objects.filter(pk__in=many).order_by("pinyin", "pk")
    ]
