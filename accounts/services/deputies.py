"""代理: whoever goes away says who is reminded meanwhile."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Deputy, User
from accounts.permissions import require
from accounts.services.saving import because, save_valid


@transaction.atomic
def appoint_deputy(
    *,
    actor: User,
    user_id: int,
    deputy_id: int,
    valid_from: date,
    valid_to: date | None = None,
    reason: str = "",
) -> Deputy:
    """From ``valid_from`` until before ``valid_to`` the deputy is reminded in the user's place.

    Raises ValidationError where another deputy is appointed for a day of that time, or the deputy is away.
    """
    user = User.objects.get(pk=user_id)
    require(actor, "deputy.appoint", user)
    row = Deputy(
        user=user,
        deputy=User.objects.get(pk=deputy_id),
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
    )
    if not row.deputy.is_active:
        raise ValidationError(_("%(deputy)s的账号已停用，请另选一人。") % {"deputy": row.deputy})
    with because(actor, reason):
        save_valid(row)
    return row


@transaction.atomic
def end_deputy(*, actor: User, deputy_id: int, on: date, reason: str = "") -> Deputy:
    """From ``on`` the person is reminded again; what had not begun never begins."""
    row = Deputy.objects.select_for_update().get(pk=deputy_id)
    require(actor, "deputy.appoint", row.user)
    row.valid_to = max(on, row.valid_from)
    with because(actor, reason):
        save_valid(row, "valid_to")
    return row
