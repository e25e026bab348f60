"""正当理由: the head of the office keeps a measure from lighting up for a time, and answers for it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from rulebook.rules import Measure

from ..models import Exemption
from ..permissions import require
from .writing import because, change, insert, lock_project


@transaction.atomic
def grant_exemption(
    *, actor: User, project_id: int, measure: Measure, reason: str, since: date, until: date
) -> Exemption:
    """``[since, until)``; one exemption of a measure at a time."""
    project = lock_project(project_id)
    require(actor, "exemption.grant", project)
    return insert(
        Exemption(
            project=project,
            measure=measure.value,
            reason=reason.strip(),
            granted_by=actor,
            valid_from=since,
            valid_to=until,
        )
    )


@transaction.atomic
def end_exemption(*, actor: User, exemption_id: int, on: date, reason: str) -> Exemption:
    """The measure lights up again from ``on``."""
    project = lock_project(Exemption.objects.values_list("project_id", flat=True).get(pk=exemption_id))
    row = Exemption.objects.get(pk=exemption_id)
    require(actor, "exemption.grant", project)
    if on <= row.valid_from or row.valid_to is None or on >= row.valid_to:
        raise ValidationError(_("豁免在%(on)s不在有效期内。") % {"on": on}, code="not_running")
    with because(actor, reason):
        return change(row, valid_to=on)
