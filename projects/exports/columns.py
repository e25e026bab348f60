"""The columns of the printed ledger, in the order that offices use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

DONE, CARRIED = _("完成投资情况"), _("责任落实")


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """``style``: text, centre, money (万元) or rate. ``width`` in characters."""

    field: str
    head: Any
    width: float
    style: str = "text"
    group: Any = ""

    @property
    def is_number(self) -> bool:
        return self.style in ("money", "rate")


COLUMNS: Final = (
    LedgerColumn("serial", _("序号"), 5, "centre"),
    LedgerColumn("name", _("项目名称"), 26),
    LedgerColumn("levels", _("项目级别"), 7, "centre"),
    LedgerColumn("kind", _("年度类型"), 6, "centre"),
    LedgerColumn("location", _("建设地点"), 10, "centre"),
    LedgerColumn("content", _("建设规模及内容"), 24),
    LedgerColumn("built", _("建设年限"), 9, "centre"),
    LedgerColumn("total_investment", _("总投资"), 10, "money"),
    LedgerColumn("carried", _("截至上年底累计"), 10, "money"),
    LedgerColumn("planned", _("年度计划投资"), 10, "money"),
    LedgerColumn("goals", _("年度建设目标"), 18),
    LedgerColumn("month_amount", _("本月完成"), 9, "money", DONE),
    LedgerColumn("completed", _("年初至今累计"), 10, "money", DONE),
    LedgerColumn("completion_rate", _("占年度计划%"), 8, "rate", DONE),
    LedgerColumn("gap", _("时序差（百分点）"), 8, "rate", DONE),
    LedgerColumn("since_start", _("开工以来累计"), 10, "money", DONE),
    LedgerColumn("text", _("形象进度"), 24),
    LedgerColumn("leader", _("包抓领导"), 12, "centre", CARRIED),
    LedgerColumn("units", _("责任单位"), 14, "centre", CARRIED),
    LedgerColumn("helpers", _("帮建部门"), 10, "centre", CARRIED),
    LedgerColumn("problem", _("存在问题"), 18),
    LedgerColumn("next_step", _("下一步措施"), 18),
    LedgerColumn("light", _("灯色"), 6, "centre"),
    LedgerColumn("note", _("备注"), 10),
)


def head_of(column: LedgerColumn) -> str:
    return str(column.head)


def _groups() -> dict[Any, tuple[int, int]]:
    """Group → first and last of its columns."""
    found: dict[Any, tuple[int, int]] = {}
    for index, column in enumerate(COLUMNS):
        if column.group:
            first, _last = found.get(column.group, (index, index))
            found[column.group] = (first, index)
    return found


GROUPS: Final = _groups()
