"""How a sheet is laid out: where its headings are, what stands above them, what the notes say."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from projects.imports.cells import DASHES, normal, shown
from projects.imports.headers import GROUPS, Heading, heading, lexicon, match, normalise, of_last_year
from projects.imports.kinds import KINDS, Kind
from projects.imports.moments import When, parse_date
from projects.imports.reader import Cell, Sheet

SEARCHED_ROWS = 60
MOST_LEVELS = 3
# What a title such as “…进度表” weighs against columns that fit one kind more than another.
HINT = 0.1

UNIT_NOTE = re.compile(r"单位[::]?(?:人民币)?\(?(千万元|百万元|亿元|万元|千元|元)")
AS_OF = re.compile(r"截[至止](?:到)?(?:(20\d\d)年)?(?:1-)?(\d{1,2})月")
MONTHS = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月?(?:-|~|至|到)(\d{1,2})月")
MONTH = re.compile(r"(?:(20\d\d)年)?(?<!\d)(\d{1,2})月(?!\d{1,2}日|\d{1,2}号)")
HALF = re.compile(r"(?:(20\d\d)年)?(上半年|[一二三四]季度|前三季度)")
PACKED = re.compile(r"(20\d\d)[.\-年]?(0[1-9]|1[0-2])(?![\d月])")
YEAR = re.compile(r"(20\d\d)年?")
FILLED_IN = re.compile(r"(?:填报|制表|打印|报送|上报|编制|填表)(?:日期|时间)")
PERIOD_ENDS = {"上半年": 6, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12, "前三季度": 9}


@dataclass(frozen=True, slots=True)
class Cutoff:
    """What period a sheet speaks of; any part may be unknown. 1—5月 is first 1, month 5."""

    year: int | None = None
    month: int | None = None
    first: int | None = None


@dataclass(slots=True)
class Layout:
    """Rows and columns from 0. `top` to `bottom` are the heading rows, data begins at `bottom + 1`."""

    top: int
    bottom: int
    headings: dict[int, Heading]
    title: str
    preamble: list[tuple[int, str]]
    unit: str
    cutoff: Cutoff
    conflict: str = ""


@functools.lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """Every heading of every kind, and every single level of the headings with several levels."""
    words = set(GROUPS)
    for kind in KINDS.values():
        words.update(lexicon(kind))
        for field in kind.fields:
            words.update(
                normalise(part)[0] for synonym in field.synonyms.split() for part in synonym.split("/")
            )
    return frozenset(words - {""})


def lay_out(sheet: Sheet) -> Layout | None:
    """Find the headings of a sheet; None when nothing in it looks like headings."""
    top = _heading_row(sheet)
    if top is None:
        return None
    bottom = _last_heading_row(sheet, top)
    top = _group_row_above(sheet, top)
    headings = _headings(sheet, top, bottom)
    preamble = [(row, text) for row in range(top) for text in _texts(sheet.rows[row])]
    title = _title(preamble)
    cutoff, conflict = _cutoff(sheet.name, preamble, headings)
    years = [cutoff.year, *(each.year for each in headings.values())]
    latest = max((year for year in years if year), default=0)
    for column, each in headings.items():
        if each.year and each.year < latest:
            headings[column] = of_last_year(each)
    unit = next((found for _row, text in preamble if (found := unit_note(text))), "") or unit_note(sheet.name)
    return Layout(top, bottom, headings, title, preamble, unit, cutoff, conflict)


def recognise(sheet: Sheet, layout: Layout | None = None) -> tuple[str, float]:
    """The kind of a sheet by its headings, and how sure that is (0 to 1); ("", 0.0) when none fits."""
    layout = layout or lay_out(sheet)
    if layout is None or not layout.headings:
        return "", 0.0
    best, best_score, best_rank = "", 0.0, (0.0, 0, 0)
    for kind in KINDS.values():
        score = _score(layout, kind)
        hints = sum(word in f"{layout.title}{sheet.name}" for word in kind.title.split())
        rank = (round(score + (HINT if hints else 0), 2), hints, -len(kind.fields))
        if score and rank > best_rank:
            best, best_score, best_rank = kind.name, score, rank
    return best, round(best_score, 2)


def _score(layout: Layout, kind: Kind) -> float:
    fields = [field for found in layout.headings.values() if (field := match(found, kind))]
    names = {field.name for field in fields}
    if not names & set(kind.keys) or len(names) < 2:
        return 0.0
    return len(fields) / len(layout.headings)


def unit_note(text: str) -> str:
    """The unit of money a note names: “单位：万元” or “（单位：亿元、%）”; "" when none."""
    found = UNIT_NOTE.search(normal(text))
    return found[1] if found else ""


def find_cutoff(text: str) -> Cutoff:
    """What a title, note or sheet name says about the period: “2026年1—5月”, “截至8月底”, “上半年”."""
    text = DASHES.sub("-", normal(text)).replace("～", "~")
    if FILLED_IN.search(text):
        return Cutoff()
    if found := AS_OF.search(text):
        return _checked(found[1], found[2], "1")
    if found := MONTHS.search(text):
        return _checked(found[1], found[3], found[2])
    if found := MONTH.search(text):
        return _checked(found[1], found[2], found[2])
    if found := HALF.search(text):
        return Cutoff(int(found[1]) if found[1] else None, PERIOD_ENDS[found[2]], 1)
    if found := PACKED.search(text):
        return _checked(found[1], found[2], found[2])
    found = YEAR.search(text)
    return Cutoff(int(found[1])) if found else Cutoff()


def _checked(year: str | None, month: str, first: str) -> Cutoff:
    if 1 <= int(first) <= int(month) <= 12:
        return Cutoff(int(year) if year else None, int(month), int(first))
    return Cutoff(int(year) if year else None)


def _cutoff(name: str, preamble: list[tuple[int, str]], headings: dict[int, Heading]) -> tuple[Cutoff, str]:
    """The period by title and notes, then headings, then the sheet's name; and a note when they disagree."""
    said = [find_cutoff(text) for _row, text in preamble]
    in_headings = [
        Cutoff(each.year, each.month, 1) for each in headings.values() if each.since_january and each.month
    ]
    by_name = find_cutoff(name)
    months = [each for each in (*said, *in_headings, by_name) if each.month]
    years = [each.year for each in (*said, by_name, *in_headings) if each.year]
    if not months:
        return Cutoff(years[0] if years else None), ""
    chosen = months[0]
    spread = len({each.month for each in in_headings}) > 1  # a year's months side by side contradict nothing
    compared = [each for each in months if not spread or each not in in_headings]
    conflict = "、".join(dict.fromkeys(f"{each.month}月" for each in compared))
    year = chosen.year or (years[0] if years else None)
    return Cutoff(year, chosen.month, chosen.first), conflict if "、" in conflict else ""


def _title(preamble: list[tuple[int, str]]) -> str:
    for _row, text in preamble:
        if (
            not unit_note(text)
            and not re.match(r"(?:附件|附表|表)\d*[::]?\d*$", normal(text))
            and "：" not in text
        ):
            return "".join(text.split())
    return ""


def _heading_row(sheet: Sheet) -> int | None:
    """The first row in which several cells are known headings; else the row with most of them."""
    words = vocabulary()
    best, best_count = None, 1
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        texts = [normalise(cell)[0].replace("/", "") for cell in row if type(cell) is str and cell]
        known = sum(text in words for text in texts)
        if known >= 3 and known * 3 >= len(texts):
            return number
        if known > best_count:
            best, best_count = number, known
    return best


def _last_heading_row(sheet: Sheet, top: int) -> int:
    """Follow merged cells downwards; without them, rows that hold nothing but known headings."""
    bottom = top
    for first_row, _first, last_row, _last in sheet.merged:
        if first_row == top:
            bottom = max(bottom, min(last_row, top + MOST_LEVELS - 1))
    if bottom == top:
        while bottom < top + MOST_LEVELS - 1 and _is_lower_level(sheet, bottom + 1):
            bottom += 1
    return min(bottom, len(sheet.rows) - 1)


def _is_lower_level(sheet: Sheet, number: int) -> bool:
    if number >= len(sheet.rows):
        return False
    row, above = sheet.rows[number], sheet.rows[number - 1]
    filled = [(index, cell) for index, cell in enumerate(row) if cell != ""]
    if not filled or any(type(cell) is not str for _index, cell in filled):
        return False
    known = sum(normalise(str(cell))[0].replace("/", "") in vocabulary() for _index, cell in filled)
    first = next((index for index, cell in enumerate(above) if cell != ""), 0)
    return row[first] == "" and known * 2 >= len(filled)


def _group_row_above(sheet: Sheet, top: int) -> int:
    """Take in a row of groups (“项目基本情况”, “投资情况”) above the first row of known headings."""
    if top == 0:
        return top
    groups = [
        first for row, first, last_row, last in sheet.merged if row == last_row == top - 1 and last > first
    ]
    filled = [cell for cell in sheet.rows[top - 1] if cell != ""]
    noted = any(":" in normal(cell) or unit_note(shown(cell)) or _is_day_or_month(cell) for cell in filled)
    return top - 1 if len(groups) >= 2 and len(filled) >= 2 and not noted else top


def _is_day_or_month(cell: Cell) -> bool:
    """“2026年7月6日” above the headings is when the sheet was made; a bare year may be a group."""
    when = parse_date(cell)
    return isinstance(when, When) and when.precision in ("day", "month")


def _headings(sheet: Sheet, top: int, bottom: int) -> dict[int, Heading]:
    rows = range(top, bottom + 1)
    grid = [[shown(cell).strip() for cell in sheet.rows[row]] for row in rows]
    merged_here = False
    for first_row, first, last_row, last in sheet.merged:
        if first_row >= top and first_row <= bottom and first < len(grid[0]):
            merged_here = True
            text = grid[first_row - top][first]
            for row in range(first_row, min(last_row, bottom) + 1):
                for column in range(first, min(last, len(grid[0]) - 1) + 1):
                    grid[row - top][column] = text
    if not merged_here:
        _spread_groups(grid)
    found = {column: heading([level[column] for level in grid]) for column in range(len(grid[0]))}
    return {column: each for column, each in found.items() if each.parts}


def _spread_groups(grid: list[list[str]]) -> None:
    """Without merged cells a group stands over its first column only: carry it to the right."""
    for level, below in zip(grid, grid[1:], strict=False):
        for column in range(1, len(level)):
            if not level[column] and below[column] and below[column - 1]:
                level[column] = level[column - 1]


def _texts(row: list[Cell]) -> list[str]:
    return [text for cell in row if (text := shown(cell).strip())]
