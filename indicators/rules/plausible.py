"""What an entered figure is expected to be by its own past. Outside of it is a question, never an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from rulebook.rules.wording import number_text

FEWEST: Final = 3  # steps from which a spread is told
NARROWEST_POINTS: Final = Decimal(5)  # of growth: calm series still turn
WIDER: Final = Decimal("0.5")  # beyond the steps seen, half of their spread


@dataclass(frozen=True)
class Plausible:
    """Both ends included; ``basis`` says in words what they were taken from."""

    low: Decimal
    high: Decimal
    basis: str

    def holds(self, figure: Decimal) -> bool:
        return self.low <= figure <= self.high


Series = Mapping[tuple[int, int], Decimal]


def plausible_growth(known: Series, year: int, month: int) -> Plausible | None:
    """The growth published before, give or take the largest step seen between neighbouring periods."""
    earlier = [figure for at, figure in sorted(known.items()) if at < (year, month)]
    if len(earlier) <= FEWEST:
        return None
    steps = [abs(after - before) for before, after in zip(earlier, earlier[1:], strict=False)]
    most = max(max(steps), NARROWEST_POINTS)
    basis = _("以上期增速%(before)s%%和以往各期最大变动%(most)s个百分点估计") % {
        "before": number_text(earlier[-1]),
        "most": number_text(most),
    }
    return Plausible(earlier[-1] - most, earlier[-1] + most, basis)


def plausible_value(known: Series, year: int, month: int, *, adds_up: bool) -> Plausible | None:
    """By how the same step of the year went before, from this year's previous figure.

    In the first period of a year that adds up there is none: last year's same period takes its place.
    """
    before = _latest_before(known, year, month, same_year=adds_up)
    if before is None:
        return _by_same_month(known, year, month)
    at, figure = before
    steps = _past_steps(known, at, (year, month), adds_up=adds_up)
    if len(steps) < 2 or figure <= 0:
        return _by_same_month(known, year, month)
    spread = max(max(steps) - min(steps), Decimal("0.02"))
    low, high = min(steps) - spread * WIDER, max(steps) + spread * WIDER
    if adds_up:
        low = max(low, Decimal(1))
    basis = _("以%(year)s年%(month)s月的%(figure)s和往年同期的环比估计") % {
        "year": at[0],
        "month": at[1],
        "figure": number_text(figure),
    }
    return Plausible(figure * low, figure * max(high, low), basis)


def _latest_before(
    known: Series, year: int, month: int, *, same_year: bool
) -> tuple[tuple[int, int], Decimal] | None:
    earlier = [at for at in known if at < (year, month) and (at[0] == year or not same_year)]
    return (max(earlier), known[max(earlier)]) if earlier else None


def _past_steps(
    known: Series, at: tuple[int, int], to: tuple[int, int], *, adds_up: bool
) -> Sequence[Decimal]:
    """The same step in years before; of a value at a point of time, every step of the same length."""
    found = []
    for (year, month), figure in known.items():
        if figure <= 0 or (year, month) >= at or (adds_up and month != at[1]):
            continue
        index = year * 12 + month - 1 + (to[0] - at[0]) * 12 + to[1] - at[1]
        after = known.get((index // 12, index % 12 + 1))
        if after is not None and (index // 12, index % 12 + 1) < to:
            found.append(after / figure)
    return found


def _by_same_month(known: Series, year: int, month: int) -> Plausible | None:
    last = known.get((year - 1, month))
    if last is None or last <= 0:
        return None
    basis = _("以上年同期%(figure)s的一半至两倍估计") % {"figure": number_text(last)}
    return Plausible(last / 2, last * 2, basis)
