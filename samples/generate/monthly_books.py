"""The monthly progress of January to August in three habits and four files."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from pathlib import Path

from . import shapes
from .county import SECTORS, YEAR, Project, in_sector, leader_text, leaves
from .page import Book, Cell, Column, Formula, Page, sum_of
from .story import months, reported

HIDDEN = "NC08"  # hidden in the sheet of March, still part of the total
SECTION_NAMES = {"工业经济": "工业", "新农村建设": "农业农村"}


def write_sheet_per_month(path: Path) -> None:
    """One workbook, a sheet for each of January to May."""
    book = Book(path)
    for month in range(1, 6):
        _by_sector(book, month)
    book.close()


def write_august(path: Path) -> None:
    """The same form for August; some projects did not report."""
    book = Book(path)
    _by_sector(book, 8)
    book.close()


def label(month: int) -> str:
    """1—5月."""
    return "1月" if month == 1 else f"1—{month}月"


def known(values: list[Decimal | None]) -> list[Decimal]:
    return [value for value in values if value is not None]


def _columns(month: int) -> list[Column]:
    """The columns of the form by sector, the cumulative one named after its months."""
    return [
        Column("序号", 5, "number"),
        Column("项目名称", 32),
        Column("责任单位", 16, "center"),
        Column("年度计划投资", 12, "money"),
        Column("本月完成投资", 12, "money", "投资完成情况"),
        Column(f"{label(month)}累计完成投资", 14, "money", "投资完成情况"),
        Column("占年度计划%", 10, "percent", "投资完成情况"),
        Column("形象进度", 34),
        Column("存在问题", 28),
        Column("下一步打算", 28),
        Column("备注", 22),
    ]


def _by_sector(book: Book, month: int) -> None:
    """Sections by sector with subtotals, the total on top, shares as formulas."""
    page = Page(book, f"{month}月", _columns(month))
    year_to_date = page.columns[5].title
    page.title(f"云岭县2026年{label(month)}重点项目进展情况表", "填报单位：县政府督查办", "单位：万元")
    page.header()
    top = page.row
    page.row += 1
    subtotals: list[int] = []
    for number, sector in enumerate(SECTORS, 1):
        found = in_sector(sector)
        name = SECTION_NAMES.get(sector, sector)
        page.section(f"{shapes.numeral(number)}、{name}项目（{len(found)}个）")
        rows = [
            page.line(
                _form_one(page, p, month, i),
                height=30,
                hidden=month == 3 and p.code == HIDDEN,
            )
            for i, p in enumerate(found, 1)
        ]
        page.merge_equal("责任单位", rows, [p.units[0] for p in found])
        subtotals.append(page.line(_totals(page, "小计", rows, found, month, year_to_date), bold=True))
    bottom, page.row = page.row, top
    page.line(_totals(page, "总　计", subtotals, leaves(), month, year_to_date), bold=True)
    page.row = bottom
    page.foot(f"审核：方知微　　制表：许照溪　　电话：0000-5550707　　{YEAR}年{month + 1}月5日")
    page.print_on()


def _form_one(page: Page, project: Project, month: int, number: int) -> list[Cell]:
    report = months(project)[month - 1]
    plan, done = page.cell(page.row, "年度计划投资"), page.cell(page.row, page.columns[5].title)
    share: Cell = "—"
    if report.year_to_date is not None:
        share = Formula(f"={done}/{plan}", report.year_to_date / project.plan)
    missing = report.done is None
    return [
        number,
        project.name,
        project.units[0],
        project.plan,
        "—" if missing else report.done,
        "—" if missing else report.year_to_date,
        share,
        report.text,
        report.problem,
        report.next_step,
        report.note,
    ]


def _totals(
    page: Page, name: str, rows: list[int], found: list[Project], month: int, title: str
) -> list[Cell]:
    reports = [months(p)[month - 1] for p in found]
    plan = sum_of(page, "年度计划投资", rows, [p.plan for p in found])
    done = sum_of(page, "本月完成投资", rows, known([r.done for r in reports]))
    year = sum_of(page, title, rows, known([r.year_to_date for r in reports]))
    share = Formula(
        f"={page.cell(page.row, title)}/{page.cell(page.row, '年度计划投资')}", year.value / plan.value
    )
    return ["", name, "", plan, done, year, share, "", "", "", ""]


JUNE_COLUMNS = (
    Column("包抓领导", 16, "center"),
    Column("序号", 5, "number"),
    Column("项目名称", 30),
    Column("板块", 12, "center"),
    Column("责任单位", 20, "center"),
    Column("年度计划", 11, "money", "2026年投资（万元）"),
    Column("6月完成", 11, "money", "2026年投资（万元）"),
    Column("1—6月累计", 11, "money", "2026年投资（万元）"),
    Column("完成率", 9, "center", "2026年投资（万元）"),
    Column("累计完成", 12, "money", "开工以来"),
    Column("占总投资比例", 10, "center", "开工以来"),
    Column("工程形象进度", 34),
    Column("项目阶段", 9, "center"),
    Column("存在的主要问题", 28),
    Column("下步措施", 28),
    Column("备注", 22),
)


def write_june(path: Path) -> None:
    """By leader: the leader's cell is merged over all projects of his or hers; shares are text."""
    book = Book(path)
    page = Page(book, "进度表", JUNE_COLUMNS)
    page.title("2026年6月份县级领导包抓重点项目进度表", "县政府督查办", "2026年7月6日")
    page.header()
    number = 0
    keys = sorted({p.leader for p in leaves()}, key=[p.leader for p in leaves()].index)
    for key in sorted(keys, key=lambda k: k == ""):
        found = [p for p in leaves() if p.leader == key]
        name = leader_text(key) if key else "（前期项目，未安排包抓领导）"
        rows = []
        for p in found:
            number += 1
            rows.append(page.line(_form_two(p, name, number), height=30))
        page.merge_equal("包抓领导", rows, [name] * len(rows))
    page.print_on()
    book.close()


def _form_two(project: Project, name: str, number: int) -> list[Cell]:
    report = months(project)[5]
    return [
        name,
        number,
        project.name,
        project.sector,
        shapes.unit_list(project.units, number),
        project.plan,
        report.done,
        report.year_to_date,
        f"{reported(report.year_to_date) / project.plan * 100:.1f}%",
        report.since_start,
        f"{reported(report.since_start) / project.total * 100:.1f}%",
        report.text,
        report.stage,
        report.problem,
        report.next_step,
        report.note,
    ]


JULY_COLUMNS = (
    Column("责任单位", 20, "center"),
    Column("序号", 5, "number"),
    Column("项目", 32),
    Column("今年计划投资", 12, "money"),
    Column("上月止累计", 12, "money"),
    Column("7月份完成投资", 12, "money"),
    Column("1-7月累计完成", 12, "money"),
    Column("完成年度计划（%）", 10, "rate"),
    Column("进展情况", 34),
    Column("困难和问题", 28),
    Column("下步工作措施", 28),
    Column("说明", 26),
)


def write_july(path: Path) -> None:
    """Sheets as they came from the departments, each by lead unit; longer unit names; no section rows."""
    book = Book(path)
    groups = (("基础设施和工业", SECTORS[:2]), ("农业和城建", SECTORS[2:4]), ("社会事业", SECTORS[4:]))
    for name, sectors in groups:
        page = Page(book, name, JULY_COLUMNS)
        page.title(f"重点项目7月份进展情况（{name}）", "", "单位：万元，%")
        page.header()
        found = sorted((p for p in leaves() if p.sector in sectors), key=lambda p: (p.units[0], p.code))
        for unit, run in groupby(found, key=lambda p: p.units[0]):
            rows = [page.line(_form_three(p, unit, i), height=30) for i, p in enumerate(run, 1)]
            page.merge_equal("责任单位", rows, [shapes.unit_long(unit)] * len(rows))
        page.print_on()
    book.close()


def _form_three(project: Project, unit: str, number: int) -> list[Cell]:
    before, report = months(project)[5:7]
    return [
        shapes.unit_long(unit),
        number,
        project.name,
        project.plan,
        before.year_to_date,
        report.done,
        report.year_to_date,
        reported(report.year_to_date) / project.plan * 100,
        report.text,
        report.problem,
        report.next_step,
        report.note,
    ]
