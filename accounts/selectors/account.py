"""Reads about one's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import Job, RoleGrant, Tenure, User


@dataclass(frozen=True)
class Profile:
    """What the system knows about a user's own place in it on a day."""

    grants: QuerySet[RoleGrant]
    tenures: QuerySet[Tenure]


def profile_of(user: User, on: date) -> Profile:
    grants = RoleGrant.objects.in_force(on).filter(user=user).select_related("unit")
    tenures = Tenure.objects.in_force(on).filter(person_id=user.person_id).select_related("post__unit")
    return Profile(grants, tenures if user.person_id else tenures.none())


def own_jobs(user: User, limit: int = 50) -> QuerySet[Job]:
    """The newest jobs that the user started."""
    return Job.objects.filter(started_by=user).select_related("result")[:limit]
