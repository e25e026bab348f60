"""Investment figures: schedule progress (时序进度), completion rate (完成率) and the gap between them.

Computed exactly, turned into decimals once, rounded last. The SQL of the ledger must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

MONTHS = 12
# Wide enough for any sum of 万元 amounts, so that quantize never runs out of digits.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def schedule_share(month: int, curve: Sequence[Decimal] | None = None) -> Fraction:
    """The share of the year's plan due by the end of `month` (1–12), 0 to 1; m/12 without a curve."""
    if not 1 <= month <= MONTHS:
        raise ValueError(_("月份%(month)s超出范围，应为1至12") % {"month": month})
    if curve is None:
        return Fraction(month, MONTHS)
    check_curve(curve)
    return Fraction(curve[month - 1])


def check_curve(curve: Sequence[Decimal]) -> None:
    """Raise ValueError unless `curve` holds twelve cumulative shares that never fall and end at 1."""
    if len(curve) != MONTHS:
        raise ValueError(_("分月计划应有12个月，现有%(count)s个") % {"count": len(curve)})
    before = Decimal(0)
    for month, share in enumerate(curve, start=1):
        if share < before:
            raise ValueError(_("分月计划%(month)s月的累计比例低于上月，请按累计数填写") % {"month": month})
        before = share
    if before != 1:
        raise ValueError(_("分月计划12月的累计比例应为100%%，现为%(share)s%%") % {"share": before * 100})


def completion_rate(done: Decimal | None, plan: Decimal | None) -> Decimal | None:
    """Percent, unrounded; None when either is unknown or there is no plan to measure against."""
    if done is None or not plan:
        return None
    return _decimal(Fraction(done) / Fraction(plan) * 100)


def gap(done: Decimal | None, plan: Decimal | None, share: Fraction) -> Decimal | None:
    """Completion rate less schedule progress in percentage points (百分点), unrounded; negative is behind."""
    if done is None or not plan:
        return None
    # One exact subtraction: 8/12 done against 8/12 due must be 0, not a rounding remainder.
    return _decimal((Fraction(done) / Fraction(plan) - share) * 100)


def round_half_up(value: Decimal, places: int) -> Decimal:
    """四舍五入: halves go away from zero, as PostgreSQL's round() does; never a negative zero."""
    return _WIDE.add(value.quantize(Decimal(1).scaleb(-places), context=_WIDE), Decimal(0))


def _decimal(value: Fraction) -> Decimal:
    return _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))
