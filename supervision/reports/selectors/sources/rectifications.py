"""整改: what was handed out this year, what was closed, what came again, by origin, and what is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rulebook.rules import Light
from supervision.inspections.rules.words import (
    RECTIFICATION_STATUSES,
    SEVERITIES,
    WITH_UNIT,
    RectificationStatus,
)
from supervision.inspections.selectors import (
    RectificationFilters,
    RectificationTotals,
    ledger_groups,
    ledger_totals,
    rectification_ledger,
    rectification_pace,
)
from supervision.inspections.selectors.ledger import chosen_rectifications
from supervision.reports.rules.figures import Figure, Words
from supervision.reports.rules.lines import Lines
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.registry import source

RECTIFICATION: Final = "inspections.rectification"
COMING: Final = timedelta(days=30)
TOTALS: Final = {
    "ordered": _("本年交办的问题个数"),
    "closed": _("其中已销号个数"),
    "closing_rate": _("销号率（%）"),
    "running": _("其中正在整改个数"),
    "overdue": _("超过时限仍在整改的个数"),
    "relapsed": _("销号后反弹的个数"),
    "sent_back": _("退回的次数"),
    "amount": _("涉及金额（万元）"),
    "amount_rectified": _("已整改金额（万元）"),
    "money_rate": _("金额整改率（%）"),
    "red": _("在办中亮红灯的个数"),
    "yellow": _("在办中亮黄灯的个数"),
}


@source(
    "rectifications",
    _("问题整改"),
    {
        **TOTALS,
        "origins": _("问题来源的列表，每个含上面各项，另有 name；只列本年有交办的"),
        "units": _("整改责任单位的列表，每个含上面各项，另有 name；超期多的在前"),
        "overdue_count": _("超期问题个数，含往年交办的"),
        "overdue_list": _("超期问题，严重的在前：named、unit、severity、due_on、days_late、status"),
        "not_named": _("没有逐一点名的超期问题个数"),
        "coming": _("三十天内到期的问题，内容同上"),
        "again": _("反弹后再次交办、正在整改的问题，内容同上"),
    },
)
def rectifications(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    year = f"{known.period.year}年交办的整改问题"
    rows = running_rectifications(known)
    overdue = [row for row in rows if is_overdue(row, known.on)]
    named, horizon = int(settings.get("named", 8)), known.on + COMING
    rest = known.standing("超期的整改问题", {RECTIFICATION: [row.pk for row in overdue]})
    soon = [row for row in rows if _with_unit(row) and row.due_on and known.on <= row.due_on <= horizon]
    line = partial(rectification_line, known=known)
    return {
        **totals_of("rectifications", _totals(known), known, year),
        "origins": _groups(known, "origin", year),
        "units": sorted(
            _groups(known, "unit", year), key=lambda unit: (-unit["overdue"].value, -unit["red"].value)
        ),
        "overdue_count": Figure(
            "rectifications.overdue_count",
            len(overdue),
            "个",
            "超过整改时限、仍由单位整改的问题个数，含往年交办的",
            rest,
        ),
        "overdue_list": Lines(overdue, line),
        "not_named": Figure(
            "rectifications.not_named", max(0, len(overdue) - named), "个", "没有逐一点名的超期问题个数", rest
        ),
        "coming": Lines(sorted(soon, key=lambda row: (row.due_on, row.pk)), line),
        "again": Lines([row for row in rows if row.position > 1], line),
    }


def this_year(known: Gathered, **more: Any) -> RectificationFilters:
    year = known.period.year
    last = min(known.on, date(year, 12, 31))
    return RectificationFilters(issued_from=date(year, 1, 1), issued_to=last, **more)


def _pace(known: Gathered) -> Any:
    if "rectification pace" not in known.kept:
        known.kept["rectification pace"] = rectification_pace(known.on)
    return known.kept["rectification pace"]


def _totals(known: Gathered) -> RectificationTotals:
    return ledger_totals(known.user, known.on, this_year(known), _pace(known))


def _groups(known: Gathered, by: str, year: str) -> list[dict[str, Any]]:
    column = f"{by}_id"
    groups = ledger_groups(known.user, known.on, this_year(known), by, _pace(known))
    return [
        {
            "name": Words(group.name, f"{'问题来源' if by == 'origin' else '单位'}{group.key}"),
            **totals_of(
                f"rectifications.{by}.{group.key}",
                group.totals,
                known,
                f"{year}，{'来源' if by == 'origin' else '责任单位'}“{group.name}”",
                **{column: group.key},
            ),
        }
        for group in groups
        if group.totals.ordered
    ]


def _marks(known: Gathered) -> list[dict[str, Any]]:
    if "rectification marks" not in known.kept:
        rows = chosen_rectifications(known.user, this_year(known), _pace(known))
        known.kept["rectification marks"] = list(
            rows.order_by("pk").values("pk", "origin_id", "unit_id", "status", which=F("light"))
        )
    marks: list[dict[str, Any]] = known.kept["rectification marks"]
    return marks


def totals_of(
    key: str, totals: RectificationTotals, known: Gathered, filters: str, **wanted: Any
) -> dict[str, Any]:
    """The ledger's sums and rates; none is reckoned here."""
    rows = [row for row in _marks(known) if all(row[name] == value for name, value in wanted.items())]
    ordered = [row["pk"] for row in rows if row["status"] not in ("draft", "withdrawn")]
    basis = known.standing(filters, {RECTIFICATION: ordered})

    def of(name: str, value: Decimal | int | None, unit: str, meaning: str) -> Figure:
        return Figure(f"{key}.{name}", value, unit, meaning, basis)

    return {
        "ordered": of("ordered", totals.ordered, "个", "本年交办、未撤销的问题个数"),
        "closed": of("closed", totals.closed, "个", "其中已销号的个数"),
        "closing_rate": of("closing_rate", totals.closing_rate, "%", "已销号个数占交办个数的比例"),
        "running": of("running", totals.running, "个", "其中尚未销号的个数"),
        "overdue": of("overdue", totals.overdue, "个", "超过整改时限、仍由单位整改的个数"),
        "relapsed": of("relapsed", totals.relapsed, "个", "销号后又反弹的个数"),
        "sent_back": of("sent_back", totals.sent_back, "次", "申请销号被退回的次数"),
        "amount": of("amount", totals.amount, "万元", "问题涉及的金额之和，取已知的"),
        "amount_rectified": of("amount_rectified", totals.amount_rectified, "万元", "已整改的金额之和"),
        "money_rate": of("money_rate", totals.money_rate, "%", "已整改金额占涉及金额的比例"),
        "red": of("red", totals.red, "个", "正在整改中亮红灯的个数"),
        "yellow": of("yellow", totals.yellow, "个", "正在整改中亮黄灯的个数"),
    }


def running_rectifications(known: Gathered) -> list[Any]:
    """Every one that somebody owes a step of, whenever it was handed out: the worst first."""
    if "running rectifications" not in known.kept:
        filters = RectificationFilters(running=True, issued_to=known.on, order="severity")
        found = rectification_ledger(known.user, known.on, filters, _pace(known))
        known.kept["running rectifications"] = list(found)
    rows: list[Any] = known.kept["running rectifications"]
    return rows


def _with_unit(row: Any) -> bool:
    return row.status in WITH_UNIT and not row.end_reason


def is_overdue(row: Any, on: date) -> bool:
    """As the ledger says it: the unit works past its date."""
    return _with_unit(row) and row.due_on is not None and row.due_on < on


def rectification_line(row: Any, known: Gathered) -> dict[str, Any]:
    origin = f"整改{row.pk}"
    basis = known.standing(f"整改问题“{row.title}”", {RECTIFICATION: [row.pk]})
    late = (known.on - row.due_on).days if is_overdue(row, known.on) else None
    return {
        "named": Words(f"{row.title}（{row.unit.short_name}）", origin),
        "unit": Words(row.unit.short_name, f"{origin}的责任单位"),
        "severity": str(SEVERITIES[row.severity]),
        "light": Light(row.light).label,
        "status": str(RECTIFICATION_STATUSES[RectificationStatus(row.status)]),
        "due_on": row.due_on,
        "days_late": Figure(
            f"rectification.{row.pk}.days_late", late, "天", "整改时限至数据截取日的天数", basis
        ),
    }


def rectification_rows(rows: Sequence[Any]) -> dict[str, list[int | None]]:
    return {RECTIFICATION: [row.pk for row in rows]}
