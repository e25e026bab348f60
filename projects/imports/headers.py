"""Headings: from what stands above a column to the field it means, its unit and its month."""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass, replace

from django.utils import translation

from projects.imports.cells import AMOUNT_UNITS, DASHES, normal
from projects.imports.kinds import Field, Kind

IGNORE = "ignore"

UNIT_NAME = r"千万元|百万元|亿元|万元|千元|元|%|百分点|亩|个|万千瓦时|人|公里|平方米|万头"
BRACKETED_UNIT = re.compile(rf"[(\[](?:单位[::]?)?({UNIT_NAME})(?:[、,/](?:{UNIT_NAME}))*[)\]]")
TRAILING_UNIT = re.compile(rf"[,:]?(?:单位[::])?({UNIT_NAME})$")
BRACKETS = re.compile(r"\([^()]*\)")
MONTHS = re.compile(r"(?:(20\d\d)年)?1月?(?:-|~|至|到)(\d{1,2})月(?:[底末份])?")
YEAR_END = re.compile(r"20\d\d年(?:度)?(?:12月)?(?:年)?[底末]")
MONTH_END = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月[底末]")
MONTH = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月份?")
YEAR = re.compile(r"(20\d\d)(?:年度?|(?!\d))")
# What these mean depends on the group above them, so the last level alone does not decide.
DEPENDENT = frozenset(
    [
        "N月",
        "1-N月",
        "N月底",
        "投资",
        "目标",
        "累计",
        "本月",
        "当月",
        "计划",
        "完成",
        "姓名",
        "职务",
        "单位",
        "电话",
        "手机",
        "完成投资",
        "总量",
        "增速",
        "增长",
        "同比",
        "名称",
        "时间",
        "内容",
        "开工",
        "竣工",
        "金额",
        "实际",
    ]
)
GROUPS = {
    name: "完成投资"
    for name in [
        "投资完成情况",
        "完成投资情况",
        "投资完成",
        "完成情况",
        "投资进度",
        "各月完成投资",
        "逐月完成投资",
        "月度完成投资",
        "分月完成投资",
        "实际完成投资",
        "累计完成投资",
        "完成投资额",
        "实际完成",
        "年度完成投资",
        "年度完成情况",
        "进度情况",
    ]
}


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its levels as written, the levels for comparing, the unit and month found in it."""

    path: str
    parts: tuple[str, ...]
    unit: str = ""
    year: int | None = None
    month: int | None = None
    since_january: bool = False


def of_last_year(found: Heading) -> Heading:
    """The heading of a year before that of the sheet: “2025年/增长%” is “上年度/增长”, never this year's."""
    parts = tuple(re.sub(r"(?<!上)年度(?!底)", "上年度", part) for part in found.parts)
    return replace(found, parts=parts)


def impossible_month(header: str) -> str:
    """The month of a heading that no year has, as in “1—13月累计”; "" when there is none."""
    text = DASHES.sub("-", normal(header))
    found = MONTHS.search(text) or MONTH.search(text)
    return f"{found[2]}月" if found and not 1 <= int(found[2]) <= 12 else ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood. `index` counts from 0; `unit` is "" where the heading names none."""

    field: str
    index: int
    header: str
    unit: str = ""
    month: int | None = None

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column that is not understood, with the fields whose headings come nearest (best first)."""

    index: int
    header: str
    candidates: tuple[str, ...]

    @property
    def letter(self) -> str:
        return column_letter(self.index)


def column_letter(index: int) -> str:
    """0 is "A", 26 is "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@functools.lru_cache(maxsize=4096)
def normalise(text: str) -> tuple[str, str, int | None, int | None, bool]:
    """One level of a heading as (comparable text, unit, year, month, since January)."""
    text = DASHES.sub("-", normal(text)).replace("～", "~").replace("：", ":").strip("*:")
    text = text.removeprefix("其中:")
    unit = ""
    if found := BRACKETED_UNIT.search(text):
        unit, text = found[1], text[: found.start()] + text[found.end() :]
    elif (
        (found := TRAILING_UNIT.search(text))
        and found.start()
        and found[1] != "个"
        and text not in AMOUNT_UNITS
    ):
        unit, text = found[1], text[: found.start()]
    year = month = None
    since = False
    if found := MONTHS.search(text):
        since, text = True, MONTHS.sub("1-N月", text)
    elif found := YEAR_END.search(text):
        text, found = YEAR_END.sub("年度底", text), None
    elif found := MONTH_END.search(text):
        text = MONTH_END.sub("N月底", text)
    elif found := MONTH.search(text):
        text = MONTH.sub("N月", text)
    if found:
        year, month = int(found[1]) if found[1] else None, int(found[2])
        month = month if 1 <= month <= 12 else None
    if years := YEAR.search(text):
        year, text = year or int(years[1]), YEAR.sub("年度", text)
    text = re.sub(r"年度(?:年度?|度)", "年度", text)
    return text.removesuffix("%").removesuffix("(%)"), unit, year, month, since


def heading(levels: list[str]) -> Heading:
    """Put the levels of one column together; a level repeated by merging counts once."""
    kept = [
        level
        for number, level in enumerate(levels)
        if level and level != (levels[number - 1] if number else "")
    ]
    parts, unit, year, month, since = [], "", None, None, False
    for level in kept:
        part, part_unit, part_year, part_month, part_since = normalise(level)
        parts.append(part)
        unit, year, month = part_unit or unit, part_year or year, part_month or month
        since = since or part_since
    path = "/".join("".join(level.split()) for level in kept)
    return Heading(path, tuple(part for part in parts if part), unit, year, month, since)


@functools.lru_cache(maxsize=16)
@translation.override("zh-hans")  # workbooks are Chinese, whoever uploads them
def lexicon(kind: Kind) -> dict[str, Field]:
    """Comparable heading (levels run together) → field. Labels win over synonyms."""
    known: dict[str, Field] = {}
    for field in kind.fields:
        for synonym in field.synonyms.split():
            known.setdefault(_joined(synonym.split("/")), field)
    known.update({_joined([str(field.label)]): field for field in kind.fields})
    return known


def _joined(parts: list[str] | tuple[str, ...]) -> str:
    return "".join(normalise(part)[0] for part in parts).replace("/", "")


def match(found: Heading, kind: Kind) -> Field | None:
    """The field a heading means for this kind, or None."""
    known = lexicon(kind)
    parts = found.parts
    if not parts:
        return None
    canonical = tuple(GROUPS.get(part, part) for part in parts[:-1]) + parts[-1:]
    bare = tuple(BRACKETS.sub("", part) for part in parts)
    tries = [parts, canonical, bare]
    if len(parts) > 2:
        tries += [parts[-2:], canonical[-2:]]
    if len(parts) > 1 and parts[-1] not in DEPENDENT:
        tries += [parts[-1:], bare[-1:]]
    for attempt in tries:
        if field := known.get("".join(attempt).replace("/", "")):
            return field
    if len(parts) > 1:
        return next((field for field in kind.fields if parts[0] in field.groups.split()), None)
    return None


def candidates(found: Heading, kind: Kind, *, most: int = 3) -> tuple[str, ...]:
    """Fields whose headings look most like an unknown one."""
    known = lexicon(kind)
    text = "".join(found.parts).replace("/", "")
    near = difflib.get_close_matches(text, known, n=most * 4, cutoff=0.45)
    return tuple(dict.fromkeys(known[name].name for name in near))[:most]


def assign(
    headings: dict[int, Heading], kind: Kind, mapping: dict[str, str]
) -> tuple[dict[str, Column], list[UnknownColumn]]:
    """Give every column its field, the caller's `mapping` (heading path → field or "ignore") first.

    A second column for a field that is not monthly is listed as unknown, never dropped.
    """
    wanted: dict[str, list[tuple[int, Heading]]] = {}
    unknown: list[UnknownColumn] = []
    for index, found in headings.items():
        name = mapping.get(found.path)
        if name == IGNORE:
            continue
        field = kind.by_name.get(name.partition("@")[0]) if name else match(found, kind)
        if field is None:
            unknown.append(UnknownColumn(index, found.path, candidates(found, kind)))
        else:
            wanted.setdefault(field.name, []).append((index, found))
    columns: dict[str, Column] = {}
    for name, places in wanted.items():
        _place(columns, unknown, kind.by_name[name], places, mapping)
    return columns, sorted(unknown, key=lambda each: each.index)


def _place(
    columns: dict[str, Column],
    unknown: list[UnknownColumn],
    field: Field,
    places: list[tuple[int, Heading]],
    mapping: dict[str, str],
) -> None:
    """Columns of one field: one as it is, several as `name@month`, those below a group as `name@heading`."""
    if len(places) > 1:  # what the user mapped by hand comes before what was guessed
        places = sorted(places, key=lambda place: (place[1].path not in mapping, place[0]))
    for index, found in places:
        name = field.name
        if field.groups:
            name = f"{name}@{found.parts[-1]}"
        elif field.monthly and found.month and len(places) > 1:
            name = f"{name}@{found.month}"
        if name in columns:
            unknown.append(UnknownColumn(index, found.path, (field.name,)))
        else:
            columns[name] = Column(name, index, found.path, found.unit, found.month)
