"""Which pages of what a row concerns this person may open: nobody is sent to a page that is not there."""

from __future__ import annotations

from typing import Any, Final

from accounts.models import User

from ..models import Finding, Rectification

CONCERNED: Final = ("finding", "project", "matter", "indicator")


def linked(user: User, row: Finding | Rectification) -> set[str]:
    """The names of ``CONCERNED`` that the row has and ``user`` sees; one statement each, none for the office.

    Who verifies or reviews comes from another unit: he sees the problem, and not the unit's other business.
    """
    having = {name: target for name in CONCERNED if (target := getattr(row, name, None)) is not None}
    if user.reach.everything:
        return set(having)
    return {name for name, target in having.items() if _sees(user, target)}


def _sees(user: User, target: Any) -> bool:
    return bool(type(target).objects.visible_to(user).filter(pk=target.pk).exists())
