"""Who has not reported the month, and what the drafter must know about the data before writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from projects.selectors import due_reports, report_due_on
from rulebook.rules import Light, Month
from rulebook.rules.wording import number_text
from supervision.reports.selectors.county import County

NO_UNIT = "未明确责任单位的"
WITH_THE_UNIT = ("missing", "draft", "returned")


@dataclass(frozen=True)
class Reporting:
    """``due_on`` is None without a deadline rule; ``waiting`` reports are with the office, ``owed`` late."""

    due_on: date | None
    late: bool
    waiting: int
    owed: tuple[Any, ...] = ()


def reporting(user: User, known: County, on: date) -> Reporting:
    """Nobody is told late before the deadline has passed."""
    due_on = report_due_on(known.period)
    statuses = {due.project.pk: due.status for due in due_reports(user, known.period)}
    owed = [
        row
        for row in known.rows
        if statuses.get(row.pk) in WITH_THE_UNIT and row.report_missing_light != Light.EXEMPT
    ]
    late = due_on is not None and due_on < on
    waiting = sum(statuses.get(row.pk) == "submitted" for row in known.rows)
    return Reporting(due_on, late, waiting, tuple(owed if late else ()))


def data_notes(known: County, found: Reporting, on: date) -> tuple[str, ...]:
    """What is not in the figures, for the person who drafts."""
    return (
        _deadline_notes(known.period, found.due_on, on) + _gap_notes(known, found.waiting) + sum_notes(known)
    )


def _deadline_notes(period: Month, due_on: date | None, on: date) -> tuple[str, ...]:
    place = {"month": period.single.label, "day": due_on}
    if period.ends_on >= on:
        return (_("%(month)s尚未结束，数据不全。") % place,)
    if due_on is None:
        return (_("没有生效的月报时限规则，无法判断哪些单位逾期未报，请在规则库中设置。"),)
    if due_on >= on:
        return (_("%(month)s进展的报送期限是%(day)s，尚未截止，数据可能不全。") % place,)
    return ()


def _gap_notes(known: County, waiting: int) -> tuple[str, ...]:
    month = {"month": known.period.single.short}
    older = sum(
        row.reported_month is not None
        and row.reported_month < known.period.month
        and (row.actual_finish is None or row.actual_finish >= known.period.first_day)
        for row in known.rows
    )
    told = (
        (waiting, _("%(count)s个项目的%(month)s进展已报送、尚未审核，没有计入。")),
        (older, _("%(count)s个项目没有已审核的%(month)s进展，文中用的是其最近一次已审核的数据。")),
        (
            known.totals.unknown_completed,
            _("%(count)s个项目本年还没有已审核的进展，累计完成投资不含这些项目。"),
        ),
        (known.totals.unknown_planned, _("%(count)s个项目没有年度计划投资，计划投资和完成率不含这些项目。")),
    )
    return tuple(text % (month | {"count": count}) for count, text in told if count)


def sum_notes(known: County) -> tuple[str, ...]:
    """Where the county's figures are not the sum of its sectors'. An unknown part makes no statement."""
    total, parts = known.totals, [sector.totals for sector in known.sectors if sector.totals.projects]
    compared = (
        (_("项目个数"), Decimal(total.projects), [Decimal(part.projects) for part in parts]),
        (_("年度计划投资"), total.planned, [part.planned for part in parts]),
        (_("累计完成投资"), total.completed, [part.completed for part in parts]),
    )
    return tuple(
        _("%(what)s：全县为%(total)s，各部分相加为%(sum)s，请核对。")
        % {"what": what, "total": number_text(whole, 4), "sum": number_text(added, 4)}
        for what, whole, amounts in compared
        if whole is not None and (added := _sum(amounts)) is not None and added != whole
    )


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None
