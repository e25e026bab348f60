"""立项来源: the county's own kinds of source, each with its deadline and rhythm, kept in the admin site."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from rulebook.models import DeadlineRule

from ..models import Source
from ..permissions import require
from .writing import change, insert


@transaction.atomic
def set_source(
    *,
    actor: User,
    code: str,
    name: str,
    group: str,
    deadline_rule: str,
    rhythm: str,
    urgent_deadline_rule: str = "",
    order: int = 100,
    is_active: bool = True,
    source_id: int | None = None,
) -> Source:
    """Change the source with that key, or add one. Matters that exist keep what they were given.

    Raises ValidationError (code ``no_such_rule``), PermissionDenied, Source.DoesNotExist.
    """
    require(actor, "source.change")
    for key in filter(None, (deadline_rule, urgent_deadline_rule)):
        if not DeadlineRule.objects.filter(key=key).exists():
            raise ValidationError(_("规则库里没有时限规则“%(key)s”。") % {"key": key}, code="no_such_rule")
    values = {
        "code": code,
        "name": name,
        "group": group,
        "deadline_rule": deadline_rule,
        "urgent_deadline_rule": urgent_deadline_rule,
        "rhythm": rhythm,
        "order": order,
        "is_active": is_active,
    }
    if source_id is None:
        return insert(Source(**values))
    return change(Source.objects.select_for_update().get(pk=source_id), **values)
