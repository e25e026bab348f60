"""Who has not reported the month, and what the drafter must know about the data before writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from projects.selectors import due_reports, report_due_on
from rulebook.rules import Light, Month
from supervision.reports.rules.inputs import MissingReport
from supervision.reports.selectors.county import County
from supervision.reports.selectors.sources import projects_source

NO_UNIT = "未明确责任单位的"
WITH_THE_UNIT = ("missing", "draft", "returned")


@dataclass(frozen=True)
class Reporting:
    """``due_on`` is None without a deadline rule; ``waiting`` reports are with the office."""

    due_on: date | None
    late: bool
    missing: tuple[MissingReport, ...]
    waiting: int


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
    return Reporting(due_on, late, _by_unit(owed, known) if late else (), waiting)


def _by_unit(rows: Sequence[object], known: County) -> tuple[MissingReport, ...]:
    units = defaultdict(list)
    for row in rows:
        units[known.unit_of(row.pk) or NO_UNIT].append(row)  # type: ignore[attr-defined]
    which = f"{known.period.single.label}进展未报送"
    return tuple(
        MissingReport(unit, len(members), projects_source(which, members, known.period))
        for unit, members in units.items()
    )


def data_notes(known: County, found: Reporting, on: date) -> tuple[str, ...]:
    """What is not in the figures, for the person who drafts."""
    return _deadline_notes(known.period, found.due_on, on) + _gap_notes(known, found.waiting)


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
