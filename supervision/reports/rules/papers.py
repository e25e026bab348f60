"""From what is kept of a document to the paper that is printed, and to the page that is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from supervision.alerts.rules.official import (
    Align,
    Annex,
    Block,
    Column,
    Fact,
    Head,
    Imprint,
    Paper,
    Paragraph,
    Piece,
    Quote,
    Section,
    Table,
    TableRow,
    Text,
    document_number,
)
from supervision.alerts.rules.official.words import date_text, ordinal
from supervision.reports.rules.blocks import is_wide, picture_of, table_of
from supervision.reports.rules.tokens import KeptParagraph, Token, said

SOURCES_TITLE = "数据来源表"
_SOURCE_COLUMNS = (
    Column("序号", 12, Align.CENTRE),
    Column("文中数据", 34),
    Column("口径", 44),
    Column("范围", 66),
)


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A figure as its row has it."""

    key: str
    value: str
    unit: str
    definition: str
    filters: str
    as_of: date
    digest: str


@dataclass(frozen=True, slots=True)
class KeptSection:
    """``key`` is its row's, 0 of what is no row."""

    heading: str
    level: int
    paragraphs: Sequence[KeptParagraph] = ()
    numbered: bool = False
    annex: bool = False
    table: dict[str, Any] = field(default_factory=dict)
    picture: dict[str, Any] = field(default_factory=dict)
    key: int = 0


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """Everything that is on paper. ``number`` is (代字, year, number), None before it is issued."""

    title: tuple[str, ...]
    sections: Sequence[KeptSection]
    facts: Mapping[str, KeptFact]
    closing: str = ""
    issuer: str = ""
    issued_on: date | None = None
    red_head: str = ""
    number: tuple[str, int, int] | None = None
    signer: str = ""
    addressee: str = ""
    copies_to: str = ""
    contents: bool = False
    sources_annex: bool = True


def paper_of(document: KeptDocument) -> Paper:
    """A section without heading before the first with one is the preamble."""
    text = [section for section in document.sections if not section.annex]
    opening = [section for section in text if not section.heading and section is text[0]]
    annexes = [_annex(section, document.facts) for section in document.sections if section.annex]
    if document.sources_annex:
        annexes += _sources_annex(document)
    number = document_number(*document.number) if document.number else ""
    head = Head(document.red_head, number, document.signer) if document.red_head else None
    printed = Imprint(document.copies_to, document.issuer, document.issued_on)
    return Paper(
        title=document.title,
        preamble=tuple(p for section in opening for p in _paragraphs(section, document.facts)),
        sections=tuple(_section(section, document.facts) for section in text if section not in opening),
        closing=(document.closing,) if document.closing else (),
        issuer=document.issuer,
        issued_on=document.issued_on,
        head=head,
        addressee=document.addressee,
        annexes=tuple(annexes),
        imprint=printed if head and document.issued_on else None,
        contents=document.contents,
        marked=bool(document.sources_annex and document.facts),
    )


def numbered_paragraphs(section: KeptSection) -> list[KeptParagraph]:
    """With 一是, 二是 … before the opening phrases where there are several."""
    led = [paragraph for paragraph in section.paragraphs if paragraph["lead"]]
    if not section.numbered or len(led) < 2:
        return list(section.paragraphs)
    counted, number = [], 0
    for paragraph in section.paragraphs:
        if not paragraph["lead"]:
            counted.append(paragraph)
            continue
        number += 1
        counted.append(paragraph | {"lead": [ordinal(number), *paragraph["lead"]]})
    return counted


def _section(section: KeptSection, facts: Mapping[str, KeptFact]) -> Section:
    return Section(section.heading, (*_paragraphs(section, facts), *_blocks(section)), section.level)


def _annex(section: KeptSection, facts: Mapping[str, KeptFact]) -> Annex:
    blocks: tuple[Block, ...] = (*_paragraphs(section, facts), *_blocks(section))
    return Annex(section.heading, blocks, turned=is_wide(section.table))


def _blocks(section: KeptSection) -> tuple[Block, ...]:
    table: tuple[Block, ...] = (table_of(section.table),) if section.table else ()
    return ((picture_of(section.picture),) if section.picture else ()) + table


def _paragraphs(section: KeptSection, facts: Mapping[str, KeptFact]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(_text(paragraph["body"], facts), _text(paragraph["lead"], facts))
        for paragraph in numbered_paragraphs(section)
    )


def _text(tokens: Iterable[Token], facts: Mapping[str, KeptFact]) -> Text:
    return tuple(_piece(token, facts) for token in tokens)


def _piece(token: Token, facts: Mapping[str, KeptFact]) -> Piece:
    if isinstance(token, str):
        return token
    words = said(token)
    if "fact" in token and not token.get("hand"):
        fact = facts[token["fact"]]
        value = Decimal(fact.value) if fact.value else None
        return Fact(fact.key, value, fact.unit, words, fact.digest)
    return Quote(words, str(token.get("source", "hand")))


def _sources_annex(document: KeptDocument) -> list[Annex]:
    """Each marked figure: how it is counted, of which rows, as of which day, and their check sum."""
    pieces = [
        (token["fact"], said(token))
        for section in document.sections
        for paragraph in section.paragraphs
        for part in ("lead", "body")
        for token in paragraph[part]
        if isinstance(token, dict) and "fact" in token and not token.get("hand")
    ]
    rows = [
        TableRow((str(number), words, document.facts[key].definition, _origin(document.facts[key])), key)
        for number, (key, words) in enumerate(dict.fromkeys(pieces), 1)
    ]
    if not rows:
        return []
    table = Table(SOURCES_TITLE, "序号与文中方括号内的数字对应", _SOURCE_COLUMNS, tuple(rows))
    return [Annex(SOURCES_TITLE, (table,))]


def _origin(fact: KeptFact) -> str:
    return f"{fact.filters}；数据截取{date_text(fact.as_of)}，校验{fact.digest[:8]}"
