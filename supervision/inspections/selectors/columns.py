"""The ledger's names, words and counts beside the figures; PostgreSQL finds them for the rows shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from accounts.models import Tenure
from supervision.matters.selectors.ledger import joined

from ..models import (
    Evidence,
    HelpingUnit,
    PlannedMeasure,
    Progress,
    Rectification,
    RectificationExtension,
    Verification,
    Verifier,
)
from ..models.figures import IS_LONG_TERM, RectificationQuerySet
from ..rules.words import RectificationStatus, VerificationStatus

_reminder_count: list[Callable[[], Any]] = []


def register_reminder_count(count: Callable[[], Any]) -> None:
    """For ``AppConfig.ready`` of the room of reminders: an expression, of OuterRef("pk"), for 催办次数."""
    _reminder_count[:] = [count]


def with_columns(rows: RectificationQuerySet, on: date) -> RectificationQuerySet:
    """``origin_name``, ``origin_order``, ``category_name``, ``category_order``, ``unit_name``,
    ``unit_pinyin``, ``leader_post``, ``leader_name``, ``leader_order``, ``accepting_unit_name``,
    ``helping_units``; of the newest progress ``latest_progress``, ``latest_progress_at``, ``percent``;
    ``measure_count`` and ``measures_done``, ``evidence_count``, ``extension_count``, ``reminder_count``,
    ``relapsed`` (closed, and it came again); of the newest visit that is not cancelled
    ``verification_id``, ``verification_status``, ``verified_on``, ``verification_passes``, and
    ``verifiers``, the names of who signed it; ``light_reason``, why it is grey.
    """
    return rows.annotate(**_names(on), **_of_progress(), **_counts(), **_of_verification(), **_why_grey())


def with_paper_columns(rows: RectificationQuerySet) -> RectificationQuerySet:
    """What only the printed ledger says: ``four_lists``, a measure a line with its problem, unit, person and
    dates; ``evidence_names``, ``situation`` of the newest visit, ``approved_by_name``.
    """
    lines = PlannedMeasure.objects.filter(rectification=OuterRef("pk")).order_by("pk")
    line = Concat(
        *(F("problem"), Value("；"), F("measure"), Value("；"), F("unit__short_name"), F("person")),
        *(Value("；"), _day("due_on", "", _("前")), _day("done_on", "，", _("完成"))),
        output_field=TextField(),
    )
    files = Evidence.objects.filter(rectification=OuterRef("pk")).order_by("pk")
    visits = Verification.objects.filter(rectification=OuterRef("pk")).exclude(
        status=VerificationStatus.CANCELLED.value
    )
    return rows.annotate(
        four_lists=joined(lines.annotate(line=line).values("line"), "\n"),
        evidence_names=joined(files.values("upload__name")),
        situation=Subquery(visits.order_by("-pk").values("situation")[:1]),
        approved_by_name=F("approved_by__person__name"),
    )


def _day(name: str, before: str, after: Any) -> Case:
    """2026-09-30前; nothing without a date."""
    day = Func(F(name), Value("YYYY-MM-DD"), function="to_char", output_field=TextField())
    said = Concat(Value(before), day, Value(str(after)), output_field=TextField())
    known = When(**{f"{name}__isnull": False}, then=said)
    return Case(known, default=Value(""), output_field=TextField())


def _names(on: date) -> dict[str, Any]:
    holder = Tenure.objects.in_force(on).filter(post=OuterRef("leader")).values("person__name")
    helping = HelpingUnit.objects.filter(rectification=OuterRef("pk")).order_by("pk")
    return {
        "origin_name": F("origin__name"),
        "origin_order": F("origin__order"),
        "category_name": F("category__name"),
        "category_order": F("category__order"),
        "unit_name": F("unit__short_name"),
        "unit_pinyin": F("unit__pinyin"),
        "leader_post": F("leader__name"),
        "leader_order": F("leader__order"),
        "leader_name": Subquery(holder[:1]),
        "accepting_unit_name": F("accepting_unit__short_name"),
        "helping_units": joined(helping.values("unit__short_name")),
    }


def _of_progress() -> dict[str, Any]:
    newest = Progress.objects.filter(rectification=OuterRef("pk")).order_by("-pk")
    return {
        "latest_progress": Subquery(newest.values("text")[:1]),
        "latest_progress_at": Subquery(newest.values("at")[:1]),
        "percent": Subquery(newest.values("percent")[:1]),
    }


def _counts() -> dict[str, Any]:
    reminders = _reminder_count[0]() if _reminder_count else Value(0, output_field=IntegerField())
    measures = PlannedMeasure.objects.filter(rectification=OuterRef("pk"))
    return {
        "measure_count": counted(measures),
        "measures_done": counted(measures.filter(done_on__isnull=False)),
        "evidence_count": counted(Evidence.objects.filter(rectification=OuterRef("pk"))),
        "extension_count": counted(
            RectificationExtension.objects.approved().filter(rectification=OuterRef("pk"))
        ),
        "reminder_count": reminders,
        "relapsed": Case(When(RELAPSED, then=Value(True)), default=Value(False)),
    }


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many ``rows`` there are of a rectification: they are filtered by OuterRef."""
    count = rows.order_by().values("rectification").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(count, output_field=IntegerField()), Value(0))


def relapses() -> QuerySet[Any]:
    """Rounds that follow a closed one; a withdrawn one was a mistake."""
    return Rectification.objects.filter(follows__isnull=False).exclude(
        status=RectificationStatus.WITHDRAWN.value
    )


def _of_verification() -> dict[str, Any]:
    visits = Verification.objects.filter(rectification=OuterRef("pk")).exclude(
        status=VerificationStatus.CANCELLED.value
    )
    newest = visits.order_by("-pk")
    its_newest = Verification.objects.filter(rectification=OuterRef("verification__rectification"))
    its_newest = its_newest.exclude(status=VerificationStatus.CANCELLED.value).order_by("-pk")
    signed = Verifier.objects.filter(
        verification__rectification=OuterRef("pk"),
        verification=Subquery(its_newest.values("pk")[:1]),
        signed_at__isnull=False,
    )
    return {
        "verification_id": Subquery(newest.values("pk")[:1]),
        "verification_status": Subquery(newest.values("status")[:1]),
        "verified_on": Subquery(newest.values("visited_on")[:1]),
        "verification_passes": Subquery(newest.values("passes")[:1]),
        "verifiers": joined(signed.order_by("pk").values("user__person__name")),
    }


def _why_grey() -> dict[str, Any]:
    reason = When(IS_LONG_TERM, then=F("end_reason"))
    return {"light_reason": Case(reason, default=Value(""), output_field=TextField())}


# A closed one that came again; asked once for all rows, not for each.
RELAPSED = Q(status=RectificationStatus.CLOSED.value, pk__in=relapses().values("follows"))
