"""Every step that a matter, a duty, a feedback or an extension may take: this table and no other place.

Services ask it, pages and the API offer what it allows, ``docs/matters.md`` shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy

from accounts.rules.steps import Move, StepTable

from .words import (
    DUTY_STATUSES,
    EXTENSION_STATUSES,
    FEEDBACK_STATUSES,
    MATTER_STATUSES,
    DutyStatus,
    ExtensionStatus,
    FeedbackStatus,
    MatterStatus,
)


class Thing(StrEnum):
    MATTER = "matter"
    DUTY = "duty"
    FEEDBACK = "feedback"
    EXTENSION = "extension"


THINGS: Final = {
    Thing.MATTER: gettext_lazy("督办事项"),
    Thing.DUTY: gettext_lazy("交办单"),
    Thing.FEEDBACK: gettext_lazy("反馈"),
    Thing.EXTENSION: gettext_lazy("延期申请"),
}
STATUSES: Final[Mapping[Thing, Mapping[Any, Any]]] = {
    Thing.MATTER: MATTER_STATUSES,
    Thing.DUTY: DUTY_STATUSES,
    Thing.FEEDBACK: FEEDBACK_STATUSES,
    Thing.EXTENSION: EXTENSION_STATUSES,
}


OFFICE: Final = gettext_lazy("督查办")
OFFICE_HEAD: Final = gettext_lazy("督查办主任")
LEADER: Final = gettext_lazy("批示领导")
UNIT: Final = gettext_lazy("承办单位")
UNIT_HEAD: Final = gettext_lazy("承办单位负责人")
RECEIVER: Final = gettext_lazy("督查办；配合单位汇总的，牵头单位")
REASON: Final = gettext_lazy("写明理由")
REASON_AND_APPROVER: Final = gettext_lazy("写明理由和批准人")
M, D, F, E = MatterStatus, DutyStatus, FeedbackStatus, ExtensionStatus

MOVES: Final[tuple[Move, ...]] = (
    Move(Thing.MATTER, "submit", gettext_lazy("报请立项"), (M.DRAFT,), M.SUBMITTED, OFFICE),
    Move(Thing.MATTER, "send_back", gettext_lazy("退回拟稿"), (M.SUBMITTED,), M.DRAFT, OFFICE_HEAD, REASON),
    Move(Thing.MATTER, "reject", gettext_lazy("不予立项"), (M.SUBMITTED,), M.REJECTED, OFFICE_HEAD, REASON),
    Move(
        Thing.MATTER,
        "register",
        gettext_lazy("批准立项"),
        (M.SUBMITTED,),
        M.REGISTERED,
        OFFICE_HEAD,
        gettext_lazy("立项依据、批准人和批准日期齐全（政府督查工作条例第十一条）"),
    ),
    Move(
        Thing.MATTER,
        "issue",
        gettext_lazy("交办"),
        (M.REGISTERED,),
        M.ISSUED,
        OFFICE,
        gettext_lazy("有且只有一个牵头单位，办结时限已定"),
    ),
    Move(
        Thing.MATTER,
        "show",
        gettext_lazy("审核通过并呈阅"),
        (M.ISSUED,),
        M.SHOWN,
        OFFICE,
        gettext_lazy("牵头单位已报办结，事实清楚、问题解决、形式合规三项都通过"),
    ),
    Move(Thing.MATTER, "read", gettext_lazy("阅，同意销号"), (M.SHOWN,), M.CLOSED, LEADER),
    Move(
        Thing.MATTER,
        "lapse",
        gettext_lazy("期满销号"),
        (M.SHOWN,),
        M.CLOSED,
        gettext_lazy("系统每日办理，督查办也可办理"),
        gettext_lazy("呈阅期满，没有新的批示"),
    ),
    Move(
        Thing.MATTER,
        "instruct_again",
        gettext_lazy("再批示"),
        (M.SHOWN,),
        M.CONTINUED,
        LEADER,
        gettext_lazy("生成相互关联的下一轮"),
    ),
    Move(
        Thing.MATTER,
        "withdraw",
        gettext_lazy("撤销"),
        (M.REGISTERED, M.ISSUED, M.SHOWN),
        M.WITHDRAWN,
        OFFICE_HEAD,
        REASON_AND_APPROVER,
    ),
    Move(
        Thing.MATTER,
        "merge",
        gettext_lazy("并案"),
        (M.REGISTERED, M.ISSUED, M.SHOWN),
        M.MERGED,
        OFFICE_HEAD,
        REASON_AND_APPROVER,
    ),
    Move(
        Thing.MATTER,
        "make_long_term",
        gettext_lazy("转长期坚持"),
        (M.ISSUED, M.SHOWN),
        M.LONG_TERM,
        OFFICE_HEAD,
        REASON_AND_APPROVER,
    ),
    Move(Thing.DUTY, "issue", gettext_lazy("交办"), (D.PLANNED,), D.TO_SIGN, OFFICE),
    Move(Thing.DUTY, "sign", gettext_lazy("签收"), (D.TO_SIGN,), D.SIGNED, UNIT),
    Move(
        Thing.DUTY,
        "refuse",
        gettext_lazy("退回（非本单位职责）"),
        (D.TO_SIGN, D.SIGNED),
        D.REFUSED,
        UNIT,
        REASON,
    ),
    Move(Thing.DUTY, "insist", gettext_lazy("维持交办"), (D.REFUSED,), D.TO_SIGN, OFFICE, REASON),
    Move(
        Thing.DUTY,
        "release",
        gettext_lazy("改派或解除"),
        (D.TO_SIGN, D.SIGNED, D.UNDER_WAY, D.REFUSED),
        D.RELEASED,
        OFFICE,
        REASON,
    ),
    Move(Thing.DUTY, "start", gettext_lazy("开始办理"), (D.SIGNED,), D.UNDER_WAY, UNIT),
    Move(
        Thing.DUTY,
        "report",
        gettext_lazy("报办结"),
        (D.SIGNED, D.UNDER_WAY),
        D.REPORTED,
        UNIT_HEAD,
        gettext_lazy("办结报告经负责人审签"),
    ),
    Move(Thing.DUTY, "accept", gettext_lazy("通过"), (D.REPORTED,), D.ACCEPTED, RECEIVER),
    Move(Thing.DUTY, "redo", gettext_lazy("退回重办"), (D.REPORTED,), D.UNDER_WAY, RECEIVER, REASON),
    Move(Thing.FEEDBACK, "hand_up", gettext_lazy("送负责人审签"), (F.DRAFT, F.RETURNED), F.HANDED_UP, UNIT),
    Move(
        Thing.FEEDBACK, "pull_back", gettext_lazy("退回修改"), (F.HANDED_UP,), F.RETURNED, UNIT_HEAD, REASON
    ),
    Move(
        Thing.FEEDBACK,
        "sign",
        gettext_lazy("审签并报送"),
        (F.DRAFT, F.RETURNED, F.HANDED_UP),
        F.SENT,
        UNIT_HEAD,
    ),
    Move(Thing.FEEDBACK, "receive", gettext_lazy("采用"), (F.SENT,), F.RECEIVED, RECEIVER),
    Move(Thing.FEEDBACK, "return", gettext_lazy("退回补正"), (F.SENT,), F.RETURNED, RECEIVER, REASON),
    Move(Thing.EXTENSION, "agree", gettext_lazy("单位同意申请"), (E.PROPOSED,), E.ASKED, UNIT_HEAD),
    Move(Thing.EXTENSION, "retract", gettext_lazy("撤回申请"), (E.PROPOSED, E.ASKED), E.RETRACTED, UNIT),
    Move(
        Thing.EXTENSION,
        "approve",
        gettext_lazy("同意延期"),
        (E.ASKED,),
        E.APPROVED,
        gettext_lazy("第一次督查办，第二次起批示领导"),
    ),
    Move(
        Thing.EXTENSION,
        "refuse",
        gettext_lazy("不同意延期"),
        (E.ASKED,),
        E.REFUSED,
        gettext_lazy("第一次督查办，第二次起批示领导"),
        REASON,
    ),
)
BY_NAME: Final = {move.name: move for move in MOVES}
# A draft or a returned feedback is still being written; everything else is held as it is.
WRITABLE: Final = (FeedbackStatus.DRAFT, FeedbackStatus.RETURNED)


# What is told in the story of a matter beside the moves: nothing changes its status.
EVENTS: Final = {
    "matter.follow": gettext_lazy("接续前一轮"),
    "matter.look_back": gettext_lazy("回头看，另立新件"),
    "matter.split": gettext_lazy("分解子事项"),
    "matter.revise": gettext_lazy("修改登记内容"),
    "matter.set_due_date": gettext_lazy("手工确定时限"),
    "matter.attach": gettext_lazy("附上文件"),
    "matter.detach": gettext_lazy("取下附件"),
    "matter.archive": gettext_lazy("归档"),
    "duty.add": gettext_lazy("增加承办单位"),
    "instruction.add": gettext_lazy("登记批示"),
    "help.answer": gettext_lazy("答复求助"),
    "extension.propose": gettext_lazy("申请延期"),
    "suspension.begin": gettext_lazy("暂缓"),
    "suspension.resume": gettext_lazy("恢复办理"),
    "exemption.grant": gettext_lazy("准予豁免"),
    "exemption.end": gettext_lazy("提前终止豁免"),
}


TABLE: Final = StepTable(THINGS, STATUSES, MOVES, EVENTS)
label_of, possible, told_as = TABLE.label_of, TABLE.possible, TABLE.told_as
target_of, require_status = TABLE.target_of, TABLE.require_status
