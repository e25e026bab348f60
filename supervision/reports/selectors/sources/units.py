"""单位: what each was given and owed this year, who lags by name, who owes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from rulebook.rules import completion_rate
from supervision.inspections.selectors import rectification_statistics
from supervision.matters.models import Duty
from supervision.matters.selectors import OwedReport, UnitStatistics, owed_reports, unit_statistics
from supervision.reports.rules.figures import Figure, Words
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.matters import DUTY, MATTER, running_matters
from supervision.reports.selectors.sources.rectifications import (
    RECTIFICATION,
    is_overdue,
    running_rectifications,
)
from supervision.reports.selectors.sources.registry import source

FIELDS: Final = {
    "name": _("单位"),
    "received": _("本年承办件数（牵头和配合）"),
    "owed": _("本年应报的反馈次数"),
    "fed_back": _("其中按时报送次数"),
    "missed": _("其中没有按时报送的次数"),
    "done": _("本年办结件数"),
    "in_time": _("其中按时办结件数"),
    "in_time_rate": _("按时办结率（%）"),
    "sent_back": _("退回重办次数"),
    "late": _("牵头事项中超过时限未办结的件数"),
    "overdue": _("超过时限的整改问题个数"),
}


@source(
    "units",
    _("各单位办理情况"),
    {
        "units": _("单位的列表，按名称"),
        **{f"units[].{name}": label for name, label in FIELDS.items()},
        "worst": _("有超期、有未按时反馈的单位，多的在前，内容同上"),
        "clean": _("有办结且全部按时、没有超期和未按时反馈的单位，办结多的在前，内容同上"),
        "clean_count": _("上述单位的个数"),
        "not_named": _("没有逐一点名的单位个数"),
        "count": _("本年有承办事项或整改任务的单位个数"),
        "worst_count": _("其中有超期或未按时反馈的单位个数"),
    },
)
def units(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    lines = unit_lines(known)
    worst = sorted(filter(_lags, lines), key=_weight)
    clean = [line for line in lines if not _lags(line) and line["done"] and line["in_time"] == line["done"]]
    clean.sort(key=lambda line: -line["done"].value)
    rest = max(0, len(worst) - int(settings.get("named", 8)))
    basis = known.standing(
        f"{known.period.year}年承办督办事项和整改任务的单位",
        {"accounts.unit": [line["pk"] for line in lines]},
    )
    return {
        "units": lines,
        "worst": worst,
        "clean": clean,
        "not_named": Figure("units.not_named", rest, "个", "没有逐一点名的单位个数", basis),
        "count": Figure("units.count", len(lines), "个", "本年有承办事项或整改任务的单位个数", basis),
        "clean_count": Figure(
            "units.clean_count", len(clean), "个", "办结全部按时、没有超期和未按时反馈的单位个数", basis
        ),
        "worst_count": Figure(
            "units.worst_count", len(worst), "个", "有超期事项、超期整改或未按时反馈的单位个数", basis
        ),
    }


def _lags(line: Mapping[str, Any]) -> bool:
    return bool(line["late"] or line["overdue"] or line["missed"])


def _weight(line: Mapping[str, Any]) -> tuple[int, int, str]:
    """What is overdue weighs before what was not told."""
    return -(line["late"].value + line["overdue"].value), -line["missed"].value, line["name"].text


def unit_lines(known: Gathered) -> list[dict[str, Any]]:
    """Of every unit that had anything to do this year; the engines' counts, asked once for a document."""
    if "unit lines" not in known.kept:
        known.kept["unit lines"] = _unit_lines(known)
    lines: list[dict[str, Any]] = known.kept["unit lines"]
    return lines


def _unit_lines(known: Gathered) -> list[dict[str, Any]]:
    year = known.period.year
    start, end = date(year, 1, 1), min(known.on + timedelta(days=1), date(year + 1, 1, 1))
    found = {row.unit_id: row for row in unit_statistics(known.user, known.on, start, end)}
    righting = {row.key: row for row in rectification_statistics(known.user, known.on, start, end)}
    rows = _Rows(known, start, end)
    units = Unit.objects.filter(pk__in={*found, *righting}).order_by("pinyin", "pk")
    return [
        _line(
            pk, name, found.get(pk, _nothing(pk, name)), righting[pk].overdue if pk in righting else 0, rows
        )
        for pk, name in units.values_list("pk", "short_name")
    ]


def _nothing(pk: int, name: str) -> UnitStatistics:
    return UnitStatistics(pk, name, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None)


class _Rows:
    """Which rows are behind each unit's counts."""

    def __init__(self, known: Gathered, start: date, end: date) -> None:
        self.known = known
        self.duties: dict[int, list[int]] = defaultdict(list)
        duties = Duty.objects.visible_to(known.user).standing().filter(issued_on__range=(start, known.on))
        for unit_id, pk in duties.order_by("pk").values_list("unit_id", "pk"):
            self.duties[unit_id].append(pk)
        self.owed: dict[int, list[OwedReport]] = defaultdict(list)
        for owed in owed_reports(known.user, known.on, start, end):
            self.owed[owed.unit_id].append(owed)
        self.late: dict[int, list[int]] = defaultdict(list)
        for row in running_matters(known):
            if row.status == "issued" and row.due_on and row.due_on < known.on and _owes(row):
                self.late[row.lead_unit_id].append(row.pk)
        self.overdue: dict[int, list[int]] = defaultdict(list)
        for row in running_rectifications(known):
            if is_overdue(row, known.on):
                self.overdue[row.unit_id].append(row.pk)


def _owes(row: Any) -> bool:
    return row.lead_status not in ("reported", "accepted")


def _line(pk: int, name: str, row: UnitStatistics, overdue: int, rows: _Rows) -> dict[str, Any]:
    known, key = rows.known, f"unit.{pk}"
    year = f"{known.period.year}年，承办单位“{name}”"
    duties = known.standing(year, {DUTY: rows.duties[pk]})
    owed = known.standing(f"应报反馈，{year}", {MATTER: [report.matter_id for report in rows.owed[pk]]})
    late = known.standing(f"超过时限的督办事项，牵头单位“{name}”", {MATTER: rows.late[pk]})
    rectified = known.standing(f"超过时限的整改问题，责任单位“{name}”", {RECTIFICATION: rows.overdue[pk]})
    rate = completion_rate(row.done_in_time, row.done)  # type: ignore[arg-type]
    return {
        "pk": pk,
        "name": Words(name, f"单位{pk}"),
        "received": Figure(f"{key}.received", row.received, "件", "本年承办的督办事项件数", duties),
        "owed": Figure(f"{key}.owed", row.owed, "次", "本年到期应报的反馈次数", owed),
        "fed_back": Figure(f"{key}.fed_back", row.fed_back, "次", "其中按时报送的次数", owed),
        "missed": Figure(
            f"{key}.missed", row.owed - row.fed_back, "次", "到期应报的反馈中没有按时报送的次数", owed
        ),
        "done": Figure(f"{key}.done", row.done, "件", "本年审核通过的办结件数", duties),
        "in_time": Figure(f"{key}.in_time", row.done_in_time, "件", "其中按时报办结的件数", duties),
        "in_time_rate": Figure(f"{key}.in_time_rate", rate, "%", "按时办结件数占办结件数的比例", duties),
        "sent_back": Figure(f"{key}.sent_back", row.sent_back, "次", "退回重办的次数", duties),
        "late": Figure(f"{key}.late", len(rows.late[pk]), "件", "超过办结时限尚未报办结的牵头事项件数", late),
        "overdue": Figure(f"{key}.overdue", overdue, "个", "超过时限仍在整改的问题个数", rectified),
    }
