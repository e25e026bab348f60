"""Sums over a whole filter, together and per source, unit, leader or light, by one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q

from accounts.models import User
from rulebook.rules import Light

from ..models.figures import IS_RUNNING
from ..rules.lights import Pace
from ..rules.words import MatterStatus
from .ledger import DONE, IN_TIME, MatterFilters, chosen_matters, in_charge, late_on, with_done
from .pace import matter_pace


@dataclass(frozen=True)
class MatterTotals:
    """``count`` of matters, ``affairs`` every affair once; ``running`` under way, ``closed`` 销号.

    ``done``: accepted by the office; ``in_time`` of those, by the date that counts. ``late``: past due and
    not reported. ``lights`` are of the running ones.
    """

    count: int = 0
    affairs: int = 0
    running: int = 0
    closed: int = 0
    done: int = 0
    in_time: int = 0
    late: int = 0
    lights: Mapping[Light, int] = field(default_factory=dict)

    @property
    def former_rounds(self) -> int:
        """Rows that a later round of the same affair goes on with."""
        return self.count - self.affairs

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


@dataclass(frozen=True)
class LedgerGroup:
    """``key``: of the source, the unit, the post, or the light; None where there is none."""

    key: int | None
    name: str
    totals: MatterTotals


# by: (key, name, what they stand in the order of)
GROUPINGS: Final[Mapping[str, tuple[str, str, str]]] = {
    "source": ("source_id", "source__name", "source__order"),
    "unit": ("lead__unit_id", "lead__unit__short_name", "lead__unit__pinyin"),
    "leader": ("in_charge", "in_charge_post", "in_charge_order"),
    "light": ("light", "light", "light"),
}


def ledger_totals(
    user: User, on: date, filters: MatterFilters | None = None, pace: Pace | None = None
) -> MatterTotals:
    return folded(_cells(user, filters or MatterFilters(), pace or matter_pace(on)))


def ledger_groups(
    user: User, on: date, filters: MatterFilters | None = None, by: str = "source", pace: Pace | None = None
) -> list[LedgerGroup]:
    """Every matter is in one group: that of its source, lead unit, leader (in charge) or light, by ``by``.

    Raises KeyError for another word. The groups add up to ``ledger_totals``; what has no unit or leader
    comes last, the worst light first.
    """
    key, name, order = GROUPINGS[by]
    cells = _cells(user, filters or MatterFilters(), pace or matter_pace(on), key, name, order)
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for cell in sorted(cells, key=lambda cell: _place(by, cell[order], cell[key])):
        groups.setdefault(cell[key], []).append(cell)
    return [LedgerGroup(pk, _name(by, rows[0][name]), folded(rows)) for pk, rows in groups.items()]


def _place(by: str, order: Any, key: Any) -> tuple[Any, ...]:
    if key is None:
        return (1,)
    return (0, -order, key) if by == "light" else (0, order, key)


def _name(by: str, name: Any) -> str:
    return Light(name).label if by == "light" else str(name or "")


def _cells(user: User, filters: MatterFilters, pace: Pace, *keys: str) -> list[dict[str, Any]]:
    rows = with_done(chosen_matters(user, filters, pace)).order_by()
    if "in_charge" in keys:
        rows = rows.annotate(**in_charge())
    return list(
        rows.values(*dict.fromkeys((*keys, "light"))).annotate(
            matters=Count("pk"),
            affairs=Count("pk", filter=~Q(status=MatterStatus.CONTINUED.value)),
            running=Count("pk", filter=IS_RUNNING),
            closed=Count("pk", filter=Q(status=MatterStatus.CLOSED.value)),
            done=Count("pk", filter=DONE),
            done_in_time=Count("pk", filter=IN_TIME),
            past_due=Count("pk", filter=late_on(pace.on)),
        )
    )


def folded(cells: Iterable[Mapping[str, Any]]) -> MatterTotals:
    cells = list(cells)

    def total(name: str) -> int:
        return sum(cell[name] for cell in cells)

    lights: dict[Light, int] = {}
    for cell in cells:
        light = Light(cell["light"])
        lights[light] = lights.get(light, 0) + cell["running"]
    return MatterTotals(
        count=total("matters"),
        affairs=total("affairs"),
        running=total("running"),
        closed=total("closed"),
        done=total("done"),
        in_time=total("done_in_time"),
        late=total("past_due"),
        lights={light: count for light, count in lights.items() if count},
    )


__all__ = ["GROUPINGS", "LedgerGroup", "MatterTotals", "folded", "ledger_groups", "ledger_totals"]
