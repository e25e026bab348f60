"""The words of the room that are chosen from a list, for models, forms, workbooks and the API alike.

REG is 《政府督查工作条例》 (Order 733 of the State Council).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


class InspectionKind(StrEnum):
    """REG art. 14."""

    COMPREHENSIVE = "comprehensive"
    SPECIAL = "special"
    INVESTIGATION = "investigation"
    DAILY = "daily"
    CLUE = "clue"


INSPECTION_KINDS: Final = {
    InspectionKind.COMPREHENSIVE: _("综合督查"),
    InspectionKind.SPECIAL: _("专项督查"),
    InspectionKind.INVESTIGATION: _("事件调查"),
    InspectionKind.DAILY: _("日常督办"),
    InspectionKind.CLUE: _("线索核查"),
}


class Content(StrEnum):
    """REG art. 4."""

    HIGHER_DECISIONS = "higher_decisions"
    GOVERNMENT_WORK = "government_work"
    LEGAL_DUTIES = "legal_duties"
    EFFICIENCY = "efficiency"


CONTENTS: Final = {
    Content.HIGHER_DECISIONS: _("党中央、国务院重大决策部署落实情况"),
    Content.GOVERNMENT_WORK: _("上级和本级人民政府重要工作部署落实情况"),
    Content.LEGAL_DUTIES: _("督查对象法定职责履行情况"),
    Content.EFFICIENCY: _("本级人民政府所属部门和下级人民政府的行政效能"),
}


class Method(StrEnum):
    """REG art. 12."""

    SELF_REPORT = "self_report"
    HEARING_REPORTS = "hearing_reports"
    CHECKS = "checks"
    MEETINGS = "meetings"
    RECORDS = "records"
    PUBLIC_CLUES = "public_clues"
    TALKS = "talks"
    INTERNET = "internet"


METHODS: Final = {
    Method.SELF_REPORT: _("要求自查、说明情况"),
    Method.HEARING_REPORTS: _("听取汇报"),
    Method.CHECKS: _("开展检查、访谈、暗访"),
    Method.MEETINGS: _("组织座谈、听证、统计、评估"),
    Method.RECORDS: _("调阅、复制有关资料"),
    Method.PUBLIC_CLUES: _("通过信函、电话、媒体等渠道收集线索"),
    Method.TALKS: _("约谈"),
    Method.INTERNET: _("运用“互联网+督查”"),
}


class InspectionStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ON_SITE = "on_site"
    FINISHED = "finished"
    CLOSED = "closed"
    CANCELLED = "cancelled"


INSPECTION_STATUSES: Final = {
    InspectionStatus.DRAFT: _("方案起草"),
    InspectionStatus.SUBMITTED: _("方案待批"),
    InspectionStatus.APPROVED: _("方案已批"),
    InspectionStatus.ON_SITE: _("实地督查中"),
    InspectionStatus.FINISHED: _("待作结论"),
    InspectionStatus.CLOSED: _("已办结"),
    InspectionStatus.CANCELLED: _("已取消"),
}


class TeamRole(StrEnum):
    LEADER = "leader"
    DEPUTY = "deputy"
    MEMBER = "member"


TEAM_ROLES: Final = {TeamRole.LEADER: _("组长"), TeamRole.DEPUTY: _("副组长"), TeamRole.MEMBER: _("成员")}


class MemberKind(StrEnum):
    """REG art. 8: who may be invited."""

    STAFF = "staff"
    CONGRESS = "congress"
    CONSULTATIVE = "consultative"
    COUNSELLOR = "counsellor"
    EXPERT = "expert"


MEMBER_KINDS: Final = {
    MemberKind.STAFF: _("工作人员"),
    MemberKind.CONGRESS: _("人大代表"),
    MemberKind.CONSULTATIVE: _("政协委员"),
    MemberKind.COUNSELLOR: _("政府参事"),
    MemberKind.EXPERT: _("专家学者"),
}


class CheckOrigin(StrEnum):
    PLAN = "plan"
    PROJECT = "project"
    MATTER = "matter"
    RECTIFICATION = "rectification"


CHECK_ORIGINS: Final = {
    CheckOrigin.PLAN: _("方案要点"),
    CheckOrigin.PROJECT: _("滞后项目"),
    CheckOrigin.MATTER: _("逾期事项"),
    CheckOrigin.RECTIFICATION: _("未销号整改"),
}


class CheckResult(StrEnum):
    PENDING = "pending"
    FINE = "fine"
    PROBLEM = "problem"
    NOT_APPLICABLE = "not_applicable"


CHECK_RESULTS: Final = {
    CheckResult.PENDING: _("未查"),
    CheckResult.FINE: _("正常"),
    CheckResult.PROBLEM: _("有问题"),
    CheckResult.NOT_APPLICABLE: _("不适用"),
}


class Severity(StrEnum):
    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"
    MAJOR = "major"


SEVERITIES: Final = {
    Severity.MINOR: _("轻微"),
    Severity.GENERAL: _("一般"),
    Severity.SERIOUS: _("较重"),
    Severity.MAJOR: _("重大"),
}


class FindingStatus(StrEnum):
    DRAFT = "draft"
    NOTIFIED = "notified"
    AGREED = "agreed"
    DISPUTED = "disputed"
    UPHELD = "upheld"
    DROPPED = "dropped"


FINDING_STATUSES: Final = {
    FindingStatus.DRAFT: _("待核"),
    FindingStatus.NOTIFIED: _("待被督查单位确认"),
    FindingStatus.AGREED: _("单位认可"),
    FindingStatus.DISPUTED: _("单位有异议"),
    FindingStatus.UPHELD: _("维持认定"),
    FindingStatus.DROPPED: _("不予认定"),
}
# It stands: it may enter a conclusion and be ordered to be put right.
STANDING: Final = (FindingStatus.AGREED, FindingStatus.UPHELD)
# The unit was told of it.
TOLD: Final = (
    FindingStatus.NOTIFIED,
    FindingStatus.AGREED,
    FindingStatus.DISPUTED,
    FindingStatus.UPHELD,
)


class ConclusionStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ISSUED = "issued"
    DELIVERED = "delivered"
    REPLACED = "replaced"
    REVOKED = "revoked"


CONCLUSION_STATUSES: Final = {
    ConclusionStatus.DRAFT: _("起草"),
    ConclusionStatus.SUBMITTED: _("待政府审定"),
    ConclusionStatus.ISSUED: _("已作出，待送达"),
    ConclusionStatus.DELIVERED: _("已送达"),
    ConclusionStatus.REPLACED: _("复核后已变更"),
    ConclusionStatus.REVOKED: _("复核后已撤销"),
}


class ReviewStatus(StrEnum):
    FILED = "filed"
    UPHELD = "upheld"
    CHANGED = "changed"
    REVOKED = "revoked"
    RETRACTED = "retracted"


REVIEW_STATUSES: Final = {
    ReviewStatus.FILED: _("复核中"),
    ReviewStatus.UPHELD: _("维持结论"),
    ReviewStatus.CHANGED: _("变更结论"),
    ReviewStatus.REVOKED: _("撤销结论"),
    ReviewStatus.RETRACTED: _("申请已撤回"),
}
REVIEW_DECIDED: Final = (ReviewStatus.UPHELD, ReviewStatus.CHANGED, ReviewStatus.REVOKED)


class RecommendationKind(StrEnum):
    """REG art. 19 and 21."""

    PRAISE = "praise"
    INCENTIVE = "incentive"
    CRITICISM = "criticism"
    ACCOUNTABILITY = "accountability"
    CHANGE_DOCUMENT = "change_document"


RECOMMENDATION_KINDS: Final = {
    RecommendationKind.PRAISE: _("表扬"),
    RecommendationKind.INCENTIVE: _("激励"),
    RecommendationKind.CRITICISM: _("批评"),
    RecommendationKind.ACCOUNTABILITY: _("追责"),
    RecommendationKind.CHANGE_DOCUMENT: _("改变或撤销文件"),
}


class RecommendationStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    CARRIED_OUT = "carried_out"
    HANDED_OVER = "handed_over"


RECOMMENDATION_STATUSES: Final = {
    RecommendationStatus.DRAFT: _("起草"),
    RecommendationStatus.SUBMITTED: _("待批准"),
    RecommendationStatus.APPROVED: _("已批准"),
    RecommendationStatus.REFUSED: _("未获批准"),
    RecommendationStatus.CARRIED_OUT: _("已落实"),
    RecommendationStatus.HANDED_OVER: _("已移交有权机关"),
}


class ClueKind(StrEnum):
    """REG art. 23."""

    DUTY_CRIME = "duty_crime"
    OTHER_CRIME = "other_crime"


CLUE_KINDS: Final = {
    ClueKind.DUTY_CRIME: _("涉嫌职务违法犯罪（移送监察机关）"),
    ClueKind.OTHER_CRIME: _("涉嫌其他犯罪（移送司法机关）"),
}


class TimeClass(StrEnum):
    AT_ONCE = "at_once"
    SHORT = "short"
    MIDDLE = "middle"
    LONG = "long"


TIME_CLASSES: Final = {
    TimeClass.AT_ONCE: _("立行立改"),
    TimeClass.SHORT: _("短期"),
    TimeClass.MIDDLE: _("中期"),
    TimeClass.LONG: _("长期坚持"),
}


class RectificationStatus(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    APPLIED = "applied"
    CHECKED = "checked"
    VERIFIED = "verified"
    APPROVED = "approved"
    PUBLISHED = "published"
    LONG_TERM = "long_term"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


RECTIFICATION_STATUSES: Final = {
    RectificationStatus.DRAFT: _("待交办"),
    RectificationStatus.ISSUED: _("待报方案"),
    RectificationStatus.PLANNED: _("方案待审"),
    RectificationStatus.UNDER_WAY: _("整改中"),
    RectificationStatus.APPLIED: _("申请销号待初审"),
    RectificationStatus.CHECKED: _("待现场核查"),
    RectificationStatus.VERIFIED: _("核查通过待审批"),
    RectificationStatus.APPROVED: _("已批准待公示"),
    RectificationStatus.PUBLISHED: _("公示中"),
    RectificationStatus.LONG_TERM: _("长期坚持"),
    RectificationStatus.CLOSED: _("已销号"),
    RectificationStatus.WITHDRAWN: _("已撤销"),
}
# Nothing of these is changed any more; the database refuses it.
ENDED: Final = (RectificationStatus.CLOSED, RectificationStatus.WITHDRAWN)
# The units know of it and somebody owes a step.
RUNNING: Final = (
    RectificationStatus.ISSUED,
    RectificationStatus.PLANNED,
    RectificationStatus.UNDER_WAY,
    RectificationStatus.APPLIED,
    RectificationStatus.CHECKED,
    RectificationStatus.VERIFIED,
    RectificationStatus.APPROVED,
    RectificationStatus.PUBLISHED,
    RectificationStatus.LONG_TERM,
)
# The unit works; afterwards others look at what it did.
WITH_UNIT: Final = (
    RectificationStatus.ISSUED,
    RectificationStatus.PLANNED,
    RectificationStatus.UNDER_WAY,
)


class ProgressKind(StrEnum):
    PROGRESS = "progress"
    FINAL = "final"


PROGRESS_KINDS: Final = {ProgressKind.PROGRESS: _("整改进展"), ProgressKind.FINAL: _("销号申请")}


class VerificationStatus(StrEnum):
    ASSIGNED = "assigned"
    RECORDED = "recorded"
    PASSED = "passed"
    FAILED = "failed"
    CANCELLED = "cancelled"


VERIFICATION_STATUSES: Final = {
    VerificationStatus.ASSIGNED: _("待核查"),
    VerificationStatus.RECORDED: _("待共同签字"),
    VerificationStatus.PASSED: _("核查通过"),
    VerificationStatus.FAILED: _("核查不通过"),
    VerificationStatus.CANCELLED: _("已取消"),
}


class Side(StrEnum):
    """Pictures are shown in pairs: how it was, how it is."""

    BEFORE = "before"
    AFTER = "after"
    OTHER = "other"


SIDES: Final = {Side.BEFORE: _("整改前"), Side.AFTER: _("整改后"), Side.OTHER: _("佐证")}


def plain(words: Mapping[Any, Any]) -> dict[str, Any]:
    """As choices of a column: plain strings, so that no migration imports the rules."""
    return {word.value: label for word, label in words.items()}
