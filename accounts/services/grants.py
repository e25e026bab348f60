"""Roles, given and withdrawn with a day, a name and a reason."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import RoleGrant, Unit, User
from accounts.permissions import require
from accounts.services.saving import because, save_valid


@transaction.atomic
def grant_role(
    *,
    actor: User,
    user_id: int,
    role: str,
    on: date,
    unit: Unit | None = None,
    until: date | None = None,
    reason: str = "",
) -> RoleGrant:
    """Give a role from ``on`` until the day before ``until``.

    Raises ValidationError when the user has it already, on a second one of the three officers' roles,
    on a missing unit and on granting oneself.
    """
    require(actor, "role.grant", role)
    user = User.objects.select_for_update().get(pk=user_id)
    grant = RoleGrant(
        user=user, role=role, unit=unit, valid_from=on, valid_to=until, granted_by=actor, reason=reason
    )
    with because(actor, reason):
        save_valid(grant)
    return grant


@transaction.atomic
def revoke_role(*, actor: User, grant_id: int, on: date, reason: str) -> RoleGrant:
    """The grant no longer holds on ``on``. One given this very day keeps its row and never held."""
    grant = RoleGrant.objects.select_for_update().get(pk=grant_id)
    require(actor, "role.grant", grant.role)
    if grant.valid_to is not None and grant.valid_to <= on:
        raise ValidationError(_("这项授权已经终止。"))
    grant.valid_to = max(on, grant.valid_from)
    with because(actor, reason):
        save_valid(grant, "valid_to")
    return grant
