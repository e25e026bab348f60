"""督查单: the list, one slip with its story, and drafting it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.models.access import AccessKind
from accounts.views import actor_of, record, send_upload
from supervision.matters.views.acts import tried

from ..exports import slips as exports
from ..exports.slip_list import start_slips_export
from ..forms.slips import NewSlipForm, SlipFilterForm, SlipForm
from ..models import Slip, SlipFile, SlipStep
from ..permissions import require
from ..rules.slips import ABOUT
from ..selectors.slip_facts import facts_of, name_of_thing, units_of_thing
from ..selectors.slips import SlipFilters, slip_with_all, slips_for
from ..services import slips as services
from ..services.slips.deciding import WORD
from ..services.slips.drafting import usual_days
from .paging import paged
from .slip_acts import offers_for

HOMES: Final = {
    "project": ("project", "project_id"),
    "indicator": ("indicator", "indicator_id"),
    "matter": ("matter", "matter_id"),
    "finding": ("finding", "finding_id"),
    "rectification": ("rectification", "rectification_id"),
}
BACKWARDS: Final = {"slip.send_back", "slip.return_answer", "slip.withdraw", "slip.dismiss", "slip.lapse"}


@login_required
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    form = SlipFilterForm(request.GET or None, actor=user)
    context = paged(request, slips_for(user, _filters(form, request.GET), on))
    active = sum(map(bool, form.cleaned_data.values())) if form.is_valid() else 0
    asked = [(name, value) for name, value in request.GET.items() if name != "page"]
    context |= {"form": form, "active": active, "asked": asked, "on": on}
    return render(request, "alerts/slips/list.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows as a workbook: made by a worker, fetched from the job's page."""
    user = actor_of(request)
    filters = _filters(SlipFilterForm(request.POST, actor=user), request.POST)
    job = start_slips_export(actor=user, on=clock.today(), filters=filters, now=clock.now())
    return redirect("job", job.pk)


def _filters(form: SlipFilterForm, asked: QueryDict) -> SlipFilters:
    """What cannot be understood narrows nothing."""
    said = form.cleaned_data if form.is_valid() else {}
    unit = said.get("unit")
    return SlipFilters(
        **{name: said.get(name, "") for name in ("kind", "colour", "status", "text")},
        unit_id=unit.pk if unit else None,
        late=bool(said.get("late")),
        about=_about(asked),
    )


def _about(asked: QueryDict) -> tuple[str, int] | None:
    """``about=matter-5``: only what is about this one."""
    thing, _dash, key = asked.get("about", "").partition("-")
    return (thing, int(key)) if thing in ABOUT and key.isascii() and key.isdigit() and len(key) < 16 else None


@login_required
@require_safe
def show(request: HttpRequest, slip_id: int) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    try:
        slip = slip_with_all(user, slip_id)
    except Slip.DoesNotExist as error:
        raise Http404 from error
    context = {
        "slip": slip,
        "facts": slip.facts or [fact.row for fact in facts_of(slip, on)],
        "home": home_of(slip) if user.reach.everything else "",
        "offers": offers_for(user, slip, on),
        "story": [told(step) for step in _story(request, slip)],
        "can_print": exports.can_print(),
        "on": on,
    }
    return render(request, "alerts/slips/page.html", context)


def _story(request: HttpRequest, slip: Slip) -> list[SlipStep]:
    """Of a unit's own: from the issue on."""
    steps = SlipStep.objects.filter(slip=slip).select_related("by__person")
    if actor_of(request).reach.everything:
        return list(steps)
    issued = steps.filter(verb="slip.issue").first()
    return list(steps.filter(pk__gte=issued.pk)) if issued else []


def told(step: SlipStep) -> dict[str, Any]:
    back = step.verb in BACKWARDS
    return {
        "at": step.at,
        "by": step.by or _("系统"),
        "title": step.told,
        "text": step.note,
        "icon": "arrow-back-up" if back else "check",
        "tone": "warn" if back else "",
    }


def home_of(slip: Slip) -> str:
    """The page of what it is about; a milestone is on its project's."""
    if slip.milestone is not None:
        return reverse("project", args=[slip.milestone.project_id])
    page, key = HOMES.get(slip.thing, ("", ""))
    return reverse(page, args=[getattr(slip, key)]) if page else ""


# --- drafting -------------------------------------------------------------------------------------
@login_required
@require_POST
def from_thing(request: HttpRequest, thing: str, key: int) -> HttpResponse:
    """The button beside a project, a matter, a rectification, an indicator or a finding."""
    return redirect("slip-new", thing, key)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, thing: str, key: int) -> HttpResponse:
    """First which paper for which unit, then its words: ``?paper=&unit=``."""
    user, on = actor_of(request), clock.today()
    row = _thing(request, thing, key)
    require(user, "slip.draft")
    asked = request.GET if "paper" in request.GET else None
    choice = NewSlipForm(asked, actor=user, on=on, row=units_of_thing(thing, row, on))
    name = name_of_thing(thing, row, on)
    if not choice.is_valid():
        return render(request, "alerts/slips/choose.html", {"form": choice, "about": name})
    kind, colour = choice.kind_and_colour
    unit = choice.cleaned_data["unit"]
    slip = Slip(kind=kind, colour=colour, thing=thing, about_key=key, unit=unit, title=name)
    setattr(slip, f"{thing}_id", key)
    slip.days = usual_days(kind, colour, on)
    form = SlipForm(request.POST or None, actor=user, on=on, row=slip)
    if request.method == "POST" and form.is_valid() and tried(form, _draft, request):
        messages.success(request, _("已存为草稿，请报请批准。"))
        return redirect("slip", form.made.pk)  # type: ignore[attr-defined]
    facts = [fact.row for fact in facts_of(slip, on)]
    return render(request, "alerts/slips/draft.html", {"form": form, "slip": slip, "facts": facts})


def _draft(request: HttpRequest, form: Any) -> None:
    slip: Slip = form.row
    form.made = services.draft_slip(
        actor=actor_of(request),
        kind=slip.kind,
        colour=slip.colour,
        thing=slip.thing,
        about_id=slip.about_key,
        unit_id=slip.unit_id,
        words=form.words,
        now=clock.now(),
    )


def _thing(request: HttpRequest, thing: str, key: int) -> Any:
    if thing not in ABOUT:
        raise Http404
    model: Any = Slip._meta.get_field(thing).related_model
    try:
        return model.objects.visible_to(actor_of(request)).get(pk=key)
    except ObjectDoesNotExist as error:
        raise Http404 from error


# --- files ----------------------------------------------------------------------------------------
@login_required
@require_safe
def word(request: HttpRequest, slip_id: int) -> HttpResponse:
    slip = _seen(request, slip_id)
    if not slip.frozen_on:
        raise Http404
    name = f"{slip.number or _('草稿')}{slip.name}.docx"
    record(request, AccessKind.DOWNLOAD, detail=name)
    response = HttpResponse(exports.slip_word(slip, clock.now()), content_type=WORD)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@login_required
@require_POST
def pdf(request: HttpRequest, slip_id: int) -> HttpResponse:
    slip = _seen(request, slip_id)
    if not exports.can_print():
        messages.error(request, _("服务器没有安装 LibreOffice，不能生成 PDF；请下载 Word 文件。"))
        return redirect("slip", slip.pk)
    return redirect("job", exports.start_pdf(actor=actor_of(request), slip=slip, now=clock.now()).pk)


@login_required
@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    rows = SlipFile.objects.visible_to(actor_of(request)).select_related("upload")
    return send_upload(request, get_object_or_404(rows, pk=file_id).upload)


def _seen(request: HttpRequest, slip_id: int) -> Slip:
    rows = Slip.objects.visible_to(actor_of(request)).select_related("unit", "follows", "file")
    return get_object_or_404(rows, pk=slip_id)
