"""错误示例.xlsx: one mistake after another, each with the complaint that a reader should make."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from . import shapes
from .county import Project, leader_text, projects
from .page import Book, Cell, Column, Page
from .story import months, reported

LEDGER, PROGRESS, INDICATORS, SCRAPS = "项目台账", "8月进展", "经济指标", "零散记录"

LEDGER_COLUMNS = (
    Column("序号", 5, "number"),
    Column("项目名称", 32),
    Column("级别", 8, "center"),
    Column("建设性质", 9, "center"),
    Column("建设年限", 18, "center"),
    Column("总投资", 12, "money"),
    Column("年度计划投资", 12, "money"),
    Column("包抓领导", 18, "center"),
    Column("责任单位", 22, "center"),
    Column("帮建部门", 12, "center"),
    Column("领导满意度", 12, "center"),
    Column("备注", 12, "center"),
)
PROGRESS_COLUMNS = (
    Column("序号", 5, "number"),
    Column("项目名称", 32),
    Column("责任单位", 14, "center"),
    Column("年度计划投资", 12, "money"),
    Column("8月完成投资", 12, "money"),
    Column("1—8月累计完成投资", 16, "money"),
    Column("占年度计划%", 12, "center"),
    Column("形象进度", 30),
    Column("存在问题", 26),
    Column("下一步打算", 26),
)


@dataclass(frozen=True)
class Mistake:
    """A wrong cell and the kind of complaint it should bring."""

    sheet: str
    cell: str
    written: str
    complaint: str
    warning: bool = False  # a person may confirm it with a reason


MISTAKES = (
    Mistake(LEDGER, "K3", "领导满意度", "认不出的列"),
    Mistake(LEDGER, "A4", "（12个）", "分节标题的个数与行数不符（实为11行，其中重复1行）", True),
    Mistake(LEDGER, "I5", "交通运愉局、石门镇", "单位名称有误，应提示最接近的“交运局（云岭县交通运输局）”"),
    Mistake(LEDGER, "F6", "一千多万", "金额不是数字"),
    Mistake(LEDGER, "E7", "2026.03—2026.13", "日期不存在（13月）"),
    Mistake(LEDGER, "G8", "1800", "年度计划大于总投资1080万元"),
    Mistake(LEDGER, "B10", "农村饮水安全巩固提升工程", "与第9行重复，且年度计划不同"),
    Mistake(LEDGER, "D11", "新新建", "建设性质不在“新建、续建、前期”之内"),
    Mistake(LEDGER, "E11", "2026.11—2026.03", "竣工早于开工"),
    Mistake(LEDGER, "H12", "秦间渠（副县长）", "查无此领导，应提示最接近的“秦问渠”"),
    Mistake(LEDGER, "B13", "", "有金额而无项目名称"),
    Mistake(LEDGER, "F14", "-1860", "总投资为负数"),
    Mistake(LEDGER, "C15", "国宝级", "项目级别不在“省、市、县”之内"),
    Mistake(LEDGER, "G16", "99999", "小计与各行之和不符"),
    Mistake(PROGRESS, "B5", "云岭高铁新城", "台账中没有这个项目"),
    Mistake(PROGRESS, "E6", "二十几万", "金额不是数字"),
    Mistake(PROGRESS, "E7", "5000", "本月完成投资大于项目总投资3600万元", True),
    Mistake(PROGRESS, "F8", "3000", "累计数小于上月累计数，且无更正说明"),
    Mistake(PROGRESS, "G9", "一半多", "百分比不是数字"),
    Mistake(PROGRESS, "G10", "99.9%", "百分比与“累计÷计划”不符", True),
    Mistake(PROGRESS, "H11", "（与7月相同）", "形象进度与上月一字不差", True),
    Mistake(PROGRESS, "E12", "-50", "本月完成投资为负数而无说明", True),
    Mistake(PROGRESS, "D13", "42000", "年度计划与台账24000万元不符", True),
    Mistake(PROGRESS, "B15", "省道909线县城过境段改建工程", "同一项目同一月份出现两次（第14行、第15行）"),
    Mistake(PROGRESS, "E16", "#REF!", "单元格是公式错误值"),
    Mistake(PROGRESS, "F17", "12345", "合计与各行之和不符"),
    Mistake(INDICATORS, "C3", "1—13月累计", "期间不存在（13月）"),
    Mistake(INDICATORS, "A4", "规模以上工业增家值", "查无此指标，应提示最接近的“规模以上工业增加值”"),
    Mistake(INDICATORS, "D5", "增长百分之七", "增速不是数字"),
    Mistake(INDICATORS, "D6", "增长-3.2%", "正负说法矛盾（“增长”与负号）", True),
    Mistake(INDICATORS, "B7", "万元", "计量单位与指标定义“元”不符"),
    Mistake(SCRAPS, "A1", "（无表头）", "找不到表头，认不出是哪一类表"),
)


def write(path: Path) -> None:
    book = Book(path)
    _ledger(book)
    _progress(book)
    _indicators(book)
    _scraps(book)
    book.close()


def _named(code: str) -> Project:
    return next(p for p in projects() if p.code == code)


def _put(cells: list[Cell], changes: dict[int, Cell]) -> list[Cell]:
    return [changes.get(index, cell) for index, cell in enumerate(cells)]


def _ledger(book: Book) -> None:
    page = Page(book, LEDGER, LEDGER_COLUMNS)
    page.title("云岭县2026年重点项目台账（错误示例）", "", "单位：万元")
    page.header()
    page.section("一、有关项目（12个）")
    changes: tuple[tuple[str, dict[int, Cell]], ...] = (
        ("JC05", {8: "交通运愉局、石门镇"}),
        ("JC06", {5: "一千多万"}),
        ("JC09", {4: "2026.03—2026.13"}),
        ("NC05", {6: Decimal(1800)}),
        ("NC06", {}),
        ("NC06", {6: Decimal(2350)}),
        ("GY02", {3: "新新建", 4: "2026.11—2026.03"}),
        ("GY07", {7: "秦间渠（副县长）"}),
        ("CZ10", {1: ""}),
        ("CZ09", {5: Decimal(-1860)}),
        ("MS05", {2: "国宝级"}),
    )
    for number, (code, change) in enumerate(changes, 1):
        p = _named(code)
        cells: list[Cell] = [number, p.name, p.level, p.kind, shapes.span(p, 0), p.total, p.plan]
        cells += [leader_text(p.leader), "、".join(p.units), p.helper, "满意", ""]
        page.line(_put(cells, change))
    page.line(_put([""] * 12, {1: "小计", 6: Decimal(99999)}), bold=True)
    page.print_on()


def _progress(book: Book) -> None:
    page = Page(book, PROGRESS, PROGRESS_COLUMNS)
    page.title("云岭县2026年1—8月重点项目进展情况表（错误示例）", "", "单位：万元")
    page.header()
    page.section("一、有关项目")
    changes: tuple[tuple[str, dict[int, Cell]], ...] = (
        ("JC04", {1: "云岭高铁新城"}),
        ("JC06", {4: "二十几万"}),
        ("JC09", {4: Decimal(5000)}),
        ("JC08", {5: Decimal(3000)}),
        ("GY02", {6: "一半多"}),
        ("GY06", {6: "99.9%"}),
        ("NC05", {7: months(_named("NC05"))[6].text}),
        ("NC06", {4: Decimal(-50)}),
        ("JC01", {3: Decimal(42000)}),
        ("JC02", {}),
        ("JC02", {4: Decimal(900)}),
        ("CZ01", {}),
    )
    for number, (code, change) in enumerate(changes, 1):
        page.line(_put(_progress_cells(_named(code), number), change))
    page.sheet.write_formula("E16", "=#REF!", book.style("money"), "#REF!")
    page.line(_put([""] * 10, {1: "合计", 5: Decimal(12345)}), bold=True)
    page.print_on()


def _progress_cells(p: Project, number: int) -> list[Cell]:
    report = months(p)[7]
    share = f"{reported(report.year_to_date) / p.plan * 100:.1f}%"
    cells: list[Cell] = [number, p.name, p.units[0], p.plan, report.done, report.year_to_date, share]
    return [*cells, report.text, report.problem, report.next_step]


def _indicators(book: Book) -> None:
    columns = [
        Column("指标名称", 34),
        Column("计量单位", 12, "center"),
        Column("1—13月累计", 16, "plain"),
        Column("同比增长（±%）", 16, "rate"),
    ]
    page = Page(book, INDICATORS, columns)
    page.title("云岭县2026年主要经济指标完成情况（错误示例）", "云岭县统计局", "2026年9月10日")
    page.header()
    page.line(["规模以上工业增家值", "亿元", Decimal("12.43"), Decimal("7.2")])
    page.line(["社会消费品零售总额", "亿元", Decimal("16.69"), "增长百分之七"])
    page.line(["工业用电量", "万千瓦时", Decimal("12880"), "增长-3.2%"])
    page.line(["城镇居民人均可支配收入", "万元", Decimal("17054"), Decimal("5.4")])


def _scraps(book: Book) -> None:
    sheet = book.file.add_worksheet(SCRAPS)
    for row, text in enumerate(
        ("9月3日电话记录", "县医院说主体快封顶了", "沙坝乡的数过两天报", "", "记得催交运局")
    ):
        sheet.write_string(row, 0, text)
