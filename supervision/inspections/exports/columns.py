"""The columns of the printed 整改台账 and of its statistics, in the order that offices use."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from supervision.matters.exports.columns import LedgerColumn

FROM, PROBLEM, CARRIED = _("问题来源"), _("问题"), _("责任")
PLANNED, DONE, PROVED = _("措施和时限"), _("整改情况"), _("核查销号")
# 问题、措施、责任、时限 are the four lists that an office keeps.
LEDGER: Final = (
    LedgerColumn("serial", _("序号"), 5, "centre"),
    LedgerColumn("number", _("整改编号"), 11, "centre"),
    LedgerColumn("title", _("问题"), 20),
    LedgerColumn("origin_name", _("来源"), 9, "centre", FROM),
    LedgerColumn("external_number", _("来源编号"), 11, "centre", FROM),
    LedgerColumn("source_document", _("来源文号"), 14, "text", FROM),
    LedgerColumn("problem", _("问题描述"), 28, "text", PROBLEM),
    LedgerColumn("category_name", _("类别"), 8, "centre", PROBLEM),
    LedgerColumn("severity", _("严重程度"), 6, "centre", PROBLEM),
    LedgerColumn("amount", _("问题金额（万元）"), 11, "money", PROBLEM),
    LedgerColumn("leader", _("责任领导"), 11, "centre", CARRIED),
    LedgerColumn("unit_name", _("责任单位"), 9, "centre", CARRIED),
    LedgerColumn("helping_units", _("配合单位"), 9, "centre", CARRIED),
    LedgerColumn("person", _("责任人及电话"), 12, "centre", CARRIED),
    LedgerColumn("accepting_unit_name", _("验收单位"), 9, "centre", CARRIED),
    LedgerColumn("goal", _("整改目标"), 16, "text", PLANNED),
    LedgerColumn("four_lists", _("整改措施（问题；措施；责任；时限）"), 34, "text", PLANNED),
    LedgerColumn("time_class", _("时限类别"), 8, "centre", PLANNED),
    LedgerColumn("issued_on", _("交办日期"), 10, "date", PLANNED),
    LedgerColumn("due_on", _("整改时限"), 10, "date", PLANNED),
    LedgerColumn("original_due_on", _("原定时限"), 10, "date", PLANNED),
    LedgerColumn("days_left", _("剩余工作日"), 6, "count", PLANNED),
    LedgerColumn("latest_progress", _("整改进展"), 26, "text", DONE),
    LedgerColumn("percent", _("完成比例%"), 7, "count", DONE),
    LedgerColumn("amount_rectified", _("已整改金额（万元）"), 11, "money", DONE),
    LedgerColumn("evidence_names", _("佐证材料"), 16, "text", DONE),
    LedgerColumn("extends_to_similar", _("举一反三"), 16, "text", DONE),
    LedgerColumn("lasting_means", _("长效机制"), 16, "text", DONE),
    LedgerColumn("light", _("灯色"), 6, "centre"),
    LedgerColumn("status", _("阶段"), 9, "centre"),
    LedgerColumn("verifiers", _("核查人"), 9, "centre", PROVED),
    LedgerColumn("verified_on", _("核查日期"), 10, "date", PROVED),
    LedgerColumn("verdict", _("核查结论"), 18, "text", PROVED),
    LedgerColumn("approval", _("销号审批"), 11, "centre", PROVED),
    LedgerColumn("notice", _("公示起止"), 12, "centre", PROVED),
    LedgerColumn("ended_on", _("销号日期"), 10, "date", PROVED),
    LedgerColumn("times_sent_back", _("退回次数"), 5, "count"),
    LedgerColumn("extension_count", _("延期次数"), 5, "count"),
    LedgerColumn("position", _("轮次"), 5, "count"),
    LedgerColumn("note", _("备注"), 10),
)
STATISTICS: Final = (
    LedgerColumn("serial", _("序号"), 6, "centre"),
    LedgerColumn("name", _("分类"), 20),
    LedgerColumn("received", _("交办"), 8, "count", _("按件数")),
    LedgerColumn("received_closed", _("其中已销号"), 9, "count", _("按件数")),
    LedgerColumn("closing_rate", _("销号率%"), 8, "share", _("按件数")),
    LedgerColumn("amount", _("问题金额（万元）"), 13, "money", _("按金额")),
    LedgerColumn("amount_rectified", _("已整改金额（万元）"), 13, "money", _("按金额")),
    LedgerColumn("money_rate", _("整改率%"), 8, "share", _("按金额")),
    LedgerColumn("applied", _("申请销号"), 8, "count", _("按时")),
    LedgerColumn("on_time", _("其中按时"), 8, "count", _("按时")),
    LedgerColumn("on_time_rate", _("按时率%"), 8, "share", _("按时")),
    LedgerColumn("closed", _("销号"), 8, "count", _("反弹")),
    LedgerColumn("relapsed", _("其中反弹"), 8, "count", _("反弹")),
    LedgerColumn("relapse_rate", _("反弹率%"), 8, "share", _("反弹")),
    LedgerColumn("average_days", _("平均整改天数"), 9, "share"),
    LedgerColumn("sent_back", _("退回"), 7, "count"),
    LedgerColumn("extended", _("延期"), 7, "count"),
    LedgerColumn("running", _("现在办"), 7, "count"),
    LedgerColumn("overdue", _("现逾期"), 7, "count"),
)
