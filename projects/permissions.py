"""Who may write what about projects. Auditors and leaders write nothing; rows are ``visible_to``'s."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rules.predicates import predicate
from rules.rulesets import add_rule

from accounts.models import Role, User
from accounts.models.user import REPORTERS
from accounts.permissions import can, has_role, is_office, is_office_head, is_system_admin, require

from .models import Project, Responsibility
from .models.responsibility import REPORTING

__all__ = ["can", "require"]

is_reporter = has_role(*REPORTERS)
is_data_clerk = has_role(Role.DATA_CLERK)


@predicate
def carries(actor: User, project: Project | None) -> bool:
    """A unit of the actor's, or one below it, carries the project as 牵头, 责任 or 业主.

    Helping and supporting units see the project and do not report it. Without a project: some project.
    """
    held = Responsibility.objects.in_force(actor.reach.on).filter(
        unit_id__in=actor.units_as(*REPORTERS), role__in=REPORTING
    )
    return held.exists() if project is None else held.filter(project=project).exists()


@predicate
def sees(actor: User, project: Project | None) -> bool:
    return project is None or Project.objects.visible_to(actor).filter(pk=project.pk).exists()


def require_all_carried(actor: User, project_ids: Sequence[int]) -> None:
    """Raise PermissionDenied unless each of them is one that the actor's units report."""
    held = Responsibility.objects.in_force(actor.reach.on).filter(
        unit_id__in=actor.units_as(*REPORTERS), role__in=REPORTING, project_id__in=project_ids
    )
    others = set(project_ids).difference(held.values_list("project_id", flat=True))
    if others:
        raise PermissionDenied(
            _("其中%(count)s个项目不由您所在单位牵头、负责或为业主，不能填报。") % {"count": len(others)}
        )


reports = is_reporter & carries

add_rule("catalogue.change", is_office | is_system_admin)
add_rule("project.register", is_office)
add_rule("project.revise", is_office)
add_rule("project.plan", is_office)
add_rule("responsibility.change", is_office)
add_rule("progress.report", reports)
add_rule("progress.decide", is_office)
add_rule("progress.import", is_office | reports)
add_rule("batch.start", is_office | reports | is_data_clerk | is_system_admin)
add_rule("milestone.change", is_office)
add_rule("milestone.complete", is_office | reports)
add_rule("funding.change", is_office)
add_rule("receipt.record", is_office | reports)
add_rule("receipt.decide", is_office)
add_rule("assessment.record", is_office | reports)
add_rule("statistics.record", is_office | (is_data_clerk & sees))
add_rule("exemption.grant", is_office_head)
