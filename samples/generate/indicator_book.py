"""经济指标.xlsx: the year's targets, the statistics bureau's bulletins of 2025 and 2026, two years before."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from .county import Indicator, indicators
from .page import PAPER_A4, Book, Cell, Column, Page

ALIASES = {  # the bureau says it longer than the plan does
    "固定资产投资": "固定资产投资（不含农户）",
    "金融机构贷款余额": "金融机构各项贷款余额（期末）",
}
WORDED = (2026, 5)  # a bulletin whose growth is written out in words
LAGGING = "错月"
MONTHS = range(1, 13)


def write(path: Path) -> None:
    book = Book(path)
    _targets(book)
    for year, last in ((2026, 8), (2025, 12)):
        for month in range(last, 0, -1):
            _bulletin(book, year, month)
    _lagging(book)
    for year in (2024, 2023):
        _year(book, year)
    book.close()


TARGETS_COLUMNS = (
    Column("序号", 6, "number"),
    Column("指标名称", 28),
    Column("计量单位", 11, "center"),
    Column("完成数", 14, "plain", "2025年"),
    Column("增长%", 10, "rate", "2025年"),
    Column("目标值", 14, "plain", "2026年目标"),
    Column("增长%", 10, "rate", "2026年目标"),
    Column("公布频度", 10, "center"),
    Column("增速口径", 12, "center"),
    Column("责任单位", 14, "center"),
    Column("数据来源", 12, "center"),
    Column("备注", 40),
)


def _targets(book: Book) -> None:
    page = Page(book, "2026年目标", TARGETS_COLUMNS)
    page.title("云岭县2026年国民经济和社会发展主要指标计划", "县发展和改革局", "2026年1月")
    page.header()
    for number, item in enumerate(indicators(), 1):
        cells: list[Cell] = [number, item.name, item.measure, item.values[2025, 12], item.growth[2025, 12]]
        cells += [item.target if item.target is not None else "—", item.target_growth]
        cells += [item.frequency, item.basis, item.unit, item.source, item.note]
        page.line(cells, height=30)
    page.print_on(PAPER_A4)


def _bulletin(book: Book, year: int, month: int) -> None:
    """What the bureau published for the months to date; what it did not publish shows —."""
    period = "1月" if month == 1 else f"1—{month}月"
    columns = [
        Column("指标名称", 34),
        Column("计量单位", 12, "center"),
        Column(f"{period}累计", 16, "plain"),
        Column("同比增长（±%）", 16, "rate"),
    ]
    page = Page(book, f"{year}年{month}月", columns)
    page.title(f"云岭县{year}年{period}主要经济指标完成情况", "云岭县统计局", f"{_published(year, month)}")
    page.header()
    for item in indicators():
        if LAGGING not in item.note:
            page.line(_bulletin_cells(item, year, month))
    page.foot("注：1.地区生产总值增速按不变价、规模以上工业增加值增速按可比价计算，其余为名义增速。")
    page.foot("　　2.地区生产总值和居民收入按季度公布；固定资产投资1月免报；1—2月数据合并公布。")
    if year == 2026:
        page.foot("　　3.2026年起固定资产投资只公布增速，不公布总量。")
    page.print_on(PAPER_A4, landscape=False)


def _bulletin_cells(item: Indicator, year: int, month: int) -> list[Cell]:
    value, growth = item.values.get((year, month)), item.growth.get((year, month))
    shown: Cell = "—" if growth is None else growth
    if growth is not None and (year, month) == WORDED:
        shown = in_words(growth)
    return [ALIASES.get(item.name, item.name), item.measure, "—" if value is None else value, shown]


LAGGING_COLUMNS = (
    Column("指标名称", 34),
    Column("报告期", 16, "center"),
    Column("累计值", 14, "plain"),
    Column("同比增长（±%）", 16, "rate"),
)


def _lagging(book: Book) -> None:
    """What comes a month after the bulletin, each row with its own period."""
    page = Page(book, "错月指标", LAGGING_COLUMNS)
    page.title("云岭县2025—2026年错月公布指标完成情况", "云岭县统计局", "2026年9月10日")
    page.header()
    for item in indicators():
        known = sorted(at for at in item.values if LAGGING in item.note and at >= (2025, 1))
        for year, month in known:
            page.line([item.name, f"{year}年1—{month}月", item.values[year, month], item.growth[year, month]])
    page.print_on(PAPER_A4, landscape=False)


def _year(book: Book, year: int) -> None:
    """A year's months side by side, as the bureau reprints them when the year is over."""
    columns = [Column("指标名称", 30), Column("计量单位", 11, "center")]
    for month in MONTHS:
        group = f"1—{month}月"  # January too, that all its columns read alike
        columns += [Column("累计", 11, "plain", group), Column("增长%", 8, "rate", group)]
    page = Page(book, f"{year}年分月", columns)
    page.title(f"云岭县{year}年主要经济指标分月完成情况", "云岭县统计局", f"{year + 1}年2月18日")
    page.header()
    for item in indicators():
        cells: list[Cell] = [item.name, item.measure]
        for month in MONTHS:
            for series in (item.values, item.growth):
                found = series.get((year, month))
                cells.append("—" if found is None else found)
        page.line(cells)
    page.print_on(PAPER_A4)


def in_words(growth: Decimal) -> str:
    """增长7.1% or 下降2.1%, never 增长-2.1%."""
    return f"下降{-growth}%" if growth < 0 else f"增长{growth}%"


def _published(year: int, month: int) -> str:
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return f"{following[0]}年{following[1]}月10日"
