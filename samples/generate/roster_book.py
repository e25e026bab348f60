"""机构人员名册.xlsx: units, leaders' posts, contacts."""

from __future__ import annotations

from pathlib import Path

from . import shapes
from .county import tenures, units
from .page import PAPER_A4, Book, Column, Page

INVENTED = "注：本县及所列单位、人员、代码、电话均为虚构，仅供演示和测试。"
DEPUTIES = ("县政府", "县委")


def write(path: Path) -> None:
    book = Book(path)
    _units(book)
    _posts(book)
    _contacts(book)
    book.close()


UNITS_COLUMNS = (
    Column("序号", 6, "number"),
    Column("单位名称", 36),
    Column("单位简称", 16, "center"),
    Column("单位类别", 12, "center"),
    Column("上级单位", 30),
    Column("统一社会信用代码", 24, "center"),
    Column("负责人", 12, "center"),
    Column("联络员", 12, "center"),
    Column("联系电话", 16, "center"),
)


def _units(book: Book) -> None:
    page = Page(book, "单位", UNITS_COLUMNS)
    page.title("云岭县机构名册", "填报单位：县委组织部、县政府办", "2026年9月")
    page.header()
    for number, unit in enumerate(units().values(), 1):
        parent = units()[unit.parent].name if unit.parent else ""
        page.line(
            [
                number,
                unit.name,
                unit.short,
                unit.kind,
                parent,
                unit.credit_code,
                unit.head,
                unit.clerk,
                unit.phone,
            ]
        )
    page.foot(INVENTED)
    page.print_on(PAPER_A4)


POSTS_COLUMNS = (
    Column("序号", 6, "number"),
    Column("岗位", 26),
    Column("姓名", 12, "center"),
    Column("现任职务", 30),
    Column("所在单位", 26),
    Column("任职时间", 18, "center"),
    Column("免职时间", 18, "center"),
    Column("备注", 24),
)


def _posts(book: Book) -> None:
    page = Page(book, "县级领导岗位", POSTS_COLUMNS)
    page.title("云岭县县级领导岗位及任职情况", "", "截至2026年9月1日")
    page.header()
    for number, tenure in enumerate(tenures(), 1):
        note = "前任，分管工作由白砚舟接任" if tenure.until else ""
        since = shapes.deadline(tenure.since, number)
        until = shapes.deadline(tenure.until, 1) if tenure.until else ""
        unit = units()[tenure.unit].name
        page.line([number, tenure.post, tenure.person, tenure.title, unit, since, until, note])
    page.foot(INVENTED)
    page.print_on(PAPER_A4)


CONTACTS_COLUMNS = (
    Column("单位", 16, "center"),
    Column("姓名", 12, "center", "单位负责人"),
    Column("职务", 14, "center", "单位负责人"),
    Column("姓名", 12, "center", "督查联络员"),
    Column("职务", 14, "center", "督查联络员"),
    Column("办公电话", 16, "center", "督查联络员"),
)


def _contacts(book: Book) -> None:
    page = Page(book, "督查联络员", CONTACTS_COLUMNS)
    page.title("各单位督查工作联络员名单")
    page.header()
    for unit in units().values():
        if unit.kind in ("部门", "乡镇", "园区"):
            head = {"乡镇": "镇（乡）长", "园区": "主任"}.get(unit.kind, "主要负责人")
            page.line([unit.short, unit.head, head, unit.clerk, "办公室主任", unit.phone])
    page.print_on(PAPER_A4, landscape=False)
