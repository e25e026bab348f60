"""关键节点: set by the office, completed with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, Upload, User

from ..models import Milestone, MilestoneEvidence
from ..permissions import require
from .writing import because, change, insert, lock_project


@transaction.atomic
def set_milestone(
    *,
    actor: User,
    project_id: int,
    name: str,
    due_on: date,
    unit: Unit | None = None,
    contact: str = "",
    arrangement: str = "",
    reason: str = "",
) -> Milestone:
    """Set the project's milestone of that name, or change the one there is; a completed one stays."""
    project = lock_project(project_id)
    require(actor, "milestone.change", project)
    row = Milestone.objects.filter(project=project, name=name).first()
    values = {"due_on": due_on, "unit": unit, "contact": contact, "arrangement": arrangement}
    if row is None:
        return insert(Milestone(project=project, name=name, **values))
    if row.completed_on is not None:
        raise ValidationError(_("节点已完成，不能再修改。"), code="completed")
    with because(actor, reason):
        return change(row, **values)


@transaction.atomic
def complete_milestone(
    *, actor: User, milestone_id: int, completed_on: date, completion: str, evidence: Sequence[Upload] = ()
) -> Milestone:
    """Say that the milestone was reached, with what shows it (photos, documents). Done once."""
    project = lock_project(Milestone.objects.values_list("project_id", flat=True).get(pk=milestone_id))
    row = Milestone.objects.get(pk=milestone_id)
    require(actor, "milestone.complete", project)
    if row.completed_on is not None:
        raise ValidationError(_("节点已完成，不能再修改。"), code="completed")
    change(row, completed_on=completed_on, completion=completion.strip())
    MilestoneEvidence.objects.bulk_create(MilestoneEvidence(milestone=row, upload=item) for item in evidence)
    return row
