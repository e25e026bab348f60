"""Rectifications: applied for in time, closed, come again. Row by row as their statistics count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from supervision.inspections.models import Rectification
from supervision.inspections.rules.words import RectificationStatus
from supervision.inspections.selectors.columns import RELAPSED

from ...rules.scoring.spans import Found, Span
from ...rules.scoring.words import Kind
from .registry import Metric

ONE_DAY: Final = timedelta(days=1)
CLOSED: Final = RectificationStatus.CLOSED.value
# Applied for closing and not sent back since.
APPLIED: Final = ("applied", "checked", "verified", "approved", "published", CLOSED)
WITH_UNIT: Final = ("issued", "planned", "under_way")


def in_time(user: User, span: Span) -> Iterator[Found]:
    """By the date first promised: what was applied for then, and what is past it without an application."""
    until = min(span.end, span.on + ONE_DAY)
    rows = Rectification.objects.visible_to(user).order_by("pk")
    applied = rows.filter(applied_on__gte=span.start, applied_on__lt=until, status__in=APPLIED)
    for pk, unit_id, day, due in applied.values_list("pk", "unit_id", "applied_on", "original_due_on"):
        words = _("%(day)s申请销号，原定%(due)s") % {"day": day, "due": due or "—"}
        yield Found(unit_id, "rectification", pk, Decimal(bool(due and day <= due)), words=words)
    missed = rows.filter(
        status__in=WITH_UNIT,
        end_reason="",
        original_due_on__gte=span.start,
        original_due_on__lt=min(span.end, span.on),
    )
    for pk, unit_id, due in missed.values_list("pk", "unit_id", "original_due_on"):
        words = _("原定%(due)s，没有申请销号") % {"due": due}
        yield Found(unit_id, "rectification", pk, Decimal(0), words=words)


def closing(user: User, span: Span) -> Iterator[Found]:
    until = min(span.end, span.on + ONE_DAY)
    rows = Rectification.objects.visible_to(user).exclude(status__in=["draft", "withdrawn"])
    rows = rows.filter(issued_on__gte=span.start, issued_on__lt=until).order_by("pk")
    for pk, unit_id, status, ended in rows.values_list("pk", "unit_id", "status", "ended_on"):
        done = status == CLOSED and ended is not None and ended < until
        words = _("%(day)s销号") % {"day": ended} if done else _("没有销号")
        yield Found(unit_id, "rectification", pk, Decimal(done), words=words)


def relapses(user: User, span: Span) -> Iterator[Found]:
    """Of those closed in the time: what was found again by a look-back."""
    until = min(span.end, span.on + ONE_DAY)
    rows = Rectification.objects.visible_to(user).filter(status=CLOSED)
    rows = rows.filter(ended_on__gte=span.start, ended_on__lt=until).order_by("pk")
    again = Case(When(RELAPSED, then=Value(True)), default=Value(False), output_field=BooleanField())
    for pk, unit_id, came_again in rows.annotate(again=again).values_list("pk", "unit_id", "again"):
        words = _("销号后反弹") if came_again else ""
        yield Found(unit_id, "rectification", pk, Decimal(came_again), words=words)


def _metric(key: str, label: Any, kind: Kind, read: Any, about: Any, **more: Any) -> Metric:
    return Metric(key, label, kind, "rectification", read, about, **more)


METRICS: Final = (
    _metric(
        "rectified_in_time",
        gettext_lazy("整改按时率"),
        Kind.RATE,
        in_time,
        gettext_lazy(
            "考核期内申请销号的，和原定时限在考核期内到期而没有申请的；在原定时限以前申请的算按时。"
        ),
    ),
    _metric(
        "rectification_closing",
        gettext_lazy("整改销号率"),
        Kind.RATE,
        closing,
        gettext_lazy("考核期内交办的整改中已销号的。"),
    ),
    _metric(
        "relapses",
        gettext_lazy("整改反弹（件数）"),
        Kind.COUNT,
        relapses,
        gettext_lazy("考核期内销号、后来回头看又发现的。"),
        unit=gettext_lazy("件"),
        lower_is_better=True,
    ),
)
