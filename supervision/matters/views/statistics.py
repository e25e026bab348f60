"""办理统计: what a time brought, unit by unit and leader by leader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.views import actor_of
from rulebook.rules import Light, Month

from ..permissions import require
from ..selectors.statistics import leader_statistics, unit_statistics


@dataclass(frozen=True)
class Column:
    """``of`` names the base that the figure is a part of; its share is shown and sorted by.

    ``behind``: what the ledger is asked for to show the rows that were counted; ``span``: its two days that
    are those of the span.
    """

    name: str
    label: Any
    of: str = ""
    behind: Mapping[str, str] = field(default_factory=dict)
    span: tuple[str, str] | None = None


@dataclass(frozen=True)
class Cell:
    column: Column
    value: Any
    base: int | None
    url: str = ""

    @property
    def share(self) -> float | None:
        """In percent; None without a base."""
        return 100 * self.value / self.base if self.base else None


@dataclass(frozen=True)
class Span:
    """Both months are included."""

    since: Month
    until: Month

    @property
    def start(self) -> date:
        return self.since.first_day

    @property
    def end(self) -> date:
        return self.until.next().first_day


UNIT_COLUMNS: Final = (
    Column("received", _("收到")),
    Column("signed_in_time", _("按时签收"), "to_sign"),
    Column("fed_back", _("按时反馈"), "owed"),
    Column("done", _("办结")),
    Column("done_in_time", _("按期办结"), "done"),
    Column("sent_back", _("退回重办")),
    Column("extended", _("延期")),
    Column("refused", _("退回交办")),
    Column("average_days", _("平均天数")),
)
LEADER_COLUMNS: Final = (
    Column("received", _("交办"), span=("issued_from", "issued_to")),
    Column("running", _("在办"), behind={"running": "1"}),
    Column("red", _("红灯"), behind={"running": "1", "light": Light.RED.code}),
    Column("yellow", _("黄灯"), behind={"running": "1", "light": Light.YELLOW.code}),
    Column("late", _("逾期"), behind={"late": "1"}),
    Column("done", _("办结"), span=("done_from", "done_to")),
    Column("done_in_time", _("按期办结"), "done"),
    Column("to_read", _("待阅定")),
    Column("to_answer", _("求助待答复")),
)
MOST_MONTHS: Final = 60


@login_required
@require_safe
def show_units(request: HttpRequest) -> HttpResponse:
    return _show(request, "matters/unit_statistics.html", unit_statistics, UNIT_COLUMNS)


@login_required
@require_safe
def show_leaders(request: HttpRequest) -> HttpResponse:
    return _show(request, "matters/leader_statistics.html", leader_statistics, LEADER_COLUMNS)


def _show(request: HttpRequest, template: str, ask: Any, columns: Sequence[Column]) -> HttpResponse:
    user, on = actor_of(request), today()
    require(user, "matter.view_statistics")
    span, understood = asked_span(request.GET, on)
    rows = ordered(ask(user, on, span.start, span.end), columns, request.GET.get("sort", ""))
    context = {
        "rows": [(row, cells_of(row, columns, span)) for row in rows],
        "columns": columns,
        "span": span,
        "understood": understood,
        "everybody": user.reach.everything,
    }
    return render(request, template, context)


def asked_span(query: Mapping[str, str], on: date) -> tuple[Span, bool]:
    """From January to this month unless asked otherwise; and whether what was asked was understood."""
    usual = Span(Month(on.year, 1), Month(on.year, on.month))
    asked = [query.get(name, "") for name in ("since", "until")]
    if not any(asked):
        return usual, True
    try:
        span = Span(
            Month.parse(asked[0]) if asked[0] else usual.since,
            Month.parse(asked[1]) if asked[1] else usual.until,
        )
    except ValueError:
        return usual, False
    months = span.until.index - span.since.index + 1
    return (span, True) if 0 < months <= MOST_MONTHS else (usual, False)


def cells_of(row: Any, columns: Sequence[Column], span: Span | None = None) -> list[Cell]:
    """With ``span`` also where the rows behind a leader's figure are."""
    return [
        Cell(
            column,
            getattr(row, column.name),
            getattr(row, column.of) if column.of else None,
            _rows_behind(row, column, span) if span else "",
        )
        for column in columns
    ]


def _rows_behind(row: Any, column: Column, span: Span) -> str:
    if not getattr(row, column.name) or not (column.behind or column.span):
        return ""
    asked = {"leader": str(row.post_id), **column.behind}
    if column.span:
        days = (span.start, span.end - timedelta(days=1))
        asked |= {name: day.isoformat() for name, day in zip(column.span, days, strict=True)}
    return f"{reverse('matters')}?{urlencode(asked)}"


def ordered(rows: Sequence[Any], columns: Sequence[Column], sort: str) -> list[Any]:
    """By a figure, or by the share where the figure is a part; what is unknown last either way."""
    descending = sort.startswith("-")
    column = next((one for one in columns if one.name == sort.lstrip("-")), None)
    if column is None:
        return list(rows)

    def key(row: Any) -> Any:
        (cell,) = cells_of(row, [column])
        return cell.share if column.of else cell.value

    known = [row for row in rows if key(row) is not None]
    return sorted(known, key=key, reverse=descending) + [row for row in rows if key(row) is None]
