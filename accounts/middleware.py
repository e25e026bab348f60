"""Who is asking, in what language, and whether the password is already their own."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


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
    """After the first sign-in with a handed-out password nothing works before it is changed."""

    OPEN = ("password", "sign-out", "sign-in")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not user.password_is_own:
            allowed = {reverse(name) for name in self.OPEN}
            if request.path not in allowed and not request.path.startswith(
                f"/{settings.STATIC_URL.strip('/')}/"
            ):
                return redirect("password")
        return self.get_response(request)
