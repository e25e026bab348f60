"""The indicators that most counties report, with the names that they had before.

Periods, bases and who answers follow domain.md §5.2; a definition is a first draft that an office rewrites,
because the same words cover different sums in different provinces.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

# Rural income: 人均纯收入 until 2012, 人均可支配收入 by the integrated survey from 2013
# (浙江统计年鉴2015, note to table 5-17).
ONE_SURVEY: Final = date(2013, 1, 1)
# The budget law as amended speaks of 一般公共预算 from this day.
BUDGET_LAW: Final = date(2015, 1, 1)


@dataclass(frozen=True)
class Former:
    """A name that was in use until a day. ``breaks``: what came after it is another sum."""

    name: str
    until: date
    definition: str = ""
    breaks: bool = False


@dataclass(frozen=True)
class Listed:
    """``units``: short names of who answers, the usual one first; ``values``: fields of the version."""

    code: str
    name: str
    measured_in: str
    definition: str
    units: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)
    former: Former | None = None
    in_report: bool = True


MERGED: Final = {"skips_january": True}
QUARTERLY: Final = {"frequency": "quarterly"}
INCOME: Final = {**QUARTERLY, "decimals": 0, "sentence": "reached", "data_source": "县调查队"}
FISCAL: Final = {"data_source": "县财政局"}
STOCK: Final = {"value_kind": "point", "sentence": "is", "data_source": "人民银行"}
BANKS: Final = ("金融办", "金融局")
OLD_SURVEY: Final = "城乡一体化住户调查以前的口径，与此后的数据不可比。"

CATALOGUE: Final = (
    Listed(
        "gdp",
        "地区生产总值",
        "亿元",
        "总量按当年价格，增速按不变价格；按季核算。",
        ("发改局", "发展和改革局", "统计局"),
        {**QUARTERLY, "growth_basis": "real", "data_source": "市统计局核算反馈"},
    ),
    Listed(
        "industry",
        "规模以上工业增加值",
        "亿元",
        "年主营业务收入2000万元及以上的工业企业；增速按可比价格。1—2月合并公布。",
        ("工信局", "工业和信息化局"),
        {**MERGED, "growth_basis": "real", "data_source": "市统计局"},
    ),
    Listed(
        "investment",
        "固定资产投资",
        "亿元",
        "不含农户，计划总投资500万元及以上项目和房地产开发；增速按可比口径，不等于两年总量之比。1月免报。",
        ("发改局", "发展和改革局"),
        {**MERGED, "data_source": "市统计局"},
    ),
    Listed(
        "retail",
        "社会消费品零售总额",
        "亿元",
        "名义增速。1—2月合并公布。",
        ("商务局",),
        {**MERGED, "data_source": "市统计局"},
    ),
    Listed(
        "revenue-total",
        "财政总收入",
        "万元",
        "一般公共预算收入与上划中央、省级收入之和；各地口径不一，请按本县口径改写。",
        ("财政局",),
        FISCAL,
        Former("大口径财政收入", BUDGET_LAW),
    ),
    Listed(
        "revenue",
        "一般公共预算收入",
        "万元",
        "县级一般公共预算收入；有调整的按同口径计算增速。",
        ("财政局", "税务局"),
        FISCAL,
        Former("地方财政收入", BUDGET_LAW),
    ),
    Listed("expenditure", "一般公共预算支出", "万元", "县级一般公共预算支出。", ("财政局",), FISCAL),
    Listed(
        "urban-income",
        "城镇居民人均可支配收入",
        "元",
        "名义增速；按季公布，为年初至季末累计。",
        ("人社局", "人力资源和社会保障局"),
        INCOME,
    ),
    Listed(
        "rural-income",
        "农村居民人均可支配收入",
        "元",
        "名义增速；按季公布，为年初至季末累计。",
        ("农业农村局",),
        INCOME,
        Former("农民人均现金收入", ONE_SURVEY, OLD_SURVEY, breaks=True),
    ),
    Listed(
        "inward-investment",
        "招商引资到位资金",
        "亿元",
        "当年实际到位的县外资金。",
        ("招商局", "投资促进局", "商务局"),
        {"growth_computable": True, "data_source": "县招商局"},
    ),
    Listed(
        "electricity",
        "全社会用电量",
        "万千瓦时",
        "实物量。",
        ("工信局", "工业和信息化局"),
        {"growth_basis": "physical", "growth_computable": True, "decimals": 0, "data_source": "供电公司"},
        in_report=False,
    ),
    Listed(
        "industrial-electricity",
        "工业用电量",
        "万千瓦时",
        "实物量。",
        ("工信局", "工业和信息化局"),
        {"growth_basis": "physical", "growth_computable": True, "decimals": 0, "data_source": "供电公司"},
        in_report=False,
    ),
    Listed("deposits", "金融机构各项存款余额", "亿元", "月末余额。", BANKS, STOCK, in_report=False),
    Listed("loans", "金融机构各项贷款余额", "亿元", "月末余额。", BANKS, STOCK, in_report=False),
    Listed(
        "trade", "进出口总额", "亿元", "名义增速。", ("商务局",), {"data_source": "海关"}, in_report=False
    ),
    Listed(
        "services",
        "规模以上服务业营业收入",
        "亿元",
        "名义增速；错月公布，8月公布1—7月数据。1—2月合并公布。",
        ("发改局", "发展和改革局"),
        {**MERGED, "lag_months": 1, "data_source": "市统计局"},
        in_report=False,
    ),
)
