"""The season curve: how a year fills up, learned from past years; and what it forecasts.

Learning: of every full past year the cumulative value of each month is divided by December's; the shares of
the years are averaged month by month; the averages are made to never fall by isotonic regression with equal
weights, that is by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955, Annals of
Mathematical Statistics 26, 641–647; Barlow, Bartholomew, Bremner and Brunk 1972). The pooled curve is the
closest non-decreasing one in least squares, so that a month in which a year's cumulative figure fell (a
refund, a correction) does not make the yardstick run backwards.

Forecast: a year whose value in month m is v ends at v ÷ share(m). Range: each past year is forecast by the
curve of the other years (leave one out), and the largest relative error in that month is the half-width.
Were the years exchangeable, the next error would exceed the largest of n with probability 1 ÷ (n + 1)
(split conformal prediction: Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018, JASA 113, 1094–1111). With
so few years this is said beside the range, not promised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _

from rulebook.rules import MONTHS, round_half_up

FEWEST_YEARS: Final = 2
MOST_YEARS: Final = 5  # an economy of ten years ago says little about this one
PLACES: Final = 6
WIDEST_ERROR: Final = 1000  # what is further off says nothing, and fits no column

Shares = tuple[Decimal, ...]
Known = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class PastYear:
    """Twelve cumulative values, None where nothing was published, and the rows that they come from."""

    year: int
    values: Known
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Learned:
    """``years`` oldest first; ``year_shares`` and ``errors`` stand in their order (see SeasonCurve)."""

    shares: Shares
    years: tuple[int, ...]
    year_shares: tuple[Known, ...]
    errors: tuple[Known, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Lesson:
    """A curve, or in words why there is none; ``passed_over`` says which years were left out and why."""

    curve: Learned | None
    reason: str = ""
    passed_over: tuple[str, ...] = ()


def isotonic(values: Sequence[Fraction]) -> list[Fraction]:
    """The closest sequence that never falls (least squares, equal weights)."""
    blocks: list[tuple[Fraction, int]] = []
    for value in values:
        total, size = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / size:
            before, length = blocks.pop()
            total, size = total + before, size + length
        blocks.append((total, size))
    return [total / size for total, size in blocks for _each in range(size)]


def learn(past: Iterable[PastYear], published: Collection[int]) -> Lesson:
    """From the latest full years. ``published`` are the months that have a figure of their own."""
    full: list[PastYear] = []
    passed_over: list[str] = []
    for year in sorted(past, key=lambda one: -one.year):
        if fault := _fault(year, published):
            passed_over.append(fault)
        elif len(full) < MOST_YEARS:
            full.append(year)
    if len(full) < FEWEST_YEARS:
        told = "；".join([_("完整的年度只有%(count)s个，至少要两个") % {"count": len(full)}, *passed_over])
        return Lesson(None, told, tuple(passed_over))
    full.reverse()
    shares = [_shares_of(year, published) for year in full]
    return Lesson(
        Learned(
            shares=tuple(_rounded(share) for share in _curve(shares, published)),
            years=tuple(year.year for year in full),
            year_shares=tuple(tuple(_or_none(share) for share in one) for one in shares),
            errors=_left_out_errors(shares, published),
            rows=tuple(sorted(row for year in full for row in year.rows)),
        ),
        passed_over=tuple(passed_over),
    )


def _fault(year: PastYear, published: Collection[int]) -> str:
    lacking = [month for month in sorted(published) if year.values[month - 1] is None]
    place = {"year": year.year}
    if lacking:
        months = "、".join(str(month) for month in lacking)
        return _("%(year)s年缺%(months)s月的数据") % {**place, "months": months}
    last = year.values[MONTHS - 1]
    if last is None or last <= 0:
        return _("%(year)s年全年数不是正数") % place
    return ""


def _shares_of(year: PastYear, published: Collection[int]) -> list[Fraction | None]:
    last = Fraction(year.values[MONTHS - 1] or 1)
    return [
        Fraction(value) / last if month in published and value is not None else None
        for month, value in enumerate(year.values, start=1)
    ]


def _curve(years: Sequence[Sequence[Fraction | None]], published: Collection[int]) -> list[Fraction]:
    """Averaged, pooled, held to 0…1, and drawn straight through months that have no figure of their own."""
    months = sorted(published)
    means = [
        sum((year[month - 1] or Fraction(0) for year in years), Fraction(0)) / len(years) for month in months
    ]
    held = [min(max(share, Fraction(0)), Fraction(1)) for share in isotonic(means)]
    return _drawn_through({0: Fraction(0), **dict(zip(months, held, strict=True))})


def _drawn_through(known: dict[int, Fraction]) -> list[Fraction]:
    """January of a merged January–February is half of February's share; so between quarters."""
    drawn = []
    for month in range(1, MONTHS + 1):
        before = max(at for at in known if at <= month)
        after = min(at for at in known if at >= month)
        part = Fraction(month - before, after - before) if after > before else Fraction(0)
        drawn.append(known[before] + (known[after] - known[before]) * part)
    return drawn


def _left_out_errors(
    years: Sequence[Sequence[Fraction | None]], published: Collection[int]
) -> tuple[Known, ...]:
    found = []
    for place, year in enumerate(years):
        others = _curve([*years[:place], *years[place + 1 :]], published)
        found.append(tuple(_error(share, due) for share, due in zip(year, others, strict=True)))
    return tuple(found)


def _error(share: Fraction | None, due: Fraction) -> Decimal | None:
    """What the year reached against its forecast: actual ÷ (value ÷ due) − 1 = due ÷ share − 1."""
    if share is None or share <= 0 or due <= 0:
        return None
    error = due / share - 1
    return _rounded(error) if abs(error) < WIDEST_ERROR else None


def _or_none(share: Fraction | None) -> Decimal | None:
    return None if share is None or abs(share) >= WIDEST_ERROR else _rounded(share)


def _rounded(share: Fraction) -> Decimal:
    return round_half_up(Decimal(share.numerator) / Decimal(share.denominator), PLACES)
