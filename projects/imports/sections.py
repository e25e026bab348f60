"""Which rows of a sheet are records, and which are sections, totals, repeated headings and footnotes."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Literal

from projects.imports.cells import normal, shown
from projects.imports.headers import Column, normalise
from projects.imports.layout import Layout
from projects.imports.reader import Cell, Sheet

RowSort = Literal["data", "blank", "repeat", "note", "section", "total", "part"]

NUMERAL = r"[一二三四五六七八九十]{1,4}"
NUMERAL_ONLY = re.compile(
    rf"(?P<top>{NUMERAL})[、.]?|\((?P<sub>{NUMERAL})\)[、.]?|第{NUMERAL}(?:部分|类|批|章)"
)
SECTION = re.compile(
    rf"(?:(?P<top>{NUMERAL})[、.]|\((?P<sub>{NUMERAL})\)[、.]?|第{NUMERAL}(?:部分|类|批)[、::]?)(?P<name>.+)"
)
COUNT = re.compile(r"\(?(?:共|计)?(\d+)(?:个|项|件)(?:项目)?\)?[::]?$")
TOTAL = re.compile(
    r"(?P<of>.{0,20}?)(?:小计|合计|总计|共计)(?:\(?(?:共|计)?\d+(?:个|项|件)(?:项目)?\)?)?[::]?"
)
PART = re.compile(r"其中[:：]?")
NOTE = re.compile(
    r"(?:注|备注|说明|填报|填表|制表|审核|审批|单位负责人|负责人|主要负责人|分管领导|联系人|联系电话|填报人|报送单位)"
    r"(?:人|单位|日期|时间|签字|\(签字\)|\(盖章\)|\(章\))*\d*[::]"
)
SUSPECT = re.compile(rf"[小合总共]\s*计|^\s*(?:其中|[(（第]?{NUMERAL}[)）、.部类批])|^.{{0,8}}[:：]")
INDENTS = ("\u3000", " ", "\t")
CHILD_SERIAL = re.compile(r"(\d{1,4})[.\-—－．](\d{1,3})")
BRACKET_SERIAL = re.compile(r"\(\d{1,3}\)|[①-⑳]|\d{1,3}\)")


@dataclass(slots=True)
class Group:
    """A section heading or total row: what it says and, once known, which records it covers.

    `row` counts from 0; `start` and `end` are positions among the records; `stated` is the count it gives.
    """

    row: int
    sort: Literal["section", "total", "part"]
    label: str
    level: int = 0
    stated: int | None = None
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Sorted:
    """The rows of a sheet by what they are; rows count from 0."""

    records: list[int] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def sort_rows(
    sheet: Sheet, rows: list[list[Cell]], layout: Layout, columns: dict[str, Column], key: int
) -> Sorted:
    """Go through the rows below the headings once; ordinary records take the short way."""
    sorter = _Sorter(sheet, layout, columns, key)
    serial = columns["serial"].index if "serial" in columns else key
    ordinary: dict[Cell, bool] = {}
    for number in range(layout.bottom + 1, len(rows)):
        row = rows[number]
        name, label = row[key], row[serial]
        if type(name) is str and name and (serial == key or type(label) is float):
            plain = ordinary.get(name)
            if plain is None:
                plain = ordinary[name] = not SUSPECT.search(name) and name not in sorter.known_texts
            if plain:
                sorter.add_record(number)
                continue
        sorter.add(number, row)
    return sorter.finish()


class _Sorter:
    """Carries the open sections while the rows go by."""

    def __init__(self, sheet: Sheet, layout: Layout, columns: dict[str, Column], key: int) -> None:
        self.layout = layout
        self.columns = columns
        self.key = key
        self.serial = columns["serial"].index if "serial" in columns else None
        self.result = Sorted()
        self.open: list[Group] = []
        self.path = ""
        self.wide = {(first_row, first) for first_row, first, _row, last in sheet.merged if last - first >= 2}
        self.preamble = {normal(text) for _row, text in layout.preamble}
        self.known_texts = {
            shown(cell).strip()
            for row in sheet.rows[layout.top : layout.bottom + 1]
            for cell in row
            if cell != ""
        }
        self.known_labels = {normalise(text)[0] for text in self.known_texts}

    def add_record(self, number: int) -> None:
        self.result.records.append(number)
        self.result.sections.append(self.path)

    def add(self, number: int, row: list[Cell]) -> None:
        filled = [(index, text) for index, cell in enumerate(row) if (text := normal(cell))]
        sort = self._sort(number, filled)
        if sort == "data":
            self.add_record(number)
        elif sort == "repeat":
            self.result.repeated.append(number)
        elif sort == "note":
            self.result.notes.append(
                (number, "  ".join(shown(cell).strip() for cell in row if shown(cell).strip()))
            )
        elif sort in ("total", "part"):
            label = self._label(filled)
            count = COUNT.search(label)
            position = len(self.result.records)
            self.result.groups.append(
                Group(
                    number, sort, label, stated=int(count[1]) if count else None, start=position, end=position
                )
            )
        elif sort == "section":
            self._open_section(number, filled)

    def finish(self) -> Sorted:
        for group in self.open:
            group.end = len(self.result.records)
        return self.result

    def _label(self, filled: list[tuple[int, str]]) -> str:
        """The text of the row's first cells that says what the row is."""
        early = [text for index, text in filled if index <= max(self.key, self.serial or 0) + 1]
        return next(
            (text for text in early if TOTAL.fullmatch(text) or PART.match(text)), early[0] if early else ""
        )

    def _sort(self, number: int, filled: list[tuple[int, str]]) -> RowSort:
        if not filled:
            return "blank"
        if self._is_repeat(number, filled):
            return "repeat"
        label = self._label(filled)
        if NOTE.match(filled[0][1]) and not any(index == self.key != filled[0][0] for index, _text in filled):
            return "note"
        if len(filled) == 1 and self.result.notes and self.result.notes[-1][0] == number - 1:
            return "note"  # a footnote of several lines
        if TOTAL.fullmatch(label):
            return "total"
        words = sum(not _is_number(text) for _index, text in filled)
        if PART.match(label):
            numbered = filled[0][0] == self.serial and filled[0][1].isdigit()
            return "data" if numbered or words >= 3 else "part"
        return "section" if self._is_section(number, filled, words) else "data"

    def _is_repeat(self, number: int, filled: list[tuple[int, str]]) -> bool:
        """Headings, titles and unit notes again on a later page, or a row that numbers the columns."""
        texts = [text for _index, text in filled]
        if len(texts) <= 3 and all(text in self.preamble for text in texts):
            return True
        same = sum(normalise(text)[0] in self.known_labels for text in texts)
        if same * 10 >= len(texts) * 6 and (len(texts) > 1 or filled[0][0] != self.key):
            return True
        numbers = [text.strip("()") for text in texts if text not in "甲乙丙丁戊"]
        counted = [int(text) for text in numbers if text.isdigit() and len(text) < 4]
        in_order = len(counted) >= 3 and counted == list(range(counted[0], counted[0] + len(counted)))
        return (
            in_order
            and len(counted) == len(numbers)
            and counted[0] in (0, 1)
            and number <= self.layout.bottom + 1
        )

    def _is_section(self, number: int, filled: list[tuple[int, str]], words: int) -> bool:
        index, text = filled[0]
        if index > self.key:
            return False
        if index == self.serial != self.key and NUMERAL_ONLY.fullmatch(text):
            return len(filled) > 1 and words <= 4
        if SECTION.fullmatch(text) and words <= 3:
            return True
        alone = len(filled) == 1 and not _is_number(text)
        return alone and ((number, index) in self.wide or index < self.key or COUNT.search(text) is not None)

    def _open_section(self, number: int, filled: list[tuple[int, str]]) -> None:
        text = filled[0][1]
        numeral = NUMERAL_ONLY.fullmatch(text) if len(filled) > 1 else None
        found = numeral or SECTION.fullmatch(text)
        label = filled[1][1] if numeral else (found["name"] if found else text)
        numbered = any(group.level < 3 for group in self.open)
        level = (2 if found["sub"] else 1) if found else (3 if numbered else 1)
        count = COUNT.search(label) or (
            COUNT.search(filled[1][1]) if len(filled) > 1 and not numeral else None
        )
        position = len(self.result.records)
        while self.open and self.open[-1].level >= level:
            self.open.pop().end = position
        name = COUNT.sub("", label).strip("、,:：") or label
        group = Group(number, "section", name, level, int(count[1]) if count else None, position, position)
        self.open.append(group)
        self.result.groups.append(group)
        self.path = "/".join(each.label for each in self.open)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[\d,]*\.?\d+%?|[-—/]+", text) is not None


def find_parents(
    serials: list[Cell], names: list[Cell], sections: list[str], owners: list[Cell]
) -> list[int | None]:
    """For every record the position of its parent, or None.

    Offices show a child by its number (1 → 1.1, （1）), by “其中：”, by indenting its name, or by naming the
    parent in a column of its own (`owners`, "" where there is none).
    """
    parents: list[int | None] = [None] * len(serials)
    by_name = {normal(name): position for position, name in enumerate(names)} if any(owners) else {}
    tops: dict[tuple[str, str], int] = {}
    last_top: int | None = None
    for position, (serial, name, section) in enumerate(zip(serials, names, sections, strict=True)):
        if last_top is not None and sections[last_top] != section:
            last_top = None
        if owners[position] and (owner := by_name.get(normal(owners[position]))) not in (None, position):
            parents[position] = owner
        elif type(name) is str and (name[:1] in INDENTS or PART.match(name)):
            parents[position] = last_top
        elif type(serial) is float and serial.is_integer():
            tops[section, str(int(serial))] = last_top = position
        else:
            text = f"{serial.month}-{serial.day}" if isinstance(serial, datetime.date) else normal(serial)
            if child := CHILD_SERIAL.fullmatch(text):
                parents[position] = tops.get((section, child[1]))
            elif BRACKET_SERIAL.fullmatch(text):
                parents[position] = last_top
            else:
                last_top = position
                if text.isdigit():
                    tops[section, text] = position
    return parents
