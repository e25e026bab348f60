"""实地督查 from its first day to the end of the inspection."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words

from ..models import Conclusion, Inspection, Review
from ..rules.states import Thing
from ..rules.words import ConclusionStatus, ReviewStatus
from .writing import lock_inspection, move, ready

PAST: Final = (ConclusionStatus.REPLACED, ConclusionStatus.REVOKED)


@transaction.atomic
def begin_inspection(*, actor: User, inspection_id: int, now: datetime) -> Inspection:
    """Raises ValidationError (``outside_window``): the time that was approved is part of the plan."""
    inspection = lock_inspection(inspection_id)
    ready(actor, Thing.INSPECTION, inspection, "begin")
    on = timezone.localdate(now)
    if not inspection.starts_on <= on <= inspection.ends_on:
        said = _("方案批准的时间是%(first)s至%(last)s，要改时间请先申请变更（政府督查工作条例第十五条）。")
        days = {"first": day_words(inspection.starts_on), "last": day_words(inspection.ends_on)}
        raise ValidationError(said % days, code="outside_window")
    began_on = inspection.began_on or on
    return move(actor, Thing.INSPECTION, inspection, "begin", now, began_on=began_on)


@transaction.atomic
def finish_inspection(*, actor: User, inspection_id: int, now: datetime) -> Inspection:
    finished_on = timezone.localdate(now)
    inspection = lock_inspection(inspection_id)
    return move(actor, Thing.INSPECTION, inspection, "finish", now, finished_on=finished_on)


@transaction.atomic
def close_inspection(*, actor: User, inspection_id: int, now: datetime) -> Inspection:
    """办结. Raises ValidationError: ``not_concluded`` with the units, ``review_open``."""
    inspection = lock_inspection(inspection_id)
    ready(actor, Thing.INSPECTION, inspection, "close")
    if open_for := not_concluded(inspection):
        said = _("还没有送达的结论：%(units)s。") % {"units": "、".join(open_for)}
        raise ValidationError(said, code="not_concluded")
    if Review.objects.filter(conclusion__inspection=inspection, status=ReviewStatus.FILED).exists():
        raise ValidationError(_("还有未决的复核。"), code="review_open")
    return move(actor, Thing.INSPECTION, inspection, "close", now, ended_on=timezone.localdate(now))


def not_concluded(inspection: Inspection) -> list[str]:
    """The short names of the units that wait for a conclusion: a revoked one is an end too."""
    rows = Conclusion.objects.filter(inspection=inspection)
    standing: dict[int, set[str]] = {}
    for unit_id, status in rows.values_list("unit_id", "status"):
        standing.setdefault(unit_id, set()).add(status)
    return [
        name
        for unit_id, name in inspection.inspected.values_list("unit_id", "unit__short_name")
        if not _is_concluded(standing.get(unit_id, set()))
    ]


def _is_concluded(statuses: set[str]) -> bool:
    in_force = statuses - {status.value for status in PAST}
    return in_force == {ConclusionStatus.DELIVERED.value} or (
        not in_force and ConclusionStatus.REVOKED.value in statuses
    )
