"""Lists, details and commands: what every address of the API is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, cast

import orjson
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import Http404
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django_filters import FilterSet
from rest_framework import exceptions, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.models import User

from .access import ClientAuthentication, FixedWindowThrottle, SignedInWithScope
from .problems import ChangedMeanwhile, PreconditionRequired
from .retries import written_once
from .rows import PAGING, Written, columns_of, json_page, json_row
from .schema import EndpointSchema


class WrittenJSON(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, context: Any = None) -> bytes:
        if isinstance(data, Written):
            return data.text
        return b"" if data is None else orjson.dumps(data, default=str)


class ExactJSON(BaseParser):
    """JSON whose numbers stay as they were written; whatever cannot be read is the caller's mistake."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        def refuse(constant: str) -> None:
            raise ValueError(constant)

        try:
            # Not the stream: the request keeps its body, and holds it to DATA_UPLOAD_MAX_MEMORY_SIZE.
            body = parser_context["request"]._request.body
            return json.loads(body, parse_float=Decimal, parse_constant=refuse)
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise exceptions.ParseError(_("请求内容不是有效的 JSON（UTF-8）。")) from error


def etag_of(text: bytes) -> str:
    return f'"{hashlib.sha256(text).hexdigest()[:32]}"'


class Endpoint(APIView):
    """``write_scope``: what a client's token needs for anything but reading."""

    authentication_classes = (ClientAuthentication, SessionAuthentication)
    permission_classes: Any = (SignedInWithScope,)
    throttle_classes: Any = (FixedWindowThrottle,)
    renderer_classes = (WrittenJSON,)
    parser_classes = (ExactJSON,)
    schema: Any = EndpointSchema()
    write_scope: ClassVar[str] = ""
    parameters: ClassVar[frozenset[str]] = frozenset()  # of the query, beside those of lists and filters
    title: ClassVar[Any] = ""
    refuses: ClassVar[Mapping[int, Any]] = {}  # beside what every address refuses: status → when

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        request._request.user = request.user  # for what stands outside DRF, such as the access log
        if unknown := sorted(set(request.query_params) - self.known_parameters):
            raise exceptions.ValidationError({name: [_("没有这个参数。")] for name in unknown})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in getattr(request._request, "rate_headers", {}).items():
            answer.headers[name] = value
        return answer

    @property
    def actor(self) -> User:
        """Who asks: nobody else gets beyond ``initial``."""
        return cast(User, self.request.user)

    @property
    def known_parameters(self) -> frozenset[str]:
        return self.parameters

    def tagged(self, written: Written, tag: str = "", **answer: Any) -> Response:
        """An answer with its ETag, its own unless one is given; 304 when the caller has it already."""
        tag = tag or etag_of(written.text)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        unchanged = self.unchanged(tag)
        return unchanged or Response(written, headers=headers | answer.pop("headers", {}), **answer)

    def unchanged(self, tag: str) -> Response | None:
        """304 when the caller says that this is what it has."""
        known = [t.removeprefix("W/") for t in parse_etags(self.request.headers.get("If-None-Match", ""))]
        if self.request.method in ("GET", "HEAD") and (tag in known or "*" in known):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return None

    def valid(self, words: type[Serializer[Any]]) -> dict[str, Any]:
        """The request's body by an ``In`` serializer. Raises ValidationError, also for fields it lacks."""
        asked = words(data=self.request.data)
        asked.is_valid(raise_exception=True)
        if unknown := [name for name in asked.initial_data if name not in asked.fields]:
            raise exceptions.ValidationError({name: [_("没有这个字段。")] for name in unknown})
        return asked.validated_data


class Rows(Endpoint):
    """Reads what ``out`` tells about ``rows()``. ``special()``: the columns that are no plain path."""

    out: ClassVar[type[Serializer[Any]]]

    def rows(self) -> QuerySet[Any]:
        """Begins with ``visible_to``."""
        raise NotImplementedError

    def special(self) -> Mapping[str, Combinable]:
        return {}

    def row(self, key: int) -> Written:
        """Raises Http404, to a stranger as for what is not there."""
        found = json_row(self.rows(), key, columns_of(self.out, **self.special()))
        if found is None:
            raise Http404
        return found


class ListEndpoint(Rows):
    filterset_class: ClassVar[type[FilterSet] | None] = None

    def get(self, request: Request) -> Response:
        def every() -> QuerySet[Any]:
            return self.filtered(self.rows())

        columns = columns_of(self.out, **self.special())
        return self.tagged(json_page(request, self.page(every), columns, counted=every))

    def page(self, every: Callable[[], QuerySet[Any]]) -> QuerySet[Any]:
        """The rows that a page is cut from; a list may know a shorter way to its beginning."""
        return every()

    @property
    def known_parameters(self) -> frozenset[str]:
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        return PAGING | self.parameters | frozenset(filters)

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """By the filters that the caller names; a list without any is not made to wait for a form."""
        if self.filterset_class is None or not self.request.query_params.keys() - PAGING - self.parameters:
            return rows
        filters = self.filterset_class(self.request.query_params, queryset=rows, request=self.request)
        if not filters.is_valid():
            raise exceptions.ValidationError(filters.errors)
        return filters.qs


class DetailEndpoint(Rows):
    def get(self, request: Request, pk: int) -> Response:
        return self.tagged(self.row(pk))


class Command(Rows):
    """A POST, PUT or PATCH that calls one service and answers with the thing as it is then."""

    words: ClassVar[type[Serializer[Any]] | None] = None

    def require_unchanged(self, key: int) -> None:
        """Compare If-Match with the thing as it stands; the caller holds its lock."""
        expected = parse_etags(self.request.headers.get("If-Match", ""))
        if not expected:
            raise PreconditionRequired
        if "*" not in expected and etag_of(self.row(key).text) not in expected:
            raise ChangedMeanwhile

    def once(self, write: Callable[[], Response]) -> Response:
        return written_once(self.request, write)


class CreatingList(ListEndpoint, Command):
    """A list to which a POST adds a thing, which it answers in full; mixed in before the thing's rows.

    ``in_list``: the columns of the list that are no plain path.
    """

    post_out: ClassVar[type[Serializer[Any]]]
    in_list: ClassVar[Mapping[str, Combinable]] = {}

    def special(self) -> Mapping[str, Combinable]:
        return self.in_list if self.request.method in ("GET", "HEAD") else super().special()

    def post(self, request: Request) -> Response:
        self.out = self.post_out  # type: ignore[misc]
        return self.once(self.create)

    def create(self) -> Response:
        """Call the service that makes the thing, and tell it with 201."""
        raise NotImplementedError
