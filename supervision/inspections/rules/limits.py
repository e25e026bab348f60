"""The time limits of the room: what each is called, and which article sets it where one does."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

FINDING_ANSWER: Final = "finding_answer"
CONCLUSION_RECEIPT: Final = "conclusion_receipt"
REVIEW_FILING: Final = "review_filing"
REVIEW_DECISION: Final = "review_decision"

LIMITS: Final = {
    FINDING_ANSWER: _("单位确认问题"),
    CONCLUSION_RECEIPT: _("结论送达"),
    REVIEW_FILING: _("申请复核"),
    REVIEW_DECISION: _("复核决定"),
    "rectification_plan": _("报整改方案"),
    "rectification_plan_review": _("审定整改方案"),
    "rectification_at_once": _("立行立改"),
    "rectification_short": _("短期整改"),
    "rectification_middle": _("中期整改"),
    "rectification_long": _("长期整改"),
    "rectification_check": _("销号初审"),
    "rectification_verification": _("现场核查"),
    "rectification_approval": _("销号审批"),
    "rectification_publishing": _("开始公示"),
    "rectification_notice": _("公示期"),
    "rectification_yearly": _("长期坚持年度复查"),
}
# REG names two limits only; all others are the county's own.
ARTICLES: Final = {
    REVIEW_FILING: _("政府督查工作条例第十七条：收到结论之日起30日内可以申请复核"),
    REVIEW_DECISION: _("政府督查工作条例第十七条：收到申请之日起30日内作出复核决定"),
}
