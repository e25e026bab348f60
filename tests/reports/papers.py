"""Documents in the making, for the tests of this room."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from rulebook.rules import Month
from supervision.reports import services
from supervision.reports.exports.documents import issue_document
from supervision.reports.models import Document
from supervision.reports.rules.kept import KeptSection
from supervision.reports.rules.papers import numbered_paragraphs
from supervision.reports.rules.tokens import paragraph_text, tokens_in
from supervision.reports.services import Order
from tests.town import NOON, Town

AUGUST, DAY = Month(2026, 8), date(2026, 9, 12)


def order(kind: str = "report", period: Month = AUGUST, **more: Any) -> Order:
    return Order(kind=kind, period=period, **more)


def drafted(town: Town, on: date = DAY, **more: Any) -> Document:
    """A document as its job leaves it."""
    document = services.start_document(actor=town.supervisor, order=order(**more), on=on, now=NOON)
    return services.draft_document(actor=town.supervisor, document_id=document.pk, on=on, now=NOON)


class Preview:
    """What would be drafted, as it reads."""

    def __init__(self, user: User, on: date = DAY, known_on: date | None = None, **more: Any) -> None:
        self.drafted = services.preview_document(actor=user, order=order(**more), on=on, known_on=known_on)
        self.figures = {key: figure.value for key, figure in self.drafted.figures.items()}
        self.warnings = self.drafted.warnings

    def plain(self) -> str:
        lines = ["".join(self.drafted.title)]
        for told in self.drafted.sections:
            if not told.section.annex:
                kept = KeptSection(told.heading, 1, told.paragraphs, told.section.numbered)
                lines += [told.heading] if told.heading else []
                lines += [paragraph_text(paragraph) for paragraph in numbered_paragraphs(kept)]
        return "\n".join(lines)

    def tokens(self) -> list[Any]:
        return [token for told in self.drafted.sections for token in tokens_in(told.paragraphs)]

    def basis(self, key: str) -> dict[str, tuple[int, ...]]:
        return dict(self.drafted.figures[key].basis.rows)


def issued(town: Town, document: Document, on: date = DAY, now: datetime = NOON) -> Document:
    head = town.office_head
    services.submit_document(actor=town.supervisor, document_id=document.pk, now=now)
    services.approve_document(actor=head, document_id=document.pk, now=now + timedelta(minutes=1))
    return issue_document(actor=head, document_id=document.pk, on=on, now=now + timedelta(minutes=2))


def lines_of(document: Document) -> list[str]:
    """Every heading and paragraph, in order."""
    found = []
    for section in document.sections.all():
        found += [section.heading] if section.heading else []
        found += [paragraph_text(paragraph) for paragraph in section.paragraphs]
    return found
