"""What a reminder is about: the kinds, and the one key that each of them has."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    PROGRESS = "progress", _("月报逾期")
    MILESTONE = "milestone", _("节点逾期")
    START = "start", _("开工逾期")
    OBSERVATION = "observation", _("指标值逾期")
    CALENDAR = "calendar", _("节假日安排未导入")
    SIGNATURE = "signature", _("签收逾期")
    FEEDBACK = "feedback", _("反馈逾期")
    MATTER = "matter", _("办结逾期")
    EXTENSION = "extension", _("延期审批逾期")
    ASSIGNED = "assigned", _("新交办")
    RETURNED = "returned", _("退回")
    ANSWERED = "answered", _("求助答复")
    DECIDED = "decided", _("延期审批结果")
    CLOSED = "closed", _("事项终结")
    REFUSED = "refused", _("单位退回交办")
    REPORTED = "reported", _("办结待审核")
    SIGN_OFF = "sign_off", _("待单位负责人审签")
    FEEDBACK_WAITING = "feedback_waiting", _("反馈待审核")
    EXTENSION_WAITING = "extension_waiting", _("延期待审批")
    HELP = "help", _("需协调解决")
    SHOWN = "shown", _("呈阅")
    FINDING_ANSWER = "finding_answer", _("问题确认逾期")
    REVIEW_DECISION = "review_decision", _("复核决定逾期")
    VERIFICATION = "verification", _("核查逾期")
    RECTIFICATION = "rectification", _("整改逾期")
    MEASURE = "measure", _("整改措施逾期")
    STEP = "step", _("整改环节逾期")
    LONGER = "longer", _("整改延期审批逾期")
    FINDING_TOLD = "finding_told", _("问题待确认")
    DISPUTED = "disputed", _("单位有异议")
    CONCLUDED = "concluded", _("督查结论送达")
    REVIEW_FILED = "review_filed", _("复核待办")
    ORDERED = "ordered", _("交办整改")
    SENT_BACK = "sent_back", _("整改退回")
    TO_VERIFY = "to_verify", _("现场核查")
    RECTIFICATION_WAITING = "rectification_waiting", _("整改待审核")
    LONGER_WAITING = "longer_waiting", _("整改延期待审批")
    LONGER_DECIDED = "longer_decided", _("整改延期审批结果")
    RECTIFIED = "rectified", _("整改销号")
    UNDELIVERED = "undelivered", _("消息发送失败")
    SLIP_SIGNATURE = "slip_signature", _("督查单签收逾期")
    SLIP_ANSWER = "slip_answer", _("督查单反馈逾期")
    SLIP_WAITING = "slip_waiting", _("督查单待批准")
    SLIP_ISSUED = "slip_issued", _("督查单送达")
    SLIP_ANSWERED = "slip_answered", _("督查单反馈待审核")
    SLIP_RETURNED = "slip_returned", _("督查单反馈退回")


# What a reminder is about: the one key that a row of the subject has; of two keys either.
SUBJECTS: Final = {
    "project": ("progress", "start"),
    "milestone": ("milestone",),
    "indicator": ("observation",),
    "matter": ("matter", "closed", "shown"),
    "duty": ("signature", "feedback", "assigned", "refused", "reported"),
    "feedback": ("returned", "answered", "sign_off", "feedback_waiting", "help"),
    "extension": ("extension", "decided", "sign_off", "extension_waiting"),
    "finding": ("finding_answer", "finding_told", "disputed"),
    "conclusion": ("concluded",),
    "review": ("review_decision", "review_filed"),
    "verification": ("verification", "to_verify"),
    "rectification": (
        "rectification",
        "measure",
        "step",
        "longer",
        "ordered",
        "sent_back",
        "rectification_waiting",
        "longer_waiting",
        "longer_decided",
        "rectified",
    ),
    "slip": (
        "slip_signature",
        "slip_answer",
        "slip_waiting",
        "slip_issued",
        "slip_answered",
        "slip_returned",
    ),
    "failed": ("undelivered",),
    "year": ("calendar",),
}
KEYS: Final = tuple(SUBJECTS)
# The year of a calendar is the only key that is no row.
FOREIGN: Final = tuple(key for key in KEYS if key != "year")


def column(key: str) -> str:
    """The column of a key in the database."""
    return f"{key}_id" if key in FOREIGN else key


def has_one_key() -> Q:
    """Exactly the key that the subject calls for."""
    return reduce(or_, (_has_only(key) for key in KEYS))


def _has_only(key: str) -> Q:
    others: dict[str, Any] = {f"{other}__isnull": other != key for other in KEYS}
    return Q(subject__in=list(SUBJECTS[key]), **others)
