"""Who may write what about projects. Auditors and leaders write nothing; rows are ``visible_to``'s."""

from __future__ import annotations

import rules

from accounts.models import Role, User
from accounts.permissions import can, has_role, is_office, is_office_head, is_system_admin, require

from .models import Project, Responsibility
from .models.responsibility import REPORTING

__all__ = ["can", "require"]

is_reporter = has_role(Role.UNIT_CLERK, Role.UNIT_HEAD, Role.API_CLIENT)
is_data_clerk = has_role(Role.DATA_CLERK)


@rules.predicate
def carries(actor: User, project: Project | None) -> bool:
    """A unit of the actor's, or one below it, carries the project as 牵头, 责任 or 业主.

    Helping and supporting units see the project and do not report it. Without a project: some project.
    """
    held = Responsibility.objects.in_force(actor.reach.on).filter(
        unit_id__in=actor.reach.unit_ids, role__in=REPORTING
    )
    return held.exists() if project is None else held.filter(project=project).exists()


@rules.predicate
def sees(actor: User, project: Project | None) -> bool:
    return project is None or Project.objects.visible_to(actor).filter(pk=project.pk).exists()


reports = is_reporter & carries

rules.add_rule("catalogue.change", is_office | is_system_admin)
rules.add_rule("project.register", is_office)
rules.add_rule("project.revise", is_office)
rules.add_rule("project.plan", is_office)
rules.add_rule("responsibility.change", is_office)
rules.add_rule("progress.report", reports)
rules.add_rule("progress.decide", is_office)
rules.add_rule("milestone.change", is_office)
rules.add_rule("milestone.complete", is_office | reports)
rules.add_rule("funding.change", is_office)
rules.add_rule("receipt.record", is_office | reports)
rules.add_rule("receipt.decide", is_office)
rules.add_rule("assessment.record", is_office | reports)
rules.add_rule("statistics.record", is_office | (is_data_clerk & sees))
rules.add_rule("exemption.grant", is_office_head)
