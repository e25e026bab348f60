"""Who is asking, in what language, and whether the password is already their own."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from accounts.clock import today

Handler = Callable[[HttpRequest], HttpResponse]


def address_of(request: HttpRequest) -> str | None:
    """Where the request came from. Only behind a proxy of ours is the forwarded address believed,
    and of it only the last part, which that proxy wrote itself."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR") or None


class LanguageOfUser:
    """Chinese whatever the browser says; another language only by the user's own choice."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", settings.LANGUAGE_CODE)
        with translation.override(language):
            response = self.get_response(request)
            response.headers["Content-Language"] = language
        return response


class WhoAndWhy:
    """Tell the history triggers who acts; services add why."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk, name=str(request.user), address=request.path):
            return self.get_response(request)


class PasswordMustBeOwn:
    """With a password that was handed out, or grew old, nothing works before it is changed."""

    OPEN = ("password", "sign-out", "sign-in")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or not user.must_change_password(today(), settings.PASSWORD_DAYS):
            return self.get_response(request)
        if request.path in {reverse(name) for name in self.OPEN}:
            return self.get_response(request)
        return redirect("password")
