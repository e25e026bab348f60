"""People to choose from a list: who may not be chosen is left out, and if one comes, is told why not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext

from accounts.models import User


def offer_people(field: Any, actor: User, without: Collection[int]) -> None:
    """Everybody whom ``actor`` sees, by unit, but not the users ``without``.

    These are refused by the service, which knows the reason, and not by the field, which does not: a page
    may have stood open while somebody came to take part.
    """
    people = User.objects.visible_to(actor).filter(is_active=True, person__isnull=False)
    field.queryset = people.select_related("person", "unit").order_by("unit__pinyin", "person__pinyin")
    field.widget.choices = [(user.pk, user_words(user)) for user in field.queryset if user.pk not in without]


def user_words(user: User) -> str:
    """任主事（督查办）."""
    if user.unit is None:
        return user.display_name
    return gettext("%(who)s（%(unit)s）") % {"who": user.display_name, "unit": user.unit.short_name}
