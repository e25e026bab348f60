"""The words of offices for origins, categories, severity and standing of what is to be put right."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Generic, TypeVar

from projects.imports.matching import plain_name

from ..models import Category, Origin
from ..rules.words import Severity

Listed = TypeVar("Listed", Origin, Category)
# Tried in this order as parts of what was written; the values are codes of origins.
ORIGIN_WORDS: Final[Mapping[str, str]] = {
    "巡察": "party_inspection",
    "巡视": "party_inspection",
    "审计": "audit",
    "环保督察": "environment",
    "环境保护督察": "environment",
    "环境督察": "environment",
    "生态环境": "environment",
    "信访": "petition",
    "12345": "petition",
    "热线": "petition",
    "举报": "petition",
    "安全生产": "safety",
    "安全检查": "safety",
    "安委": "safety",
    "上级": "superior",
    "省政府": "superior",
    "市政府": "superior",
    "日常监测": "monitoring",
    "督查": "inspection",
}
CATEGORY_WORDS: Final[Mapping[str, str]] = {
    "进度": "progress",
    "滞后": "progress",
    "质量": "quality",
    "安全": "safety",
    "消防": "safety",
    "环境": "environment",
    "生态": "environment",
    "环保": "environment",
    "污染": "environment",
    "资金": "money",
    "财务": "money",
    "财政": "money",
    "国有资产": "money",
    "采购": "money",
    "土地": "land",
    "手续": "land",
    "规划": "land",
    "作风": "service",
    "服务": "service",
    "党建": "service",
    "纪律": "service",
    "民生": "livelihood",
    "群众": "livelihood",
    "数据": "figures",
    "统计": "figures",
    "其他": "other",
}
SEVERITY_WORDS: Final[Mapping[str, Severity]] = {
    "重大": Severity.MAJOR,
    "特别严重": Severity.MAJOR,
    "严重": Severity.SERIOUS,
    "较重": Severity.SERIOUS,
    "突出": Severity.SERIOUS,
    "较大": Severity.SERIOUS,
    "重点": Severity.SERIOUS,
    "轻微": Severity.MINOR,
    "较轻": Severity.MINOR,
    "一般": Severity.GENERAL,
    "普通": Severity.GENERAL,
}


class Stand(StrEnum):
    """Where an old ledger says that a rectification stands."""

    DRAFT = "draft"
    RUNNING = "running"
    # Said to be put right: proof and verification have to come here.
    DONE = "done"
    # What only a person decides in the system itself.
    LONG_TERM = "long_term"
    WITHDRAWN = "withdrawn"


STAND_WORDS: Final[Mapping[str, Stand]] = {
    "未交办": Stand.DRAFT,
    "待交办": Stand.DRAFT,
    "草稿": Stand.DRAFT,
    "未完成": Stand.RUNNING,
    "未销号": Stand.RUNNING,
    "未整改": Stand.RUNNING,
    "未启动": Stand.RUNNING,
    "未到": Stand.RUNNING,
    "基本完成": Stand.RUNNING,
    "部分完成": Stand.RUNNING,
    "达到序时": Stand.RUNNING,
    "正在": Stand.RUNNING,
    "推进": Stand.RUNNING,
    "整改中": Stand.RUNNING,
    "待报": Stand.RUNNING,
    "待审": Stand.RUNNING,
    "待初审": Stand.RUNNING,
    "待现场核查": Stand.RUNNING,
    "待公示": Stand.RUNNING,
    "公示中": Stand.RUNNING,
    "申请销号": Stand.RUNNING,
    "待销号": Stand.RUNNING,
    "滞后": Stand.RUNNING,
    "逾期": Stand.RUNNING,
    "否": Stand.RUNNING,
    "长期": Stand.LONG_TERM,
    "撤销": Stand.WITHDRAWN,
    "已销号": Stand.DONE,
    "销号": Stand.DONE,
    "完成": Stand.DONE,
    "办结": Stand.DONE,
    "已整改": Stand.DONE,
    "整改到位": Stand.DONE,
    "是": Stand.DONE,
}


class Known(Generic[Listed]):
    """Rows of a short list by their names and by what offices call them."""

    def __init__(self, model: type[Listed], words: Mapping[str, str]) -> None:
        rows: list[Listed] = list(model.objects.filter(is_active=True))
        self.words = words
        self.names = [row.name for row in rows]
        self.by_code: dict[str, Listed] = {row.code: row for row in rows}
        self.by_name: dict[str, Listed] = {plain_name(row.name): row for row in rows}

    def find(self, text: str) -> Listed | None:
        wanted = plain_name(text)
        if found := self.by_name.get(wanted):
            return found
        codes = (code for word, code in self.words.items() if plain_name(word) in wanted)
        return next((self.by_code[code] for code in codes if code in self.by_code), None)
