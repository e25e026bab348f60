"""Pages by keys: the hundredth costs what the first does, in whatever order the list stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from django.core.signing import BadSignature, Signer
from django.db.models import F, OrderBy, Q, QuerySet
from django.http import HttpRequest

PAGE: Final = 50
_signer = Signer(salt="ledger-page")


@dataclass(frozen=True)
class Page:
    """``first`` is the place of the first row in the whole list, counted from 1."""

    rows: list[Any]
    first: int
    previous_url: str
    next_url: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def page_of(request: HttpRequest, rows: QuerySet[Any], size: int = PAGE) -> Page:
    """``?after=`` and ``?before=`` carry the keys of the row at the edge; an unreadable one starts anew."""
    keys = _keys(rows)
    backwards = "before" in request.GET
    mark = _read(request.GET.get("before" if backwards else "after", ""), len(keys))
    if mark is None:
        found, first, earlier = list(rows[: size + 1]), 1, False
        later = len(found) > size
        found = found[:size]
    elif backwards:
        found = list(rows.filter(_beyond(keys, mark[1], backwards=True)).order_by(*_turned(keys))[: size + 1])
        earlier, later = len(found) > size, True
        found = found[:size][::-1]
        first = max(mark[0] - len(found), 1)
    else:
        found = list(rows.filter(_beyond(keys, mark[1]))[: size + 1])
        earlier, later, first = True, len(found) > size, mark[0] + 1
        found = found[:size]
    return Page(
        found,
        first,
        _address(request, "before", first, keys, found[0]) if found and earlier else "",
        _address(request, "after", first + len(found) - 1, keys, found[-1]) if found and later else "",
    )


def _keys(rows: QuerySet[Any]) -> list[tuple[str, bool]]:
    """(name, descending) of each ordering; unknown values are last in every one."""
    keys = []
    for order in cast(Sequence[Any], rows.query.order_by):
        if isinstance(order, OrderBy):
            keys.append((cast(Any, order.expression).name, order.descending))
        else:
            keys.append((order.lstrip("-"), order.startswith("-")))
    return keys


def _turned(keys: Sequence[tuple[str, bool]]) -> list[OrderBy]:
    return [OrderBy(F(name), descending=not descending, nulls_first=True) for name, descending in keys]


def _beyond(keys: Sequence[tuple[str, bool]], values: Sequence[Any], *, backwards: bool = False) -> Q:
    """The rows after (or before) the one with these values."""
    condition, same = Q(pk__in=[]), Q()
    for (name, descending), value in zip(keys, values, strict=True):
        side = "lt" if descending != backwards else "gt"
        if value is None:
            step = Q(**{f"{name}__isnull": False}) if backwards else Q(pk__in=[])
            equal = Q(**{f"{name}__isnull": True})
        else:
            step = Q(**{f"{name}__{side}": value})
            if not backwards:
                step |= Q(**{f"{name}__isnull": True})
            equal = Q(**{name: value})
        condition |= same & step
        same &= equal
    return condition


def _address(request: HttpRequest, edge: str, place: int, keys: Sequence[tuple[str, bool]], row: Any) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    values = [_value(row, name) for name, _descending in keys]
    query[edge] = _signer.sign(json.dumps([place, *values], ensure_ascii=False, separators=(",", ":")))
    return f"?{query.urlencode()}"


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    if isinstance(row, Decimal):
        return {"n": str(row)}
    return {"d": row.isoformat()} if isinstance(row, date) else row


def _plain(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return Decimal(value["n"]) if "n" in value else date.fromisoformat(value["d"])


def _read(text: str, length: int) -> tuple[int, list[Any]] | None:
    """Signed, so that nobody's address asks the database for what no page offered."""
    try:
        place, *values = json.loads(_signer.unsign(text)) if text else [0]
        values = [_plain(value) for value in values]
    except (BadSignature, ValueError, InvalidOperation, KeyError):
        return None
    return (place, values) if len(values) == length else None
