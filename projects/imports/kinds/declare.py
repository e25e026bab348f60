"""What a kind of sheet is declared with.

A heading is compared after `headers.normalise`: months become “N月”, years “年度”, blanks and units vanish;
so “2026年1—8月完成投资（万元）” and “1-5月完成投资” are one heading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from projects.imports.cells import parse_percent

# gettext_lazy answers with a promise that behaves as a string.
Label = Any


def parse_rate(value: object) -> object:
    """A growth rate in percent: a bare 1.2 is 1.2 %, never 120 %."""
    return parse_percent(value, shares=False)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a kind; `synonyms` are separated by blanks, levels of a heading by /.

    A `monthly` column may come once per month, as `name@8`. A field with `groups` takes every column below
    one of these group headings, as `name@` and the lower heading.
    """

    name: str
    label: Label
    parse: Callable[..., Any]
    synonyms: str = ""
    monthly: bool = False
    groups: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of sheet. `keys` name a record: the first of them with a column must be filled in every row.

    `title` holds words that hint at the kind when its columns would also fit another one.
    """

    name: str
    label: Label
    keys: tuple[str, ...]
    fields: tuple[Field, ...]
    title: str = ""
    by_name: dict[str, Field] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({each.name: each for each in self.fields})
