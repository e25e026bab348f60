"""Answers that PostgreSQL writes as JSON itself, page by page of keys.

An ``Out`` serializer says once what an answer holds: its fields become the columns of the statement, and the
same class documents the answer in the schema. No object is built for a row on its way through Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Self

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Func, Model, Q, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.request import Request

MAX_PAGE, USUAL_PAGE, COUNT_CAP = 500, 100, 10_000
HIGHEST_KEY: Final = 2**63 - 1
PAGING: Final = frozenset({"limit", "after", "order", "fields", "count"})
Columns = Mapping[str, Combinable]


@dataclass(frozen=True)
class Written:
    """JSON that is written already."""

    text: bytes


@cache
def _declared(out: type[serializers.Serializer[Any]]) -> Mapping[str, tuple[str, bool]]:
    """Name → (path of the ORM, whether it must be told exactly)."""
    return {
        name: (field.source or name, isinstance(field, serializers.DecimalField))
        for name, field in out().fields.items()
    }


def columns_of(out: type[serializers.Serializer[Any]], **special: Combinable) -> Columns:
    """Name in the answer → expression. A field's ``source`` is a path of the ORM; ``special`` are the others.

    Decimals become text: a number of JSON is a binary fraction to most readers, and 0.1 is not one.
    """
    columns = dict(_plain_columns(out))
    for name, expression in special.items():
        columns[name] = Cast(expression, TextField()) if _declared(out)[name][1] else expression
    return columns


@cache
def _plain_columns(out: type[serializers.Serializer[Any]]) -> Columns:
    return {
        name: Cast(F(source), TextField()) if is_exact else F(source)
        for name, (source, is_exact) in _declared(out).items()
    }


def nested(
    rows: QuerySet[Any], out: type[serializers.Serializer[Any]], **special: Combinable
) -> ArraySubquery:
    """``rows`` (with their OuterRef and order) as a list of objects inside each row."""
    return ArraySubquery(rows.values(written=JSONObject(**columns_of(out, **special))))


class WordOf(Func):
    """The word for a small number counted from 0: ``WordOf("light", words=["unknown", "green"])``."""

    output_field = TextField()

    def __init__(self, number: Combinable | str, *, words: Sequence[str], **extra: Any) -> None:
        listed = ", ".join(f"'{word}'" for word in words)
        super().__init__(number, template=f"(ARRAY[{listed}])[%(expressions)s + 1]", **extra)


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the last key seen, so that the millionth page costs what the first does."""

    after: int | None
    is_descending: bool

    @classmethod
    def asked(cls, request: Request) -> Self:
        order = request.query_params.get("order", "id")
        if order not in ("id", "-id"):
            raise exceptions.ValidationError({"order": [_("只能是 id 或 -id。")]})
        return cls(_integer(request, "after", lowest=0, highest=HIGHEST_KEY), order == "-id")

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        ordered = rows.order_by("-pk" if self.is_descending else "pk")
        if self.after is None:
            return ordered
        return ordered.filter(Q(pk__lt=self.after) if self.is_descending else Q(pk__gt=self.after))


def json_page(
    request: Request, rows: QuerySet[Any], columns: Columns, *, counted: Callable[[], QuerySet[Any]]
) -> Written:
    """One page of ``rows`` in the order of their keys; ``id``, the key, is among the columns.

    ``?after=`` is the last key seen; ``?order=-id`` begins with the newest; ``?limit=`` up to 500;
    ``?fields=a,b`` picks columns; ``?count=1`` adds a count of ``counted()`` that stops at 10,000.
    """
    limit = _integer(request, "limit", lowest=1, highest=MAX_PAGE) or USUAL_PAGE
    found = _fetched(Place.asked(request).of(rows)[: limit + 1], _chosen(request, columns))
    parts = ['"results":[' + ",".join(text for _key, text in found[:limit]) + "]"]
    following = _following(request, found[limit - 1][0]) if len(found) > limit else None
    parts.append(f'"next":{orjson.dumps(following).decode()}')
    if _integer(request, "count", lowest=0, highest=1):
        count = counted().order_by().values("pk")[: COUNT_CAP + 1].count()
        capped = str(count > COUNT_CAP).lower()
        parts.append(f'"count":{min(count, COUNT_CAP)},"count_is_capped":{capped}')
    return Written(("{" + ",".join(parts) + "}").encode())


def _following(request: Request, last: int) -> str:
    query = request.query_params.copy()
    query["after"] = str(last)
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"


def json_row(rows: QuerySet[Any], key: int, columns: Columns) -> Written | None:
    """The row of that key, None when it is not among ``rows``."""
    found = _fetched(rows.order_by("pk").filter(pk=key)[:1], columns)
    return Written(found[0][1].encode()) if found else None


def _fetched(page: QuerySet[Any], columns: Columns) -> list[tuple[int, str]]:
    """(key, JSON) in the order of the page, in one statement."""
    try:
        table, params = _table(page, columns)
    except EmptyResultSet:  # Django knows without asking, as for a user who carries nothing
        return []
    # Names come from the serializers and the statement from Django; only parameters come from the caller.
    names = ", ".join(f'x."c_{name}" AS "{name}"' for name in columns)
    statement = f"SELECT t.id, row_to_json(t)::text FROM (SELECT {names} FROM {table}) t"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _table(page: QuerySet[Any], columns: Columns) -> tuple[str, tuple[Any, ...]]:
    """The rows of the page as table ``x``, and the statement's parameters.

    Where the columns are plain, their text is the same for everybody and Django writes it once; which rows
    are seen it writes anew for each request. Raises EmptyResultSet.
    """
    if page.query.annotations or any(not _is_plain(column) for column in columns.values()):
        sql, params = _with_columns(page, columns).query.sql_with_params()
        return f"({sql}) x", params
    keys, params = page.values("pk").query.sql_with_params()
    model: Any = page.model
    every = _every_row(model, tuple(columns.items()))
    direction = "DESC" if page.query.order_by == ("-pk",) else "ASC"
    return f"({every}) x WHERE x.c_id IN ({keys}) ORDER BY x.c_id {direction}", params


def _is_plain(column: Combinable) -> bool:
    """A path of the ORM, told exactly or not: nothing of who asks is in it."""
    return type(column) is F or (type(column) is Cast and type(column.get_source_expressions()[0]) is F)


@lru_cache(maxsize=256)  # callers may choose ``fields`` in many ways
def _every_row(model: type[Model], columns: tuple[tuple[str, Combinable], ...]) -> str:
    """A statement without condition and parameters, into which the planner merges what stands around it."""
    sql, _none = _with_columns(model._base_manager.order_by(), dict(columns)).query.sql_with_params()
    return sql


def _with_columns(rows: QuerySet[Any], columns: Columns) -> QuerySet[Any]:
    """Under names that no field of the model has."""
    return rows.values(**{f"c_{name}": expression for name, expression in columns.items()})


def _chosen(request: Request, columns: Columns) -> Columns:
    """The columns that ``?fields=`` names, the key always among them."""
    asked = [name for name in request.query_params.get("fields", "").split(",") if name]
    if not asked:
        return columns
    if unknown := [name for name in asked if name not in columns]:
        message = _("没有字段 %(names)s；可选：%(known)s。") % {
            "names": "、".join(unknown),
            "known": "、".join(columns),
        }
        raise exceptions.ValidationError({"fields": [message]})
    return {name: columns[name] for name in columns if name in asked or name == "id"}


def _integer(request: Request, name: str, *, lowest: int, highest: int) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 19 or not lowest <= int(text) <= highest:
        message = _("应为%(lowest)s至%(highest)s的整数。") % {"lowest": lowest, "highest": highest}
        raise exceptions.ValidationError({name: [message]})
    return int(text)
