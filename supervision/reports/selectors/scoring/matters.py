"""Matters: done in time, late, redone; reports in time. Counted row by row as ``unit_statistics`` counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from supervision.matters.models import Duty, Matter, Step
from supervision.matters.rules.words import OWED, DutyStatus
from supervision.matters.selectors import owed_reports
from supervision.matters.selectors.ledger import midnight, with_done

from ...rules.scoring.spans import Found, Span
from ...rules.scoring.words import Kind
from .registry import Metric

ONE_DAY: Final = timedelta(days=1)
NO, YES = Decimal(0), Decimal(1)


def _accepted(user: User, span: Span) -> list[tuple[Duty, date | None]]:
    """Duties accepted in the time, each with the date that being in time is judged by."""
    until = min(span.end, span.on + ONE_DAY)
    rows = Duty.objects.visible_to(user).filter(
        status=DutyStatus.ACCEPTED.value,
        accepted_at__gte=midnight(span.start),
        accepted_at__lt=midnight(until),
    )
    duties = list(rows.order_by("pk"))
    matters = with_done(Matter.objects.filter(pk__in={duty.matter_id for duty in duties}))
    due = dict(matters.order_by().values_list("pk", "score_due_on"))
    return [(duty, due.get(duty.matter_id)) for duty in duties]


def _in_time(duty: Duty, due: date | None) -> bool:
    return bool(due and duty.reported_at and timezone.localdate(duty.reported_at) <= due)


def done_in_time(user: User, span: Span) -> Iterator[Found]:
    """Extensions do not help, suspensions do."""
    for duty, due in _accepted(user, span):
        words = _("%(reported)s报办结，应于%(due)s办结") % {
            "reported": timezone.localdate(duty.reported_at) if duty.reported_at else "—",
            "due": due or "—",
        }
        yield Found(duty.unit_id, "matter", duty.matter_id, Decimal(_in_time(duty, due)), words=words)


def late(user: User, span: Span) -> Iterator[Found]:
    """What was accepted in the time and had been reported late, and what is past due and not reported."""
    for duty, due in _accepted(user, span):
        is_late = not _in_time(duty, due)
        yield Found(
            duty.unit_id, "matter", duty.matter_id, Decimal(is_late), words=_("逾期办结") if is_late else ""
        )
    open_duties = Duty.objects.visible_to(user).filter(
        status__in=[status.value for status in OWED],
        matter__status="issued",
        issued_on__lt=span.end,
    )
    rows = open_duties.order_by("pk").values_list("unit_id", "matter_id", "matter__due_on")
    for unit_id, matter_id, due in rows:
        is_late = bool(due and due < min(span.on, span.end))
        words = _("逾期未办结（时限%(due)s）") % {"due": due} if is_late else ""
        yield Found(unit_id, "matter", matter_id, Decimal(is_late), words=words)


def redone(user: User, span: Span) -> Iterator[Found]:
    """退办: how often the office sent back what was reported done; of everything carried in the time."""
    until = min(span.end, span.on + ONE_DAY)
    then = Q(verb="duty.redo", at__gte=midnight(span.start), at__lt=midnight(until))
    steps = Step.objects.visible_to(user).filter(then).order_by().values("duty")
    times = dict(steps.annotate(times=Count("pk")).values_list("duty", "times"))
    duties = Duty.objects.visible_to(user).standing().filter(issued_on__lt=until)
    duties = duties.filter(Q(accepted_at__isnull=True) | Q(accepted_at__gte=midnight(span.start)))
    for pk, unit_id, matter_id in duties.order_by("pk").values_list("pk", "unit_id", "matter_id"):
        count = times.get(pk, 0)
        words = _("退办%(times)s次") % {"times": count} if count else ""
        yield Found(unit_id, "matter", matter_id, Decimal(count), words=words)


def fed_back(user: User, span: Span) -> Iterator[Found]:
    for report in owed_reports(user, span.on, span.start, span.end):
        words = _("应于%(due)s反馈：%(sent)s") % {
            "due": report.due_on,
            "sent": report.sent_on or _("未反馈"),
        }
        yield Found(report.unit_id, "matter", report.matter_id, Decimal(report.in_time), words=words)


def _metric(key: str, label: Any, kind: Kind, read: Any, about: Any, **more: Any) -> Metric:
    return Metric(key, label, kind, "matter", read, about, **more)


TIMES: Final = gettext_lazy("件次")
METRICS: Final = (
    _metric(
        "matters_in_time",
        gettext_lazy("督办事项按时办结率"),
        Kind.RATE,
        done_in_time,
        gettext_lazy("考核期内通过办结的承办件，在原定时限（暂缓顺延、延期不算）以前报办结的算按时。"),
    ),
    _metric(
        "matters_done",
        gettext_lazy("督办事项按时办结（件数）"),
        Kind.COUNT,
        done_in_time,
        gettext_lazy("同上，按件数。"),
        unit=TIMES,
    ),
    _metric(
        "matters_late",
        gettext_lazy("督办事项逾期（件数）"),
        Kind.COUNT,
        late,
        gettext_lazy("逾期办结的，加上到截止日逾期还没有报办结的。"),
        unit=TIMES,
        lower_is_better=True,
    ),
    _metric(
        "matters_redone",
        gettext_lazy("督办事项退办（次数）"),
        Kind.COUNT,
        redone,
        gettext_lazy("报办结后被督查办退回重办的次数。"),
        unit=TIMES,
        lower_is_better=True,
    ),
    _metric(
        "feedback_in_time",
        gettext_lazy("督办反馈按时率"),
        Kind.RATE,
        fed_back,
        gettext_lazy("考核期内到期应反馈的每一期；导入系统以前的不计，暂缓期间的不计。"),
    ),
)
