"""The steps of an inspection: plan, findings, conclusion, review, recommendations."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

from .things import OFFICE, OFFICE_HEAD, ORGANISER, REASON, REVIEWER, TEAM, TEAM_LEADER, UNIT, Thing, step
from .words import ConclusionStatus, FindingStatus, InspectionStatus, RecommendationStatus, ReviewStatus

P, F, C = InspectionStatus, FindingStatus, ConclusionStatus
R, A = ReviewStatus, RecommendationStatus

INSPECTION: Final = (
    step(
        Thing.INSPECTION,
        "submit",
        gettext_lazy("报批方案"),
        [P.DRAFT],
        P.SUBMITTED,
        ORGANISER,
        gettext_lazy("内容、对象、范围、时间、方式和组长齐全（条例第八、十五条）"),
    ),
    step(
        Thing.INSPECTION,
        "send_back",
        gettext_lazy("退回修改方案"),
        [P.SUBMITTED],
        P.DRAFT,
        OFFICE_HEAD,
        REASON,
    ),
    step(
        Thing.INSPECTION,
        "approve",
        gettext_lazy("批准方案"),
        [P.SUBMITTED],
        P.APPROVED,
        OFFICE_HEAD,
        gettext_lazy("依据、批准人和批准日期齐全（条例第十一条）；批准后方案锁定"),
    ),
    step(
        Thing.INSPECTION,
        "amend",
        gettext_lazy("申请变更方案"),
        [P.APPROVED, P.ON_SITE],
        P.DRAFT,
        ORGANISER,
        gettext_lazy("写明理由；变更后须重新报批（条例第十五条）"),
    ),
    step(Thing.INSPECTION, "begin", gettext_lazy("开始实地督查"), [P.APPROVED], P.ON_SITE, TEAM_LEADER),
    step(Thing.INSPECTION, "finish", gettext_lazy("结束实地督查"), [P.ON_SITE], P.FINISHED, TEAM_LEADER),
    step(
        Thing.INSPECTION,
        "close",
        gettext_lazy("办结"),
        [P.FINISHED],
        P.CLOSED,
        OFFICE,
        gettext_lazy("每个督查对象都有已送达的结论，没有未决的复核"),
    ),
    step(
        Thing.INSPECTION,
        "cancel",
        gettext_lazy("取消"),
        [P.DRAFT, P.SUBMITTED, P.APPROVED],
        P.CANCELLED,
        OFFICE_HEAD,
        REASON,
    ),
)
FINDING: Final = (
    step(Thing.FINDING, "notify", gettext_lazy("送单位确认"), [F.DRAFT], F.NOTIFIED, TEAM),
    step(Thing.FINDING, "agree", gettext_lazy("认可"), [F.NOTIFIED], F.AGREED, UNIT),
    step(
        Thing.FINDING,
        "dispute",
        gettext_lazy("提出异议"),
        [F.NOTIFIED],
        F.DISPUTED,
        UNIT,
        gettext_lazy("写明陈述意见"),
    ),
    step(
        Thing.FINDING,
        "uphold",
        gettext_lazy("维持认定"),
        [F.NOTIFIED, F.DISPUTED],
        F.UPHELD,
        TEAM_LEADER,
        REASON,
    ),
    step(
        Thing.FINDING,
        "drop",
        gettext_lazy("不予认定"),
        [F.DRAFT, F.NOTIFIED, F.DISPUTED],
        F.DROPPED,
        TEAM_LEADER,
        REASON,
    ),
)
CONCLUSION: Final = (
    step(
        Thing.CONCLUSION,
        "submit",
        gettext_lazy("报政府审定"),
        [C.DRAFT],
        C.SUBMITTED,
        ORGANISER,
        gettext_lazy("写入的问题都已确认并有证据（条例第十六条）"),
    ),
    step(
        Thing.CONCLUSION, "send_back", gettext_lazy("退回修改"), [C.SUBMITTED], C.DRAFT, OFFICE_HEAD, REASON
    ),
    step(
        Thing.CONCLUSION,
        "issue",
        gettext_lazy("作出结论"),
        [C.SUBMITTED],
        C.ISSUED,
        OFFICE_HEAD,
        gettext_lazy("本级人民政府作出：签发领导和日期齐全"),
    ),
    step(
        Thing.CONCLUSION,
        "deliver",
        gettext_lazy("送达签收"),
        [C.ISSUED],
        C.DELIVERED,
        gettext_lazy("被督查单位；纸质送达的由督查办登记"),
    ),
    step(
        Thing.CONCLUSION,
        "replace",
        gettext_lazy("复核变更"),
        [C.DELIVERED],
        C.REPLACED,
        REVIEWER,
        gettext_lazy("随复核决定办理，生成新的结论"),
    ),
    step(
        Thing.CONCLUSION,
        "revoke",
        gettext_lazy("复核撤销"),
        [C.DELIVERED],
        C.REVOKED,
        REVIEWER,
        gettext_lazy("随复核决定办理"),
    ),
)
REVIEW: Final = (
    step(Thing.REVIEW, "uphold", gettext_lazy("维持结论"), [R.FILED], R.UPHELD, REVIEWER, REASON),
    step(Thing.REVIEW, "change", gettext_lazy("变更结论"), [R.FILED], R.CHANGED, REVIEWER, REASON),
    step(Thing.REVIEW, "revoke", gettext_lazy("撤销结论"), [R.FILED], R.REVOKED, REVIEWER, REASON),
    step(Thing.REVIEW, "retract", gettext_lazy("撤回申请"), [R.FILED], R.RETRACTED, UNIT),
)
RECOMMENDATION: Final = (
    step(Thing.RECOMMENDATION, "submit", gettext_lazy("报请批准"), [A.DRAFT], A.SUBMITTED, OFFICE),
    step(
        Thing.RECOMMENDATION,
        "approve",
        gettext_lazy("批准"),
        [A.SUBMITTED],
        A.APPROVED,
        OFFICE_HEAD,
        gettext_lazy("本级人民政府或其行政首长批准：批准人和日期齐全（条例第二十一条）"),
    ),
    step(
        Thing.RECOMMENDATION,
        "refuse",
        gettext_lazy("不予批准"),
        [A.SUBMITTED],
        A.REFUSED,
        OFFICE_HEAD,
        REASON,
    ),
    step(
        Thing.RECOMMENDATION,
        "carry_out",
        gettext_lazy("登记落实"),
        [A.APPROVED],
        A.CARRIED_OUT,
        OFFICE,
        gettext_lazy("追责以外的建议"),
    ),
    step(
        Thing.RECOMMENDATION,
        "hand_over",
        gettext_lazy("移交有权机关"),
        [A.APPROVED],
        A.HANDED_OVER,
        OFFICE,
        gettext_lazy("追责建议：写明接收机关"),
    ),
)
