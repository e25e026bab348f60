"""A month's report: the steps it may take, and what is odd or wrong about its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rulebook.rules import Month

# A correction is a report of its own; when it is accepted, the former accepted one becomes superseded.
NEXT_STATUS: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset({"submitted"}),
    "submitted": frozenset({"accepted", "returned"}),
    "returned": frozenset({"submitted"}),
    "accepted": frozenset({"superseded"}),
    "superseded": frozenset(),
}
STATUS_LABELS: Final = {
    "draft": gettext_lazy("草稿"),
    "submitted": gettext_lazy("已报送"),
    "returned": gettext_lazy("已退回"),
    "accepted": gettext_lazy("已采用"),
    "superseded": gettext_lazy("已更正"),
}
EDITABLE: Final = frozenset({"draft", "returned"})
# A month that takes more than so many times the mean of the months before it is looked at twice.
JUMP: Final = 3


def require_step(status: str, to: str) -> None:
    """Raise ValidationError (code ``wrong_step``) when a report may not go from ``status`` to ``to``."""
    if to not in NEXT_STATUS[status]:
        raise ValidationError(
            _("“%(status)s”的月报不能改为“%(to)s”。")
            % {"status": STATUS_LABELS[status], "to": STATUS_LABELS[to]},
            code="wrong_step",
        )


def require_editable(status: str) -> None:
    """Raise ValidationError (code ``not_editable``) unless the report is a draft or was returned."""
    if status not in EDITABLE:
        raise ValidationError(
            _("“%(status)s”的月报不能再修改；已采用的，请提出更正。") % {"status": STATUS_LABELS[status]},
            code="not_editable",
        )


@dataclass(frozen=True)
class ProgressEntry:
    """What a unit reports of a month. Amounts in 万元; an empty stage or date says nothing."""

    month_amount: Decimal | None = None
    year_to_date: Decimal | None = None
    since_start: Decimal | None = None
    physical_progress: str = ""
    stage: str = ""
    started_on: date | None = None
    finished_on: date | None = None
    problem: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class ProgressBefore:
    """What a report is held against. The newest accepted report of an earlier month of the year, or None."""

    month: int | None = None
    year_to_date: Decimal | None = None
    physical_progress: str = ""
    carried_in: Decimal | None = None
    total_investment: Decimal | None = None
    actual_start: date | None = None


class Doubt(StrEnum):
    """What looks odd; a person may stand by it with a reason, which is kept with the row."""

    AMOUNT_UNKNOWN = "amount_unknown"
    MONTH_NEGATIVE = "month_negative"
    YEAR_FELL = "year_fell"
    YEAR_SUM = "year_sum"
    TOTAL_SUM = "total_sum"
    TOTAL_EXCEEDED = "total_exceeded"
    SAME_TEXT = "same_text"
    JUMP = "jump"


@dataclass(frozen=True)
class Finding:
    """``field`` is the entry's field; only a finding with ``confirmable`` may be confirmed with a reason."""

    code: str
    field: str
    message: str
    confirmable: bool


def check_progress(
    entry: ProgressEntry, before: ProgressBefore, period: Month, on: date
) -> tuple[Finding, ...]:
    """Everything wrong or odd about a month's report, errors first."""
    errors = (Finding(*said, confirmable=False) for said in _errors(entry, before, period, on))
    doubts = (Finding(*said, confirmable=True) for said in _doubts(entry, before, period))
    return (*errors, *doubts)


def confirmed(findings: Iterable[Finding], reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """The doubts with their reasons, as a row keeps them.

    Raise ValidationError with one error each (its ``code`` the finding's) for every error and every
    doubt without a reason.
    """
    found = list(findings)
    refused = [f for f in found if not f.confirmable or not reasons.get(f.code, "").strip()]
    if refused:
        raise ValidationError([ValidationError(f.message, code=f.code) for f in refused])
    return [{"code": f.code, "message": f.message, "reason": reasons[f.code].strip()} for f in found]


Said = tuple[str, str, str]


def _errors(entry: ProgressEntry, before: ProgressBefore, period: Month, on: date) -> Iterable[Said]:
    ytd, total = entry.year_to_date, entry.since_start
    if period.first_day > on:
        yield "month_ahead", "", _("%(month)s尚未到，不能填报。") % {"month": period.single.label}
    if ytd is None and total is None and entry.month_amount is None and not entry.physical_progress.strip():
        yield "empty", "physical_progress", _("请至少填写完成投资或形象进度。")
    if ytd is not None and ytd < 0:
        yield "year_negative", "year_to_date", _("年初至本月累计不能为负数；冲减只能体现在当月数上。")
    if total is not None and total < 0:
        yield "total_negative", "since_start", _("开工以来累计不能为负数。")
    if ytd is not None and total is not None and ytd > total:
        yield (
            "year_above_total",
            "since_start",
            _("年初至本月累计%(ytd)s万元大于开工以来累计%(total)s万元，请核对两个累计数。")
            % {"ytd": plain(ytd), "total": plain(total)},
        )
    yield from _date_errors(entry, before, on)


def _date_errors(entry: ProgressEntry, before: ProgressBefore, on: date) -> Iterable[Said]:
    started = entry.started_on or before.actual_start
    for name, day in (("started_on", entry.started_on), ("finished_on", entry.finished_on)):
        if day is not None and day > on:
            yield "date_ahead", name, _("%(day)s尚未到，实际日期不能在今天之后。") % {"day": day}
    if entry.finished_on and started is None:
        yield "finish_without_start", "finished_on", _("填报实际竣工，须同时填实际开工日期。")
    elif entry.finished_on and started and entry.finished_on < started:
        yield "finish_before_start", "finished_on", _("实际竣工不能早于实际开工。")


def _doubts(entry: ProgressEntry, before: ProgressBefore, period: Month) -> Iterable[Said]:
    month, ytd, total = entry.month_amount, entry.year_to_date, entry.since_start
    if ytd is None:
        yield Doubt.AMOUNT_UNKNOWN, "year_to_date", _("未填年初至本月累计；没有完成投资的，请填0。")
    if month is not None and month < 0:
        yield Doubt.MONTH_NEGATIVE, "month_amount", _("本月完成投资为负数。")
    yield from _year_doubts(entry, before, period)
    if ytd is not None and total is not None and before.carried_in is not None:
        expected = before.carried_in + ytd
        if total != expected:
            yield (
                Doubt.TOTAL_SUM,
                "since_start",
                _("开工以来累计%(total)s万元，按截至上年底累计加年初累计应为%(expected)s万元。")
                % {"total": plain(total), "expected": plain(expected)},
            )
    if total is not None and before.total_investment is not None and total > before.total_investment:
        yield (
            Doubt.TOTAL_EXCEEDED,
            "since_start",
            _("开工以来累计%(total)s万元超过总投资%(limit)s万元。")
            % {"total": plain(total), "limit": plain(before.total_investment)},
        )
    text = entry.physical_progress.strip()
    if text and text == before.physical_progress.strip():
        yield Doubt.SAME_TEXT, "physical_progress", _("形象进度与上月完全相同。")


def _year_doubts(entry: ProgressEntry, before: ProgressBefore, period: Month) -> Iterable[Said]:
    month, ytd, former = entry.month_amount, entry.year_to_date, before.year_to_date
    if ytd is not None and former is not None and ytd < former:
        yield (
            Doubt.YEAR_FELL,
            "year_to_date",
            _("年初至本月累计%(ytd)s万元，比%(month)s月的%(former)s万元还少。")
            % {"ytd": plain(ytd), "month": before.month, "former": plain(former)},
        )
    expected = _sum_of_months(month, before, period)
    if ytd is not None and expected is not None and ytd != expected:
        yield (
            Doubt.YEAR_SUM,
            "year_to_date",
            _("年初至本月累计%(ytd)s万元，按上月累计加本月应为%(expected)s万元。")
            % {"ytd": plain(ytd), "expected": plain(expected)},
        )
    if month is not None and former and before.month and month * before.month > former * JUMP:
        yield (
            Doubt.JUMP,
            "month_amount",
            _("本月完成%(month)s万元，超过前%(months)s个月月均的%(times)s倍。")
            % {"month": plain(month), "months": before.month, "times": JUMP},
        )


def _sum_of_months(month: Decimal | None, before: ProgressBefore, period: Month) -> Decimal | None:
    """Last month's cumulative amount and this month's own; unknown while a month between is not reported."""
    if month is None:
        return None
    if period.month == 1:
        return month
    if before.month == period.month - 1 and before.year_to_date is not None:
        return before.year_to_date + month
    return None


def plain(amount: Decimal) -> str:
    """1200, 12.5: an amount in 万元 without the zeros that the column fills up with."""
    return f"{amount.normalize():f}"
