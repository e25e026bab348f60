"""Text as it is kept: plain strings, figures, words of rows and numbers that a person wrote.

A token is a string, {"fact": key, "text": …, "form": …, "asked": …}, {"quote": …, "source": …} or
{"hand": "3,000"}. A figure that a person overwrote stays a figure and says so: {"fact": …, "hand": …}.
A paragraph is {"rule": …, "hand": bool, "lead": [tokens], "body": [tokens]}.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from supervision.alerts.rules.official.text import digits_outside_dates
from supervision.reports.rules.figures import Figure
from supervision.reports.rules.forms import said_as

Token: TypeAlias = str | dict[str, Any]
KeptParagraph: TypeAlias = dict[str, Any]
LONGEST_HAND: Final = 60  # characters of a figure that a person overwrote


def text_of(tokens: Iterable[Token]) -> str:
    return "".join(said(token) for token in tokens)


def said(token: Token) -> str:
    """What stands on paper for a token: the hand's words before the system's."""
    if isinstance(token, str):
        return token
    return str(token.get("hand") or token.get("text") or token.get("quote") or "")


def paragraph_text(paragraph: KeptParagraph) -> str:
    return text_of([*paragraph["lead"], *paragraph["body"]])


def tokens_in(paragraphs: Iterable[KeptParagraph]) -> list[Token]:
    return [token for p in paragraphs for part in ("lead", "body") for token in p[part]]


def fact_keys(tokens: Iterable[Token]) -> list[str]:
    """The figures that are said, each once, in their order."""
    return list(dict.fromkeys(t["fact"] for t in tokens if isinstance(t, dict) and "fact" in t))


def uncovered(tokens: Iterable[Token]) -> list[str]:
    """Digits of plain words that are no date; empty when every digit has a source or a hand."""
    return [digits for token in tokens if isinstance(token, str) for digits in digits_outside_dates(token)]


def hands(tokens: Iterable[Token]) -> list[str]:
    """The numbers that a person wrote."""
    return [str(token["hand"]) for token in tokens if isinstance(token, dict) and token.get("hand")]


def marked_by_hand(tokens: Sequence[Token]) -> list[Token]:
    """Digits that a person typed into plain words become numbers of that person."""
    marked: list[Token] = []
    for token in tokens:
        if not isinstance(token, str):
            marked.append(token)
            continue
        rest = token
        for digits in digits_outside_dates(token):
            before, found, rest = rest.partition(digits)
            marked += [before] if before else []
            marked.append({"hand": found})
        marked += [rest] if rest else []
    return marked


def checked_tokens(raw: Any, known: Mapping[str, Token]) -> list[Token]:
    """What a browser sent back, held to what the document knows. Raises ValueError.

    ``known``: the tokens that the section had, by ``token_id``; a figure comes back as {"id": …}, with
    {"hand": …} when it was overwritten. Nobody makes figures or quotations up; a quotation that was changed
    is plain words.
    """
    if not isinstance(raw, list):
        raise ValueError("tokens")
    tokens: list[Token] = []
    for item in raw:
        if isinstance(item, str):
            tokens.append(_words(item))
        elif isinstance(item, dict) and isinstance(item.get("id"), str) and item["id"] in known:
            tokens.append(_returned(known[item["id"]], item.get("hand")))
        else:
            raise ValueError("tokens")
    return marked_by_hand([token for token in tokens if token])


def token_id(token: Token) -> str:
    """How a figure or quotation is named between server and browser."""
    if isinstance(token, str) or "fact" not in token and "quote" not in token:
        return ""
    if "quote" in token:
        return f"q:{token['source']}:{token['quote']}"
    return f"f:{token['fact']}:{token.get('form', '')}:{token.get('asked', '')}"


def _returned(token: Token, hand: Any) -> Token:
    if isinstance(token, str):
        return token
    kept = {name: value for name, value in token.items() if name != "hand"}
    if not isinstance(hand, str) or not hand.strip():
        return kept
    written = _words(hand.strip())
    if "quote" in token:
        return kept if written == token["quote"] else written
    if len(written) > LONGEST_HAND:
        raise ValueError("hand")
    return kept if written == token.get("text") else kept | {"hand": written}


def _words(text: str) -> str:
    return re.sub(r"[\x00-\x1f\ue000-\uf8ff]", " ", text)


def refreshed(tokens: Iterable[Token], figures: Mapping[str, Figure]) -> list[Token]:
    """The same words with the figures of today; a figure that is no more keeps its text as its hand's."""
    return [_refresh(token, figures) for token in tokens]


def _refresh(token: Token, figures: Mapping[str, Figure]) -> Token:
    if isinstance(token, str) or "fact" not in token:
        return token
    figure = figures.get(token["fact"])
    if figure is None:
        return {"hand": said(token)}
    return token | {"text": said_as(figure, token.get("form", ""), token.get("asked"))}
