"""Writes that may be repeated: the first answer is kept under the caller's Idempotency-Key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import cast

import orjson
import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.models.call import IdempotentCall

from .problems import KeyReused
from .rows import Written

KEPT_HEADERS = ("ETag", "Location")


def written_once(request: Request, write: Callable[[], Response]) -> Response:
    """Run ``write`` in one transaction, with who and where for the history.

    With an Idempotency-Key a repeated request gets the first answer again and changes nothing. What was
    refused left no trace, so that the corrected request may carry the same key only if it is the same.
    """
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 100 or not key.isascii() or (key and not key.isprintable()):
        raise exceptions.ValidationError({"Idempotency-Key": [_("应为100个以内的可见 ASCII 字符。")]})
    user = cast(User, request.user)
    with pghistory.context(user=user.pk, name=str(user), address=request.path), transaction.atomic():
        if not key:
            return write()
        call = _claimed(user, key, request)
        if call.status is not None:
            headers = {**call.headers, "Idempotent-Replay": "true"}
            return Response(Written(bytes(call.body)), status=call.status, headers=headers)
        response = write()
        call.status = response.status_code
        call.body = response.data.text if isinstance(response.data, Written) else orjson.dumps(response.data)
        call.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        call.save(update_fields=["status", "body", "headers"])
        return response


def _claimed(user: User, key: str, request: Request) -> IdempotentCall:
    """Insert first, ask afterwards: a second caller waits for the first to commit, then reads its answer."""
    content = b"\0".join(
        [
            str(request.method).encode(),
            request.get_full_path().encode(),
            request.headers.get("If-Match", "").encode(),
            request._request.body,
        ]
    )
    fingerprint = hashlib.sha256(content).hexdigest()
    row = IdempotentCall(user=user, key=key, fingerprint=fingerprint, at=timezone.now())
    IdempotentCall.objects.bulk_create([row], ignore_conflicts=True)
    call = IdempotentCall.objects.select_for_update().get(user=user, key=key)
    if call.fingerprint != fingerprint:
        raise KeyReused
    return call
