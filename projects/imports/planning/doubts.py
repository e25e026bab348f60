"""What is said about a month's row: the room's findings, one per fault, and the sheet against itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from django.utils.translation import gettext as _

from projects.imports.tables import Table
from projects.rules import Doubt, Finding, ProgressEntry, plain

AMOUNTS: Final = frozenset({"month_amount", "year_to_date", "since_start"})
# A sum that does not fit follows from one of these, and would only repeat it.
CAUSES: Final = frozenset(
    {Doubt.YEAR_FELL, Doubt.MONTH_NEGATIVE, Doubt.JUMP, Doubt.TOTAL_EXCEEDED, Doubt.AMOUNT_UNKNOWN}
)
ROUNDING: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Said:
    """``field`` is the entry's field or the sheet's; a doubt is kept with the row when it is written."""

    code: str
    field: str
    message: str
    remedy: str
    severity: Literal["error", "warning"]
    value: object = ""
    is_doubt: bool = False


def said_of(
    table: Table,
    position: int,
    entry: ProgressEntry,
    found: Sequence[Finding],
    planned: Decimal | None,
    remark: str | None,
) -> list[Said]:
    said = [] if not found else [_said(each, entry, remark) for each in found if not _follows(each, found)]
    amounts_odd = any(each.field in AMOUNTS for each in said)
    differs = list(_plan_differs(table, position, planned))
    said += differs
    if not differs and not amounts_odd:
        said += _share_differs(table, position, entry, planned)
    return said


def _follows(finding: Finding, found: Sequence[Finding]) -> bool:
    return finding.code == Doubt.YEAR_SUM and any(each.code in CAUSES for each in found)


def _said(finding: Finding, entry: ProgressEntry, remark: str | None) -> Said:
    value = getattr(entry, finding.field, "") if finding.field else ""
    unexplained = finding.code == Doubt.YEAR_FELL and not remark
    severity: Literal["error", "warning"] = "warning" if finding.confirmable and not unexplained else "error"
    remedy = _("请核对；确属如此的，请在备注中写明原因。") if finding.confirmable else _("请改正后再导入。")
    return Said(finding.code, finding.field, finding.message, remedy, severity, value, finding.confirmable)


def _plan_differs(table: Table, position: int, planned: Decimal | None) -> Iterable[Said]:
    written = _cell(table, position, "planned_investment")
    if written is None or planned is None or written == planned:
        return
    yield Said(
        "plan_differs",
        "planned_investment",
        _("年度计划%(written)s万元，与台账的%(planned)s万元不符。")
        % {"written": plain(written), "planned": plain(planned)},
        _("计划以台账为准，这里不改；需要调整的请导入台账。"),
        "warning",
        written,
    )


def _share_differs(
    table: Table, position: int, entry: ProgressEntry, planned: Decimal | None
) -> Iterable[Said]:
    written = _cell(table, position, "share_of_plan")
    if written is None or entry.year_to_date is None or not planned:
        return
    share = entry.year_to_date * 100 / planned
    if abs(share - written) > ROUNDING:
        yield Said(
            "share_differs",
            "share_of_plan",
            _("写的是%(written)s%%，按累计÷计划应为%(share)s%%。")
            % {"written": plain(round(written, 2)), "share": plain(round(share, 2))},
            _("百分比不导入，由系统计算；请核对累计数和计划数。"),
            "warning",
            written,
        )


def _cell(table: Table, position: int, column: str) -> Decimal | None:
    values = table.data.get(column)
    return values[position] if values is not None else None
