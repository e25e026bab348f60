"""The facts of 云岭县: units, posts and their holders, projects, funding, inward investment, indicators."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

FACTS = Path(__file__).resolve().parent.parent / "facts"
YEAR = 2026
MONTHS = range(1, 9)
SECTORS = (
    "项目建设投入",
    "工业经济",
    "新农村建设",
    "城镇建设",
    "旅游三产",
    "民生工程",
    "社会稳定",
    "党的建设",
)
FUNDING_SOURCES = {
    "中央": "中央预算内资金",
    "省级": "省级财政资金",
    "县级": "县级财政资金",
    "专项债": "地方政府专项债券",
    "贷款": "银行贷款",
    "自筹": "企业自筹",
    "帮扶": "帮扶资金",
}
REGION = "990128"  # no province has the number 99
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SURNAMES = "云岭溪谷苏沈陆秦顾江叶石骆祁白程方许卫姜柏温路岳"
_GIVEN_NAMES = (
    "问渔知微牧之拾光听松望舒砚秋照溪行远守拙怀瑾若谷清和景行穗丰临川致远朴初南乔鹿鸣采薇子衿星阑晓岚"
)


@dataclass(frozen=True)
class Unit:
    """A unit of the county with its two invented contacts."""

    short: str
    name: str
    kind: str
    parent: str
    credit_code: str  # 统一社会信用代码, empty for a unit that is no legal person
    head: str
    clerk: str
    phone: str


@dataclass(frozen=True)
class Tenure:
    """One person's time in one leader's post; ``until`` is the first day no longer in it."""

    key: str
    post: str
    title: str
    person: str
    since: date
    until: date | None
    unit: str


@dataclass(frozen=True, eq=False)
class Project:
    """A key project; money in 万元. A parent has ``is_parent`` and no money of its own."""

    code: str
    name: str
    sector: str
    parent: str
    level: str
    kind: str
    place: str
    scale: str
    begins: date | None
    ends: date | None
    total: Decimal
    before: Decimal
    plan: Decimal
    goal: str
    leader: str
    units: tuple[str, ...]
    helper: str
    owner: str
    funding: dict[str, Decimal]
    entered_on: date | None
    stability: tuple[date, str] | None
    work: str
    story: str
    approval_code: str

    @property
    def is_parent(self) -> bool:
        return not self.story

    def dates(self) -> tuple[date, date]:
        """First and last month of building; only a parent has none."""
        if self.begins is None or self.ends is None:
            raise ValueError(f"{self.code} has no dates of its own")
        return self.begins, self.ends


@dataclass(frozen=True)
class Attraction:
    """A project of 招商引资 with its receipts (到位资金) by date, 万元."""

    project: str
    investor: str
    signed: str
    contract: Decimal
    plan: Decimal
    receipts: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class Indicator:
    """An economic indicator, its target and its cumulative values and growth by (year, month)."""

    name: str
    measure: str
    frequency: str
    taken: str
    basis: str
    target: Decimal | None
    target_growth: Decimal | None
    unit: str
    source: str
    note: str
    values: dict[tuple[int, int], Decimal]
    growth: dict[tuple[int, int], Decimal]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table of facts."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def credit_code(kind: str, index: int) -> str:
    """A 统一社会信用代码 with right check digits (GB 32100, GB 11714) for a place that does not exist."""
    first = {"企业": "91", "事业单位": "12"}.get(kind, "11")
    body = f"MB{index:06d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    inner = (11 - sum(w * int(c, 36) for w, c in zip(weights, body, strict=True)) % 11) % 11
    code = f"{first}{REGION}{body}{'X' if inner == 10 else inner}"
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + _CREDIT_ALPHABET[(31 - total % 31) % 31]


def person_name(index: int) -> str:
    """An invented name; the first 576 differ."""
    lap, place = divmod(index, len(_SURNAMES))
    given = (place * 7 + lap * 5) % (len(_GIVEN_NAMES) // 2) * 2
    return _SURNAMES[place] + _GIVEN_NAMES[given : given + 2]


@cache
def units() -> dict[str, Unit]:
    """All units by short name, in the order of the roster."""
    found = {}
    for index, row in enumerate(rows("单位")):
        kind = row["类别"]
        found[row["简称"]] = Unit(
            short=row["简称"],
            name=row["全称"],
            kind=kind,
            parent=row["上级"],
            credit_code="" if kind == "内设机构" else credit_code(kind, 1001 + index),
            head=person_name(2 * index),
            clerk=person_name(2 * index + 1),
            phone=f"0000-{5550000 + 101 * (index + 1)}",
        )
    return found


@cache
def tenures() -> tuple[Tenure, ...]:
    """Who held which leader's post from when."""
    return tuple(
        Tenure(
            row["代号"],
            row["岗位"],
            row["名册职务"],
            row["姓名"],
            date.fromisoformat(row["任职起"]),
            date.fromisoformat(row["任职止"]) if row["任职止"] else None,
            row["所在单位"],
        )
        for row in rows("岗位")
    )


def leader(key: str, on: date) -> Tenure:
    """Who held the post on that day."""
    return next(t for t in tenures() if t.key == key and t.since <= on and (t.until is None or on < t.until))


def leader_text(key: str, on: date = date(2026, 8, 31)) -> str:
    """As the office writes it: 江照野（县委常委、常务副县长）."""
    holder = leader(key, on)
    return f"{holder.person}（{holder.title}）"


def _month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None


def _split_funding(text: str, total: Decimal) -> dict[str, Decimal]:
    """“中央6 贷款4” of a total, the last source taking the rest so that the lines add up."""
    shares = {part.rstrip("0123456789"): int(part[len(part.rstrip("0123456789")) :]) for part in text.split()}
    left, lines = total, {}
    for index, (source, share) in enumerate(shares.items()):
        amount = left if index == len(shares) - 1 else (total * share / 10).quantize(Decimal(1))
        lines[source] = amount
        left -= amount
    return lines


@cache
def projects() -> tuple[Project, ...]:
    """All key projects with parents before their children, in ledger order."""
    return tuple(_project(index, row) for index, row in enumerate(rows("项目")))


def _project(index: int, row: dict[str, str]) -> Project:
    total, begins, stability = Decimal(row["总投资"] or 0), _month(row["起"]), row["稳评"]
    codeless = not begins or total < 700  # small village works have no approval code
    return Project(
        code=row["编号"],
        name=row["项目名称"],
        sector=row["板块"],
        parent=row["上级项目"],
        level=row["级别"],
        kind=row["年度类型"],
        place=row["建设地点"],
        scale=row["建设规模及内容"],
        begins=begins,
        ends=_month(row["止"]),
        total=total,
        before=Decimal(row["上年底累计"] or 0),
        plan=Decimal(row["年度计划"] or 0),
        goal=row["年度目标"],
        leader=row["包抓"],
        units=tuple(row["责任单位"].split("、")),
        helper=row["帮建"],
        owner=row["业主"],
        funding=_split_funding(row["资金"], total),
        entered_on=date.fromisoformat(row["入库"]) if row["入库"] else None,
        stability=(date.fromisoformat(stability[:10]), stability[10:]) if stability else None,
        work=row["工种"],
        story=row["情况"],
        approval_code="" if codeless else f"{begins:%y%m}-{REGION}-04-01-{100003 + index * 7919:06d}",
    )


def leaves() -> list[Project]:
    """The projects that carry money: all but the parents."""
    return [p for p in projects() if not p.is_parent]


def in_sector(sector: str) -> list[Project]:
    return [p for p in leaves() if p.sector == sector]


@cache
def attractions() -> tuple[Attraction, ...]:
    """The projects of 招商引资."""
    return tuple(
        Attraction(
            row["编号"],
            row["投资方"],
            row["签约时间"],
            Decimal(row["合同资金"]),
            Decimal(row["年度计划到位"]),
            tuple(
                (date.fromisoformat(part[:10]), Decimal(part[11:]))
                for part in row["到位明细"].split(";")
                if part
            ),
        )
        for row in rows("招商")
    )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@cache
def indicators() -> tuple[Indicator, ...]:
    """The fourteen indicators with their series from 2023 to August 2026."""
    series: dict[tuple[str, str], dict[tuple[int, int], Decimal]] = {}
    for row in rows("指标值"):
        found = series.setdefault((row["指标名称"], row["数据"]), {})
        found.update({(int(row["年份"]), m): Decimal(row[f"{m}月"]) for m in range(1, 13) if row[f"{m}月"]})
    return tuple(
        Indicator(
            row["指标名称"],
            row["计量单位"],
            row["频度"],
            row["取值"],
            row["增速口径"],
            _decimal(row["2026年目标值"]),
            _decimal(row["2026年增长目标"]),
            row["责任单位"],
            row["数据来源"],
            row["说明"],
            series[row["指标名称"], "累计"],
            series[row["指标名称"], "增速"],
        )
        for row in rows("指标")
    )
