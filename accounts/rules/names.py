"""How names are read and sorted, and whether a credit code holds."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count
from typing import Final

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError

# Surnames whose reading differs from the usual one; pypinyin reads the usual one.
_SURNAMES: Final = {"曾": "zēng", "单": "shàn", "解": "xiè", "仇": "qiú", "查": "zhā", "盖": "gě", "区": "ōu"}


def pinyin_key(text: str) -> str:
    """Sort and search key of a Chinese text: syllables and then initials, as in ``zhong dian|zd``.

    Stored beside the name, so that every PostgreSQL sorts alike and initials find a name.
    """
    syllables = lazy_pinyin(text, style=Style.NORMAL)
    return f"{' '.join(syllables)}|{''.join(s[0] for s in syllables if s)}"[:400].lower()


def pinyin_of_person(name: str) -> str:
    """Like ``pinyin_key``, reading the first character as a surname."""
    if name[:1] in _SURNAMES:
        load_phrases_dict({name: [[_SURNAMES[name[0]]], *([s] for s in lazy_pinyin(name[1:]))]})
    return pinyin_key(name)


def credit_code_error(code: str) -> str | None:
    """Why ``code`` is not a 统一社会信用代码 (GB 32100-2015), or None when its check digit agrees."""
    try:
        uscc.validate(code)
    except NumberError as error:
        return str(error)
    return None


def username_of(name: str, taken: Collection[str]) -> str:
    """A free account name from the reading of a person's name: ``guzijin``, then ``guzijin2``."""
    reading = pinyin_of_person(name).partition("|")[0]
    plain = "".join(char for char in reading if char.isascii() and char.isalnum())[:40] or "user"
    numbered = (f"{plain}{number}" for number in count(2))
    return next(free for free in chain([plain], numbered) if free not in taken)
