"""On whose authority: the government decides by a leader of the county, people act and no machine does."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Post, User


def require_leaders(**posts: int | None) -> None:
    """None is not asked. Raises ValidationError by field (``no_leader_post``)."""
    asked = {pk for pk in posts.values() if pk is not None}
    known = set(Post.objects.filter(pk__in=asked, is_county_leader=True).values_list("pk", flat=True))
    said = _("请选择县级领导的岗位。")
    errors = {
        field: ValidationError(said, code="no_leader_post")
        for field, pk in posts.items()
        if pk is not None and pk not in known
    }
    if errors:
        raise ValidationError(errors)


def people(user_ids: Collection[int]) -> dict[int, User]:
    """Those of them that are persons and may sign in, by id, in the order given."""
    users = User.objects.filter(is_active=True, person__isnull=False).select_related("person", "unit")
    found = users.in_bulk(list(dict.fromkeys(user_ids)))
    return {pk: found[pk] for pk in dict.fromkeys(user_ids) if pk in found}
