"""The facts of a slip: what, whose, due when, how late, told how often and when, what the unit said last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from indicators.models import IndicatorVersion
from projects.models import MonthlyProgress, Responsibility
from projects.models.responsibility import REPORTING
from supervision.inspections.models import Progress
from supervision.matters.models import Duty, Feedback

from ..models import Reminder, Slip, Subject
from ..rules.official import date_text
from ..rules.official.words import excerpt
from ..rules.slip_words import SlipFact

# What of the ladder is about which affair; what is missing here is no unit's own and has no slip.
SUBJECTS_OF: Final[dict[str, tuple[Subject, ...]]] = {
    "project": (Subject.PROGRESS, Subject.START),
    "milestone": (Subject.MILESTONE,),
    "indicator": (Subject.OBSERVATION,),
    "matter": (Subject.MATTER, Subject.SIGNATURE, Subject.FEEDBACK),
    "finding": (Subject.FINDING_ANSWER,),
    "rectification": (Subject.RECTIFICATION, Subject.MEASURE, Subject.STEP),
}
MOST_DAYS_NAMED: Final = 6


def name_of_thing(thing: str, row: Any, on: date) -> str:
    """What the affair is called; an indicator by its name of the day."""
    if thing == "milestone":
        return f"{row.project.name}（{row.name}）"
    if thing == "indicator":
        known = IndicatorVersion.objects.in_force(on).filter(indicator=row).first()
        return str(known.name if known else row.code)
    return str(row.name if thing == "project" else row.title)


def due_of_thing(thing: str, row: Any) -> date | None:
    """The day that the affair itself is due; of a project or an indicator none is."""
    return None if thing in ("project", "indicator", "finding") else row.due_on


def units_of_thing(thing: str, row: Any, on: date) -> list[int]:
    """Whose it is, the first among them first."""
    if thing == "project":
        held = Responsibility.objects.in_force(on).filter(project=row, role__in=REPORTING, unit__isnull=False)
        return list(held.order_by("pk").values_list("unit_id", flat=True))
    if thing == "matter":
        duties = Duty.objects.standing().filter(matter=row)
        return list(duties.order_by("-role", "pk").values_list("unit_id", flat=True))
    if thing == "milestone" and row.unit_id is None:
        return units_of_thing("project", row.project, on)
    return [] if row.unit_id is None else [row.unit_id]


@translation.override("zh-hans")  # kept and printed, whoever drafts
def facts_of(slip: Slip, on: date) -> list[SlipFact]:
    """As they stand on the day; the caller freezes them."""
    row = getattr(slip, slip.thing)
    due_on = slip.due_on or due_of_thing(slip.thing, row)
    found = [
        (_("督办内容"), slip.title),
        (_("责任单位"), slip.unit.name),
        (_("事由"), Subject(slip.subject).label if slip.subject else ""),
        (_("应完成时间"), date_text(due_on) if due_on else _("未定时限")),
        (_("逾期天数"), _late(due_on, on)),
        (_("已提醒"), _told(slip)),
        (_("最近反馈"), _last_said(slip)),
        (_("此前督查单"), _former(slip)),
    ]
    return [SlipFact(str(label), str(value)) for label, value in found if value]


def _late(due_on: date | None, on: date) -> str:
    if due_on is None:
        return ""
    late = (on - due_on).days
    return _("%(days)s天") % {"days": late} if late > 0 else _("未到期")


def _told(slip: Slip) -> str:
    """On how many days somebody of the unit was reminded, and on which."""
    rows = Reminder.objects.filter(
        Q(**{slip.thing: slip.about_key})
        | (Q(duty__matter=slip.about_key) if slip.thing == "matter" else Q(pk__in=[])),
        subject__in=SUBJECTS_OF[slip.thing],
        unit=slip.unit_id,
        rung__gt=0,
    )
    days = list(rows.order_by().values_list(TruncDate("raised_at"), flat=True).distinct())
    days.sort()
    if not days:
        return _("尚未提醒")
    named = "、".join(date_text(day) for day in days[-MOST_DAYS_NAMED:])
    return _("%(count)s次（%(days)s）") % {"count": len(days), "days": named}


def _last_said(slip: Slip) -> str:
    find = LAST_SAID.get(slip.thing)
    found = find(slip) if find else None
    if found is None:
        return _("没有反馈")
    day, words = found
    if not words:
        return date_text(day)
    return _("%(day)s：%(words)s") % {"day": date_text(day), "words": excerpt(words)}


Said = tuple[date, str] | None


def _of_project(slip: Slip) -> Said:
    row = (
        MonthlyProgress.objects.filter(project=slip.about_key, status__in=["submitted", "accepted"])
        .order_by("-reported_at")
        .first()
    )
    if row is None or row.reported_at is None:
        return None
    return localdate(row.reported_at), row.physical_progress or row.problem


def _of_matter(slip: Slip) -> Said:
    sent = Feedback.objects.filter(
        duty__matter=slip.about_key, duty__unit=slip.unit_id, sent_at__isnull=False
    )
    row = sent.order_by("-sent_at").first()
    return (localdate(row.sent_at), row.progress) if row and row.sent_at else None


def _of_rectification(slip: Slip) -> Said:
    row = Progress.objects.filter(rectification=slip.about_key).order_by("-at").first()
    return (localdate(row.at), row.text) if row else None


LAST_SAID: Final[dict[str, Callable[[Slip], Said]]] = {
    "project": _of_project,
    "matter": _of_matter,
    "rectification": _of_rectification,
}


def _former(slip: Slip) -> str:
    former = slip.follows
    if former is None or former.issued_on is None:
        return ""
    return _("%(number)s（%(day)s印发）") % {"number": former.number, "day": date_text(former.issued_on)}
