"""The ways to say a figure: what sentence rules write after ``|``."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from rulebook.rules.wording import (
    measured_text,
    money_text,
    number_text,
    percent_text,
    points_text,
    versus_schedule,
    year_on_year_text,
)
from supervision.alerts.rules.official.figures import UNKNOWN
from supervision.reports.rules.figures import Figure

MONEY: Final = ("万元", "亿元")
FORM_HELP: Final = {
    "count": "22件：整数加单位，单位可另写，如 |count('个项目')",
    "money": "1,200万元、3.5亿元：按大小选单位",
    "percent": "70.4%：默认一位小数",
    "growth": "同比增长7.1%、同比下降3%、与去年同期持平",
    "schedule": "高于时序进度3.7个百分点、低于……、与时序进度持平",
    "points": "3.7个百分点（不带正负）",
    "measured": "85.6亿元：数值加单位；金额以外可写几位小数，如 |measured(0)",
    "rank": "第3位",
    "plain": "只有数字，不带单位",
}


def _count(value: Decimal | int, unit: str, asked: str | int | None) -> str:
    return f"{value:,}{unit if asked is None else asked}"


def _percent(value: Decimal | int, _unit: str, asked: str | int | None) -> str:
    return percent_text(Decimal(value), 1 if asked is None else int(asked))


def _schedule(value: Decimal | int, _unit: str, asked: str | int | None) -> str:
    return versus_schedule(Decimal(value), 1 if asked is None else int(asked))


def _points(value: Decimal | int, _unit: str, asked: str | int | None) -> str:
    return points_text(abs(Decimal(value)), 1 if asked is None else int(asked))


def _measured(value: Decimal | int, unit: str, asked: str | int | None) -> str:
    """Places are for what is no money, which chooses between 万元 and 亿元 by itself."""
    places = 2 if asked is None or unit in MONEY else int(asked)
    return measured_text(Decimal(value), unit, places)


def _plain(value: Decimal | int, _unit: str, asked: str | int | None) -> str:
    return number_text(Decimal(value), 4 if asked is None else int(asked))


FORMS: Final[dict[str, Callable[[Decimal | int, str, str | int | None], str]]] = {
    "count": _count,
    "money": lambda value, _unit, _asked: money_text(Decimal(value)),
    "percent": _percent,
    "growth": lambda value, _unit, _asked: year_on_year_text(Decimal(value)),
    "schedule": _schedule,
    "points": _points,
    "measured": _measured,
    "rank": lambda value, _unit, _asked: f"第{value}位",
    "plain": _plain,
}
_OF_UNITS: Final = {"万元": "money", "%": "percent", "个百分点": "points"}


def said_as(figure: Figure, form: str = "", asked: str | int | None = None) -> str:
    """The words. Without a form the figure's own, or what suits its unit; 暂无数据 when it is unknown."""
    if figure.value is None:
        return UNKNOWN
    if not form and figure.said:
        return figure.said
    usual = "count" if isinstance(figure.value, int) else "measured"
    return FORMS[form or _OF_UNITS.get(figure.unit, usual)](figure.value, figure.unit, asked)
