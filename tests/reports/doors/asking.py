"""Someone of the office with a browser, a program and a workbook open: what each shows, as plain figures."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from accounts.models import Upload, User
from tests.api.caller import Caller, caller_as
from tests.reports.conftest import Told
from tests.reports.papers import DAY

Figures = dict[str, D]
Reader = Callable[["Asking"], Figures]
YEAR = {"issued_from": "2026-01-01", "issued_to": DAY.isoformat()}
NAMED_OF_OFFICE, NAMED_OF_PROJECTS = 8, 5  # how many a paper names before “其余…”


@dataclass
class Asking:
    told: Told
    kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def user(self) -> User:
        return self.told.town.supervisor

    def page(self, path: str, **asked: Any) -> Any:
        """What a page is drawn from."""
        client = Client()
        client.force_login(self.user)
        answer = client.get(path, asked)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.context

    def caller(self, user: User) -> Caller:
        if user.pk not in self.kept:
            self.kept[user.pk] = caller_as(user, "read")
        found: Caller = self.kept[user.pk]
        return found

    def rows(self, place: str, **asked: Any) -> list[dict[str, Any]]:
        """Every row of a list of the API."""
        return self.rows_of(self.user, place, **asked)

    def rows_of(self, user: User, place: str, **asked: Any) -> list[dict[str, Any]]:
        body = self._told(user, place, asked)
        assert body.get("next") is None, "the town fits on one page"
        found: list[dict[str, Any]] = body["results"]
        return found

    def thing(self, place: str, **asked: Any) -> Any:
        return self._told(self.user, place, asked)

    def _told(self, user: User, place: str, asked: Mapping[str, Any]) -> Any:
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        answer = self.caller(user).get(f"{place}/?{query}")
        assert answer.status_code == 200, (place, answer.content.decode())
        return answer.json()


def sheet_rows(upload: Upload, sheet: int | str = 0, below: int = 5) -> list[list[Any]]:
    """The lines under the headings of a stored workbook, opened again."""
    book = load_workbook(io.BytesIO(Path(upload.file.path).read_bytes()))
    found = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    return [list(row) for row in found.iter_rows(min_row=below + 1, values_only=True)]


def of(key: str, **told: Any) -> Figures:
    """``key.name`` of each figure that is known."""
    return {f"{key}.{name}": D(str(value)) for name, value in told.items() if value not in (None, "—", "")}


def share(part: Any, whole: Any) -> D | None:
    """Per cent; of nothing it is unknown."""
    return D(part) * 100 / D(whole) if whole else None


def numbers(words: Any) -> list[D]:
    return [D(found) for found in re.findall(r"\d+(?:\.\d+)?", str(words or ""))]


def lights_of(words: Any) -> dict[str, D]:
    """红2黄1 as the sums of a ledger say it."""
    return {mark: D(count) for mark, count in re.findall(r"([红黄])(\d+)", str(words or ""))}


def added(values: Iterable[Any]) -> D | None:
    """Of what is known; None where nothing is."""
    known = [D(str(value)) for value in values if value not in (None, "—", "")]
    return sum(known, D(0)) if known else None


def grouped(rows: Iterable[Mapping[str, Any]], name: str) -> dict[Any, list[Mapping[str, Any]]]:
    found: dict[Any, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def sections(
    lines: Iterable[list[Any]], title: int, total: str = "合计"
) -> Iterator[tuple[str, list[Any], Any]]:
    """(name of the section, empty of the whole; its line of sums; its rows) of an office's ledger."""
    name, sums = "", None
    rows: list[list[Any]] = []
    for line in lines:
        words = str(line[title] or "")
        if total in words or "小计" in words:
            if sums is not None:
                yield name, sums, rows
            name = words.partition("、")[2].partition(" 小计")[0] if "小计" in words else ""
            sums, rows = line, []
        else:
            rows.append(line)
    if sums is not None:
        yield name, sums, rows


def days_past(day: Any) -> int:
    """Natural days from a date, as a page, the API or a cell gives it, to the day of the paper."""
    return (DAY - as_date(day)).days


def workdays_past(day: Any) -> int:
    """September 2026 has no holiday before the 12th."""
    first = as_date(day)
    every = (first + timedelta(days=n) for n in range(1, (DAY - first).days + 1))
    return sum(one.weekday() < 5 for one in every)


def as_date(day: Any) -> date:
    if isinstance(day, str):
        return date.fromisoformat(day[:10])
    return day.date() if hasattr(day, "date") else day
