"""What takes steps in this room, and who takes them, in words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy

from accounts.rules.steps import Move


class Thing(StrEnum):
    INSPECTION = "inspection"
    FINDING = "finding"
    CONCLUSION = "conclusion"
    REVIEW = "review"
    RECOMMENDATION = "recommendation"
    RECTIFICATION = "rectification"
    VERIFICATION = "verification"
    EXTENSION = "rectification_extension"


THINGS: Final = {
    Thing.INSPECTION: gettext_lazy("督查活动"),
    Thing.FINDING: gettext_lazy("问题"),
    Thing.CONCLUSION: gettext_lazy("督查结论"),
    Thing.REVIEW: gettext_lazy("复核"),
    Thing.RECOMMENDATION: gettext_lazy("处理建议"),
    Thing.RECTIFICATION: gettext_lazy("整改"),
    Thing.VERIFICATION: gettext_lazy("现场核查"),
    Thing.EXTENSION: gettext_lazy("延期申请"),
}
OFFICE: Final = gettext_lazy("督查办")
ORGANISER: Final = gettext_lazy("督查办或受指定的部门")
OFFICE_HEAD: Final = gettext_lazy("督查办主任")
TEAM: Final = gettext_lazy("督查组成员")
TEAM_LEADER: Final = gettext_lazy("督查组组长或督查办")
UNIT: Final = gettext_lazy("被督查单位")
DOING_UNIT: Final = gettext_lazy("整改单位")
DOING_HEAD: Final = gettext_lazy("整改单位负责人")
VERIFIER: Final = gettext_lazy("核查人")
REVIEWER: Final = gettext_lazy("复核人员（未参与作出结论）")
DECIDER: Final = gettext_lazy("第一次督查办，第二次起责任领导")
REASON: Final = gettext_lazy("写明理由")
REASON_AND_APPROVER: Final = gettext_lazy("写明理由和批准人")


def step(
    thing: Thing, verb: str, label: Any, sources: Sequence[str], target: str, who: Any, needs: Any = ""
) -> Move:
    return Move(thing, verb, label, tuple(sources), target, who, needs)
