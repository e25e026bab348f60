"""When: dates, months and spans of time as offices write them, each with how precisely it was said."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from projects.imports.cells import DASHES, UNKNOWN, CellError, normal

Precision = Literal["day", "part", "month", "quarter", "half", "year"]
Edge = Literal["first", "last"]

EXCEL_EPOCH = datetime.date(1899, 12, 30)
TOKEN = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:"
    r"(?P<mark>[年./-])(?:(?P<month>\d{1,2})(?!\d)(?:(?:[月./-])(?P<day>\d{1,2})(?!\d)[日号]?|月份|月)?)?"
    r"|(?P<packed_month>\d\d)(?P<packed_day>\d\d)?(?!\d))?"
    r"(?P<part>[一二三四1-4]季度|第[一二三四1-4]季度|上半年|下半年|年初|年底|年末|上旬|中旬|下旬|初|底|末)?"
)
SHORT = re.compile(
    r"(?P<month>\d{1,2})月(?:份|(?P<day>\d{1,2})[日号]?)?"
    r"(?P<part>上旬|中旬|下旬|初|底|末)?|(?P<only>年初|年底|年末|上半年|下半年|[一二三四]季度|第[一二三四]季度)"
)
JOINED_MONTHS = re.compile(r"((?:19|20)\d\d)([年.])(\d{1,2})月?(?:-|至|到|~)(\d{1,2})月?[底末]?")
OPEN_END = re.compile(r"(?:-|至|到|~|起|至今)+$")
TRAILING = re.compile(r"(?:以?前|左右|开工|竣工|完工|完成|建成|投产)+$")


@dataclass(frozen=True, slots=True)
class When:
    """A date and how precisely it was said. A month without a day is its first or its last day by its use."""

    on: datetime.date
    precision: Precision


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; either end may be unknown."""

    first: When | None
    last: When | None


def parse_date(value: object, *, edge: Edge = "first", year: int | None = None) -> When | None | CellError:
    """A date. What is said less precisely than a day becomes the first day of it for a start (`edge`
    "first") and the last day for an end; “3月底” is always the last day. `year` completes “9月底”.
    """
    if isinstance(value, datetime.datetime):
        return When(value.date(), "day")
    if isinstance(value, datetime.date):
        return When(value, "day")
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _from_number(float(value), edge)
    if value is None:
        return None
    if not isinstance(value, str):
        return not_a_date()
    text = _plain(value)
    if text in UNKNOWN:
        return None
    found = TOKEN.fullmatch(text)
    if found:
        return _from_token(found, edge)
    short = SHORT.fullmatch(text)
    if short and year:
        return _build(year, short["month"], short["day"], short["part"] or short["only"], edge)
    if short:
        return CellError("no_year", _("没有写年份。"), _("请写明年份，如 2026年9月底。"))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _from_number(float(text), edge)
    return not_a_date()


def parse_start(value: object, *, year: int | None = None) -> When | None | CellError:
    """The first day of what is said: “2024.3” is 2024-03-01."""
    return parse_date(value, edge="first", year=year)


def parse_end(value: object, *, year: int | None = None) -> When | None | CellError:
    """The last day of what is said: “2024.3” is 2024-03-31."""
    return parse_date(value, edge="last", year=year)


def parse_month(value: object, *, year: int | None = None) -> datetime.date | None | CellError:
    """A month as its first day: “2026年8月”, “2026-08”, “1-8月” (the last one), “截至8月底”."""
    if isinstance(value, str):
        text = re.sub(r"^(?:截至|截止|至)", "", _plain(value))
        text = re.sub(r"(?:^|(?<=年))\d{1,2}(?:-|至|到|~)(?=\d{1,2}月)", "", text)
        value = re.sub(r"(?<=月)(?:底|末|份)", "", text)
    when = parse_date(value, year=year)
    if not isinstance(when, When):
        return when
    if when.precision in ("year", "half", "quarter"):
        return CellError("not_a_month", _("没有写明月份。"), _("请填写如 2026年8月。"))
    return when.on.replace(day=1)


def parse_span(value: object, *, year: int | None = None) -> Span | None | CellError:
    """From when to when: “2024.03—2026.10”, “2024年3月至2026年10月”, “2024-2026年”, “2024.3起”."""
    if not isinstance(value, str):
        first_day, last_day = parse_date(value, edge="first"), parse_date(value, edge="last")
        if isinstance(first_day, When) and isinstance(last_day, When):
            return Span(first_day, last_day)
        return None if isinstance(first_day, When) else first_day
    text = _plain(value)
    if text in UNKNOWN:
        return None
    if joined := JOINED_MONTHS.fullmatch(text):
        base = int(joined[1])
        return _span(
            _build(base, joined[3], None, None, "first"), _build(base, joined[4], None, None, "last")
        )
    tokens = list(TOKEN.finditer(text))
    rest = TOKEN.sub("", text)
    if len(tokens) == 2 and re.fullmatch(r"(?:-|至|到|~|年)*", rest):
        return _span(_from_token(tokens[0], "first"), _from_token(tokens[1], "last"))
    if len(tokens) == 1 and OPEN_END.fullmatch(rest):
        first = _from_token(tokens[0], "first")
        return first if isinstance(first, CellError) else Span(first, None)
    begin, end = parse_date(text, edge="first", year=year), parse_date(text, edge="last", year=year)
    if isinstance(begin, When) and isinstance(end, When):
        return Span(begin, end)
    return CellError("not_a_span", _("不是起止时间。"), _("请填写如 2024.03—2026.10。"))


def _span(first: When | CellError, last: When | CellError) -> Span | CellError:
    if isinstance(first, CellError):
        return first
    if isinstance(last, CellError):
        return last
    if last.on < first.on:
        return CellError("span_backwards", _("结束时间早于开始时间。"), _("请核对起止时间。"))
    return Span(first, last)


def _plain(value: str) -> str:
    text = DASHES.sub("-", normal(value)).replace("～", "~").replace("。", ".").replace("、", ".")
    text = re.sub(r"\d{1,2}:\d\d(?::\d\d)?$", "", text) if ":" in text else text
    return TRAILING.sub("", text).removesuffix("前")


def _from_number(number: float, edge: Edge) -> When | CellError:
    """A number that stands for a date: 45352 (Excel's own), 2024.3, 202403, 20240315 or a bare year."""
    text = f"{number:.15g}"
    if re.fullmatch(r"(?:19|20)\d\d(?:\.\d{1,2})?", text):
        if text.endswith(".1"):
            return CellError(
                "ambiguous_month",
                _("“%(text)s”是数字，分不清是1月还是10月。") % {"text": text},
                _("请改写为“%(year)s年1月”或“%(year)s年10月”。") % {"year": text[:4]},
            )
        year, _dot, month = text.partition(".")
        return _build(int(year), month or None, None, None, edge)
    if re.fullmatch(r"(?:19|20)\d{4}(?:\d\d)?", text):
        return _build(int(text[:4]), text[4:6], text[6:] or None, None, edge)
    if 20000 <= number < 80000:
        return When(EXCEL_EPOCH + datetime.timedelta(days=int(number)), "day")
    return not_a_date()


def _from_token(found: re.Match[str], edge: Edge) -> When | CellError:
    month, day = found["month"] or found["packed_month"], found["day"] or found["packed_day"]
    part = found["part"]
    if part in ("年底", "年末", "年初"):
        part = part[1:] if month is None else part
    if month is None and part in ("上旬", "中旬", "下旬"):
        return not_a_date()
    return _build(int(found["year"]), month, day, part, edge)


def _build(year: int, month: str | None, day: str | None, part: str | None, edge: Edge) -> When | CellError:
    """Put a date together and refuse the impossible ones, such as a 13th month or 31 April."""
    try:
        if day:
            return When(datetime.date(year, int(month or 0), int(day)), "day")
        first, last, precision = _bounds(year, int(month) if month else None, part or "")
    except ValueError:
        return CellError("no_such_date", _("没有这一天。"), _("请核对年、月、日。"))
    if part in ("底", "末", "年底", "年末"):
        return When(last, precision)
    if part in ("初", "年初"):
        return When(first, precision)
    return When(first if edge == "first" else last, precision)


def _bounds(year: int, month: int | None, part: str) -> tuple[datetime.date, datetime.date, Precision]:
    if month is None:
        if "季度" in part:
            quarter = "一二三四1234".index(part.removeprefix("第")[0]) % 4
            return _months(year, quarter * 3 + 1, quarter * 3 + 3, "quarter")
        if part in ("上半年", "下半年"):
            return _months(year, 1 if part[0] == "上" else 7, 6 if part[0] == "上" else 12, "half")
        return _months(year, 1, 12, "year")
    first, last, _precision = _months(year, month, month, "month")
    if part in ("上旬", "中旬", "下旬"):
        start = {"上旬": 1, "中旬": 11, "下旬": 21}[part]
        end = {"上旬": 10, "中旬": 20, "下旬": last.day}[part]
        return first.replace(day=start), first.replace(day=end), "part"
    return first, last, "month"


def _months(
    year: int, first: int, last: int, precision: Precision
) -> tuple[datetime.date, datetime.date, Precision]:
    if not 1 <= first <= 12:
        raise ValueError(first)
    end = calendar.monthrange(year, last)[1]
    return datetime.date(year, first, 1), datetime.date(year, last, end), precision


def not_a_date() -> CellError:
    return CellError("not_a_date", _("不是日期。"), _("请填写如 2026-03-15、2026年3月 或 2026.3。"))
