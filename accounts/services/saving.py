"""One way to write a row: held to every rule, and a race is told rather than raised."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User


def save_valid(row: models.Model, *fields: str) -> None:
    """Check the row, then write ``fields`` of it, or all of a new row.

    Constraints are checked by the write: asking for each of them first takes a query apiece, ten times the
    time of a roster. Only a row that the database refuses is asked for all that is wrong with it.

    Raises ValidationError, also when somebody wrote the same a moment earlier.
    """
    row.full_clean(exclude=_in_hand(row), validate_unique=False, validate_constraints=False)
    is_new = row._state.adding
    try:
        with transaction.atomic():
            row.save(update_fields=fields or None)
    except IntegrityError as error:
        row._state.adding = is_new
        row.full_clean()
        raise ValidationError(_("刚刚有人做了相同或相抵触的改动，请刷新后再试。")) from error


def _in_hand(row: models.Model) -> set[str]:
    """Relations to rows that were read already: whether these are there need not be asked again."""
    return {
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and getattr(row, field.attname) and field.is_cached(row)
    }


def because(actor: User | None, reason: str) -> pghistory.context:
    """Tell the history who and why. A web request has named its user already, a command has not."""
    return pghistory.context(user=actor.pk if actor else None, name=str(actor or ""), reason=reason)
