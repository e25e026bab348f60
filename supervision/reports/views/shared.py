"""What the pages of documents ask first: who reads, and which document."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.views import actor_of
from supervision.alerts.rules.official.figures import number_text
from supervision.reports.models import Document
from supervision.reports.permissions import can
from supervision.reports.rules.kinds import DocumentStatus


def reader_of(request: HttpRequest) -> User:
    """Documents are not the units' to know of: to them these pages do not exist."""
    user = actor_of(request)
    if not user.reach.everything:
        raise Http404
    return user


def document_of(request: HttpRequest, document_id: int, *beside: str) -> Document:
    rows = Document.objects.visible_to(actor_of(request)).select_related("corrects", "corrected_by", *beside)
    return get_object_or_404(rows, pk=document_id)


def may_edit(user: User, document: Document) -> bool:
    drafted = document.status == DocumentStatus.DRAFT and document.as_of is not None
    return drafted and can(user, "report.draft", document)


def number_of(value: str | Decimal | None, *, signed: bool = False) -> str:
    """To four places without idle zeros; empty of the unknown."""
    if value is None or value == "":
        return ""
    number = Decimal(value)
    return f"{'+' if signed and number > 0 else ''}{number_text(number, 4)}"


def told(steps: Any) -> list[dict[str, Any]]:
    """For components/timeline.html."""
    back = {"document.send_back", "document.withdraw", "document.discard", "document.correct"}
    return [
        {
            "at": step.at,
            "by": step.by,
            "title": step.told,
            "text": step.note,
            "icon": "arrow-back-up" if step.verb in back else "check",
            "tone": "warn" if step.verb in back else "",
        }
        for step in steps
    ]
