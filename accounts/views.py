"""Web doors: coming in and going out, one's own account, one's jobs, files."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import selectors, services
from accounts.clock import today
from accounts.forms import LanguageForm, PasswordForm, SignInForm
from accounts.middleware import address_of
from accounts.models import Job, Upload, User
from accounts.models.access import AccessKind
from accounts.models.job import JobState
from accounts.rules import PICTURES


def actor_of(request: HttpRequest) -> User:
    """Who asks, in a view that lets only the signed-in through."""
    return cast(User, request.user)


def day_in(request: HttpRequest, name: str) -> date | None:
    """The day that the address asks for; None too for what is no day."""
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def record(request: HttpRequest, kind: AccessKind, *, username: str = "", detail: str = "") -> None:
    """Write a line of the access log about this request."""
    services.record_access(
        kind=kind,
        now=timezone.now(),
        user=actor_of(request) if request.user.is_authenticated else None,
        username=username,
        address=address_of(request),
        detail=detail,
    )


# --- coming in and going out ----------------------------------------------------------------------
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_wanted(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            login(request, user)
            record(request, AccessKind.SIGN_IN)
            return redirect(_wanted(request))
        _record_refusal(request, form.cleaned_data["username"])
        form.add_error(
            None,
            _("用户名或密码不正确。连续输错%(times)d次将锁定30分钟；忘记密码请联系系统管理员重置。")
            % {"times": settings.AXES_FAILURE_LIMIT},
        )
    return render(request, "accounts/sign_in.html", {"form": form, "next": _asked(request)})


def _record_refusal(request: HttpRequest, username: str) -> None:
    # django-axes marks the request when the limit is reached; its middleware then answers.
    locked = getattr(request, "axes_locked_out", False)
    record(request, AccessKind.LOCKED_OUT if locked else AccessKind.SIGN_IN_FAILED, username=username)


def _asked(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


def _wanted(request: HttpRequest) -> str:
    """Where the user was going, if that is a page of ours."""
    wanted = _asked(request)
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # Without a slash it would be taken for the name of a page.
    return wanted if safe and wanted.startswith("/") else reverse(settings.LOGIN_REDIRECT_URL)


@require_GET
def enter_admin(request: HttpRequest) -> HttpResponse:
    """The admin site's own sign-in page is ours; who is in already and may not use it is told so."""
    if request.user.is_authenticated and not actor_of(request).is_staff:
        raise PermissionDenied(_("管理后台供管理员、审计员和督查办主任使用。"))
    wanted = request.GET.get("next") or reverse("admin:index")
    return redirect(f"{reverse('sign-in')}?{urlencode({'next': wanted})}")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        record(request, AccessKind.SIGN_OUT)
    logout(request)
    return redirect("sign-in")


# --- one's own account ----------------------------------------------------------------------------
@sensitive_post_parameters("old", "new", "again")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            user = services.change_own_password(actor=actor, old=old, new=new, on=today())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            update_session_auth_hash(request, user)
            record(request, AccessKind.PASSWORD_CHANGED)
            messages.success(request, _("密码已修改。其他设备上的登录已经退出。"))
            return redirect("profile")
    must = actor.must_change_password(today(), settings.PASSWORD_DAYS)
    return render(request, "accounts/password.html", {"form": form, "must": must})


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = LanguageForm(request.POST or None, initial={"language": actor.language})
    if request.method == "POST" and form.is_valid():
        services.set_language(actor=actor, language=form.cleaned_data["language"])
        return redirect("profile")
    known = selectors.profile_of(actor, today())
    return render(request, "accounts/profile.html", {"form": form, "known": known})


# --- jobs -----------------------------------------------------------------------------------------
@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/jobs.html", {"jobs": selectors.own_jobs(actor_of(request))})


@never_cache
@login_required
@require_GET
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """The whole page, or for htmx the piece alone; it asks again until the job has ended."""
    seen = get_object_or_404(Job.objects.visible_to(actor_of(request)).select_related("result"), pk=job_id)
    result_url, result_label = _result_of(seen)
    context = {
        "job": seen,
        "poll_url": reverse("job", args=[seen.pk]),
        "result_url": result_url,
        "result_label": result_label,
    }
    return render(
        request, "components/job.html" if request.headers.get("HX-Request") else "accounts/job.html", context
    )


def _result_of(seen: Job) -> tuple[str, str]:
    """Where a job that is done leads, and what the link says; empty when it leads nowhere."""
    if seen.state != JobState.DONE:
        return "", ""
    if seen.result is not None:
        return reverse("file", args=[seen.result.pk]), _("下载“%(name)s”") % {"name": seen.result.name}
    return seen.page, _("查看结果")


# --- files ----------------------------------------------------------------------------------------
@login_required
@require_GET
def file(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    upload = get_object_or_404(Upload.objects.visible_to(actor_of(request)), pk=upload_id)
    return send_upload(request, upload)


def send_upload(request: HttpRequest, upload: Upload, *, inline: bool = False) -> HttpResponseBase:
    """Send a file that the caller has found the user may see; a download is logged.

    ``inline`` shows a picture within a page; anything else is always a download.
    """
    show = inline and upload.content_type in PICTURES
    try:
        content = upload.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(
            _("文件“%(name)s”已不在服务器上，请联系系统管理员。") % {"name": upload.name}
        ) from error
    if not show:
        record(request, AccessKind.DOWNLOAD, detail=f"#{upload.pk} {upload.name}")
    response = FileResponse(
        content, as_attachment=not show, filename=upload.name, content_type=upload.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600" if show else "private, no-store"
    return response


# --- watching -------------------------------------------------------------------------------------
@never_cache
@require_GET
def health(request: HttpRequest, strict: bool = False) -> JsonResponse:
    """For checks of containers: 503 when nothing can be served. Says yes or no, never how or where.

    ``strict`` is for whoever watches: 503 as well when a process is silent or the queue is gone. Pages can
    still be served then, and a load balancer must not take them away.
    """
    well = selectors.health()
    serves = well["database"] and well["migrations"]
    silent = selectors.silent_since() if serves else {}
    is_ok = all(well.values()) and not silent
    return JsonResponse(
        {"status": "ok" if is_ok else "degraded" if serves else "down", **well, "silent": dict(silent)},
        status=HTTPStatus.OK if is_ok or serves and not strict else HTTPStatus.SERVICE_UNAVAILABLE,
    )
