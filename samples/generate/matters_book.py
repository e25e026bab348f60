"""督办事项台账.xlsx: the office's own ledger of matters, three sheets in three hands and one of drafts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import shapes
from .county import leader_text, units
from .matters import LEDGER, Matter, in_book, name_of, numbers
from .page import Book, Cell, Column, Page

UNTIL = "截至2026年8月31日"
OFFICE = "填报单位：云岭县人民政府督查办公室"
NUMERALS = "一二三四五六"
ENDS = {"销": "已销号", "回": "已销号"}


def write(path: Path) -> None:
    book = Book(path)
    _main(book)
    _proposals(book)
    _livelihood(book)
    _planned(book)
    book.close()


MAIN_COLUMNS = (
    Column("序号", 5, "number"),
    Column("立项编号", 16, "center"),
    Column("事项名称", 24),
    Column("来源文件或会议", 18, "center", "立项情况"),
    Column("来源文号", 16, "center", "立项情况"),
    Column("来源日期", 14, "center", "立项情况"),
    Column("批准人", 9, "center", "立项情况"),
    Column("批准日期", 14, "center", "立项情况"),
    Column("批示领导及内容", 26),
    Column("任务要求", 34),
    Column("完成标准", 20),
    Column("牵头单位", 12, "center", "责任落实"),
    Column("配合单位", 14, "center", "责任落实"),
    Column("包抓领导", 20, "center", "责任落实"),
    Column("责任人", 9, "center", "责任落实"),
    Column("联系电话", 14, "center", "责任落实"),
    Column("紧急程度", 7, "center"),
    Column("交办日期", 14, "center", "时限"),
    Column("签收日期", 14, "center", "时限"),
    Column("办结时限", 14, "center", "时限"),
    Column("反馈频次", 9, "center", "时限"),
    Column("最近反馈时间", 14, "center", "办理情况"),
    Column("当前进展（最新）", 34, "text", "办理情况"),
    Column("完成率", 8, "percent", "办理情况"),
    Column("存在问题", 22, "text", "办理情况"),
    Column("下步措施", 22, "text", "办理情况"),
    Column("灯色", 6, "center"),
    Column("状态", 9, "center"),
    Column("销号日期", 14, "center"),
    Column("备注", 10),
)
MAIN_SOURCES = ("领导批示", "县政府会议议定事项", "上级督办件")


def _main(book: Book) -> None:
    page = Page(book, "督查台账", MAIN_COLUMNS)
    page.title("云岭县人民政府2026年督查督办工作台账", OFFICE, UNTIL)
    page.header()
    serial = 0
    for place, source in enumerate(MAIN_SOURCES):
        found = [m for m in in_book(LEDGER, source) if m.story != "草"]
        found.sort(key=lambda m: (m.document if source == MAIN_SOURCES[1] else "", numbers()[m.code]))
        page.section(f"{NUMERALS[place]}、{source}（{len(found)}件）")
        rows = []
        for m in found:
            serial += 1
            rows.append(page.line(_main_cells(m, serial), height=44))
        if source == MAIN_SOURCES[1]:
            _merge_meetings(page, rows, found)
    page.blank()
    page.foot("注：完成率为承办单位自评；灯色按办结时限和反馈情况由督查办手工标注。")
    page.foot("审核：任主事　　　　制表：杜明察　　　　2026年9月1日")
    page.print_on()


def _main_cells(m: Matter, serial: int) -> list[Cell]:
    spoken = f"{name_of(m.approver, m.document_date)}：{m.instruction}" if m.instruction else ""
    return [
        serial,
        numbers()[m.code],
        m.title,
        m.document,
        m.document_number,
        _date(m.document_date, 1 if m.source == MAIN_SOURCES[1] else serial),
        name_of(m.approver, m.approved_on),
        _date(m.approved_on, serial + 1),
        spoken,
        m.requirement,
        m.standard,
        shapes.unit_long(m.lead) if serial % 3 == 0 else m.lead,
        shapes.unit_list(m.helpers, serial),
        leader_text(m.leader),
        units()[m.lead].head,
        units()[m.lead].phone,
        m.urgency,
        _date(m.issued, serial + 2),
        _date(m.signed, serial + 2),
        _date(m.due, serial + 3),
        m.rhythm,
        _told(m, serial),
        m.progress or "—",
        None if m.percent is None else shapes.share(m.percent),
        m.problem or "无",
        m.next_step,
        _light(m),
        _state(m),
        _date(m.closed, serial),
        "",
    ]


def _merge_meetings(page: Page, rows: Sequence[int], found: Sequence[Matter]) -> None:
    """One meeting's document, number and day are written once over its matters."""
    for title, values in {
        "来源文件或会议": [m.document for m in found],
        "来源文号": [m.document_number for m in found],
        "来源日期": [str(_date(m.document_date, 1)) for m in found],
    }.items():
        page.merge_equal(title, rows, values)


PROPOSAL_COLUMNS = (
    Column("序号", 5, "number"),
    Column("编号", 16, "center"),
    Column("案由", 30),
    Column("类别", 12, "center"),
    Column("建议提案编号", 16, "center"),
    Column("来文日期", 14, "center"),
    Column("办理要求", 32),
    Column("批准领导", 9, "center"),
    Column("批准时间", 14, "center"),
    Column("主办单位", 18, "center"),
    Column("协办单位", 16, "center"),
    Column("分管领导", 10, "center"),
    Column("交办时间", 14, "center"),
    Column("签收时间", 14, "center"),
    Column("拟办结时间", 14, "center"),
    Column("反馈时间", 14, "center"),
    Column("办理结果", 34),
    Column("完成进度", 8, "center"),
    Column("未办结原因", 20),
    Column("下步打算", 20),
    Column("是否办结", 8, "center"),
    Column("办结日期", 14, "center"),
)


def _proposals(book: Book) -> None:
    """Units with their persons, percentages as text, one approver merged over all rows."""
    page = Page(book, "建议提案", PROPOSAL_COLUMNS)
    page.title("2026年人大代表建议和政协提案办理台账", OFFICE, UNTIL)
    page.header()
    found = in_book(LEDGER, "人大代表建议", "政协提案")
    rows = [page.line(_proposal_cells(m, number), height=36) for number, m in enumerate(found, 1)]
    page.merge_equal("批准领导", rows, [name_of(m.approver, m.approved_on) for m in found])
    page.merge_equal("类别", rows, [m.source[:2] for m in found])
    page.print_on()


def _proposal_cells(m: Matter, number: int) -> list[Cell]:
    return [
        number,
        numbers()[m.code],
        m.title,
        m.source[:2],
        m.document_number,
        _date(m.document_date, 3),
        f"{m.requirement}；{m.standard}",
        name_of(m.approver, m.approved_on),
        _date(m.approved_on, 2),
        shapes.unit_with_head(m.lead),
        shapes.unit_list(m.helpers, number),
        name_of(m.leader, None),
        _date(m.issued, 4),
        _date(m.signed, 4),
        _date(m.due, number),
        _told(m, 2),
        m.progress,
        f"{m.percent}%",
        m.problem,
        m.next_step,
        "是" if m.closed else "否",
        _date(m.closed, 1),
    ]


LIVELIHOOD_COLUMNS = (
    Column("序号", 5, "number"),
    Column("督办编号", 16, "center"),
    Column("督办事项", 28),
    Column("督办内容", 34),
    Column("办结标准", 20),
    Column("文件名称", 20, "center"),
    Column("文号", 16, "center"),
    Column("发文日期", 14, "center"),
    Column("立项依据", 14, "center"),
    Column("签批领导", 9, "center"),
    Column("签批时间", 14, "center"),
    Column("责任单位", 18, "center"),
    Column("责任领导", 20, "center"),
    Column("派发日期", 14, "center"),
    Column("接收时间", 14, "center"),
    Column("完成时限", 14, "center"),
    Column("报送频次", 9, "center"),
    Column("最近反馈日期", 14, "center"),
    Column("落实情况", 34),
    Column("完成比例", 8, "rate"),
    Column("困难和问题", 20),
    Column("工作计划", 20),
    Column("推进状态", 10, "center"),
    Column("销号时间", 14, "center"),
)


def _livelihood(book: Book) -> None:
    """All units in one column, the first leads; percentages as bare numbers."""
    page = Page(book, "民生实事和群众反映", LIVELIHOOD_COLUMNS)
    page.title("云岭县2026年民生实事和“互联网+督查”转办事项督办表", "", UNTIL)
    page.header()
    number = 0
    for place, source in enumerate(("民生实事", "互联网+督查和群众反映")):
        found = [m for m in in_book(LEDGER, source) if m.story != "草"]
        page.section(f"{NUMERALS[place]}、{source}（{len(found)}项）")
        for m in found:
            number += 1
            page.line(_livelihood_cells(m, number), height=36)
    page.print_on()


def _livelihood_cells(m: Matter, number: int) -> list[Cell]:
    return [
        number,
        numbers()[m.code],
        m.title,
        m.requirement,
        m.standard,
        m.document,
        m.document_number,
        _date(m.document_date, 1),
        "政府决定" if m.source == "民生实事" else "督查机构建议经批准",
        name_of(m.approver, m.approved_on),
        _date(m.approved_on, 1),
        shapes.unit_list((m.lead, *m.helpers), number),
        leader_text(m.leader),
        _date(m.issued, number),
        _date(m.signed, number),
        _date(m.due, 2),
        m.rhythm,
        _told(m, 1),
        m.progress,
        m.percent,
        m.problem,
        m.next_step,
        _state(m),
        _date(m.closed, 2),
    ]


PLANNED_COLUMNS = (
    Column("序号", 5, "number"),
    Column("事项", 32),
    Column("事项类别", 22, "center"),
    Column("任务要求", 40),
    Column("成果形式", 20),
    Column("牵头部门", 14, "center"),
    Column("配合部门", 18, "center"),
    Column("备注", 20),
)


def _planned(book: Book) -> None:
    """What was only noted down: nobody has approved it, nothing was handed out."""
    page = Page(book, "拟立项", PLANNED_COLUMNS)
    page.title("拟立项督办事项", "", "2026年9月1日")
    page.header()
    for number, m in enumerate((m for m in in_book(LEDGER) if m.story == "草"), 1):
        page.line(
            [number, m.title, m.source, m.requirement, m.standard, m.lead, "、".join(m.helpers), "待报审"]
        )
    page.print_on(landscape=False)


def _date(day: object, index: int) -> Cell:
    return shapes.deadline(day, index) if day else ""  # type: ignore[arg-type]


def _told(m: Matter, index: int) -> Cell:
    """The lead unit's last report: when it was closed, or at the end of August."""
    return _date(m.closed or shapes.END_OF_AUGUST, index) if m.progress else ""


def _light(m: Matter) -> str:
    return {"逾": "红", "近": "黄"}.get(m.story, "" if m.closed else "绿")


def _state(m: Matter) -> str:
    if m.closed:
        return "已销号"
    return "办理中" if m.signed else "待签收"
