"""The facts of the matters: what was ordered, who carries it, how far it was at the end of August."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from .county import leader, rows

LEDGER, BREAKDOWN, LIVE = "台账", "分解表", "系统"
OFFICE_CODE = "督办"


@dataclass(frozen=True)
class Matter:
    """``book`` is where it is written down: one of the two workbooks, or only in the demo's own life.

    ``approver`` and ``leader`` are keys of posts; ``story`` says what becomes of it.
    """

    code: str
    source: str
    document: str
    document_number: str
    document_date: date | None
    instruction: str
    approver: str
    approved_on: date | None
    title: str
    requirement: str
    standard: str
    lead: str
    helpers: tuple[str, ...]
    leader: str
    urgency: str
    rhythm: str
    sector: str
    issued: date | None
    signed: date | None
    due: date | None
    progress: str
    percent: int | None
    problem: str
    next_step: str
    closed: date | None
    book: str
    story: str


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _matter(row: dict[str, str]) -> Matter:
    return Matter(
        code=row["代号"],
        source=row["来源"],
        document=row["出处"],
        document_number=row["文号"],
        document_date=_day(row["来源日期"]),
        instruction=row["批示"],
        approver=row["批准人"],
        approved_on=_day(row["批准日期"]),
        title=row["事项名称"],
        requirement=row["任务要求"],
        standard=row["完成标准"],
        lead=row["牵头"],
        helpers=tuple(row["配合"].split("、")),
        leader=row["包抓"],
        urgency=row["急缓"],
        rhythm=row["频次"],
        sector=row["板块"],
        issued=_day(row["交办"]),
        signed=_day(row["签收"]),
        due=_day(row["时限"]),
        progress=row["进展"],
        percent=int(row["完成率"]) if row["完成率"] else None,
        problem=row["问题"],
        next_step=row["下步"],
        closed=_day(row["销号"]),
        book=row["入册"],
        story=row["情况"],
    )


@cache
def matters() -> tuple[Matter, ...]:
    """All of them, in the order of the facts."""
    return tuple(_matter(row) for row in rows("督办事项"))


def in_book(book: str, *sources: str) -> list[Matter]:
    return [m for m in matters() if m.book == book and (not sources or m.source in sources)]


@cache
def numbers() -> dict[str, str]:
    """The numbers that the office gave by the day of issue, to what its own ledger holds."""
    issued = [(m.issued, m.code) for m in in_book(LEDGER) if m.issued]
    return {code: f"{OFFICE_CODE}〔2026〕{n}号" for n, (_day_, code) in enumerate(sorted(issued), 1)}


def name_of(key: str, on: date | None) -> str:
    """Who held the post on that day."""
    return leader(key, on or date(2026, 8, 31)).person
