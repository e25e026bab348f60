"""The facts of what is to be put right: from 巡察, audit and the office's own inspections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from .county import rows

PARTY, AUDIT, LISTS = "巡察", "审计", "清单"


@dataclass(frozen=True)
class Measure:
    text: str
    due: date | None


@dataclass(frozen=True)
class Rectification:
    """``book`` says in which sheet it is written; money in 万元; ``due`` a day or words such as 立行立改.

    ``leader`` is the key of a post; ``story`` says what becomes of it in the demo.
    """

    code: str
    book: str
    document: str
    number: str
    title: str
    problem: str
    category: str
    severity: str
    amount: Decimal | None
    amount_rectified: Decimal | None
    unit: str
    helpers: tuple[str, ...]
    leader: str
    accepting: str
    goal: str
    measures: tuple[Measure, ...]
    issued: date | None
    due: str
    progress: str
    percent: int | None
    state: str
    story: str


def _measures(text: str) -> tuple[Measure, ...]:
    """“清理塌方@2026-05-20|完成挡墙@2026-08-31”."""
    found = (part.partition("@") for part in text.split("|") if part)
    return tuple(Measure(words, date.fromisoformat(day) if day else None) for words, _at, day in found)


def _rectification(row: dict[str, str]) -> Rectification:
    return Rectification(
        code=row["代号"],
        book=row["册"],
        document=row["文件"],
        number=row["来源编号"],
        title=row["问题"],
        problem=row["描述"],
        category=row["类别"],
        severity=row["程度"],
        amount=Decimal(row["金额"]) if row["金额"] else None,
        amount_rectified=Decimal(row["已整改"]) if row["已整改"] else None,
        unit=row["单位"],
        helpers=tuple(name for name in row["配合"].split("、") if name),
        leader=row["领导"],
        accepting=row["验收"],
        goal=row["目标"],
        measures=_measures(row["措施"]),
        issued=date.fromisoformat(row["交办"]) if row["交办"] else None,
        due=row["时限"],
        progress=row["进展"],
        percent=int(row["完成率"]) if row["完成率"] else None,
        state=row["状态"],
        story=row["情况"],
    )


@cache
def rectifications() -> tuple[Rectification, ...]:
    """All of them, in the order of the facts."""
    return tuple(_rectification(row) for row in rows("整改问题"))


def in_book(book: str) -> list[Rectification]:
    return [each for each in rectifications() if each.book == book]
