"""Answers kept for a repeated request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from accounts.models.call import IdempotentCall

KEPT: Final = timedelta(days=7)


def forget_old_calls(*, now: datetime) -> int:
    """Delete the answers that no honest retry asks for any more; how many there were."""
    forgotten, _by_model = IdempotentCall.objects.filter(at__lt=now - KEPT).delete()
    return forgotten
