"""Documents of the sample county: two earlier reports and a circular, issued; one report in draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from rulebook.rules import Month
from supervision.reports import services
from supervision.reports.exports.documents import document_bytes, issue_document, printed, word_file
from supervision.reports.management.demo.cast import OFFICE_HEAD
from supervision.reports.management.demo.workbooks import Wait
from supervision.reports.models import Document
from supervision.reports.rules.kinds import DocumentStatus, Kind


@dataclass(frozen=True)
class Story:
    """``on`` is the day as which it stands and on which it was issued; ``issued`` or left in draft."""

    kind: Kind
    period: Month
    on: date
    issued: bool = True


EARLIER: Final = (
    Story(Kind.REPORT, Month(2026, 4), date(2026, 5, 12)),
    Story(Kind.REPORT, Month(2026, 6), date(2026, 7, 10)),
)


def play_documents(office: User, period: Month, on: date, wait: Wait) -> bool:
    """All are ordered before the first is waited for. Safe twice; whether anything was left to do."""
    stories = (*EARLIER, Story(Kind.CIRCULAR, period, on), Story(Kind.REPORT, period, on, issued=False))
    known = [_document(story) for story in stories]
    documents = [document or _ordered(office, story) for story, document in zip(stories, known, strict=True)]
    done = all(_is_done(story, document) for story, document in zip(stories, known, strict=True))
    for story, document in zip(stories, documents, strict=True):
        if document.job is not None:
            wait(document.job)
            document.refresh_from_db()
        if story.issued:
            _issue(office, document, story.on)
    return not done


def _document(story: Story) -> Document | None:
    rows = Document.objects.filter(kind=story.kind, year=story.period.year, month=story.period.month)
    return rows.order_by("pk").first()


def _is_done(story: Story, document: Document | None) -> bool:
    if document is None:
        return False
    return document.is_frozen if story.issued else document.as_of is not None


@transaction.atomic
def _ordered(office: User, story: Story) -> Document:
    """Drafted at the hour of the story; the job, which works at ours, finds it done."""
    order, now = services.Order(kind=story.kind, period=story.period), _at(story.on, 9)
    document = services.start_document(actor=office, order=order, on=story.on, now=now)
    return services.draft_document(actor=office, document_id=document.pk, on=story.on, now=now)


def _issue(office: User, document: Document, on: date) -> None:
    """From wherever a killed start has left it: handed up, approved by the head, numbered."""
    head = User.objects.get(username=OFFICE_HEAD)
    if document.status == DocumentStatus.DRAFT:
        document = services.submit_document(actor=office, document_id=document.pk, now=_at(on, 15))
    if document.status == DocumentStatus.SUBMITTED:
        document = services.approve_document(actor=head, document_id=document.pk, now=_at(on, 16))
    if document.status == DocumentStatus.APPROVED:
        issue_document(actor=head, document_id=document.pk, on=on, now=_at(on, 17))


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour))) + timedelta(minutes=12)


def kept_copies(period: Month, output: Path, *, pdf: bool) -> Iterator[tuple[Kind, Path]]:
    """The period's report and circular, each as Word file and, where LibreOffice is there, as PDF."""
    output.mkdir(parents=True, exist_ok=True)
    rows = Document.objects.filter(year=period.year, month=period.month)
    for kind in (Kind.REPORT, Kind.CIRCULAR):
        document = rows.filter(kind=kind).order_by("pk").first()
        if document is None or document.as_of is None:
            raise CommandError("公文没有写成，请在系统中重新起草。")
        target = output / f"{document.title}.docx"
        target.write_bytes(document_bytes(document))
        if pdf and not target.with_suffix(".pdf").exists():
            _print(document, target.with_suffix(".pdf"))
        yield kind, target


def _print(document: Document, target: Path) -> None:
    """Left out without LibreOffice: the page offers to print it again."""
    try:
        target.write_bytes(printed(*word_file(document))[0])
    except ValidationError:
        return
