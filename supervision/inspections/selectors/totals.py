"""Sums over a whole filter, together and per origin, unit, category … by one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import Coalesce, ExtractYear

from accounts.models import User
from projects.models.figures import DaysBetween
from projects.models.money import MoneyField
from rulebook.rules import Light, completion_rate

from ..models import RectificationExtension
from ..models.figures import IS_RUNNING, IS_WITH_UNIT
from ..rules.ages import AgeBand
from ..rules.lights import Pace
from ..rules.words import SEVERITIES, RectificationStatus
from .columns import RELAPSED
from .ledger import (
    CLOSED,
    RectificationFilters,
    age_band,
    chosen_rectifications,
    overdue_on,
    severity_rank,
    step_overdue_on,
)
from .pace import rectification_pace

# Handed out and not withdrawn: what may be closed, the base of the closing rates.
ORDERED: Final = IS_RUNNING | CLOSED
# The unit says that it is done: what was on time is asked of these.
APPLIED: Final = ORDERED & ~IS_WITH_UNIT & ~Q(status=RectificationStatus.LONG_TERM.value)


@dataclass(frozen=True)
class RectificationTotals:
    """``count`` of rectifications; ``running`` somebody owes a step; ``closed`` 销号; ``withdrawn``.

    ``applied``: applied for closing and not sent back; ``on_time`` of those, by the date first promised.
    ``relapsed`` of ``closed``: it came again. ``closed_days``: from 交办 to 销号 of ``closed``, natural days.
    ``sent_back``: how many times; ``extended``: how many got a later date. ``amount`` of what was handed out
    and not withdrawn, ``amount_rectified`` of it, 万元: sums of what is known, None where nothing is.
    ``overdue``, ``step_overdue``: see the filters. ``lights`` are of the running ones.
    """

    count: int = 0
    running: int = 0
    closed: int = 0
    withdrawn: int = 0
    applied: int = 0
    on_time: int = 0
    relapsed: int = 0
    closed_days: int = 0
    sent_back: int = 0
    extended: int = 0
    overdue: int = 0
    step_overdue: int = 0
    with_amount: int = 0
    amount: Decimal | None = None
    amount_rectified: Decimal | None = None
    lights: Mapping[Light, int] = field(default_factory=dict)

    @property
    def ordered(self) -> int:
        """Handed out and not withdrawn."""
        return self.running + self.closed

    @property
    def closing_rate(self) -> Decimal | None:
        """Per cent by number, exact; None of nothing. So are the other rates."""
        return rate(self.closed, self.ordered)

    @property
    def money_rate(self) -> Decimal | None:
        return completion_rate(self.amount_rectified, self.amount)

    @property
    def on_time_rate(self) -> Decimal | None:
        return rate(self.on_time, self.applied)

    @property
    def relapse_rate(self) -> Decimal | None:
        return rate(self.relapsed, self.closed)

    @property
    def average_days(self) -> Decimal | None:
        return Decimal(self.closed_days) / self.closed if self.closed else None

    @property
    def red(self) -> int:
        return self.lights.get(Light.RED, 0)

    @property
    def yellow(self) -> int:
        return self.lights.get(Light.YELLOW, 0)

    @property
    def green(self) -> int:
        return self.lights.get(Light.GREEN, 0)

    @property
    def grey(self) -> int:
        return self.lights.get(Light.EXEMPT, 0)


def rate(part: int, whole: int) -> Decimal | None:
    return completion_rate(Decimal(part), Decimal(whole))


@dataclass(frozen=True)
class LedgerGroup:
    """``key``: what the filter of that name takes, lights and ages as numbers; None where there is none."""

    key: int | str | None
    name: str
    totals: RectificationTotals


# by: (key, name, what they stand in the order of)
GROUPINGS: Final[Mapping[str, tuple[str, str, str]]] = {
    "origin": ("origin_id", "origin__name", "origin__order"),
    "unit": ("unit_id", "unit__short_name", "unit__pinyin"),
    "category": ("category_id", "category__name", "category__order"),
    "severity": ("severity", "severity", "severity_rank"),
    "age": ("age_band", "age_band", "age_band"),
    "leader": ("leader_id", "leader__name", "leader__order"),
    "light": ("light", "light", "light"),
    "year": ("issued_year", "issued_year", "issued_year"),
}
# The worst, the newest first.
DESCENDING: Final = ("severity", "light", "year")


def ledger_totals(
    user: User, on: date, filters: RectificationFilters | None = None, pace: Pace | None = None
) -> RectificationTotals:
    return folded(_cells(user, filters or RectificationFilters(), pace or rectification_pace(on)))


def ledger_groups(
    user: User,
    on: date,
    filters: RectificationFilters | None = None,
    by: str = "origin",
    pace: Pace | None = None,
) -> list[LedgerGroup]:
    """Every rectification is in one group, by a word of GROUPINGS; ``year`` is that of 交办.

    Raises KeyError for another word. The groups add up to ``ledger_totals``; what has no leader, or is not
    handed out, comes last.
    """
    key, name, order = GROUPINGS[by]
    cells = _cells(user, filters or RectificationFilters(), pace or rectification_pace(on), key, name, order)
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for cell in sorted(cells, key=lambda cell: _place(by, cell[order], cell[key])):
        groups.setdefault(cell[key], []).append(cell)
    return [LedgerGroup(pk, group_name(by, rows[0][name]), folded(rows)) for pk, rows in groups.items()]


def _place(by: str, order: Any, key: Any) -> tuple[Any, ...]:
    if key is None:
        return (1,)
    return (0, -order, key) if by in DESCENDING else (0, order, key)


def group_name(by: str, name: Any) -> str:
    """``name``: what the second of GROUPINGS says of a row."""
    if name is None:
        return ""
    words = {"light": lambda: Light(name).label, "age": lambda: AgeBand(name).label}
    words["severity"] = lambda: str(SEVERITIES[name])
    return words[by]() if by in words else str(name)


def _cells(user: User, filters: RectificationFilters, pace: Pace, *keys: str) -> list[dict[str, Any]]:
    rows = chosen_rectifications(user, filters, pace).order_by()
    added: dict[str, Any] = {
        "age_band": age_band(pace.on),
        "severity_rank": severity_rank(),
        "issued_year": ExtractYear("issued_on"),
    }
    rows = rows.annotate(**{name: added[name] for name in dict.fromkeys(keys) if name in added})
    return list(rows.values(*dict.fromkeys((*keys, "light"))).annotate(**_sums(pace.on)))


def _sums(on: date) -> dict[str, Any]:
    extended = RectificationExtension.objects.approved().values("rectification_id")
    return {
        "rectifications": Count("pk"),
        "under_way": Count("pk", filter=IS_RUNNING),
        "done": Count("pk", filter=CLOSED),
        "called_off": Count("pk", filter=Q(status=RectificationStatus.WITHDRAWN.value)),
        "asked": Count("pk", filter=APPLIED),
        "in_time": Count("pk", filter=APPLIED & Q(applied_on__lte=F("original_due_on"))),
        "again": Count("pk", filter=RELAPSED),
        "days": Sum(DaysBetween(F("ended_on"), F("issued_on")), filter=CLOSED),
        "back": Sum("times_sent_back"),
        "later": Count("pk", filter=Q(pk__in=extended)),
        "past_due": Count("pk", filter=overdue_on(on)),
        "step_past_due": Count("pk", filter=step_overdue_on(on)),
        "amounts": Count("amount", filter=ORDERED),
        "money": Sum("amount", filter=ORDERED),
        "put_right": Sum(amount_put_right(), filter=ORDERED & Q(amount__isnull=False)),
    }


def amount_put_right() -> Case:
    """What was reported; of what is closed without a report, its whole amount."""
    return Case(
        When(CLOSED, then=Coalesce(F("amount_rectified"), F("amount"))),
        default=F("amount_rectified"),
        output_field=MoneyField(),
    )


def folded(cells: Iterable[Mapping[str, Any]]) -> RectificationTotals:
    cells = list(cells)

    def total(name: str) -> int:
        return sum(cell[name] or 0 for cell in cells)

    def money(name: str) -> Decimal | None:
        known = [cell[name] for cell in cells if cell[name] is not None]
        return sum(known, Decimal(0)) if known else None

    lights: dict[Light, int] = {}
    for cell in cells:
        light = Light(cell["light"])
        lights[light] = lights.get(light, 0) + cell["under_way"]
    return RectificationTotals(
        count=total("rectifications"),
        running=total("under_way"),
        closed=total("done"),
        withdrawn=total("called_off"),
        applied=total("asked"),
        on_time=total("in_time"),
        relapsed=total("again"),
        closed_days=total("days"),
        sent_back=total("back"),
        extended=total("later"),
        overdue=total("past_due"),
        step_overdue=total("step_past_due"),
        with_amount=total("amounts"),
        amount=money("money"),
        amount_rectified=money("put_right"),
        lights={light: count for light, count in lights.items() if count},
    )
