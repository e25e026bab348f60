"""The words of offices for sources, bases, rhythms, urgency and standing, and what they are here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from accounts.models import User
from projects.imports.matching import Index, plain_name

from ..models import Source
from ..rules.words import Basis, Rhythm, Urgency

Word = TypeVar("Word")
# Tried in this order as parts of what was written; the values are codes of sources.
SOURCE_WORDS: Final[Mapping[str, str]] = {
    "人大": "congress_proposal",
    "代表建议": "congress_proposal",
    "政协": "consultative_proposal",
    "提案": "consultative_proposal",
    "工作报告": "work_report",
    "民生实事": "livelihood",
    "实事": "livelihood",
    "互联网+督查": "public_clue",
    "12345": "public_clue",
    "热线": "public_clue",
    "信访": "public_clue",
    "群众": "public_clue",
    "网民": "public_clue",
    "媒体": "media",
    "舆情": "media",
    "上级督办": "superior_order",
    "督办件": "superior_order",
    "市政府督查": "superior_order",
    "省政府督查": "superior_order",
    "上级": "higher_decision",
    "决策部署": "higher_decision",
    "常务会": "government_meeting",
    "办公会": "government_meeting",
    "专题会": "government_meeting",
    "全体会": "government_meeting",
    "碰头会": "government_meeting",
    "议定事项": "government_meeting",
    "会议纪要": "government_meeting",
    "政府会议": "government_meeting",
    "批示": "instruction",
    "重点项目": "key_project",
    "招商": "key_project",
    "经济指标": "indicator",
}
BASIS_WORDS: Final[Mapping[str, Basis]] = {
    "督查机构": Basis.PROPOSAL,
    "建议经批准": Basis.PROPOSAL,
    "拟办": Basis.PROPOSAL,
    "指令": Basis.INSTRUCTION,
    "批示": Basis.INSTRUCTION,
    "指示": Basis.INSTRUCTION,
    "决定": Basis.DECISION,
    "会议": Basis.DECISION,
    "全会": Basis.DECISION,
    "报告": Basis.DECISION,
    "部署": Basis.DECISION,
    "文件": Basis.DECISION,
}
# Where no 立项依据 is written, what the source itself is.
BASIS_OF_SOURCE: Final[Mapping[str, Basis]] = {
    "instruction": Basis.INSTRUCTION,
    "superior_order": Basis.INSTRUCTION,
    "government_meeting": Basis.DECISION,
    "higher_decision": Basis.DECISION,
    "work_report": Basis.DECISION,
    "livelihood": Basis.DECISION,
}
RHYTHM_WORDS: Final[Mapping[str, Rhythm]] = {
    "周": Rhythm.WEEKLY,
    "旬": Rhythm.TEN_DAYS,
    "半月": Rhythm.HALF_MONTH,
    "半个月": Rhythm.HALF_MONTH,
    "季": Rhythm.QUARTERLY,
    "月": Rhythm.MONTHLY,
    "阶段": Rhythm.BY_STAGE,
    "节点": Rhythm.BY_STAGE,
    "一次": Rhythm.ONCE,
    "办结": Rhythm.ONCE,
}
URGENCY_WORDS: Final[Mapping[str, Urgency]] = {
    "特急": Urgency.CRITICAL,
    "特提": Urgency.CRITICAL,
    "急": Urgency.URGENT,
    "一般": Urgency.NORMAL,
    "普通": Urgency.NORMAL,
    "平": Urgency.NORMAL,
    "否": Urgency.NORMAL,
}


class Stand(StrEnum):
    """Where an old ledger says that a matter stands."""

    DRAFT = "draft"
    RUNNING = "running"
    CLOSED = "closed"
    # What only a person decides in the system itself.
    SUSPENDED = "suspended"
    LONG_TERM = "long_term"
    WITHDRAWN = "withdrawn"


STAND_WORDS: Final[Mapping[str, Stand]] = {
    "未办结": Stand.RUNNING,
    "未完成": Stand.RUNNING,
    "未销号": Stand.RUNNING,
    "待销号": Stand.RUNNING,
    "办结待": Stand.RUNNING,
    "基本完成": Stand.RUNNING,
    "正在": Stand.RUNNING,
    "推进": Stand.RUNNING,
    "落实中": Stand.RUNNING,
    "拟": Stand.DRAFT,
    "待审批": Stand.DRAFT,
    "待立项": Stand.DRAFT,
    "草稿": Stand.DRAFT,
    "暂缓": Stand.SUSPENDED,
    "长期": Stand.LONG_TERM,
    "撤销": Stand.WITHDRAWN,
    "并案": Stand.WITHDRAWN,
    "已销号": Stand.CLOSED,
    "销号": Stand.CLOSED,
    "办结": Stand.CLOSED,
    "完成": Stand.CLOSED,
    "落实": Stand.CLOSED,
    "是": Stand.CLOSED,
    "办理": Stand.RUNNING,
    "在办": Stand.RUNNING,
    "签收": Stand.RUNNING,
    "交办": Stand.RUNNING,
    "正常": Stand.RUNNING,
    "滞后": Stand.RUNNING,
    "逾期": Stand.RUNNING,
    "超期": Stand.RUNNING,
    "启动": Stand.RUNNING,
    "否": Stand.RUNNING,
}
CLAUSE: Final = re.compile(r"[。；;\n]")
COMMA: Final = re.compile(r"[，,：:]")
LONG_TITLE: Final = 60
MOST_TITLE: Final = 200


class Sources:
    """The sources in use, by their names and by what offices call them."""

    def __init__(self) -> None:
        rows = list(Source.objects.active())
        self.index: Index[Source] = Index()
        for row in rows:
            self.index.add(row.name, row)
        self.by_code = {row.code: row for row in rows}
        self.by_name = {plain_name(row.name): row for row in rows}

    def find(self, text: str) -> Source | None:
        wanted = plain_name(text)
        if found := self.by_name.get(wanted):
            return found
        codes = (code for word, code in SOURCE_WORDS.items() if plain_name(word) in wanted)
        return next((self.by_code[code] for code in codes if code in self.by_code), None)


def source_names(user: User, on: date) -> list[tuple[str, str]]:
    """What an unknown 来源 of a workbook may be said to be."""
    return [(row.name, row.name) for row in Source.objects.visible_to(user).active()]


def short_title(text: str) -> str:
    """The name of a matter whose sheet has only a long task: its first sentence or clauses."""
    first = next((part.strip() for part in CLAUSE.split(text) if part.strip()), text)
    if len(first) <= LONG_TITLE:
        return first
    kept = ""
    for part in COMMA.split(first):
        if kept and len(kept) + len(part) >= LONG_TITLE:
            break
        kept = f"{kept}，{part}" if kept else part
    return kept[:MOST_TITLE]


def meant(text: str, words: Mapping[str, Word]) -> Word | None:
    """What the first word that the text contains stands for."""
    return next((ours for word, ours in words.items() if word in text), None)
