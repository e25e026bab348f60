"""督办事项: what was handed out this year, what came of it, by source, and what lags by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from django.db.models import Case, F, Q, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from rulebook.rules import Light, completion_rate
from supervision.matters.models.figures import IS_RUNNING
from supervision.matters.rules.words import STATES, State
from supervision.matters.selectors import (
    MatterFilters,
    MatterTotals,
    ledger_groups,
    ledger_totals,
    matter_ledger,
    matter_pace,
)
from supervision.matters.selectors.ledger import DONE, IN_TIME, chosen_matters, late_on, with_done
from supervision.reports.rules.figures import Basis, Figure, Words
from supervision.reports.rules.lines import Lines
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.registry import source

MATTER: Final = "matters.matter"
DUTY: Final = "matters.duty"
COMING: Final = timedelta(days=30)
# What units write where they have nothing to say.
NOTHING: Final = ("无", "没有", "暂无", "无问题", "不需要")
TOTALS: Final = {
    "received": _("本年交办件数"),
    "closed": _("其中已销号件数"),
    "closed_rate": _("销号率（%）"),
    "running": _("其中正在办理件数"),
    "running_rate": _("正在办理所占比例（%）"),
    "others": _("其中撤销、并案、再批示转下一轮、转长期坚持的件数"),
    "done": _("其中办结（督查办审核通过）件数"),
    "in_time": _("办结中按时报办结的件数"),
    "in_time_rate": _("按时办结率（%）"),
    "late": _("超过时限尚未报办结的件数"),
    "red": _("在办中亮红灯的件数"),
    "yellow": _("在办中亮黄灯的件数"),
}
LINE: Final = {
    "named": _("事项名称（牵头单位）"),
    "unit": _("牵头单位"),
    "source": _("立项来源"),
    "light": _("红灯、黄灯"),
    "state": _("办理环节"),
    "due_on": _("办结时限"),
    "days_late": _("超过时限的天数；未超时限的未知"),
    "days_left": _("距时限的天数；已超时限的、距离尚远的未知"),
    "unsigned": _("超过签收时限的工作日数；不是因此亮灯时未知"),
    "silent": _("没有按时报送的反馈次数；不是因此亮灯时未知"),
    "progress": _("最近进展，单位原话"),
    "problem": _("存在问题，单位原话"),
    "next_step": _("下一步打算，单位原话"),
}


@dataclass(frozen=True)
class Marks:
    """Which matters are behind a count: each with its source, lead unit and lead duty."""

    rows: Sequence[Mapping[str, Any]]

    def of(self, **wanted: Any) -> Marks:
        return Marks([row for row in self.rows if wanted.items() <= row.items()])

    def basis(self, known: Gathered, filters: str) -> Basis:
        keys = {MATTER: [row["pk"] for row in self.rows], DUTY: [row["duty"] for row in self.rows]}
        return known.standing(filters, keys)


def this_year(known: Gathered, **more: Any) -> MatterFilters:
    """Handed out in the document's year, up to the day as which it stands."""
    year = known.period.year
    return MatterFilters(issued_from=date(year, 1, 1), issued_to=min(known.on, date(year, 12, 31)), **more)


def marks_of(known: Gathered) -> Marks:
    """One statement, asked once for a document."""
    if "matter marks" not in known.kept:
        rows = with_done(chosen_matters(known.user, this_year(known), known_pace(known)))
        rows = rows.order_by("pk").annotate(
            is_running=_flag(IS_RUNNING),
            is_closed=_flag(Q(status="closed")),
            is_done=_flag(DONE),
            is_timely=_flag(IN_TIME),
            is_late=_flag(late_on(known.on)),
            duty=F("lead__id"),
            unit=F("lead__unit_id"),
            told_on=TruncDate("lead__reported_at"),
        )
        flags = ("is_running", "is_closed", "is_done", "is_timely", "is_late")
        known.kept["matter marks"] = Marks(
            list(rows.values("pk", "source_id", "unit", "duty", "light", *flags))
        )
    found: Marks = known.kept["matter marks"]
    return found


def known_pace(known: Gathered) -> Any:
    if "matter pace" not in known.kept:
        known.kept["matter pace"] = matter_pace(known.on)
    return known.kept["matter pace"]


def _flag(asked: Q) -> Case:
    return Case(When(asked, then=True), default=False)


@source(
    "matters",
    _("督办事项"),
    {
        **TOTALS,
        "sources": _("立项来源的列表，每个含上面各项，另有 name；只列本年有交办的"),
        "lagging": _("亮红灯、黄灯的在办事项，重的在前"),
        **{f"lagging[].{name}": label for name, label in LINE.items()},
        "lagging_count": _("亮红灯、黄灯的在办事项件数，含往年交办的"),
        "not_named": _("没有逐一点名的滞后事项件数"),
        "coming": _("三十天内到期的在办事项，内容同上"),
        "helped": _("请求协调解决的事项：named、words"),
    },
)
def matters(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    pace, marks, year = known_pace(known), marks_of(known), f"{known.period.year}年交办的督办事项"
    totals = ledger_totals(known.user, known.on, this_year(known), pace)
    groups = ledger_groups(known.user, known.on, this_year(known), "source", pace)
    rows = running_matters(known)
    lagging = [row for row in rows if row.light >= Light.YELLOW]
    named = int(settings.get("named", 8))
    rest = known.standing("亮红灯、黄灯的督办事项", matter_rows(lagging))
    soon = [row for row in rows if row.due_on and known.on <= row.due_on <= known.on + COMING]
    return {
        **totals_of("matters", totals, marks, known, year),
        "sources": [
            {
                "name": Words(group.name, f"立项来源{group.key}"),
                **totals_of(
                    f"matters.source.{group.key}",
                    group.totals,
                    marks,
                    known,
                    f"{year}，来源“{group.name}”",
                    source_id=group.key,
                ),
            }
            for group in groups
            if group.totals.count
        ],
        "lagging": Lines(lagging, partial(matter_line, known=known)),
        "lagging_count": Figure(
            "matters.lagging", len(lagging), "件", "亮红灯、黄灯的在办事项件数，含往年交办的", rest
        ),
        "not_named": Figure(
            "matters.not_named", max(0, len(lagging) - named), "件", "没有逐一点名的滞后事项件数", rest
        ),
        "coming": Lines(
            sorted(soon, key=lambda row: (row.due_on, row.pk)), partial(matter_line, known=known)
        ),
        "helped": [
            {"named": matter_words(row), "words": Words(row.help_needed, f"督办事项{row.pk}的反馈")}
            for row in rows
            if own_words(row.help_needed)
        ],
    }


def totals_of(
    key: str, totals: MatterTotals, marks: Marks, known: Gathered, filters: str, **wanted: Any
) -> dict[str, Any]:
    """The ledger's sums; none is reckoned here but shares of them."""
    of, mine = f"{key}.", marks.of(**wanted)
    basis = mine.basis(known, filters)

    def count(name: str, value: int, meaning: str, **only: Any) -> Figure:
        return Figure(f"{of}{name}", value, "件", meaning, mine.of(**only).basis(known, filters))

    def share(name: str, part: int, whole: int, meaning: str) -> Figure:
        value = completion_rate(part, whole)  # type: ignore[arg-type]
        return Figure(f"{of}{name}", value, "%", meaning, basis)

    return {
        "received": Figure(f"{of}received", totals.count, "件", "本年交办的督办事项件数", basis),
        "closed": count("closed", totals.closed, "其中已销号的件数", is_closed=True),
        "closed_rate": share("closed_rate", totals.closed, totals.count, "已销号件数占交办件数的比例"),
        "running": count("running", totals.running, "其中正在办理（含待领导阅定）的件数", is_running=True),
        "running_rate": share("running_rate", totals.running, totals.count, "正在办理件数占交办件数的比例"),
        "others": count(
            "others",
            totals.count - totals.closed - totals.running,
            "其中撤销、并案、再批示转下一轮、转长期坚持的件数",
            is_closed=False,
            is_running=False,
        ),
        "done": count("done", totals.done, "其中牵头单位报办结、督查办审核通过的件数", is_done=True),
        "in_time": count("in_time", totals.in_time, "办结事项中按原定时限报办结的件数", is_timely=True),
        "in_time_rate": share("in_time_rate", totals.in_time, totals.done, "按时办结件数占办结件数的比例"),
        "late": count("late", totals.late, "超过办结时限尚未报办结的件数", is_late=True),
        "red": count("red", totals.red, "在办事项中亮红灯的件数", is_running=True, light=Light.RED),
        "yellow": count(
            "yellow", totals.yellow, "在办事项中亮黄灯的件数", is_running=True, light=Light.YELLOW
        ),
    }


def running_matters(known: Gathered) -> list[Any]:
    """Every matter under way, of earlier years too: the worst light first, then the longest overdue."""
    if "running matters" not in known.kept:
        filters = MatterFilters(running=True, issued_to=known.on, order="light")
        known.kept["running matters"] = list(matter_ledger(known.user, known.on, filters, known_pace(known)))
    rows: list[Any] = known.kept["running matters"]
    return rows


def matter_rows(rows: Sequence[Any]) -> dict[str, list[int | None]]:
    return {MATTER: [row.pk for row in rows], DUTY: [row.lead_duty_id for row in rows]}


def matter_words(row: Any) -> Words:
    return Words(f"{row.title}（{row.lead_unit}）" if row.lead_unit else row.title, f"督办事项{row.pk}")


def matter_line(row: Any, known: Gathered) -> dict[str, Any]:
    """What is reported done and waits for the office is no more late."""
    key, origin = f"matter.{row.pk}", f"督办事项{row.pk}"
    basis = known.standing(f"督办事项“{row.title}”", matter_rows([row]))
    owed = row.due_on is not None and row.state not in (State.REPORTED, State.SHOWN, State.SUSPENDED)
    left = (row.due_on - known.on).days if owed else None
    late = -left if left is not None and left < 0 else None
    soon = left if late is None and row.days_left_light >= Light.YELLOW else None
    unsigned = -row.signature_delay if row.signature_delay_light >= Light.YELLOW else None
    silent = -row.feedback_missing if row.feedback_missing_light >= Light.YELLOW else None

    def count(name: str, value: int | None, unit: str, meaning: str) -> Figure:
        return Figure(f"{key}.{name}", value, unit, meaning, basis)

    return {
        "named": matter_words(row),
        "unit": Words(row.lead_unit or "", f"{origin}的牵头单位"),
        "source": Words(row.source_name, f"立项来源{row.source_id}"),
        "light": Light(row.light).label,
        "state": str(STATES[State(row.state)]),
        "due_on": row.due_on,
        "days_late": count("days_late", late, "天", "办结时限至数据截取日的天数"),
        "days_left": count("days_left", soon, "天", "数据截取日至办结时限的天数"),
        "unsigned": count("unsigned", unsigned, "个工作日", "签收时限至数据截取日的工作日数"),
        "silent": count("silent", silent, "次", "到期没有报送的反馈次数"),
        "progress": Words(own_words(row.latest_progress), f"{origin}的反馈"),
        "problem": Words(own_words(row.problem), f"{origin}的反馈"),
        "next_step": Words(own_words(row.next_step), f"{origin}的反馈"),
    }


def own_words(words: str | None) -> str:
    """A unit's own words; empty where they say that there is nothing."""
    text = (words or "").strip()
    return "" if text.rstrip("。.") in NOTHING else text
