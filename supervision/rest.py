"""How every door of the REST API speaks.

Who asks (OAuth 2.0 client or signed-in person), problems as RFC 9457, ETags (RFC 9110), writes that may be
retried, limits with headers, and lists that PostgreSQL writes as JSON itself, page by page of keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson
import pghistory
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from redis.exceptions import RedisError
from rest_framework import exceptions, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView, set_rollback

from accounts.models import User
from accounts.models.call import IdempotentCall

PROBLEM = "application/problem+json"
MAX_PAGE, USUAL_PAGE, COUNT_CAP = 500, 100, 10_000


# --- who asks -------------------------------------------------------------------------------------
class ClientAuthentication(OAuth2Authentication):
    """A client's token stands for the client's own user, whose grant says what it may see."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        if not request.META.get("HTTP_AUTHORIZATION", "").startswith("Bearer "):
            return None
        answer = super().authenticate(request)
        if answer is None:
            raise exceptions.AuthenticationFailed(_("访问令牌无效或已过期，请重新获取。"))
        user, token = answer
        user = user or token.application.user
        if user is None or not user.is_active:
            raise exceptions.AuthenticationFailed(_("该客户端未绑定有效的接口用户。"))
        return user, token


class SignedInWithScope(BasePermission):
    """Signed in; and a token must carry the scope that the view names for reading or writing."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        if request.auth is None:
            return True
        reading = request.method in ("GET", "HEAD", "OPTIONS")
        return bool(request.auth.is_valid(["read" if reading else getattr(view, "write_scope", "none")]))


class PerActorThrottle(BaseThrottle):
    """So many requests a window for each actor; a lost Redis lets pass rather than refuse the county."""

    def allow_request(self, request: Request, view: Any) -> bool:
        number, _slash, unit = api_settings.DEFAULT_THROTTLE_RATES["actor"].partition("/")
        self.limit, self.window = int(number), {"s": 1, "m": 60, "h": 3600}[unit[0]]
        now = timezone.now().timestamp()
        self.reset = self.window - int(now) % self.window
        who = request.user.pk or self.get_ident(request)
        key = f"rate:{who}:{int(now) // self.window}"
        try:
            cache.add(key, 0, self.window + 1)
            used = cache.incr(key)
        except (RedisError, ValueError):
            return True
        request.rate_headers = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - used)),
            "RateLimit-Reset": str(self.reset),
        }
        return bool(used <= self.limit)

    def wait(self) -> float:
        return self.reset


# --- answers --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Written:
    """JSON that is written already."""

    text: bytes


class FastJSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, context: Any = None) -> bytes:
        if isinstance(data, Written):
            return data.text
        return b"" if data is None else orjson.dumps(data, default=str)


class ProblemRenderer(FastJSONRenderer):
    media_type = PROBLEM


class Conflict(exceptions.APIException):
    """The thing changed since the caller read it."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "changed_meanwhile"
    default_detail = "数据已被他人更改，请重新读取后再试。"


class PreconditionRequired(exceptions.APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "if_match_required"
    default_detail = "请在 If-Match 中带上所读数据的 ETag。"


class KeyReused(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "该 Idempotency-Key 已用于另一个请求，请换一个新的。"


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Any refusal as problem+json with a stable ``code``; an unforeseen error stays a 500 and is logged."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("没有这条数据，或您无权查看。"))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    elif isinstance(error, ValidationError):
        error = exceptions.ValidationError(_messages_of(error))
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    set_rollback()
    response = Response(_problem(error), status=error.status_code, headers=headers, content_type=PROBLEM)
    return response


def _messages_of(error: ValidationError) -> Any:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def _problem(error: exceptions.APIException) -> dict[str, Any]:
    codes, detail = error.get_codes(), error.detail
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": str(error.default_detail),
        "status": error.status_code,
        "code": codes if isinstance(codes, str) else "invalid",
    }
    if isinstance(detail, dict):
        problem["errors"] = [
            {"field": field, "message": str(message)}
            for field, messages in detail.items()
            for message in (messages if isinstance(messages, list) else [messages])
        ]
        problem["detail"] = "；".join(entry["message"] for entry in problem["errors"])
    else:
        problem["detail"] = "；".join(map(str, detail)) if isinstance(detail, list) else str(detail)
    return problem


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


class Endpoint(APIView):
    """A door of the API. ``write_scope`` is what a client's token needs for POST, PUT, PATCH, DELETE."""

    authentication_classes = (ClientAuthentication, SessionAuthentication)
    permission_classes = (SignedInWithScope,)
    throttle_classes = (PerActorThrottle,)
    renderer_classes = (FastJSONRenderer,)
    write_scope: ClassVar[str] = "none"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        request._request.user = request.user  # for what stands outside DRF, such as the access log

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        for name, value in getattr(self.request, "rate_headers", {}).items():
            response.headers[name] = value
        return response

    def tagged(self, data: Any) -> Response:
        """An answer with its ETag; 304 when the caller has it already."""
        body = data.text if isinstance(data, Written) else orjson.dumps(data, default=str)
        tag = etag_of(body)
        if self.request.headers.get("If-None-Match") == tag:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return Response(Written(body), headers={"ETag": tag})

    def require_unchanged(self, current: Any) -> None:
        """Compare If-Match with the thing as it stands now; call it under the row's lock."""
        expected = self.request.headers.get("If-Match")
        if expected is None:
            raise PreconditionRequired
        if expected != etag_of(orjson.dumps(current, default=str)):
            raise Conflict

    def written_once(self, write: Callable[[], Response]) -> Response:
        """Run ``write`` in one transaction; with an Idempotency-Key a retry gets the first answer again."""
        key = self.request.headers.get("Idempotency-Key", "")
        if len(key) > 100:
            raise exceptions.ValidationError({"Idempotency-Key": [_("最长100个字符。")]})
        user = self.request.user
        context = pghistory.context(user=user.pk, name=str(user), address=self.request.path)
        with context, transaction.atomic():
            if not key:
                return write()
            call, is_new = _claim_call(user, key, self.request)
            if not is_new:
                return Response(
                    Written(bytes(call.body)),
                    status=call.status,
                    headers={**call.headers, "Idempotent-Replay": "true"},
                )
            response = write()
            call.status = response.status_code
            call.body = FastJSONRenderer().render(response.data)
            call.headers = {k: v for k, v in response.headers.items() if k in ("ETag", "Location")}
            call.save(update_fields=["status", "body", "headers"])
            return response


def _claim_call(user: User, key: str, request: Request) -> tuple[IdempotentCall, bool]:
    """Insert first, ask afterwards: a second caller waits for the first to commit, then reads its answer."""
    content = b"\0".join([request.method.encode(), request.get_full_path().encode(), request.body])
    fingerprint = hashlib.sha256(content).hexdigest()
    row = IdempotentCall(user=user, key=key, fingerprint=fingerprint, at=timezone.now())
    IdempotentCall.objects.bulk_create([row], ignore_conflicts=True)
    call = IdempotentCall.objects.select_for_update().get(user=user, key=key)
    if call.fingerprint != fingerprint:
        raise KeyReused
    return call, call.status is None


# --- lists ----------------------------------------------------------------------------------------
def json_page(request: Request, rows: QuerySet[Any], columns: Mapping[str, Any]) -> Written:
    """One page of ``rows`` in the order of their keys, written as JSON by PostgreSQL.

    ``columns``: name in the answer → expression, ``id`` (the key) among them. ``?after=`` is the last key
    seen, so that the millionth page costs what the first does; ``?limit=`` up to 500; ``?fields=a,b`` picks
    columns; ``?count=1`` adds a count that stops at 10,000.
    """
    limit = _integer(request, "limit", USUAL_PAGE, highest=MAX_PAGE)
    after = _integer(request, "after", 0)
    chosen = _chosen(request, columns)
    page = rows.order_by("pk").filter(pk__gt=after).annotate(**{f"c_{name}": chosen[name] for name in chosen})
    sql, params = page.values(*(f"c_{name}" for name in chosen))[: limit + 1].query.sql_with_params()
    # Names come from ``columns`` and the statement from Django; only parameters come from the caller.
    names = ", ".join(f'x."c_{name}" AS "{name}"' for name in chosen)
    statement = f"SELECT t.id, row_to_json(t)::text FROM (SELECT {names} FROM ({sql}) x) t ORDER BY 1"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = cursor.fetchall()
    return Written(_envelope(request, rows, found, limit))


def _chosen(request: Request, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that ``?fields=`` names, the key always among them."""
    asked = [name for name in request.query_params.get("fields", "").split(",") if name]
    if unknown := [name for name in asked if name not in columns]:
        message = _("没有字段 %(names)s；可选：%(known)s。") % {
            "names": "、".join(unknown),
            "known": "、".join(columns),
        }
        raise exceptions.ValidationError({"fields": [message]})
    return {name: columns[name] for name in columns if not asked or name in asked or name == "id"}


def _envelope(request: Request, rows: QuerySet[Any], found: list[tuple[int, str]], limit: int) -> bytes:
    parts = ['"results":[' + ",".join(text for _key, text in found[:limit]) + "]"]
    following = None
    if len(found) > limit:
        query = request.query_params.copy()
        query["after"] = str(found[limit - 1][0])
        following = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
    parts.append(f'"next":{orjson.dumps(following).decode()}')
    if request.query_params.get("count") in ("1", "true"):
        counted = rows.order_by().values("pk")[: COUNT_CAP + 1].count()
        parts.append(
            f'"count":{min(counted, COUNT_CAP)},"count_is_capped":{str(counted > COUNT_CAP).lower()}'
        )
    return ("{" + ",".join(parts) + "}").encode()


def _integer(request: Request, name: str, default: int, *, highest: int = 2**62) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) > highest:
        raise exceptions.ValidationError({name: [_("应为0至%(highest)s的整数。") % {"highest": highest}]})
    return int(text)
