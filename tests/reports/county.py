"""A paper of an invented county with all that layout bears: facts, quotations, annex, signature."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

from supervision.alerts.rules.official.figures import count_fact, money_fact, percent_fact
from supervision.alerts.rules.official.paper import (
    Align,
    Annex,
    Column,
    Paper,
    Paragraph,
    RowKind,
    Section,
    Table,
    TableRow,
)
from supervision.alerts.rules.official.text import Quote, Text

OFFICE = "云岭县人民政府督查办公室"
TITLE = ("云岭县", "2026年1—8月", "重点工作", "督查工作汇报")
SECTORS = ("项目建设", "工业经济", "农业农村", "城镇建设", "旅游三产", "民生工程", "社会稳定", "党的建设")
COLUMNS = (
    Column("序号", 10, Align.CENTRE),
    Column("项目名称", 42),
    Column("责任单位", 23),
    Column("包抓领导", 21),
    Column("年度计划", 24, Align.RIGHT),
    Column("累计完成", 24, Align.RIGHT),
    Column("完成率\n（%）", 14, Align.RIGHT),
    Column("与时序差\n（百分点）", 21, Align.RIGHT),
    Column("亮灯", 11, Align.CENTRE),
    Column("形象进度", 35),
)


def project_row(number: int, name: str = "") -> TableRow:
    who = (str(number), name or f"年产{number}万吨面粉生产线建设项目", "县工信局", "常务副县长")
    progress = "主体厂房封顶，设备正在安装"
    return TableRow((*who, "12,000.5", "8,000", "66.7", "0", "绿灯", progress), f"项目{number}")


def projects_annex(*rows: TableRow) -> Annex:
    total = TableRow(("", "合计", "", "", "428,000", "301,200.75", "70.4", "+3.7", "", ""), "合计")
    heading = TableRow(("一、工业经济",), kind=RowKind.SECTION)
    table = Table("重点项目进展情况表", "单位：万元", COLUMNS, (total, heading, *rows))
    return Annex(table.title, (table,), turned=True)


def small_paper(
    *, problem: str = "3户征地协议未签", issuer: str = OFFICE, annexes: tuple[Annex, ...] = ()
) -> Paper:
    """A page of text, by default without an annex."""
    opening = Paragraph(("现将1—8月重点工作督查情况汇报如下，数据截至2026年8月底。",))
    named = Paragraph((Quote(f"云岭河综合治理（县水务局）{problem}", "项目1"), "。"), ("个别项目进度滞后。",))
    return Paper(
        title=TITLE,
        preamble=(opening,),
        sections=(
            Section("一、1—8月重点工作进展情况", (Paragraph(_investment("total")),)),
            Section("二、存在问题和下一步打算"),
            Section("（一）存在问题", (named,), level=2),
            Section("（二）下一步打算", (Paragraph(("继续按月调度各项重点工作。",)),), level=2),
        ),
        closing=("以上汇报，请予审阅，不妥之处敬请指正。",),
        issuer=issuer,
        issued_on=date(2026, 9, 12),
        annexes=annexes,
    )


def whole_county(projects: int = 40) -> Paper:
    """Several pages of text and a table that goes over two."""
    paper = small_paper(annexes=(projects_annex(*map(project_row, range(1, projects + 1))),))
    sectors = tuple(_sector(name) for name in SECTORS)
    first, *rest = paper.sections
    longer = Section(first.heading, (*first.paragraphs, *sectors))
    return Paper(**{**_fields(paper), "sections": (longer, *rest)})


def _fields(paper: Paper) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in paper.__dataclass_fields__}


def _sector(name: str) -> Paragraph:
    words = "主体厂房封顶，设备正在安装；路面油筑完成，正在铺设路缘石；管网同步铺设，年底前建成投用。"
    told = Quote(words * 2, f"板块{name}")
    return Paragraph((*_investment(name), "从形象进度看，", told), (f"{name}方面进展快于时序。",))


def _investment(key: str) -> Text:
    return (
        "年内实施重点项目",
        count_fact(f"{key}.projects", 62, "个", "rows"),
        "，年度计划投资",
        money_fact(f"{key}.planned", D(428000), "rows"),
        "，累计完成投资",
        money_fact(f"{key}.completed", D("301200.75"), "rows"),
        "，占年度计划的",
        percent_fact(f"{key}.rate", D("70.374"), 1, "rows"),
        "。",
    )
