"""Every step that a scheme, a round, an appeal, an adjustment or a list may take: here and nowhere else."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.steps import Move, StepTable

from .words import ADJUSTMENT_STATUSES, APPEAL_STATUSES, LIST_STATUSES, ROUND_STATUSES, SCHEME_STATUSES


class Thing(StrEnum):
    SCHEME = "score_scheme"
    ROUND = "score_round"
    APPEAL = "score_appeal"
    ADJUSTMENT = "score_adjustment"
    LIST = "score_list"


THINGS: Final[dict[Thing, Any]] = {
    Thing.SCHEME: _("考核方案"),
    Thing.ROUND: _("考核期"),
    Thing.APPEAL: _("申诉"),
    Thing.ADJUSTMENT: pgettext_lazy("score", "调整"),
    Thing.LIST: _("红黑榜"),
}
OFFICE, HEAD, UNIT = _("督查办"), _("督查办主任"), _("被考核单位")
MOVES: Final[tuple[Move, ...]] = (
    Move(Thing.SCHEME, "adopt", _("审定施行"), ("draft",), "adopted", HEAD, _("已用数据试算现行条款")),
    Move(Thing.SCHEME, "close", _("停用"), ("adopted",), "closed", HEAD),
    Move(Thing.ROUND, "announce", _("交单位核对"), ("draft",), "checking", OFFICE, _("已核算")),
    Move(Thing.ROUND, "take_back", _("收回重新核算"), ("checking",), "draft", OFFICE, _("没有申诉和调整")),
    Move(Thing.ROUND, "approve", _("审定"), ("checking",), "approved", HEAD, _("没有待答复的申诉")),
    Move(Thing.APPEAL, "uphold", _("申诉成立"), ("filed",), "upheld", OFFICE, _("答复理由、调整分值")),
    Move(Thing.APPEAL, "refuse", _("申诉不成立"), ("filed",), "refused", OFFICE, _("答复理由")),
    Move(Thing.APPEAL, "retract", _("撤回申诉"), ("filed",), "retracted", UNIT),
    Move(Thing.ADJUSTMENT, "approve", _("批准调整"), ("proposed",), "approved", HEAD, _("不是提出人")),
    Move(Thing.ADJUSTMENT, "refuse", _("不批准调整"), ("proposed",), "refused", HEAD, _("不是提出人")),
    Move(Thing.LIST, "approve", _("批准红黑榜"), ("proposed",), "approved", HEAD, _("批准领导")),
    Move(Thing.LIST, "publish", _("公示"), ("approved",), "published", OFFICE, _("公示起止和载体")),
    Move(Thing.LIST, "withdraw", _("撤回"), ("proposed", "approved"), "withdrawn", OFFICE),
)
STATUSES: Final[dict[Thing, Any]] = {
    Thing.SCHEME: SCHEME_STATUSES,
    Thing.ROUND: ROUND_STATUSES,
    Thing.APPEAL: APPEAL_STATUSES,
    Thing.ADJUSTMENT: ADJUSTMENT_STATUSES,
    Thing.LIST: LIST_STATUSES,
}
TABLE: Final = StepTable(THINGS, STATUSES, MOVES, {})
