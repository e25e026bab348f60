"""Three further sheets of the ledger: 招商引资, 到位资金, 稳评 and 入库."""

from __future__ import annotations

from decimal import Decimal

from . import shapes
from .county import Project, attractions, leaves
from .page import Book, Cell, Column, Page, sum_of


def write(book: Book) -> None:
    _attractions(book)
    _receipts(book)
    _assessments(book)


def _named() -> dict[str, Project]:
    return {p.code: p for p in leaves()}


ATTRACTIONS_COLUMNS = (
    Column("序号", 5, "number"),
    Column("项目名称", 30),
    Column("投资方", 24),
    Column("签约时间", 14, "center"),
    Column("合同引资额", 13, "money"),
    Column("2026年计划到位资金", 15, "money"),
    Column("1—8月累计到位资金", 15, "money"),
    Column("占计划%", 10, "percent"),
    Column("责任单位", 20, "center"),
    Column("备注", 18),
)


def _attractions(book: Book) -> None:
    page = Page(book, "招商引资", ATTRACTIONS_COLUMNS)
    page.title(
        "云岭县2026年招商引资项目到位资金情况表（1—8月）",
        "填报单位：县商务局（招商引资服务中心）",
        "单位：万元",
    )
    page.header()
    rows = []
    arrived = [sum((a for _, a in x.receipts), Decimal(0)) for x in attractions()]
    for number, (item, done) in enumerate(zip(attractions(), arrived, strict=True), 1):
        project = _named()[item.project]
        cells: list[Cell] = [
            number,
            project.name,
            item.investor,
            item.signed.replace("-", "."),
            item.contract,
        ]
        cells += [item.plan, done or "—", done / item.plan, shapes.unit_list(project.units, number)]
        rows.append(page.line([*cells, "" if done else "尚未到位"], height=30))
    sums: list[Cell] = [""] * len(page.columns)
    sums[1] = f"合计（{len(rows)}项）"
    money = {
        "合同引资额": [x.contract for x in attractions()],
        "2026年计划到位资金": [x.plan for x in attractions()],
        "1—8月累计到位资金": arrived,
    }
    for title, values in money.items():
        sums[page.index(title)] = sum_of(page, title, rows, values)
    page.line(sums, bold=True)
    page.print_on()


RECEIPTS_COLUMNS = (
    Column("序号", 6, "number"),
    Column("到位时间", 16, "center"),
    Column("项目名称", 30),
    Column("资金来源", 12, "center"),
    Column("到位金额（万元）", 16, "money"),
    Column("凭证", 22, "center"),
    Column("认定结果", 12, "center"),
)


def _receipts(book: Book) -> None:
    page = Page(book, "到位资金明细", RECEIPTS_COLUMNS)
    page.title("2026年招商引资到位资金登记", "", "截至2026年8月31日")
    page.header()
    found = sorted((day, x.project, amount) for x in attractions() for day, amount in x.receipts)
    for number, (day, code, amount) in enumerate(found, 1):
        proof = ("银行进账单", "设备发票", "工程结算单")[number % 3]
        page.line([number, day, _named()[code].name, "企业自筹", amount, proof, "已认定"])
    page.print_on()


ASSESSMENTS_COLUMNS = (
    Column("序号", 6, "number"),
    Column("项目名称", 34),
    Column("评估时间", 16, "center", "社会稳定风险评估"),
    Column("风险等级", 12, "center", "社会稳定风险评估"),
    Column("备案号", 20, "center", "社会稳定风险评估"),
    Column("是否入库", 10, "center", "统计入库"),
    Column("入库时间", 16, "center", "统计入库"),
    Column("责任单位", 16, "center"),
)


def _assessments(book: Book) -> None:
    page = Page(book, "稳评和入库", ASSESSMENTS_COLUMNS)
    page.title("云岭县重点项目社会稳定风险评估及统计入库情况")
    page.header()
    found = [p for p in leaves() if p.stability or p.entered_on]
    for number, p in enumerate(found, 1):
        day, level = p.stability or (None, "")
        assessed = shapes.deadline(day, number) if day else "—"
        entered = shapes.deadline(p.entered_on, number + 2) if p.entered_on else ""
        filed = f"云稳评备〔{day.year}〕{number}号" if day else ""
        page.line(
            [
                number,
                p.name,
                assessed,
                f"{level}风险" if level else "不需评估",
                filed,
                "是" if entered else "否",
                entered,
                p.units[0],
            ]
        )
    page.print_on()
