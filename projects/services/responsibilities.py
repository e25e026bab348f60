"""包抓、牵头、责任、帮建、配合、业主: assigned, handed over and ended; who carried what stays readable."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Post, Unit, User

from ..models import Responsibility
from ..permissions import require
from .writing import because, change, insert, lock_project

Holder = Post | Unit
FOREVER: Final = None


@transaction.atomic
def assign_responsibility(
    *,
    actor: User,
    project_id: int,
    role: str,
    holder: Holder,
    since: date,
    until: date | None = FOREVER,
    position: int = 1,
    contact: str = "",
    note: str = "",
) -> Responsibility:
    """Lay a role on a post (包抓领导) or a unit (all others) for ``[since, until)``.

    包抓, 牵头 and 业主 have one holder at a time: hand over instead when somebody holds it.
    """
    project = lock_project(project_id)
    require(actor, "responsibility.change", project)
    return insert(
        Responsibility(
            project=project,
            role=role,
            valid_from=since,
            valid_to=until,
            position=position,
            contact=contact,
            note=note,
            **_held_by(holder),
        )
    )


@transaction.atomic
def hand_over_responsibility(
    *, actor: User, responsibility_id: int, to: Holder, on: date, reason: str, contact: str = ""
) -> Responsibility:
    """Close the row on that day and open one for the successor, who holds it from the same day.

    Returns the successor's row, which ends when the former one would have.
    """
    former = _locked(responsibility_id)
    require(actor, "responsibility.change", former.project)
    _require_running(former, on)
    if to in (former.post, former.unit):
        raise ValidationError(_("接任的与原承担的相同，无需移交。"), code="same_holder")
    until = former.valid_to
    with because(actor, reason):
        change(former, valid_to=on)
        return insert(
            Responsibility(
                project=former.project,
                role=former.role,
                valid_from=on,
                valid_to=until,
                position=former.position,
                contact=contact,
                note=former.note,
                **_held_by(to),
            )
        )


@transaction.atomic
def end_responsibility(*, actor: User, responsibility_id: int, on: date, reason: str) -> Responsibility:
    """The last day carried is the day before ``on``."""
    row = _locked(responsibility_id)
    require(actor, "responsibility.change", row.project)
    _require_running(row, on)
    with because(actor, reason):
        return change(row, valid_to=on)


def _locked(responsibility_id: int) -> Responsibility:
    """The row as it is once its project is ours. Raises Responsibility.DoesNotExist."""
    lock_project(Responsibility.objects.values_list("project_id", flat=True).get(pk=responsibility_id))
    return Responsibility.objects.select_related("project", "post", "unit").get(pk=responsibility_id)


def _require_running(row: Responsibility, on: date) -> None:
    if on <= row.valid_from or (row.valid_to is not None and on >= row.valid_to):
        raise ValidationError(
            _("该责任自%(since)s起%(until)s，%(on)s不在其中，不能移交或终止。")
            % {
                "since": row.valid_from,
                "until": _("至%(day)s止") % {"day": row.valid_to} if row.valid_to else "",
                "on": on,
            },
            code="not_running",
        )


def _held_by(holder: Holder) -> dict[str, Holder]:
    return {"post": holder} if isinstance(holder, Post) else {"unit": holder}
