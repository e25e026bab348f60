"""访问日志: who came in, who failed to, what was taken out."""

from __future__ import annotations

from datetime import datetime

from accounts.models import AccessEntry, User
from accounts.models.access import AccessKind


def record_access(
    *,
    kind: AccessKind,
    now: datetime,
    user: User | None = None,
    username: str = "",
    address: str | None = None,
    detail: str = "",
) -> AccessEntry:
    """Write one line of the log. A failed sign-in has a ``username`` as typed and perhaps no user."""
    if user is None and username:
        user = User.objects.filter(username=username).first()
    return AccessEntry.objects.create(
        at=now,
        kind=kind,
        user=user,
        username=(username or (user.username if user else ""))[:60],
        address=address,
        detail=detail[:300],
    )
