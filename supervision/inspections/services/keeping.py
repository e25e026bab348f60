"""问题来源、问题类别: the county's own words, kept in the admin site."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction

from accounts.models import User

from ..models import Category, Origin
from ..permissions import require
from .writing import change, insert

Word = TypeVar("Word", Category, Origin)


@transaction.atomic
def set_category(
    *,
    actor: User,
    code: str,
    name: str,
    order: int = 100,
    is_active: bool = True,
    category_id: int | None = None,
) -> Category:
    """Change the category with that key, or add one. Raises PermissionDenied, Category.DoesNotExist."""
    require(actor, "category.change")
    return _kept(Category, category_id, code=code, name=name, order=order, is_active=is_active)


@transaction.atomic
def set_origin(
    *,
    actor: User,
    code: str,
    name: str,
    is_outside: bool = True,
    needs_notice: bool = False,
    order: int = 100,
    is_active: bool = True,
    origin_id: int | None = None,
) -> Origin:
    """Change the origin with that key, or add one. Rectifications that exist keep what they were given.

    Raises PermissionDenied, Origin.DoesNotExist.
    """
    require(actor, "origin.change")
    values = {"is_outside": is_outside, "needs_notice": needs_notice, "order": order, "is_active": is_active}
    return _kept(Origin, origin_id, code=code, name=name, **values)


def _kept(model: type[Word], key: int | None, **values: Any) -> Word:
    if key is None:
        return insert(model(**values))
    return change(model.objects.select_for_update().get(pk=key), **values)
