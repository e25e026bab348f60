"""What one cell says: texts, numbers, amounts of money and percentages, as offices write them.

Every parser takes any cell value and returns a value, None for an empty or unknown one, or a `CellError`;
none raises.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

# Places by which an amount in this unit is shifted to become 万元.
AMOUNT_UNITS = {"元": -4, "千元": -1, "万元": 0, "万": 0, "百万元": 2, "千万元": 3, "亿元": 4, "亿": 4}
UNIT_WORDS = "千万元|百万元|亿元|万元|千元|亿|万|元"
LARGEST_AMOUNT = Decimal(10) ** 12
UNKNOWN = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "―",
        "一一",
        "/",
        "\\",
        "无",
        "暂无",
        "未知",
        "不详",
        "待定",
        "N/A",
    }
)

NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+"
AMOUNT = re.compile(
    rf"(?P<about>约|大约|近|约为)?(?:人民币|¥|￥)?(?P<number>{NUMBER})(?P<unit>{UNIT_WORDS})?(?P<after>左右|余)?"
)
PERCENT = re.compile(
    rf"(?P<word>增长|下降|同比增长|同比下降|上升|降低|约)?(?P<number>{NUMBER})(?P<sign>%|个百分点|百分点)?"
)
INTEGER = re.compile(rf"(?:约|近)?(?P<number>{NUMBER})(?P<unit>[^\d.,]{{0,6}})")
MULTIPLES = {"万": 4, "十万": 5, "百万": 6, "亿": 8, "千": 3}
DASHES = re.compile(r"[‐‑‒–—―−－﹣]")
SPACES = re.compile(r"[ \t\u00a0\u3000\u2000-\u200f\u202f\ufeff]+")
ODD = re.compile(
    r"\s|[\x00-\x1f\u00a0\u2000-\u200f\u202f\u3000\ufeff\ud800-\udfff０-９Ａ-Ｚａ-ｚ％．－]|_x000D_"
)
NOTHING = frozenset({"", "-", "--", "—", "——", "/"})


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a cell cannot be taken: a stable rule, what is wrong, and what to do about it."""

    rule: str
    message: str
    remedy: str


def shown(value: object) -> str:
    """A cell as a person would read it, for messages and for texts typed as numbers: 2024.0 is "2024"."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def normal(value: object) -> str:
    """For comparing: full-width forms made narrow, all white space gone."""
    return (
        "".join(unicodedata.normalize("NFKC", shown(value)).split())
        .replace("\u200b", "")
        .replace("\ufeff", "")
    )


def parse_text(value: object) -> str | None:
    """A text as it will be kept: line breaks stay, other white space becomes one blank.

    Full-width digits and letters become narrow; Chinese punctuation stays as it is (no NFKC over the whole).
    """
    if type(value) is not str:
        return shown(value) or None
    if not ODD.search(value):
        return None if value in NOTHING else value
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").replace("\x00", "")
    if not text.isascii():
        text = "".join(_narrow(letter) for letter in text)
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    text = "\n".join(line for line in lines if line)
    return None if text in NOTHING else text


def _narrow(letter: str) -> str:
    """Full-width digits, Latin letters and % only; （），： are right in Chinese text."""
    if "０" <= letter <= "９" or "Ａ" <= letter <= "Ｚ" or "ａ" <= letter <= "ｚ" or letter in "％．－":
        return chr(ord(letter) - 0xFEE0)
    return "" if unicodedata.category(letter) == "Cs" else letter


def parse_amount(value: object, *, unit: str = "万元") -> Decimal | None | CellError:
    """Money in 万元, exact to 4 places. `unit` is that of the column, unless the cell names its own."""
    kind = type(value)
    if kind is float and unit == "万元":  # the short way for nearly every cell: at most 4 places as written
        text = repr(value)
        point = text.find(".")
        if point > 0 and len(text) - point <= 5 and len(text) < 13 and "e" not in text:
            return Decimal(text[:-2] if text.endswith(".0") else text)
    if kind is float or kind is int:
        return _scaled(f"{value:.15g}" if kind is float else str(value), unit)
    if kind is not str:
        return None if value is None else not_an_amount()
    text = DASHES.sub("-", normal(value))
    if text in UNKNOWN:
        return None
    found = AMOUNT.fullmatch(text)
    if not found:
        return not_an_amount()
    return _scaled(found["number"].replace(",", ""), found["unit"] or unit)


def doubt(value: object) -> CellError | None:
    """What to ask about a number that can be read but says something odd: “约1200”, “增长-3%”."""
    if not isinstance(value, str):
        return None
    if re.search(r"约|近|左右|余", value):
        message = _("“%(value)s”是约数。") % {"value": value.strip()}
        return CellError("approximate_amount", message, _("请核实后填写准确数值。"))
    if re.search(r"(?:增长|上升)-", DASHES.sub("-", normal(value))):
        message = _("“%(value)s”的正负说法矛盾，按负数读取。") % {"value": value.strip()}
        return CellError("sign_contradicts", message, _("请改为“下降…%”。"))
    return None


def _scaled(number: str, unit: str) -> Decimal | CellError:
    try:
        amount = Decimal(number).scaleb(AMOUNT_UNITS.get(unit, 0))
    except InvalidOperation:
        return not_an_amount()
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int):
        return not_an_amount()
    if exponent < -4 and amount != round(amount, 4):
        return CellError(
            "amount_too_precise",
            _("金额精确到了0.0001万元（1元）以下。"),
            _("请按元取整，或用 ROUND 函数保留4位小数（万元）。"),
        )
    if abs(amount) >= LARGEST_AMOUNT:
        return CellError("amount_too_large", _("金额过大。"), _("请核对数值和计量单位（万元、亿元）。"))
    if exponent < -4 or exponent > 0:
        return amount.quantize(Decimal(1)) if exponent > 0 else amount.quantize(Decimal("0.0001"))
    return amount


def not_an_amount() -> CellError:
    return CellError("not_an_amount", _("不是金额。"), _("请填写数字，如 1200.5；未知的留空或填“—”。"))


def parse_percent(value: object, *, shares: bool = True) -> Decimal | None | CellError:
    """Percent, so that 85% is 85. “下降3%” is −3.

    With `shares` a bare number up to 1.5 in size is a share (0.85 is 85) and a larger one is percent as it
    stands; without, as for growth rates, every bare number is percent as it stands.
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        number = _number(f"{value:.15g}")
        signed = False
    elif isinstance(value, str):
        text = DASHES.sub("-", normal(value)).replace("％", "%")
        if text in UNKNOWN:
            return None
        found = PERCENT.fullmatch(text)
        number = _number(found["number"].replace(",", "")) if found else None
        signed = bool(found and found["sign"])
        if number is not None and found and found["word"] and ("降" in found["word"]):
            number = -abs(number)
    else:
        number, signed = None, value is None
        if value is None:
            return None
    if number is None or abs(number) >= 10**8:
        return CellError("not_a_percentage", _("不是百分比。"), _("请填写如 85% 或 85；未知的留空。"))
    return number * 100 if shares and not signed and abs(number) <= Decimal("1.5") else number


def parse_number(value: object) -> Decimal | None | CellError:
    """A plain number of any unit, as for an indicator's value."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        number = _number(f"{value:.15g}")
    elif value is None:
        return None
    elif isinstance(value, str):
        text = DASHES.sub("-", normal(value))
        if text in UNKNOWN:
            return None
        found = INTEGER.fullmatch(text)
        number = _number(found["number"].replace(",", "")) if found and "%" not in found["unit"] else None
        if number is None and text.endswith("%"):
            number = _number(text[:-1].replace(",", ""))
    else:
        number = None
    if number is None or abs(number) >= 10**14:
        return CellError("not_a_number", _("不是数字。"), _("请填写数字；未知的留空或填“—”。"))
    return number


def parse_int(value: object) -> int | None | CellError:
    """A whole count, with or without its unit: “3.2万头” is 32000, “1,200亩” is 1200."""
    if isinstance(value, str):
        text = DASHES.sub("-", normal(value))
        if text in UNKNOWN:
            return None
        found = INTEGER.fullmatch(text)
        number = _number(found["number"].replace(",", "")) if found else None
        if number is not None and found:
            multiple = next(
                (m for m in ("十万", "百万", "万", "亿", "千") if found["unit"].startswith(m)), ""
            )
            number = number.scaleb(MULTIPLES.get(multiple, 0))
    elif isinstance(value, float | int) and not isinstance(value, bool):
        number = _number(f"{value:.15g}")
    else:
        number = None
        if value is None:
            return None
    if number is None or number != number.to_integral_value() or abs(number) >= 10**15:
        return CellError("not_a_whole_number", _("不是整数。"), _("请填写整数，如 1200。"))
    return int(number)


YES = frozenset(
    {"是", "有", "已入库", "已入统", "入库", "入统", "已", "√", "✓", "✔", "Y", "YES", "TRUE", "1", "需要"}
)
NO = frozenset(
    {"否", "无", "未入库", "未入统", "未", "×", "✗", "X", "N", "NO", "FALSE", "0", "不需要", "没有"}
)


def parse_yes(value: object) -> bool | None | CellError:
    """Yes or no: 是/否, 已入库/未入库, √/×."""
    if isinstance(value, bool):
        return value
    text = normal(value).upper()
    if text in YES:
        return True
    if text in NO:
        return False
    if DASHES.sub("-", text) in UNKNOWN:
        return None
    return CellError("not_yes_or_no", _("不是“是”或“否”。"), _("请填写“是”或“否”。"))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
