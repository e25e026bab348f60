"""Pasted minutes or a work report, cut into drafts: one affair, one matter. A person confirms every one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

TITLE_LENGTH: Final = 200
SHORT_TITLE: Final = 40
LONG_LEAD_IN: Final = 120

# From the coarse to the fine: the first kind of mark that stands twice cuts the text.
_NUMERAL: Final = "一二三四五六七八九十"
_MARKS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?m)^[ \t　]*[{_NUMERAL}]{{1,3}}、",
        rf"(?m)^[ \t　]*[（(][{_NUMERAL}]{{1,3}}[）)]",
        r"(?m)^[ \t　]*[0-9０-９]{1,3}(?:[.．](?![0-9０-９])|、)",
        r"(?m)^[ \t　]*[（(][0-9０-９]{1,3}[）)]",
        r"[①-⑳]",
        rf"(?:(?<=[。；;：:，,\n])|^)[ \t　]*[{_NUMERAL}]{{1,2}}(?:是(?!否)|要)",
        r"(?m)^(?=[^\n]*\S)",
    )
)
_LEAD: Final = "牵头单位|责任单位|承办单位|主办单位|牵头部门|责任部门|牵头|主办"
_HELP: Final = "配合单位|协办单位|参与单位|配合部门|协同单位|配合|协办"
_DUE: Final = "完成时限|办结时限|完成时间|办理时限|时间节点|完成期限|时限"
_LABEL: Final = rf"(?:{_LEAD}|{_HELP}|{_DUE})"
_FIELD: Final = re.compile(
    rf"(?P<name>{_LABEL})\s*[：:]\s*(?P<value>[^；;。）)】\]\n]*?)"
    rf"(?=[，,、\s]*{_LABEL}\s*[：:]|[；;。）)】\]\n]|\Z)"
)
# 由交通局牵头，水务局、公路段配合
_CLAUSE: Final = re.compile(
    r"(?:[（(]由?|由)(?P<leads>[^，,。；;（）()：:\n]{2,40}?)牵头(?:负责|落实)?"
    r"(?:[，,；;、]\s*(?:由)?(?P<helpers>[^。；;（）()：:\n]{2,60}?)(?:协同)?配合)?"
)
# 交通局牵头，水务局、公路段配合: without 由, what stands before is taken for a unit by how it ends.
_UNIT: Final = (
    r"(?!由)[\u4e00-\u9fff]{1,20}?(?:局|委|办|部|队|站|段|院|中心|公司|集团|镇|乡|街道|政府|委员会|办公室)"
)
_UNITS: Final = rf"{_UNIT}(?:、{_UNIT})*"
_BARE_CLAUSE: Final = re.compile(
    rf"(?:(?<=[，,。；;：:\s])|^)(?P<leads>{_UNITS})牵头(?:负责|落实|办理)?"
    rf"(?:[，,；;、]\s*(?P<helpers>{_UNITS})(?:协同)?配合)?"
)
_UNTIL: Final = re.compile(
    r"(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|底|末|[上中下]旬)?(?:之|以)?前|年底(?:之|以)?前"
)
_BETWEEN: Final = re.compile(r"[、，,/\s　]|(?<=[局委办队站院])和|及|以及")
_NUMBERING: Final = re.compile(
    rf"^[\s　]*(?:[{_NUMERAL}]{{1,3}}、|[（(](?:[{_NUMERAL}]{{1,3}}|[0-9０-９]{{1,3}})[）)]"
    rf"|[0-9０-９]{{1,3}}[.．、]|[①-⑳]|[{_NUMERAL}]{{1,2}}(?:是(?!否)|要))[\s　]*"
)
_SENTENCE_END: Final = re.compile(r"[。；;！!\n]")
_BRACKETS: Final = re.compile(rf"[（(【\[]\s*(?:{_LEAD}|{_HELP}|{_DUE})[^（）()【】\[\]]*[）)】\]]")


@dataclass(frozen=True)
class DraftText:
    """``text`` is the piece of the pasted text, whole; the rest is what was recognised in it.

    ``leads`` and ``helpers`` are names as they stand there, ``due`` the words of the date.
    """

    text: str
    title: str
    requirement: str
    leads: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    due: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """All names found, the leading one first."""
        return (*self.leads, *(name for name in self.helpers if name not in self.leads))


Piece = tuple[str, str]


def split_text(text: str) -> list[DraftText]:
    """The drafts in their order. Their ``text`` put together is ``text``, character for character.

    A heading or a lead-in before the first mark stays with the first draft's ``text`` alone; what says more
    is a draft of its own. Nothing is refused; an empty text has no drafts.
    """
    return [_draft(*piece) for piece in pieces_of(text)]


def pieces_of(text: str) -> list[Piece]:
    """(lead-in, body) of each: cut at the coarsest marks that stand at least twice.

    A piece that is a mere heading over numbered parts becomes those parts.
    """
    if not text.strip():
        return []
    for place, mark in enumerate(_MARKS):
        pieces = _cut(text, mark)
        if len(pieces) > 1:
            finer = _MARKS[place + 1 : -2]
            return _joined([part for piece in pieces for part in _inner(piece, finer)])
    return [("", text)]


def _inner(piece: Piece, marks: Sequence[re.Pattern[str]]) -> list[Piece]:
    lead_in, body = piece
    for mark in marks:
        parts = _cut(body, mark)
        if len(parts) > 1 and parts[0][0]:
            (heading, first), *others = parts
            return [(lead_in + heading, first), *others]
    return [piece]


def _cut(text: str, mark: re.Pattern[str]) -> list[Piece]:
    starts = [found.start() for found in mark.finditer(text)]
    if len(starts) < 2:
        return [("", text)]
    before = text[: starts[0]]
    pieces = [("", text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    if _is_lead_in(before):
        return [(before, pieces[0][1]), *pieces[1:]]
    return [("", before), *pieces]


def _is_lead_in(before: str) -> bool:
    """Nothing, a short heading, or a sentence that ends in a colon."""
    plain = before.strip()
    if plain.endswith(("：", ":", "，", ",")):
        return not _SENTENCE_END.search(plain[:-1]) or len(plain) <= LONG_LEAD_IN
    return len(plain) <= SHORT_TITLE and not _SENTENCE_END.search(plain)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """A line that only tells units or dates, or nothing, belongs to the piece before it."""
    whole: list[Piece] = []
    for lead_in, body in pieces:
        says_more = _FIELD.sub("", lead_in + body).strip(" \t\n　，,。；;（）()【】[]")
        if whole and not says_more:
            whole[-1] = (whole[-1][0], whole[-1][1] + lead_in + body)
        else:
            whole.append((lead_in, body))
    return whole


def _draft(lead_in: str, body: str) -> DraftText:
    leads: list[str] = []
    helpers: list[str] = []
    due = ""
    for found in _FIELD.finditer(body):
        name, value = found["name"], found["value"].strip(" \t　，,")
        if re.fullmatch(_DUE, name):
            due = due or value
        else:
            (leads if re.fullmatch(_LEAD, name) else helpers).extend(_names(value))
    for clause in (_CLAUSE, _BARE_CLAUSE):
        for found in clause.finditer(body):
            leads += _names(found["leads"])
            helpers += _names(found["helpers"] or "")
    until = _UNTIL.search(body)
    plain = _plain(body)
    return DraftText(
        lead_in + body,
        _title(plain),
        plain,
        tuple(dict.fromkeys(leads)),
        tuple(name for name in dict.fromkeys(helpers) if name not in leads),
        due or (until.group() if until else ""),
    )


def _names(value: str) -> list[str]:
    """交通局、水务局 → each name, without 等 and without a person's post."""
    return [name.removesuffix("等") for name in _BETWEEN.split(value) if name and name.removesuffix("等")]


def _plain(piece: str) -> str:
    """The requirement: the piece without its number and without what was recognised."""
    rest = _FIELD.sub("", _BRACKETS.sub("", piece))
    rest = re.sub(r"[（(【\[][\s，,；;。]*[）)】\]]", "", rest)
    rest = re.sub(r"[；;，,\s]+(?=[；;。])", "", rest)
    return _NUMBERING.sub("", rest).strip(" \t\n　；;，,") or piece.strip()


def _title(plain: str) -> str:
    """The first sentence up to who leads it, or of a long one what comes before its first comma."""
    first = _SENTENCE_END.split(plain.strip(), maxsplit=1)[0].strip()
    for clause in (_CLAUSE, _BARE_CLAUSE):
        if (found := clause.search(first)) and found.start() >= 4:
            first = first[: found.start()].strip(" \t　，,（(")
    if len(first) > SHORT_TITLE:
        short = re.split(r"[，,：:]", first, maxsplit=1)[0].strip()
        first = short if len(short) >= 4 else first
    return (first or plain.strip())[:TITLE_LENGTH]
