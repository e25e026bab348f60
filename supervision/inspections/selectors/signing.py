"""Who signs for the government."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.models import Post


def signatories(on: date) -> QuerySet[Post]:
    """Posts of county leaders with ``holder_name`` on that day, for whoever decides a review.

    Reviewers come from any unit, whose people see no posts but their own; these are no secret.
    """
    return Post.objects.filter(is_county_leader=True).with_holder(on)
