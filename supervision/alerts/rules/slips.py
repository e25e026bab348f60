"""督查单 and the notices beside it: their words, and every step that they may take, in one table.

蓝 reminds, 黄 warns, 红 calls to account; 催办通知 asks without a colour, 约谈通知 summons to a talk.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext, gettext_lazy

from accounts.rules.steps import Move, StepTable
from rulebook.rules.ladder import Colour


class SlipKind(StrEnum):
    SLIP = "slip"
    URGE = "urge"
    SUMMONS = "summons"


SLIP_KINDS: Final = {
    SlipKind.SLIP: gettext_lazy("督查单"),
    SlipKind.URGE: gettext_lazy("催办通知"),
    SlipKind.SUMMONS: gettext_lazy("约谈通知"),
}
SLIP_COLOURS: Final = {
    Colour.BLUE: gettext_lazy("蓝色"),
    Colour.YELLOW: gettext_lazy("黄色"),
    Colour.RED: gettext_lazy("红色"),
}


class SlipStatus(StrEnum):
    PROPOSED = "proposed"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"
    SIGNED = "signed"
    ANSWERED = "answered"
    CLOSED = "closed"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"


SLIP_STATUSES: Final = {
    SlipStatus.PROPOSED: gettext_lazy("系统建议"),
    SlipStatus.DRAFT: gettext_lazy("起草中"),
    SlipStatus.SUBMITTED: gettext_lazy("待批准"),
    SlipStatus.APPROVED: gettext_lazy("待印发"),
    SlipStatus.ISSUED: gettext_lazy("待签收"),
    SlipStatus.SIGNED: gettext_lazy("待反馈"),
    SlipStatus.ANSWERED: gettext_lazy("待审核"),
    SlipStatus.CLOSED: gettext_lazy("已办结"),
    SlipStatus.ESCALATED: gettext_lazy("已升级"),
    SlipStatus.WITHDRAWN: gettext_lazy("已撤回"),
    SlipStatus.DISMISSED: gettext_lazy("不予出单"),
    SlipStatus.LAPSED: gettext_lazy("建议失效"),
}
S = SlipStatus
# In the office's hands, then in the unit's; while a slip stands here only a stronger colour may follow it.
IN_THE_MAKING: Final = (S.DRAFT, S.SUBMITTED, S.APPROVED)
WITH_UNIT: Final = (S.ISSUED, S.SIGNED, S.ANSWERED)
OPEN: Final = (*IN_THE_MAKING, *WITH_UNIT)


class SlipThing(StrEnum):
    SLIP = "slip"


OFFICE: Final = gettext_lazy("督查办")
APPROVER: Final = gettext_lazy("督查办主任；红色须有批准领导")
UNIT: Final = gettext_lazy("责任单位；纸质送达的由督查办登记")
REASON: Final = gettext_lazy("写明理由")
CLOCK: Final = gettext_lazy("系统")


def _step(
    verb: str, label: Any, sources: tuple[SlipStatus, ...], target: SlipStatus, who: Any, needs: Any = ""
) -> Move:
    return Move(SlipThing.SLIP, verb, label, sources, target, who, needs)


SLIP_MOVES: Final = (
    _step("take_up", gettext_lazy("采纳建议"), (S.PROPOSED,), S.DRAFT, OFFICE),
    _step("dismiss", gettext_lazy("不予出单"), (S.PROPOSED,), S.DISMISSED, OFFICE, REASON),
    _step("lapse", gettext_lazy("建议失效"), (S.PROPOSED,), S.LAPSED, CLOCK),
    _step("submit", gettext_lazy("报请批准"), (S.DRAFT,), S.SUBMITTED, OFFICE),
    _step("send_back", gettext_lazy("退回修改"), (S.SUBMITTED,), S.DRAFT, APPROVER, REASON),
    _step(
        "approve",
        gettext_lazy("批准"),
        (S.SUBMITTED,),
        S.APPROVED,
        APPROVER,
        gettext_lazy("不能是起草人"),
    ),
    _step("issue", gettext_lazy("编号印发"), (S.APPROVED,), S.ISSUED, OFFICE),
    _step("sign", gettext_lazy("签收"), (S.ISSUED,), S.SIGNED, UNIT),
    _step("answer", gettext_lazy("报送反馈"), (S.SIGNED,), S.ANSWERED, UNIT),
    _step("return_answer", gettext_lazy("退回重报"), (S.ANSWERED,), S.SIGNED, OFFICE, REASON),
    _step("close", gettext_lazy("审核通过并办结"), (S.ANSWERED,), S.CLOSED, OFFICE),
    _step("record_talk", gettext_lazy("登记约谈情况"), (S.ISSUED, S.SIGNED), S.CLOSED, OFFICE),
    _step("escalate", gettext_lazy("升级"), WITH_UNIT, S.ESCALATED, CLOCK),
    _step(
        "withdraw",
        gettext_lazy("撤回"),
        OPEN,
        S.WITHDRAWN,
        gettext_lazy("督查办；印发后为督查办主任"),
        REASON,
    ),
)
SLIP_EVENTS: Final = {
    "slip.propose": gettext_lazy("系统建议出单"),
    "slip.draft": gettext_lazy("起草"),
    "slip.revise": gettext_lazy("修改"),
    "slip.refresh": gettext_lazy("更新事实"),
}
THINGS: Final[Mapping[SlipThing, Any]] = {SlipThing.SLIP: gettext_lazy("督查单")}
TABLE: Final = StepTable(THINGS, {SlipThing.SLIP: SLIP_STATUSES}, SLIP_MOVES, SLIP_EVENTS)

# What a slip can be about, and what of the ladder leads to it: 一事一单, whatever of the affair is late.
ABOUT: Final = {
    "project": gettext_lazy("项目"),
    "milestone": gettext_lazy("节点"),
    "indicator": gettext_lazy("指标"),
    "matter": gettext_lazy("督办事项"),
    "finding": gettext_lazy("督查发现问题"),
    "rectification": gettext_lazy("整改"),
}

# The time limits of the rule book by which units answer, and the character of each series of numbers.
SIGNING: Final = "slip_signature"
ANSWERING: Final = {
    Colour.BLUE: "slip_answer_blue",
    Colour.YELLOW: "slip_answer_yellow",
    Colour.RED: "slip_answer_red",
}
URGED: Final = "slip_answer_urge"
SLIP_LIMITS: Final = {
    SIGNING: gettext_lazy("督查单签收"),
    ANSWERING[Colour.BLUE]: gettext_lazy("蓝色督查单反馈"),
    ANSWERING[Colour.YELLOW]: gettext_lazy("黄色督查单反馈"),
    ANSWERING[Colour.RED]: gettext_lazy("红色督查单反馈"),
    URGED: gettext_lazy("催办通知反馈"),
}
WORDS_OF_NUMBERS: Final = {
    ("slip", "blue"): "蓝",
    ("slip", "yellow"): "黄",
    ("slip", "red"): "红",
    ("urge", ""): "催",
    ("summons", ""): "约",
}


def series_of(kind: str, colour: str) -> str:
    """The key of the number series: each colour and kind counts its own, so that none has a gap."""
    return "-".join(part for part in ("slip", kind if kind != SlipKind.SLIP else "", colour) if part)


def limit_of(kind: str, colour: str) -> str:
    """The key of the time limit for the answer; a summons is not answered in writing."""
    if kind == SlipKind.SUMMONS:
        return ""
    return ANSWERING[Colour(colour)] if colour else URGED


def is_stronger(colour: str, than: str) -> bool:
    return Colour(colour).rank > Colour(than).rank


def titled(kind: str, colour: str) -> str:
    """蓝色督查单, 催办通知."""
    if not colour:
        return str(SLIP_KINDS[SlipKind(kind)])
    return gettext("%(colour)s督查单") % {"colour": SLIP_COLOURS[Colour(colour)]}
