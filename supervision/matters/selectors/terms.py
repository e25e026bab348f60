"""What a request for a later date is about: both dates, the how manieth it is, who decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ..models import Extension, Feedback, Matter
from ..rules.words import DutyRole, ExtensionStatus

ASKING = (ExtensionStatus.PROPOSED, ExtensionStatus.ASKED)


@dataclass(frozen=True)
class ExtensionTerms:
    """``ordinal``: which one the next would be. ``decider`` in words. ``open``: the one being decided."""

    due_on: date | None
    original_due_on: date | None
    ordinal: int
    decider: str
    latest_progress: str
    open: Extension | None
    former: tuple[Extension, ...]


def extension_terms(matter: Matter) -> ExtensionTerms:
    rows = list(matter.extensions.select_related("decided_by__person").order_by("pk"))
    ordinal = 1 + sum(row.status == ExtensionStatus.APPROVED for row in rows)
    return ExtensionTerms(
        due_on=matter.due_on,
        original_due_on=matter.original_due_on,
        ordinal=ordinal,
        decider=_decider(matter, ordinal),
        latest_progress=_latest_progress(matter),
        open=next((row for row in rows if row.status in ASKING), None),
        former=tuple(row for row in rows if row.status not in ASKING),
    )


def _decider(matter: Matter, ordinal: int) -> str:
    if ordinal == 1:
        return _("督查办")
    return str(matter.leader or matter.approver or _("批示领导"))


def _latest_progress(matter: Matter) -> str:
    given = Feedback.objects.given().filter(duty__matter=matter, duty__role=DutyRole.LEAD)
    return given.order_by("-pk").values_list("progress", flat=True).first() or ""
