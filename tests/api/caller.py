"""A program that calls the API with a token, as other systems do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from oauth2_provider.models import get_access_token_model, get_application_model

from accounts.models import User

SECRET = "a secret that only the client knows"


@dataclass
class Caller:
    token: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("put", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("patch", path, body, headers)

    def results(self, path: str) -> list[dict[str, Any]]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()["results"]

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        send = getattr(self.client, method)
        kind = headers.pop("content_type", "application/json")
        content = {} if body is None else body
        return send(f"/api/v1/{path}", content, content_type=kind, headers=self._headers(headers))

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.token}", **named}


def application_of(user: User) -> Any:
    """An OAuth client that stands for the user, with SECRET."""
    return get_application_model().objects.create(
        name=user.username,
        user=user,
        client_type="confidential",
        authorization_grant_type="client-credentials",
        client_secret=SECRET,
    )


def caller_as(user: User, scope: str = "read progress") -> Caller:
    token = f"token of {user.username} for {scope}"
    get_access_token_model().objects.create(
        application=application_of(user),
        token="",
        token_checksum=hashlib.sha256(token.encode()).hexdigest(),
        scope=scope,
        expires=timezone.now() + timedelta(hours=1),
    )
    return Caller(token)


def code_of(answer: Any) -> tuple[int, str]:
    """(status, code) of a refusal, which must be a problem."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content.decode()
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return answer.status_code, problem["code"]
