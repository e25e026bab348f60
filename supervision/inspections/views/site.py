"""实地督查 on a phone: the page, its service worker, and the door through which the device sends."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts import clock
from accounts.views import actor_of

from .. import services
from ..forms.finding import SiteCheckForm, SiteFindingForm, WordsForm
from ..models import Inspection
from ..permissions import require
from ..rules.words import CHECK_RESULTS, CheckResult, InspectionStatus
from ..selectors.inspection_page import checklist, findings_of, whole_inspection

RESULTS: Final = (CheckResult.FINE, CheckResult.PROBLEM, CheckResult.NOT_APPLICABLE)
ENDED: Final = (InspectionStatus.CLOSED, InspectionStatus.CANCELLED)
FINDINGS_SHOWN: Final = 100
View = Callable[..., HttpResponse]


@never_cache
@login_required
@require_safe
def show_site(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The device keeps this page for when there is no network; the header says whose it is."""
    user = actor_of(request)
    inspection = whole_inspection(user).filter(pk=inspection_id).first()
    if inspection is None:
        raise Http404
    require(user, "inspection.check", inspection)
    context = {
        "inspection": inspection,
        "units": checklist(inspection),
        "results": [(result.value, CHECK_RESULTS[result]) for result in RESULTS],
        "form": WordsForm(actor=user, on=clock.today(), row=inspection),
        "findings": findings_of(user, inspection)[:FINDINGS_SHOWN],
        "runs": inspection.began_on is not None and inspection.status not in ENDED,
        "max_photo": settings.MAX_PHOTO_BYTES,
        "words": _words(),
    }
    response = render(request, "inspections/on_site.html", context)
    response.headers["X-On-Site-User"] = str(user.pk)
    return response


def _words() -> dict[str, str]:
    """What the script says."""
    return {
        "count": _("%s 条待送达"),
        "nothing": _("全部已送达"),
        "online": _("在线"),
        "offline": _("离线"),
        "photos": _("照片%s张"),
        "photo": _("照片"),
        "waiting": _("待发送"),
        "sending": _("发送中"),
        "sent": _("已送达"),
        "refused": _("被拒"),
        "editing": _("修改中"),
        "kept": _("已存到本机；有网络时自动发送。"),
        "full": _("没有存下：本机存储空间不足或被浏览器禁止。请清理空间后再按“存下”。"),
        "large": _("照片“%s”太大，没有加入。"),
        "note_first": _("请先写明情况，再按“有问题”。"),
        "sure": _("删除后不能恢复，确定删除这一条？"),
        "nowhere": _("没有取到位置，可以在“地点”里写明。"),
        "locating": _("正在取位置……"),
        "page_kept": _("本页已存到本机，断网可以重新打开。"),
        "page_not_kept": _("本页没有存到本机，断网时请不要关闭或刷新；已记的问题仍会保存。"),
        "signed-out": _("登录已失效，记录还在本机。重新登录后会继续发送。"),
        "other-user": _("本机现在由别人登录。这些记录还在本机，由记录人登录后发送。"),
    }


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Below ``site/``, so that it looks after these pages alone. It says nothing about anybody."""
    response = render(request, "inspections/on_site_worker.js", content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@never_cache
@require_GET
def token(request: HttpRequest) -> JsonResponse:
    """Who is signed in on this device now, empty for nobody, and the token for what is sent next."""
    user = str(request.user.pk) if request.user.is_authenticated else ""
    return JsonResponse({"user": user, "csrf": get_token(request)})


def answering(view: View) -> View:
    """What went wrong in words that the device can show beside the entry that it keeps."""

    @never_cache
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return _refused(HTTPStatus.UNAUTHORIZED, _("登录已失效。"))
        try:
            return view(request)
        except Http404:
            return _refused(HTTPStatus.NOT_FOUND, _("没有这次督查，或者您已不在督查组中。"))
        except PermissionDenied:
            return _refused(HTTPStatus.FORBIDDEN, _("您没有权限在这次督查中记录。"))
        except ValidationError as error:
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, *error.messages)

    return answer


def _refused(status: HTTPStatus, *errors: str) -> JsonResponse:
    return JsonResponse({"errors": list(errors)}, status=status)


def _inspection(request: HttpRequest) -> Inspection:
    asked = request.POST.get("inspection", "")
    key = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(2**63)) else 0
    found = Inspection.objects.visible_to(actor_of(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _require_valid(form: Any) -> None:
    """Raises ValidationError with the labels before what is wrong."""
    if form.is_valid():
        return
    raise ValidationError(
        [
            f"{form.fields[name].label}：{message}"
            if name in form.fields and form.fields[name].label
            else message
            for name, errors in form.errors.items()
            for message in errors
        ]
    )


@answering
def sync(request: HttpRequest) -> HttpResponse:
    """One finding with its photos. Its key was made on the device: sent again, it is the first row."""
    user, inspection, now = actor_of(request), _inspection(request), clock.now()
    require(user, "finding.record", inspection)
    form = SiteFindingForm(request.POST, request.FILES, actor=user, on=clock.today(), row=inspection)
    _require_valid(form)
    made = services.record_finding(
        actor=user,
        inspection_id=inspection.pk,
        words=form.words(now),
        client_key=form.cleaned_data["client_key"],
        files=form.files_sent,
        now=now,
    )
    return JsonResponse({"finding": made.pk, "url": reverse("finding", args=[made.pk])})


@answering
def sync_check(request: HttpRequest) -> HttpResponse:
    """One result of the list."""
    user, inspection = actor_of(request), _inspection(request)
    require(user, "inspection.check", inspection)
    form = SiteCheckForm(request.POST, actor=user, on=clock.today(), row=inspection)
    _require_valid(form)
    values = form.cleaned_data
    services.check_item(
        actor=user, item_id=values["item"].pk, result=values["result"], note=values["note"], now=clock.now()
    )
    return JsonResponse({"url": ""})
