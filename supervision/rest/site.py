"""The addresses around the rooms' own: tokens, the schema and its page, and whatever there is not."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from oauth2_provider.views import TokenView
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from .access import PerAddressThrottle
from .endpoints import Endpoint
from .problems import problem_response


class ClientToken(TokenView):
    """RFC 6749 §4.4 alone: clients sign in with their secret; people never give their password here."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttle = PerAddressThrottle()
        if not throttle.allow_request(Request(request), self):
            refusal: Any = problem_response(Throttled(throttle.wait()), {})
            return HttpResponse(orjson.dumps(refusal.data), status=429, headers=dict(refusal.headers))
        if request.POST.get("grant_type") != "client_credentials":
            answer = orjson.dumps({"error": "unsupported_grant_type"})
            return HttpResponse(answer, status=400, content_type="application/json")
        return super().post(request, *args, **kwargs)


class NoSuchAddress(Endpoint):
    """For any method, signed in or not: a program gets a problem, never a page."""

    schema = None
    permission_classes = ()
    throttle_classes = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.http_method_not_allowed = self._refuse  # type: ignore[method-assign]
        return super().dispatch(request, *args, **kwargs)

    def _refuse(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise Http404

    get = post = put = patch = delete = _refuse
    options: Any = _refuse


@cache
def _schema(language: str) -> bytes:
    """Built once a process: it says nothing about data or who asks."""
    with translation.override(language):
        return orjson.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_schema(translation.get_language()), content_type="application/vnd.oai.openapi+json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
