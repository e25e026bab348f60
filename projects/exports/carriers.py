"""Who carries the projects of a whole ledger, by one statement: leader, units and helpers by name."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, OuterRef, Subquery, Value, When

from accounts.models import Tenure, User
from accounts.models.dated import in_force
from projects.models import Responsibility
from projects.models.responsibility import ResponsibilityRole

ROLES: Final = {
    ResponsibilityRole.LEADER: "leader",
    ResponsibilityRole.LEAD: "units",
    ResponsibilityRole.RESPONSIBLE: "units",
    ResponsibilityRole.HELPING: "helpers",
}


def carriers(user: User, on: date) -> dict[int, dict[str, str]]:
    """By project: ``leader``, ``units`` (牵头 first) and ``helpers``."""
    held = Responsibility.objects.visible_to(user).in_force(on).filter(role__in=ROLES)
    holder = Tenure.objects.filter(in_force(on), post=OuterRef("post")).values("person__name")[:1]
    leaders = held.filter(role=ResponsibilityRole.LEADER).annotate(holder=Subquery(holder))
    found: dict[int, dict[str, str]] = {}
    for pk, post, name in leaders.order_by().values_list("project_id", "post__name", "holder"):
        found.setdefault(pk, {})["leader"] = f"{name}（{post}）" if name else post
    kind = Case(When(role=ResponsibilityRole.HELPING, then=Value("helpers")), default=Value("units"))
    rows = (
        held.exclude(role=ResponsibilityRole.LEADER)
        .order_by()
        .annotate(column=kind)
        .values_list("project_id", "column")
        .annotate(names=StringAgg("unit__short_name", "、", order_by=("role", "position", "pk")))
    )
    for pk, column, names in rows:
        found.setdefault(pk, {})[column] = names
    return found
