"""What is wrong with a sentence rule, in the office's words and with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

_QUOTED = "['\"]([^'\"]+)['\"]"


def unknown_name(name: str) -> str:
    return _("没有名为“%(name)s”的数据项，请从“可用数据项”中选用。") % {"name": name}


def _no_part(name: str) -> str:
    return _("这里的数据没有“%(name)s”一项，请对照“可用数据项”。") % {"name": name}


def _no_filter(name: str) -> str:
    return _("没有“|%(name)s”这种写法，请改用“可用写法”里的。") % {"name": name}


def _no_tag(name: str) -> str:
    return _("“{%% %(name)s %%}”放错了地方或写错了，可用的是 if、elif、else、endif、for、endfor。") % {
        "name": name
    }


def _not_closed(name: str) -> str:
    return _("“{%% %(name)s %%}”没有收尾，请补“{%% end%(name)s %%}”。") % {"name": name}


def _incomplete(_name: str) -> str:
    return _("“{{ }}”或“{% %}”里的写法不完整，请检查括号、引号和标点（要用英文的）。")


# In the words of Jinja; the first that fits.
_KNOWN: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    (f"^{_QUOTED} is undefined", unknown_name),
    (f"has no attribute {_QUOTED}", _no_part),
    (f"[Nn]o filter named {_QUOTED}", _no_filter),
    (f"needs to be closed is {_QUOTED}", _not_closed),
    (f"unknown tag {_QUOTED}", _no_tag),
    ("(?:[Uu]nexpected|expected token|[Mm]issing|unexpected char|expected)(.*)", _incomplete),
)


def said_plainly(message: Any) -> str:
    """Jinja's English turned into what is wrong and what to do; our own words stay as they are."""
    text = str(message)
    for pattern, words in _KNOWN:
        found = re.search(pattern, text)
        if found:
            return words(found[1])
    return text


def line_of(template: str, name: str) -> int:
    """The line in which a name is first said, from 1."""
    word = re.compile(rf"(?<![\w.]){re.escape(name)}\b")
    lines = enumerate(template.splitlines(), 1)
    return next((number for number, text in lines if word.search(text)), 1)
