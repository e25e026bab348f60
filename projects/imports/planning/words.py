"""The words of offices for stages, levels, kinds, sources and risks, and what they are here."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

STAGES: Final[Mapping[str, str]] = {
    "未开工": "preparation",
    "前期": "preparation",
    "筹备": "preparation",
    "停工": "stopped",
    "缓建": "deferred",
    "取消": "cancelled",
    "投产": "in_use",
    "达效": "in_use",
    "运营": "in_use",
    "投用": "in_use",
    "竣工": "finished",
    "完工": "finished",
    "建成": "finished",
    "验收": "finished",
    "在建": "building",
    "基础": "building",
    "主体": "building",
    "安装": "building",
    "装修": "building",
    "施工": "building",
    "续建": "building",
    "开工": "started",
}
LEVELS: Final[Mapping[str, str]] = {"省": "province", "市": "city", "县": "county", "区": "county"}
KINDS: Final[Mapping[str, str]] = {"新建": "new", "新开工": "new", "续建": "continued", "前期": "preparation"}
# 建设性质 of the statistics; these are not years' kinds.
NATURES: Final[Mapping[str, str]] = {
    "扩建": "expansion",
    "改建": "renovation",
    "技改": "renovation",
    "技术改造": "renovation",
    "迁建": "relocation",
    "恢复": "restoration",
    "购置": "purchase",
}
SOURCES: Final[Mapping[str, str]] = {
    "中央": "central_budget",
    "国债": "treasury_bond",
    "债": "special_bond",
    "贷款": "loan",
    "自筹": "self_raised",
    "社会": "social",
    "外资": "foreign",
    "省": "fiscal",
    "市": "fiscal",
    "县": "fiscal",
    "财政": "fiscal",
    "其他": "other",
    "帮扶": "other",
}
RISKS: Final[Mapping[str, str]] = {"低": "low", "中": "medium", "高": "high"}


def meant(text: str | None, words: Mapping[str, str]) -> str:
    """The first word that the text contains, as we call it; "" when there is none."""
    return next((ours for word, ours in words.items() if text and word in text), "")


@functools.lru_cache(maxsize=1024)
def stage_of(text: str | None) -> str:
    return meant(text, STAGES)
