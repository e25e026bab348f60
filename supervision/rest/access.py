"""Who asks (OAuth 2.0 client or signed-in person), for what, and how often."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from oauth2_provider.oauth2_validators import OAuth2Validator
from redis import Redis
from redis.exceptions import RedisError
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from accounts.clock import today
from accounts.models import Role, RoleGrant, User

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# The toolkit's own way goes through oauthlib and asks for token and user apart, with every request.
COLUMNS = [field.attname for field in User._meta.concrete_fields]
CLIENT = f"""
    SELECT token.scope, {", ".join(f"person.{name}" for name in COLUMNS)}
      FROM oauth2_provider_accesstoken token
      JOIN oauth2_provider_application application ON application.id = token.application_id
      JOIN accounts_user person ON person.id = application.user_id
     WHERE token.token_checksum = %s AND token.expires > now() AND person.is_active
"""  # noqa: S608 - the names are the model's own


@dataclass(frozen=True)
class Token:
    """What a client may do by its token: ``scopes``."""

    scopes: frozenset[str]


class OpenClients(OAuth2Validator):
    """A client that was closed, or whose grant has ended, gets no token though its secret is right."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        if not super().authenticate_client(request, *args, **kwargs):
            return False
        grants = RoleGrant.objects.in_force(today()).filter(role=Role.API_CLIENT, user__is_active=True)
        return grants.filter(user=request.client.user_id).exists()


class ClientAuthentication(BaseAuthentication):
    """A client's token stands for the client's own user, whose grant says what it may see."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        checksum = hashlib.sha256(secret.strip().encode()).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(CLIENT, [checksum])
            found = cursor.fetchone()
        if found is None:
            raise exceptions.AuthenticationFailed(_("访问令牌无效或已过期，请重新获取。"))
        user = User.from_db(connection.alias, COLUMNS, found[1:])
        return user, Token(frozenset(found[0].split()))

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SignedInWithScope(BasePermission):
    """Signed in; and a token must carry ``read``, or for a write the scope that the endpoint names."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        if request.auth is None or not hasattr(view, str(request.method).lower()):
            return True  # a method that is not offered is refused as such
        needed = "read" if request.method in READING else view.write_scope
        token: Any = request.auth
        if needed not in token.scopes:
            self.message = _("访问令牌缺少权限范围“%(scope)s”，请在获取令牌时申请。") % {"scope": needed}
            self.code = "scope_missing"
            return False
        return True


@cache
def _counters() -> Redis:
    """Waits a quarter of a second at most: counting must never hold up the county."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=0.25, socket_connect_timeout=0.25)


class FixedWindowThrottle(BaseThrottle):
    """So many requests a window for each actor; a lost Redis lets pass rather than refuse the county."""

    scope = "actor"
    REST_AFTER_SILENCE = 5.0  # seconds without asking Redis again
    silent_until = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        number, _slash, unit = str(api_settings.DEFAULT_THROTTLE_RATES[self.scope]).partition("/")
        limit, window = int(number), {"s": 1, "m": 60, "h": 3600}[unit[0]]
        now = int(timezone.now().timestamp())
        self.reset = window - now % window
        used = self._count(f"rate:{self.scope}:{self.who(request)}:{now // window}", window)
        if used is None:
            return True
        asked: Any = request._request
        asked.rate_headers = {
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(max(0, limit - used)),
            "RateLimit-Reset": str(self.reset),
        }
        return used <= limit

    def who(self, request: Request) -> str:
        return str(request.user.pk or self.get_ident(request))

    def wait(self) -> float:
        return self.reset

    @classmethod
    def _count(cls, key: str, window: int) -> int | None:
        """One more; None when nobody counts."""
        if monotonic() < FixedWindowThrottle.silent_until:
            return None
        try:
            with _counters().pipeline(transaction=False) as pipe:
                pipe.incr(key)
                pipe.expire(key, window + 1)
                used, _expiry = pipe.execute()
        except RedisError:
            FixedWindowThrottle.silent_until = monotonic() + cls.REST_AFTER_SILENCE
            return None
        return int(used)


class PerAddressThrottle(FixedWindowThrottle):
    """For callers who have no name yet."""

    scope = "token"

    def who(self, request: Request) -> str:
        return str(self.get_ident(request))
