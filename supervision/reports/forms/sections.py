"""A section as the browser sends it: a list of paragraphs, each an opening phrase and a text with marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from supervision.reports.models import DocumentSection
from supervision.reports.rules.marks import UnknownMark, marked_text, sent_tokens
from supervision.reports.rules.tokens import KeptParagraph, Token, hands, paragraph_text

MOST_PARAGRAPHS: Final = 200
LONGEST_PARAGRAPH: Final = 6000


@dataclass(frozen=True)
class Line:
    """A paragraph in the form; ``hand``: a person wrote it, ``theirs``: what another saved meanwhile."""

    rule: str
    lead: str
    body: str
    hand: bool = False
    numbers: int = 0
    theirs: str | None = None


@dataclass(frozen=True)
class SectionForm:
    revision: int
    heading: str
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, row: DocumentSection) -> SectionForm:
        return cls(row.revision, row.heading, tuple(_line(paragraph) for paragraph in row.paragraphs))

    @classmethod
    def sent(cls, data: QueryDict, row: DocumentSection) -> SectionForm:
        """Raises ValidationError for what no page of ours sends."""
        parts = [data.getlist(name) for name in ("rule", "lead", "body")]
        revision = data.get("revision", "")
        if len({len(part) for part in parts}) != 1 or not (revision.isascii() and revision.isdigit()):
            raise ValidationError(_("文稿的格式不对，请刷新后重试。"), code="tokens")
        if len(parts[0]) > MOST_PARAGRAPHS or any(len(text) > LONGEST_PARAGRAPH for text in parts[2]):
            raise ValidationError(_("一节最多%(count)s段，每段最多%(long)s字。") % _LIMITS, code="tokens")
        by_hand = {p["rule"]: p["hand"] for p in row.paragraphs}
        lines = (
            Line(rule, lead, body, by_hand.get(rule, True)) for rule, lead, body in zip(*parts, strict=True)
        )
        heading = data.get("heading", "").strip()[:200]
        return cls(int(revision[:9] or 0), heading, tuple(line for line in lines if line.lead or line.body))

    def paragraphs(self, known: Iterable[Token]) -> list[dict[str, Any]]:
        """As ``services.edit_section`` takes them. Raises ValidationError, naming the paragraph."""
        tokens = list(known)
        return [_raw(line, number, tokens) for number, line in enumerate(self.lines, 1)]

    def beside(self, row: DocumentSection) -> SectionForm:
        """The person's words on the revision that somebody else saved, with the other's where they differ."""
        saved = {line.rule: f"{line.lead}{line.body}" for line in SectionForm.of(row).lines}
        plain = {paragraph["rule"]: paragraph_text(paragraph) for paragraph in row.paragraphs}
        lines = []
        for line in self.lines:
            differs = saved.get(line.rule) not in (None, f"{line.lead}{line.body}")
            theirs = plain[line.rule] if differs else None
            lines.append(Line(line.rule, line.lead, line.body, line.hand, theirs=theirs))
        return SectionForm(row.revision, self.heading, tuple(lines))


_LIMITS: Final = {"count": MOST_PARAGRAPHS, "long": LONGEST_PARAGRAPH}


def _line(paragraph: KeptParagraph) -> Line:
    lead, body = (marked_text(paragraph[part]) for part in ("lead", "body"))
    numbers = len(hands([*paragraph["lead"], *paragraph["body"]]))
    return Line(paragraph["rule"], lead, body, paragraph["hand"], numbers)


def _raw(line: Line, number: int, known: list[Token]) -> dict[str, Any]:
    try:
        lead, body = sent_tokens(line.lead, known), sent_tokens(line.body, known)
    except UnknownMark as error:
        place = {"number": number, "mark": error.mark}
        raise ValidationError(
            _("第%(number)s段的“%(mark)s”不是这份公文的数据，请删去后直接写文字。") % place, code="tokens"
        ) from error
    return {"rule": line.rule, "lead": lead, "body": body}
