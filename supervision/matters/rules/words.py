"""The words of the room that are chosen from a list, for models, forms, workbooks and the API alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _


class MatterStatus(StrEnum):
    """What persons decided of a matter. Where it stands between 交办 and 呈阅 its duties tell (``State``)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    REGISTERED = "registered"
    ISSUED = "issued"
    SHOWN = "shown"
    CLOSED = "closed"
    CONTINUED = "continued"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    LONG_TERM = "long_term"


MATTER_STATUSES: Final = {
    MatterStatus.DRAFT: _("草稿"),
    MatterStatus.SUBMITTED: _("待审批"),
    MatterStatus.REJECTED: _("不予立项"),
    MatterStatus.REGISTERED: _("已立项"),
    MatterStatus.ISSUED: _("已交办"),
    MatterStatus.SHOWN: _("待领导阅定"),
    MatterStatus.CLOSED: _("已销号"),
    MatterStatus.CONTINUED: _("再批示转下一轮"),
    MatterStatus.WITHDRAWN: _("已撤销"),
    MatterStatus.MERGED: _("已并案"),
    MatterStatus.LONG_TERM: _("转长期坚持"),
}
# Nothing of these is changed any more; the database refuses it.
ENDED: Final = (
    MatterStatus.REJECTED,
    MatterStatus.CLOSED,
    MatterStatus.CONTINUED,
    MatterStatus.WITHDRAWN,
    MatterStatus.MERGED,
    MatterStatus.LONG_TERM,
)
# Still between the desks of the office and its head.
NOT_REGISTERED: Final = (MatterStatus.DRAFT, MatterStatus.SUBMITTED, MatterStatus.REJECTED)
# The units know of it: from here on it has one lead unit, which the database sees to.
HANDED_OUT: Final = (
    MatterStatus.ISSUED,
    MatterStatus.SHOWN,
    MatterStatus.CLOSED,
    MatterStatus.CONTINUED,
    MatterStatus.LONG_TERM,
)
# Under way: the units owe something, or a leader does.
RUNNING: Final = (MatterStatus.ISSUED, MatterStatus.SHOWN)


class DutyRole(StrEnum):
    LEAD = "lead"
    HELPING = "helping"


DUTY_ROLES: Final = {DutyRole.LEAD: _("牵头单位"), DutyRole.HELPING: _("配合单位")}


class DutyStatus(StrEnum):
    PLANNED = "planned"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    UNDER_WAY = "under_way"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RELEASED = "released"


DUTY_STATUSES: Final = {
    DutyStatus.PLANNED: _("拟交办"),
    DutyStatus.TO_SIGN: _("待签收"),
    DutyStatus.SIGNED: _("已签收"),
    DutyStatus.UNDER_WAY: _("办理中"),
    DutyStatus.REPORTED: _("已报办结"),
    DutyStatus.ACCEPTED: _("审核通过"),
    DutyStatus.REFUSED: _("已退回（待改派）"),
    DutyStatus.RELEASED: _("已解除"),
}
# The unit still has to do something.
OWED: Final = (DutyStatus.TO_SIGN, DutyStatus.SIGNED, DutyStatus.UNDER_WAY)
# The unit that carries it sees the matter: it was told, and not relieved.
KNOWN: Final = tuple(
    status for status in DutyStatus if status not in (DutyStatus.PLANNED, DutyStatus.RELEASED)
)


class FeedbackStatus(StrEnum):
    DRAFT = "draft"
    HANDED_UP = "handed_up"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"


FEEDBACK_STATUSES: Final = {
    FeedbackStatus.DRAFT: _("草稿"),
    FeedbackStatus.HANDED_UP: _("待负责人审签"),
    FeedbackStatus.SENT: _("已报送"),
    FeedbackStatus.RECEIVED: _("已采用"),
    FeedbackStatus.RETURNED: _("退回补正"),
}
# It left the unit: the period is answered.
GIVEN: Final = (FeedbackStatus.SENT, FeedbackStatus.RECEIVED)


class FeedbackKind(StrEnum):
    PROGRESS = "progress"
    NO_CHANGE = "no_change"
    FINAL = "final"


FEEDBACK_KINDS: Final = {
    FeedbackKind.PROGRESS: _("进展反馈"),
    FeedbackKind.NO_CHANGE: _("本期无变化"),
    FeedbackKind.FINAL: _("办结报告"),
}


class ExtensionStatus(StrEnum):
    PROPOSED = "proposed"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    RETRACTED = "retracted"


EXTENSION_STATUSES: Final = {
    ExtensionStatus.PROPOSED: _("待单位负责人同意"),
    ExtensionStatus.ASKED: _("待审批"),
    ExtensionStatus.APPROVED: _("同意延期"),
    ExtensionStatus.REFUSED: _("不同意延期"),
    ExtensionStatus.RETRACTED: _("已撤回"),
}


class State(StrEnum):
    """Where a matter stands, computed from its status, its lead's duty and the suspension in force."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    REGISTERED = "registered"
    TO_SIGN = "to_sign"
    REFUSED = "refused"
    UNDER_WAY = "under_way"
    REPORTED = "reported"
    SUSPENDED = "suspended"
    SHOWN = "shown"
    CLOSED = "closed"
    CONTINUED = "continued"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    LONG_TERM = "long_term"


STATES: Final = {
    **{
        State(status.value): label
        for status, label in MATTER_STATUSES.items()
        if status != MatterStatus.ISSUED
    },
    State.TO_SIGN: _("待签收"),
    State.REFUSED: _("退回待改派"),
    State.UNDER_WAY: _("办理中"),
    State.REPORTED: _("办结待审"),
    State.SUSPENDED: _("暂缓"),
}


class Urgency(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"


URGENCIES: Final = {Urgency.NORMAL: _("一般"), Urgency.URGENT: _("急件"), Urgency.CRITICAL: _("特急")}


class Rhythm(StrEnum):
    WEEKLY = "weekly"
    TEN_DAYS = "ten_days"
    HALF_MONTH = "half_month"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    BY_STAGE = "by_stage"
    ONCE = "once"


RHYTHMS: Final = {
    Rhythm.WEEKLY: _("每周"),
    Rhythm.TEN_DAYS: _("每旬"),
    Rhythm.HALF_MONTH: _("每半月"),
    Rhythm.MONTHLY: _("每月"),
    Rhythm.QUARTERLY: _("每季度"),
    Rhythm.BY_STAGE: _("按阶段"),
    Rhythm.ONCE: _("办结时一次"),
}


class Basis(StrEnum):
    """How a matter is fixed: Order 733 (政府督查工作条例) art. 11."""

    DECISION = "decision"
    INSTRUCTION = "instruction"
    PROPOSAL = "proposal"


BASES: Final = {
    Basis.DECISION: _("政府决定"),
    Basis.INSTRUCTION: _("行政首长指令"),
    Basis.PROPOSAL: _("督查机构建议经批准"),
}


class Classification(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    WORK_SECRET = "work_secret"  # noqa: S105 (a grade of papers, no password)


CLASSIFICATIONS: Final = {
    Classification.PUBLIC: _("公开"),
    Classification.INTERNAL: _("内部"),
    Classification.WORK_SECRET: _("工作秘密"),
}


class HelpersReportTo(StrEnum):
    LEAD = "lead"
    OFFICE = "office"


REPORTING_LINES: Final = {HelpersReportTo.LEAD: _("牵头单位汇总"), HelpersReportTo.OFFICE: _("直接报督查办")}


class FollowKind(StrEnum):
    INSTRUCTION = "instruction"
    LOOK_BACK = "look_back"


FOLLOW_KINDS: Final = {FollowKind.INSTRUCTION: _("领导再批示"), FollowKind.LOOK_BACK: _("回头看")}
