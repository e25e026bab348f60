"""What comes in with a form as files, attached in pairs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Max
from django.http import HttpRequest

from accounts import clock
from accounts.views import actor_of

from ... import services
from ...models import Evidence, Rectification
from ...rules.words import Side


def named(files: Iterable[Any]) -> list[tuple[str, Any]]:
    """As the services take files."""
    return [(file.name, file) for file in files]


def attach_proof(request: HttpRequest, row: Rectification, form: Any, **of: int) -> None:
    """The first picture before goes with the first after, and so on. ``of``: progress_id or another."""
    values = form.cleaned_data
    next_pair = 1 + (Evidence.objects.filter(rectification=row).aggregate(last=Max("pair"))["last"] or 0)
    now, place, moment = clock.now(), values.get("claimed_place", ""), values.get("claimed_at")
    for number, both in enumerate(zip_longest(values["before"], values["after"]), start=next_pair):
        for side, file in zip((Side.BEFORE, Side.AFTER), both, strict=True):
            if file is not None:
                at = moment if side == Side.AFTER else None
                pair = number if all(both) else None
                said = {"side": side.value, "pair": pair, "claimed_at": at, "claimed_place": place}
                _attach(request, row, [file], now, **said, **of)
    if values["papers"]:
        _attach(request, row, values["papers"], now, **of)


def _attach(request: HttpRequest, row: Rectification, files: Any, now: datetime, **words: Any) -> None:
    services.attach_evidence(
        actor=actor_of(request), rectification_id=row.pk, files=named(files), now=now, **words
    )
