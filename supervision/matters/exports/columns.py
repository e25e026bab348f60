"""The columns of the printed 督查台账 and of the units' statistics, in the order that offices use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

FROM, CARRIED, LIMITS, DONE = _("立项来源"), _("责任落实"), _("时限"), _("办理情况")


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """``style``: text, centre, date, count or share (of 100). ``width`` in characters."""

    field: str
    head: Any
    width: float
    style: str = "text"
    group: Any = ""


LEDGER: Final = (
    LedgerColumn("serial", _("序号"), 5, "centre"),
    LedgerColumn("number", _("立项编号"), 11, "centre"),
    LedgerColumn("title", _("事项名称"), 20),
    LedgerColumn("source", _("来源类别"), 10, "centre", FROM),
    LedgerColumn("document", _("来源文号、会议、批示"), 15, "text", FROM),
    LedgerColumn("instruction", _("批示领导及内容"), 18, "text", FROM),
    LedgerColumn("requirement", _("任务要求（完成标准）"), 26),
    LedgerColumn("lead_unit", _("牵头单位"), 9, "centre", CARRIED),
    LedgerColumn("helping_units", _("配合单位"), 11, "centre", CARRIED),
    LedgerColumn("leader", _("包抓领导"), 11, "centre", CARRIED),
    LedgerColumn("contact", _("责任人及联系电话"), 13, "centre", CARRIED),
    LedgerColumn("issued_on", _("交办日期"), 10, "date", LIMITS),
    LedgerColumn("signed_on", _("签收日期"), 10, "date", LIMITS),
    LedgerColumn("due_on", _("办结时限"), 10, "date", LIMITS),
    LedgerColumn("days_left", _("剩余工作日"), 6, "count", LIMITS),
    LedgerColumn("rhythm", _("反馈频次"), 7, "centre", LIMITS),
    LedgerColumn("latest_progress", _("当前进展（最新）"), 26, "text", DONE),
    LedgerColumn("percent", _("完成率%"), 7, "count", DONE),
    LedgerColumn("problem", _("存在问题"), 16, "text", DONE),
    LedgerColumn("next_step", _("下步措施"), 16, "text", DONE),
    LedgerColumn("light", _("灯色"), 6, "centre"),
    LedgerColumn("reminder_count", _("催办次数"), 6, "count"),
    LedgerColumn("extension_count", _("延期次数"), 6, "count"),
    LedgerColumn("return_count", _("退办次数"), 6, "count"),
    LedgerColumn("state", _("状态"), 8, "centre"),
    LedgerColumn("ended_on", _("销号日期"), 10, "date"),
    LedgerColumn("note", _("备注"), 10),
)
STATISTICS: Final = (
    LedgerColumn("serial", _("序号"), 6, "centre"),
    LedgerColumn("unit", _("单位"), 18),
    LedgerColumn("received", _("接收"), 9, "count"),
    LedgerColumn("to_sign", _("应签收"), 9, "count", _("签收")),
    LedgerColumn("signed_in_time", _("按时签收"), 9, "count", _("签收")),
    LedgerColumn("signed_share", _("按时率%"), 9, "share", _("签收")),
    LedgerColumn("owed", _("应反馈"), 9, "count", _("反馈")),
    LedgerColumn("fed_back", _("按时反馈"), 9, "count", _("反馈")),
    LedgerColumn("fed_back_share", _("按时率%"), 9, "share", _("反馈")),
    LedgerColumn("done", _("办结"), 9, "count", _("办结")),
    LedgerColumn("done_in_time", _("按期办结"), 9, "count", _("办结")),
    LedgerColumn("done_share", _("按期率%"), 9, "share", _("办结")),
    LedgerColumn("average_days", _("平均办理天数"), 9, "share", _("办结")),
    LedgerColumn("sent_back", _("退回重办"), 9, "count"),
    LedgerColumn("extended", _("延期"), 9, "count"),
    LedgerColumn("refused", _("退回改派"), 9, "count"),
)


def groups_of(columns: tuple[LedgerColumn, ...]) -> dict[Any, tuple[int, int]]:
    """Group → first and last of its columns."""
    found: dict[Any, tuple[int, int]] = {}
    for index, column in enumerate(columns):
        if column.group:
            first, _last = found.get(column.group, (index, index))
            found[column.group] = (first, index)
    return found
