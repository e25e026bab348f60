"""暂缓 and 豁免: the clock stands still until a day that is said, or a measure is not judged until one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words
from rulebook.models import DeadlineRule
from rulebook.rules import Measure
from rulebook.selectors import calendar

from ..models import Exemption, Matter, Suspension
from ..permissions import require
from ..rules.due import refuse_odd_days
from ..rules.words import RUNNING, MatterStatus
from .extending import ASKING
from .writing import because, change, insert, lock_matter, of_field, reasoned, require_standing, told

LONGEST_HOLIDAY: Final = timedelta(days=60)


@transaction.atomic
def suspend_matter(*, actor: User, matter_id: int, until: date, reason: str, now: datetime) -> Suspension:
    """The clock stands still from today up to ``until``, the day of resumption; the date moves by as much."""
    matter = lock_matter(matter_id)
    require(actor, "matter.suspend", matter)
    require_standing(matter, [MatterStatus.ISSUED], "suspension.begin")
    on = timezone.localdate(now)
    refuse_odd_days(until=until)
    due_on = _due_before(matter, on, until)
    row = Suspension(
        matter=matter,
        reason=reasoned(reason),
        former_due_on=due_on,
        valid_from=on,
        valid_to=until,
        decided_by=actor,
        decided_at=now,
    )
    with because(actor, reason):
        insert(row)
        change(matter, due_on=_moved(matter, due_on, (until - on).days))
    told(
        matter,
        "suspension.begin",
        actor,
        now,
        note=_("至%(until)s：%(reason)s") % {"until": day_words(until), "reason": reason},
    )
    return row


@transaction.atomic
def resume_matter(*, actor: User, matter_id: int, now: datetime, note: str = "") -> Suspension:
    """Go on earlier than planned: the date moves by the days that the clock really stood still."""
    matter = lock_matter(matter_id)
    require(actor, "matter.resume", matter)
    require_standing(matter, RUNNING, "suspension.resume")
    on = timezone.localdate(now)
    row = matter.suspensions.in_force(on).first()
    if row is None:
        raise ValidationError(_("该事项现在没有暂缓。"), code="not_suspended")
    stopped = (on - row.valid_from).days
    with because(actor, note):
        change(row, valid_to=on, resumed_by=actor)
        if row.former_due_on is not None:
            change(matter, due_on=_moved(matter, row.former_due_on, stopped))
    told(matter, "suspension.resume", actor, now, note=note)
    return row


@transaction.atomic
def grant_exemption(
    *, actor: User, matter_id: int, measure: Measure, until: date, reason: str, now: datetime
) -> Exemption:
    """正当理由: the measure is grey with the reason from today up to ``until``."""
    matter = lock_matter(matter_id)
    require(actor, "exemption.grant_matter", matter)
    require_standing(matter, RUNNING, "exemption.grant")
    refuse_odd_days(until=until)
    row = Exemption(
        matter=matter,
        measure=Measure(measure).value,
        reason=reasoned(reason),
        granted_by=actor,
        valid_from=timezone.localdate(now),
        valid_to=until,
    )
    with because(actor, reason):
        insert(row)
    words = {"measure": row.get_measure_display(), "until": day_words(until), "reason": row.reason}
    told(matter, "exemption.grant", actor, now, note=_("%(measure)s，至%(until)s：%(reason)s") % words)
    return row


@transaction.atomic
def end_exemption(*, actor: User, matter_id: int, measure: Measure, reason: str, now: datetime) -> None:
    """The measure is judged again from today on; what was granted this very day is taken back.

    Raises ValidationError (``wrong_step``, ``not_exempt``, ``reason_missing``).
    """
    matter = lock_matter(matter_id)
    require(actor, "exemption.end_matter", matter)
    require_standing(matter, RUNNING, "exemption.end")
    on = timezone.localdate(now)
    row = matter.exemptions.in_force(on).filter(measure=Measure(measure).value).first()
    if row is None:
        raise ValidationError(_("这项指标现在没有豁免。"), code="not_exempt")
    why = reasoned(reason)
    with because(actor, why):
        if row.valid_from == on:
            row.delete()
        else:
            change(row, valid_to=on)
    told(matter, "exemption.end", actor, now, note=f"{row.get_measure_display()}：{why}")


def _due_before(matter: Matter, on: date, until: date) -> date:
    """The date that will move. Raises ValidationError without one, or while an extension is decided."""
    if matter.due_on is None:
        raise ValidationError(_("办结时限还没有确定，不能暂缓。"), code="no_due_date")
    if until <= on:
        raise of_field("until", _("恢复日期应晚于今天。"), "not_later")
    if matter.extensions.filter(status__in=ASKING).exists():
        raise ValidationError(_("该事项有在办的延期申请，请先审批或请单位撤回。"), code="extension_open")
    return matter.due_on


def _moved(matter: Matter, due_on: date, days: int) -> date:
    """So many calendar days later; on a day off on to the next workday, where the matter's rule says so."""
    later = due_on + timedelta(days=days)
    if not days or not matter.due_rule or matter.issued_on is None:
        return later
    rule = DeadlineRule.objects.filter(key=matter.due_rule).in_force(matter.issued_on).first()
    if rule is None or not rule.shift_to_workday:
        return later
    return calendar(later, later + LONGEST_HOLIDAY).next_workday(later)
