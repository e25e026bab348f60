"""The steps of a rectification: plan, work, proof, verification, closing."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

from supervision.matters.rules.words import ExtensionStatus

from .things import (
    DECIDER,
    DOING_HEAD,
    DOING_UNIT,
    OFFICE,
    OFFICE_HEAD,
    REASON,
    REASON_AND_APPROVER,
    VERIFIER,
    Thing,
    step,
)
from .words import RectificationStatus, VerificationStatus

X, V, E = RectificationStatus, VerificationStatus, ExtensionStatus

RECTIFICATION: Final = (
    step(
        Thing.RECTIFICATION,
        "issue",
        gettext_lazy("交办整改"),
        [X.DRAFT],
        X.ISSUED,
        OFFICE,
        gettext_lazy("整改单位和时限已定"),
    ),
    step(
        Thing.RECTIFICATION,
        "submit_plan",
        gettext_lazy("报整改方案"),
        [X.ISSUED],
        X.PLANNED,
        DOING_UNIT,
        gettext_lazy("四张清单至少一条措施"),
    ),
    step(
        Thing.RECTIFICATION,
        "return_plan",
        gettext_lazy("退回方案"),
        [X.PLANNED],
        X.ISSUED,
        OFFICE,
        REASON,
    ),
    step(
        Thing.RECTIFICATION,
        "approve_plan",
        gettext_lazy("审定方案"),
        [X.PLANNED],
        X.UNDER_WAY,
        OFFICE,
    ),
    step(
        Thing.RECTIFICATION,
        "apply",
        gettext_lazy("申请销号"),
        [X.UNDER_WAY, X.LONG_TERM],
        X.APPLIED,
        DOING_HEAD,
        gettext_lazy("各项措施已完成，附佐证材料"),
    ),
    step(
        Thing.RECTIFICATION,
        "check",
        gettext_lazy("初审通过"),
        [X.APPLIED],
        X.CHECKED,
        OFFICE,
    ),
    step(
        Thing.RECTIFICATION,
        "verify",
        gettext_lazy("现场核查通过"),
        [X.CHECKED],
        X.VERIFIED,
        VERIFIER,
        gettext_lazy("两名以上整改单位以外的人员签字"),
    ),
    step(
        Thing.RECTIFICATION,
        "approve",
        gettext_lazy("批准销号"),
        [X.VERIFIED],
        X.APPROVED,
        OFFICE_HEAD,
        gettext_lazy("批准人不是申请人；无须公示的随即销号"),
    ),
    step(
        Thing.RECTIFICATION,
        "publish",
        gettext_lazy("开始公示"),
        [X.APPROVED],
        X.PUBLISHED,
        OFFICE,
    ),
    step(
        Thing.RECTIFICATION,
        "close",
        gettext_lazy("销号"),
        [X.APPROVED, X.PUBLISHED],
        X.CLOSED,
        gettext_lazy("系统每日办理，督查办也可办理"),
        gettext_lazy("有佐证、有两名以上单位外核查人、批准人不是申请人；须公示的公示期满"),
    ),
    step(
        Thing.RECTIFICATION,
        "send_back",
        gettext_lazy("退回继续整改"),
        [X.APPLIED, X.CHECKED, X.VERIFIED, X.APPROVED, X.PUBLISHED, X.LONG_TERM],
        X.UNDER_WAY,
        gettext_lazy("督查办；核查不通过的、年度复查未保持的，随核查、复查办理"),
        REASON,
    ),
    step(
        Thing.RECTIFICATION,
        "make_long_term",
        gettext_lazy("列入长期坚持"),
        [X.UNDER_WAY, X.APPLIED, X.CHECKED],
        X.LONG_TERM,
        OFFICE_HEAD,
        gettext_lazy("写明理由和批准人；每年复查"),
    ),
    step(
        Thing.RECTIFICATION,
        "withdraw",
        gettext_lazy("撤销"),
        [X.DRAFT, X.ISSUED, X.PLANNED, X.UNDER_WAY],
        X.WITHDRAWN,
        OFFICE_HEAD,
        REASON_AND_APPROVER,
    ),
)
VERIFICATION: Final = (
    step(
        Thing.VERIFICATION,
        "record",
        gettext_lazy("记录核查情况"),
        [V.ASSIGNED],
        V.RECORDED,
        VERIFIER,
        gettext_lazy("写明核查日期、情况和结论"),
    ),
    step(
        Thing.VERIFICATION, "disagree", gettext_lazy("不同意记录"), [V.RECORDED], V.ASSIGNED, VERIFIER, REASON
    ),
    step(Thing.VERIFICATION, "pass", gettext_lazy("核查通过"), [V.RECORDED], V.PASSED, VERIFIER),
    step(Thing.VERIFICATION, "fail", gettext_lazy("核查不通过"), [V.RECORDED], V.FAILED, VERIFIER),
    step(
        Thing.VERIFICATION,
        "cancel",
        gettext_lazy("取消核查"),
        [V.ASSIGNED, V.RECORDED],
        V.CANCELLED,
        OFFICE,
        REASON,
    ),
)
EXTENSION: Final = (
    step(Thing.EXTENSION, "agree", gettext_lazy("单位同意申请"), [E.PROPOSED], E.ASKED, DOING_HEAD),
    step(
        Thing.EXTENSION, "retract", gettext_lazy("撤回申请"), [E.PROPOSED, E.ASKED], E.RETRACTED, DOING_UNIT
    ),
    step(Thing.EXTENSION, "approve", gettext_lazy("同意延期"), [E.ASKED], E.APPROVED, DECIDER),
    step(Thing.EXTENSION, "refuse", gettext_lazy("不同意延期"), [E.ASKED], E.REFUSED, DECIDER, REASON),
)
