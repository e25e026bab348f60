"""From what is kept of a document to the paper that is printed, and to the page that is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from supervision.alerts.rules.official import (
    Annex,
    Block,
    Fact,
    Head,
    Imprint,
    Paper,
    Paragraph,
    Piece,
    Quote,
    Section,
    Text,
    document_number,
)
from supervision.alerts.rules.official.words import ordinal
from supervision.reports.rules.blocks import is_wide, picture_of, table_of
from supervision.reports.rules.kept import KeptDocument, KeptFact, KeptSection
from supervision.reports.rules.kinds import SourcesAnnex
from supervision.reports.rules.origins import sources_annexes
from supervision.reports.rules.tokens import KeptParagraph, Token, said


def paper_of(document: KeptDocument) -> Paper:
    """A section without heading before the first with one is the preamble."""
    text = [section for section in document.sections if not section.annex]
    opening = [section for section in text if not section.heading and section is text[0]]
    annexes = [_annex(section, document.facts) for section in document.sections if section.annex]
    annexes += sources_annexes(document)
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
        marked=bool(document.sources_annex == SourcesAnnex.MARKED and document.facts),
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
