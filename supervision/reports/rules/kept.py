"""A document as its rows have it: sections, figures, and what stands around them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from supervision.reports.rules.kinds import SourcesAnnex
from supervision.reports.rules.tokens import KeptParagraph

# Digest of a basis → model label → keys of its rows.
Rows: TypeAlias = Mapping[str, Mapping[str, Collection[str]]]


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
    """Everything that is on paper. ``number`` is (代字, year, number), None before it is issued.

    ``rows``: by digest, for the annex of sources; a document without that annex needs none.
    """

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
    sources_annex: str = SourcesAnnex.PLAIN
    rows: Rows = field(default_factory=dict, repr=False)
