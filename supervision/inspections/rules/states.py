"""Every step that an inspection and what comes of it may take: this table and no other place.

Services ask it, pages and the API offer what it allows, ``docs/inspections.md`` shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy

from accounts.rules.steps import Move, StepTable
from supervision.matters.rules.words import EXTENSION_STATUSES

from .inspecting import CONCLUSION, FINDING, INSPECTION, RECOMMENDATION, REVIEW
from .rectifying import EXTENSION, RECTIFICATION, VERIFICATION
from .things import THINGS, Thing
from .words import (
    CONCLUSION_STATUSES,
    FINDING_STATUSES,
    INSPECTION_STATUSES,
    RECOMMENDATION_STATUSES,
    RECTIFICATION_STATUSES,
    REVIEW_STATUSES,
    VERIFICATION_STATUSES,
)

__all__ = [
    "EVENTS",
    "MOVES",
    "STATUSES",
    "TABLE",
    "THINGS",
    "Thing",
    "label_of",
    "possible",
    "require_status",
    "target_of",
    "told_as",
]
STATUSES: Final[Mapping[Thing, Mapping[Any, Any]]] = {
    Thing.INSPECTION: INSPECTION_STATUSES,
    Thing.FINDING: FINDING_STATUSES,
    Thing.CONCLUSION: CONCLUSION_STATUSES,
    Thing.REVIEW: REVIEW_STATUSES,
    Thing.RECOMMENDATION: RECOMMENDATION_STATUSES,
    Thing.RECTIFICATION: RECTIFICATION_STATUSES,
    Thing.VERIFICATION: VERIFICATION_STATUSES,
    Thing.EXTENSION: EXTENSION_STATUSES,
}


MOVES: Final[tuple[Move, ...]] = (
    *INSPECTION,
    *FINDING,
    *CONCLUSION,
    *REVIEW,
    *RECOMMENDATION,
    *RECTIFICATION,
    *VERIFICATION,
    *EXTENSION,
)
# What is told in a story beside the moves: nothing changes its status.
EVENTS: Final = {
    "inspection.draft": gettext_lazy("起草方案"),
    "inspection.revise": gettext_lazy("修改方案"),
    "inspection.prepare": gettext_lazy("制作检查清单"),
    "inspection.check": gettext_lazy("核对检查项"),
    "finding.record": gettext_lazy("记录问题"),
    "finding.revise": gettext_lazy("修改问题"),
    "finding.attach": gettext_lazy("附上证据"),
    "conclusion.draft": gettext_lazy("起草结论"),
    "conclusion.revise": gettext_lazy("修改结论"),
    "review.file": gettext_lazy("申请复核"),
    "review.appoint": gettext_lazy("确定复核人员"),
    "recommendation.draft": gettext_lazy("提出处理建议"),
    "clue.transfer": gettext_lazy("移送线索"),
    "rectification.draft": gettext_lazy("登记整改"),
    "rectification.follow": gettext_lazy("回头看反弹，重新整改"),
    "rectification.revise": gettext_lazy("修改整改内容"),
    "rectification.report": gettext_lazy("报告整改进展"),
    "rectification.finish_measure": gettext_lazy("完成一条措施"),
    "rectification.attach": gettext_lazy("附上佐证"),
    "rectification.review_yearly": gettext_lazy("年度复查"),
    "rectification.look_back": gettext_lazy("回头看"),
    "rectification.archive": gettext_lazy("归档"),
    "verification.assign": gettext_lazy("安排现场核查"),
    "verification.sign": gettext_lazy("核查人签字"),
    "rectification_extension.propose": gettext_lazy("申请延期"),
}
TABLE: Final = StepTable(THINGS, STATUSES, MOVES, EVENTS)
label_of, possible, told_as = TABLE.label_of, TABLE.possible, TABLE.told_as
target_of, require_status = TABLE.target_of, TABLE.require_status
