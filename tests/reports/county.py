"""Inputs of an invented county's report, to be varied by the tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from rulebook.rules import Light, Month, Period
from supervision.reports.rules.inputs import (
    AppendixRow,
    AssessmentFigures,
    DueMilestone,
    Highlight,
    IndicatorLine,
    MilestoneFigures,
    MissedMilestone,
    MissingReport,
    ProblemLine,
    ProjectFigures,
    ReceiptFigures,
    ReportInputs,
    SectorFigures,
)

AUGUST = Month(2026, 8).cumulative
JULY = Month(2026, 7).cumulative


def indicator(
    key: str = "gdp",
    name: str = "地区生产总值",
    unit: str = "亿元",
    value: D | None = D("85.6"),
    growth: D | None = D("5.3"),
    previous_growth: D | None = D("5.1"),
    period: Period = AUGUST,
    **more: object,
) -> IndicatorLine:
    source = f"indicators.observation {key}"
    return IndicatorLine(key, name, unit, value, growth, previous_growth, period, source, **more)  # type: ignore[arg-type]


def figures(
    projects: int = 22,
    planned: D | None = D("42800"),
    completed: D | None = D("32000"),
    rate: D | None = D("74.7663551"),
    points: D | None = D("8.0996885"),
    **more: int | None,
) -> ProjectFigures:
    return ProjectFigures(projects, planned, completed, rate, points, "projects 1–22", **more)  # type: ignore[arg-type]


def sector(key: str = "industry", name: str = "工业经济", **more: object) -> SectorFigures:
    more.setdefault("figures", figures(started=20, finished=3))
    return SectorFigures(key, name, **more)  # type: ignore[arg-type]


def problem(project: str = "云岭河综合治理", unit: str = "县水务局", **more: object) -> ProblemLine:
    values: dict[str, object] = {
        "light": Light.RED,
        "points": D("-35.2"),
        "problem": "3户征地协议未签",
        "next_step": "9月20日前完成征地",
        "source": f"progress of {project}",
    }
    return ProblemLine(project, unit, **{**values, **more})  # type: ignore[arg-type]


def appendix_row(number: int, sector_name: str = "工业经济") -> AppendixRow:
    return AppendixRow(
        sector_name,
        f"年产{number}万吨面粉生产线建设项目",
        "县工信局",
        "常务副县长",
        D("12000.5"),
        D("8000"),
        D("66.6638"),
        D("-0.0029"),
        Light.GREEN,
        "主体厂房封顶，设备正在安装",
        f"projects.project {number}",
    )


def inputs(**changes: object) -> ReportInputs:
    """A report about August with one project and nothing wrong."""
    values: dict[str, object] = {
        "title": ("云岭县", "2026年1—8月", "重点工作", "督查工作汇报"),
        "issuer": "云岭县人民政府督查办公室",
        "issued_on": date(2026, 9, 12),
        "period": AUGUST,
        "cutoff": AUGUST,
        "total": figures(),
    }
    return ReportInputs(**{**values, **changes})  # type: ignore[arg-type]


def all_indicators() -> tuple[IndicatorLine, ...]:
    """Known, unknown, rising, falling, level, estimated and of another period."""
    return (
        indicator(),
        indicator(
            "industry", "规模以上工业增加值", "亿元", None, D("6.2"), D("7.4"), unit_in_charge="县工信局"
        ),
        indicator(
            "fai", "固定资产投资", "亿元", D("63.27"), D("-3"), D("-4.5"), JULY, previous_label="1—6月"
        ),
        indicator("revenue", "地方财政收入", "万元", D("38612.4"), D("0"), D("1.2"), rank=3),
        indicator("urban", "城镇居民人均可支配收入", "元", D("21345"), D("5.4"), None, preliminary=True),
        indicator("loans", "贷款余额", "亿元", D("120.5"), D("8.1"), D("8.1"), point_in_time=True),
        indicator("trade", "进出口总额", "万元", None, None, None),
    )


def all_sectors() -> tuple[SectorFigures, ...]:
    """Before and behind schedule, not begun, and without projects."""
    return (
        sector(
            "construction",
            "项目建设",
            figures=figures(
                30, D("228000"), D("181200.75"), D("79.474"), D("12.807"), started=30, finished=3
            ),
            receipts=ReceiptFigures(12, D("31250"), D("8.3"), "projects.receipt 2026"),
            milestones=MilestoneFigures(18, 16, "projects.milestone 2026"),
            highlights=(
                Highlight("省道207线过境段", "油筑完成4.2公里。\n正在铺设路缘石。", "progress 7"),
                Highlight("110KV变电站", "正在安装变电机组", "progress 8"),
            ),
        ),
        sector(
            "towns",
            "城镇建设",
            figures=figures(
                30,
                D("190000"),
                D("120000"),
                D("63.158"),
                D("-3.509"),
                started=24,
                finished=3,
                red=2,
                yellow=1,
            ),
        ),
        sector(
            "life",
            "民生工程",
            figures=figures(2, D("10000"), D("0"), D("0"), D("-66.667"), started=1, finished=0),
            milestones=MilestoneFigures(1, 1, "m"),
        ),
        sector(
            "stability",
            "社会稳定",
            figures=figures(0, None, None, None, None),
            assessments=AssessmentFigures(3, "a"),
        ),
    )


def whole_county(projects: int = 40) -> ReportInputs:
    """A report in which everything occurs."""
    return inputs(
        total=figures(
            62, D("428000"), D("301200.75"), D("70.374"), D("3.707"), started=55, finished=6, red=2, yellow=1
        ),
        indicators=all_indicators(),
        sectors=all_sectors(),
        problems=(
            problem(),
            problem("县医院迁建", "县卫健局", points=D("-31"), next_step=""),
            problem(
                "老城区供热管网",
                "县住建局",
                light=Light.YELLOW,
                points=None,
                problem="",
                next_step="签订施工合同",
            ),
        ),
        missed=(MissedMilestone("职教中心迁建", "县教育局", "主体封顶", date(2026, 8, 15), 28, "m 3"),),
        missing=(MissingReport("河口镇", 2, "projects 3, 4"),),
        due_next=(DueMilestone("省道207线过境段", "县交通局", "全线贯通", date(2026, 9, 30), "m 4"),),
        appendix=tuple(
            appendix_row(number, "项目建设" if number < projects // 2 else "工业经济")
            for number in range(projects)
        ),
    )
