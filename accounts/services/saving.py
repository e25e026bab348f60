"""One way to write a row: every rule is checked first, and a race is told rather than raised."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User


def save_valid(row: models.Model, *fields: str) -> None:
    """Check the row and its constraints, then write ``fields`` of it, or all of a new row.

    Raises ValidationError, also when somebody wrote the same a moment earlier.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save(update_fields=fields or None)
    except IntegrityError as error:
        raise ValidationError(_("刚刚有人做了相同或相抵触的改动，请刷新后再试。")) from error


def because(actor: User | None, reason: str) -> pghistory.context:
    """Tell the history who and why. A web request has named its user already, a command has not."""
    return pghistory.context(user=actor.pk if actor else None, name=str(actor or ""), reason=reason)
