"""A draft from an outline and the data: nothing is kept here, so that a preview costs no row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from supervision.reports.models import Outline, OutlineSection
from supervision.reports.rules.figures import Basis, Words
from supervision.reports.rules.sentences import RuleError, render_rule
from supervision.reports.rules.tokens import KeptParagraph, fact_keys, text_of, tokens_in
from supervision.reports.selectors.entries import Entries
from supervision.reports.selectors.figures import Figures
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources import SOURCES


@dataclass(frozen=True)
class DraftRule:
    name: str
    template: str


@dataclass(frozen=True)
class DraftSection:
    """What a section consists of, whether its outline is kept or still being written."""

    order: int
    level: int
    heading: str
    source: str
    settings: Mapping[str, Any]
    rules: Sequence[DraftRule]
    numbered: bool = False
    annex: bool = False

    @classmethod
    def of(cls, row: OutlineSection) -> DraftSection:
        rules = [DraftRule(rule.name, rule.template) for rule in row.rules.all()]
        return cls(
            row.order, row.level, row.heading, row.source, row.settings, rules, row.numbered, row.annex
        )


@dataclass(frozen=True)
class Told:
    """A section as the data says it."""

    section: DraftSection
    heading: str
    paragraphs: list[KeptParagraph]
    data: Mapping[str, Any]

    @property
    def basis(self) -> Basis | None:
        """Of a table or picture."""
        return self.data.get("basis")


@dataclass(frozen=True)
class Drafted:
    title: tuple[str, ...]
    sections: tuple[Told, ...]
    figures: Figures
    entries: Entries
    warnings: tuple[str, ...]


class RuleFault(ValidationError):
    """A sentence rule that cannot be said: ``section``, ``rule`` and ``line`` tell where."""

    def __init__(self, section: str, rule: str, line: int, why: str) -> None:
        self.section, self.rule, self.line, self.why = section, rule, line, why
        place = {"section": section, "rule": rule, "line": line, "why": why}
        super().__init__(
            _("“%(section)s”的句式“%(rule)s”第%(line)s行：%(why)s") % place, code="sentence_rule"
        )


def sections_of(outline: Outline) -> list[DraftSection]:
    rows = OutlineSection.objects.filter(outline=outline).prefetch_related("rules")
    return [DraftSection.of(row) for row in rows]


def drafted(
    known: Gathered, title: str, sections: Iterable[DraftSection], words: Mapping[str, Any]
) -> Drafted:
    """``words``: the document's own, beside the data: subject, opening. Raises RuleFault."""
    with translation.override("zh-hans"):  # a document and its sources are Chinese
        shared = {**known.words(), **words}
        told = tuple(tell(known, section, shared) for section in sections)
        phrases = _line_of(title, shared, _("标题")).split("|")
    figures, entries = Figures([*{id(one.data): one.data for one in told}.values()]), Entries()
    keys = fact_keys(token for one in told for token in tokens_in(one.paragraphs))
    entries.ask([*(figures[key].basis for key in keys), *(one.basis for one in told if one.basis)])
    return Drafted(tuple(filter(None, phrases)), told, figures, entries, known.notes)


def tell(known: Gathered, section: DraftSection, shared: Mapping[str, Any]) -> Told:
    """Raises RuleFault, also for a source that there is not."""
    source = SOURCES.get(section.source)
    if source is None:
        raise RuleFault(section.heading, section.source, 1, _("没有这个数据项组"))
    loaded = source.data(known, section.settings)
    data = {**shared, "settings": section.settings, **loaded}
    heading = _line_of(section.heading, data, section.heading) if section.heading else ""
    paragraphs: list[KeptParagraph] = []
    for number, rule in enumerate(section.rules, 1):
        key = f"{section.order}.{number}"
        paragraphs += said_by(rule, data, heading or section.source, key)
    return Told(section, heading, paragraphs, loaded)


def asked_again(known: Gathered, asked: Iterable[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The data of sources with their settings, unsaid; what is no source is left out."""
    with translation.override("zh-hans"):
        return [SOURCES[key].data(known, settings) for key, settings in asked if key in SOURCES]


def said_by(rule: DraftRule, data: Mapping[str, Any], section: str, key: str) -> list[KeptParagraph]:
    try:
        return render_rule(rule.template, data, key)
    except RuleError as error:
        raise RuleFault(section, rule.name, error.line, error.message) from error


def _line_of(template: str, data: Mapping[str, Any], name: str) -> str:
    """A title or heading: one line of words."""
    lines = said_by(DraftRule(name, template), data, name, "heading")
    return "".join(text_of([*line["lead"], *line["body"]]) for line in lines)


def own_words(subject: str, opening: str, by: str) -> dict[str, Any]:
    return {"subject": Words(subject, by), "opening": Words(opening, by)}
