"""What drafting anew would change, before it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supervision.reports.rules.comparing import Line
from supervision.reports.rules.tokens import KeptParagraph, paragraph_text


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """``before`` is empty for a new paragraph, ``after`` for one that the rules say no more."""

    before: str
    after: str
    hand: bool

    @property
    def is_same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class SectionChange:
    heading: str
    paragraphs: tuple[ParagraphChange, ...]

    @property
    def changed(self) -> tuple[ParagraphChange, ...]:
        return tuple(change for change in self.paragraphs if not change.is_same)


@dataclass(frozen=True, slots=True)
class Regeneration:
    """``figures``: those of the text whose values differ today."""

    sections: tuple[SectionChange, ...]
    figures: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        return not self.figures and not any(section.changed for section in self.sections)

    @property
    def kept(self) -> int:
        """How many paragraphs of a person's hand stay."""
        return sum(change.hand for section in self.sections for change in section.paragraphs)


def paragraph_changes(
    before: Sequence[KeptParagraph], after: Sequence[KeptParagraph]
) -> tuple[ParagraphChange, ...]:
    """Paired by the rule that says them: in the order of what will be, then what goes."""
    former = {paragraph["rule"]: paragraph for paragraph in before}
    later = {paragraph["rule"] for paragraph in after}
    pairs = [(former.get(paragraph["rule"]), paragraph) for paragraph in after]
    gone = [paragraph for paragraph in before if paragraph["rule"] not in later]
    return (
        *(
            ParagraphChange(paragraph_text(was) if was else "", paragraph_text(now), bool(now["hand"]))
            for was, now in pairs
        ),
        *(ParagraphChange(paragraph_text(was), "", False) for was in gone),
    )
