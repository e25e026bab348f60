"""Values as entered, what is wrong with them in words, and what is unusual about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from rulebook.rules.periods import FIRST_YEAR, LAST_YEAR

COMPARED: Final = ("value", "growth", "rank", "rank_of", "peer_growth")
MOST_VALUE: Final = Decimal(10) ** 14
MOST_GROWTH: Final = Decimal(10) ** 6
MOST_RANK: Final = 32767
MOST_REGION: Final = 40
WHOLE: Final = re.compile("全[市省区国州](?:合计|总计|平均|均值)?|合计|总计|平均")


@dataclass(frozen=True)
class NewObservation:
    """A value as entered; ``growth`` and ``peer_growth`` in percent, ``month`` cumulative from January."""

    indicator_id: int
    year: int
    month: int
    status: str
    value: Decimal | None = None
    growth: Decimal | None = None
    rank: int | None = None
    rank_of: int | None = None
    peer_growth: Decimal | None = None
    source_document: str = ""
    rank_scope: str = "city"
    note: str = ""

    @property
    def key(self) -> tuple[int, int, int, str]:
        return self.indicator_id, self.year, self.month, self.status


@dataclass(frozen=True)
class NewPeerObservation:
    indicator_id: int
    year: int
    month: int
    region: str
    value: Decimal | None = None
    growth: Decimal | None = None
    rank: int | None = None
    is_whole: bool = False
    source_document: str = ""

    @property
    def key(self) -> tuple[int, int, int, str]:
        return self.indicator_id, self.year, self.month, self.region


class Outcome(StrEnum):
    NEW = "new"
    SAME = "same"
    REVISED = "revised"
    REFUSED = "refused"


@dataclass(frozen=True)
class Fault:
    """Why a row was refused: the field, a stable code, the rule in words, and what to do."""

    field: str
    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class RowAnswer:
    """What became of the row ``index`` (from 0). ``warnings`` do not hinder."""

    index: int
    outcome: Outcome
    observation_id: int | None = None
    revision: int | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()


def faults_of(row: NewObservation, statuses: Sequence[str], scopes: Sequence[str]) -> list[Fault]:
    """What the row alone tells; whether the indicator has a definition then is asked elsewhere."""
    found = []
    if not 1 <= row.month <= 12:
        message = _("月份%(month)s超出范围，应为1至12") % {"month": row.month}
        found.append(_out_of_reach("month", message))
    if not FIRST_YEAR <= row.year <= LAST_YEAR:
        place = {"year": row.year, "first": FIRST_YEAR, "last": LAST_YEAR}
        found.append(_out_of_reach("year", _("年份%(year)s超出范围，应为%(first)s至%(last)s") % place))
    if row.status not in statuses:
        message = _("数据状态“%(status)s”不存在。") % {"status": row.status}
        found.append(Fault("status", "unknown_status", message, _("请从所列的数据状态中选择。")))
    if row.rank_scope not in scopes:
        found.append(
            Fault("rank_scope", "unknown_scope", _("没有这样的排位范围。"), _("请填写 city 或 province。"))
        )
    if row.value is None and row.growth is None:
        message = _("数值和增速至少填一项。")
        found.append(Fault("value", "says_nothing", message, _("没有公布的期间不必填报。")))
    return found + _faulty_numbers(row) + _faulty_rank(row) + _faulty_words(row)


def _faulty_numbers(row: NewObservation) -> list[Fault]:
    found = []
    for field, most, places in (
        ("value", MOST_VALUE, 4),
        ("growth", MOST_GROWTH, 2),
        ("peer_growth", MOST_GROWTH, 2),
    ):
        number: Decimal | None = getattr(row, field)
        if number is None:
            continue
        if not number.is_finite() or abs(number) >= most:
            found.append(_out_of_reach(field, _("数字过大，系统存不下。")))
        elif number != round(number, places):
            message = _("小数位最多%(places)s位。") % {"places": places}
            found.append(Fault(field, "too_many_places", message, _("请按公布数填写。")))
    return found


def _faulty_rank(row: NewObservation) -> list[Fault]:
    if row.rank is None:
        return []
    if row.rank_of is not None and 1 <= row.rank <= row.rank_of <= MOST_RANK:
        return []
    message = _("位次应在1与参加排位数之间。")
    return [Fault("rank", "rank_outside_field", message, _("请同时填写位次和参加排位数。"))]


def _faulty_words(row: NewObservation) -> list[Fault]:
    fields = (field for field in ("source_document", "note") if len(getattr(row, field)) > 200)
    return [Fault(field, "too_long", _("不能超过200字。"), _("请缩短。")) for field in fields]


def peer_faults(row: NewPeerObservation) -> list[Fault]:
    """What the row of another county tells by itself."""
    alike = NewObservation(
        row.indicator_id,
        row.year,
        row.month,
        "",
        row.value,
        row.growth,
        source_document=row.source_document,
        rank_scope="",
    )
    found = faults_of(alike, [""], [""])
    if not row.region.strip() or len(row.region) > MOST_REGION:
        message = _("请填写地区名称，不超过40字。")
        found.append(Fault("region", "no_region", message, _("写法与以前各期相同，例如：青山县。")))
    if row.rank is not None and (row.rank < 1 or row.rank > MOST_RANK or row.is_whole):
        message = _("位次从1起，全市合计或平均没有位次。")
        found.append(Fault("rank", "rank_outside_field", message, _("请核对后重填。")))
    return found


def is_whole_region(region: str) -> bool:
    """全市, 全省, 全市平均, 合计: what counties are compared with rather than one of them."""
    return WHOLE.fullmatch(region.strip()) is not None


def _out_of_reach(field: str, message: str) -> Fault:
    return Fault(field, "out_of_reach", message, _("请核对后重填。"))
