"""A paragraph as one line of text for a browser's text field: ⟦3f2a90bc｜5,230.5万元⟧ stands for a figure.

Whoever has no script edits this line as it is; the script of the page shows each mark as a chip. Changed
words inside a figure's mark are a person's number; a quotation that was changed is a quotation no more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from supervision.reports.rules.tokens import LONGEST_HAND, Token, said, token_id

_MARK: Final = re.compile("⟦([0-9a-f]{8})｜([^⟦⟧]*)⟧")
_BRACKETS: Final = str.maketrans("⟦⟧", "〔〕")


class UnknownMark(ValueError):
    """A mark of no figure of the document; ``mark`` is its text."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Chip:
    """What a mark stands for: ``fact`` is the figure's key, empty of a quotation; ``words`` the system's."""

    fact: str
    words: str
    source: str = ""


def mark_of(token: Token) -> str:
    return hashlib.sha256(token_id(token).encode()).hexdigest()[:8]


def marked_text(tokens: Iterable[Token]) -> str:
    """Numbers that a person wrote into plain words stand there as plain words."""
    return "".join(_marked(token) for token in tokens)


def _marked(token: Token) -> str:
    if isinstance(token, str) or not token_id(token):
        return said(token).translate(_BRACKETS)
    return f"⟦{mark_of(token)}｜{said(token).translate(_BRACKETS)}⟧"


def chips_of(tokens: Iterable[Token]) -> dict[str, Chip]:
    return {
        mark_of(token): Chip(token.get("fact", ""), _words(token), str(token.get("source", "")))
        for token in tokens
        if isinstance(token, dict) and token_id(token)
    }


def _words(token: Mapping[str, Any]) -> str:
    return str(token.get("text") or token.get("quote") or "")


def sent_tokens(text: str, known: Iterable[Token]) -> list[Any]:
    """As ``rules.tokens.checked_tokens`` takes them. Raises UnknownMark."""
    by_mark = {mark_of(token): token for token in known if token_id(token)}
    found: list[Any] = []
    end = 0
    line = re.sub(r"\s*[\r\n]+\s*", "", text).strip()
    for match in _MARK.finditer(line):
        token = by_mark.get(match[1])
        if not isinstance(token, dict):
            raise UnknownMark(match[0])
        found += [line[end : match.start()], _sent(token, match[2])]
        end = match.end()
    return [part for part in [*found, line[end:]] if part]


def _sent(token: Mapping[str, Any], words: str) -> Any:
    if words.strip() == _words(token).translate(_BRACKETS).strip():
        return {"id": token_id(dict(token))}
    if "quote" in token or not words.strip() or len(words) > LONGEST_HAND:
        return words
    return {"id": token_id(dict(token)), "hand": words}
