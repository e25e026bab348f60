"""月度进展 of a unit: what is to be reported, and the minute in which it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clock import today
from accounts.models import Unit, User
from accounts.views import actor_of, send_upload
from rulebook.rules import Month

from ..exports import export_month
from ..forms import ProgressForm, refuse
from ..models import ProgressPhoto, Project
from ..models.progress import ProgressStatus
from ..permissions import can, require
from ..rules import ProgressEntry, plain
from ..selectors import (
    due_reports,
    progress_findings,
    progress_form_values,
    report_due_on,
    reporting_month,
)
from ..services import correct_progress, save_progress, submit_progress
from ..services.photos import add_photos, remove_photo
from .entry import Sums, carried_in, expected_sums

OUT_OF_BAND: dict[str, str | bool] = {"class": "form-control money", "hx-swap-oob": "true"}
ORDER = ("returned", "missing", "draft", "submitted")


@login_required
@require_safe
def my_reports(request: HttpRequest) -> HttpResponse:
    on = today()
    period = _asked_month(request.GET, reporting_month(on))
    due = sorted(due_reports(actor_of(request), period), key=lambda one: ORDER.index(one.status))
    context = {
        "period": period,
        "months": [period.previous(), period, period.next()],
        "due": due,
        "open": [one for one in due if one.status != "submitted"],
        "sent": [one for one in due if one.status == "submitted"],
        "due_on": report_due_on(period),
        "on": on,
        "reporter": can(actor_of(request), "progress.report"),
    }
    return render(request, "projects/my_reports.html", context)


def _asked_month(asked: QueryDict, usual: Month) -> Month:
    try:
        return Month.parse(asked.get("period", ""))
    except ValueError:
        return usual


@login_required
@require_http_methods(["GET", "POST"])
def show_progress(request: HttpRequest, project_id: int, period: Month) -> HttpResponse:
    """The month's report: to fill in for who reports it, to read for everybody else who sees the project."""
    page = ProgressPage(request, project_id, period)
    if request.method == "POST":
        require(actor_of(request), "progress.report", page.project)
        return page.answer()
    return page.show()


@login_required
@require_POST
def check_progress(request: HttpRequest, project_id: int, period: Month) -> HttpResponse:
    """What the figures add up to and what looks odd, before anything is saved."""
    page = ProgressPage(request, project_id, period)
    require(actor_of(request), "progress.report", page.project)
    page.form.is_valid()
    filled = page.fill() if request.POST.get("act") == "fill" else []
    return render(request, "projects/progress_check.html", {**page.context(), "filled": filled})


class ProgressPage:
    """One project's month in front of one user."""

    def __init__(self, request: HttpRequest, project_id: int, period: Month) -> None:
        self.request, self.period, self.on = request, period, today()
        self.project = get_object_or_404(Project.objects.visible_to(actor_of(request)), pk=project_id)
        self.values = progress_form_values(self.project, period)
        self.correcting = self.values.open is None and self.values.accepted is not None
        posted = request.method == "POST"
        self.form = ProgressForm(
            request.POST if posted else None,
            request.FILES if posted else None,
            initial={name: getattr(self.values.entry, name) for name in ProgressEntry.__dataclass_fields__},
            correcting=self.correcting,
        )
        self.report = self.values.open or self.values.accepted
        self.carried = carried_in(self.project, self.values.before, period)
        self.refused = False

    @property
    def sums(self) -> Sums:
        return expected_sums(self.entry, self.values.before, self.period, self.carried)

    @property
    def entry(self) -> ProgressEntry:
        return self.form.entry if self.form.is_bound else self.values.entry

    def answer(self) -> HttpResponse:
        act = self.request.POST.get("act", "save")
        if act == "fill":
            self.fill()
            return self.show()
        if not self.form.is_valid() or not self.saved():
            return self.show()
        if act == "submit":
            return self.submitted()
        messages.success(self.request, _("草稿已保存，尚未报送。"))
        return redirect("progress", self.project.pk, self.period)

    def fill(self) -> list[Any]:
        """Put in the cumulative amounts as they add up; the inputs, for a page that only takes these."""
        self.form.is_valid()
        data = self.request.POST.copy()
        fills = self.sums.fills
        for name, amount in fills.items():
            data[name] = plain(amount)
        self.form = ProgressForm(data, correcting=self.correcting)
        self.form.is_valid()
        return [self.form[name].as_widget(attrs=OUT_OF_BAND) for name in fills]

    def saved(self) -> bool:
        keys: Any = {"actor": actor_of(self.request), "project_id": self.project.pk, "period": self.period}
        now = clock.now()
        try:
            if self.correcting:
                reason = self.form.cleaned_data["correction"]
                row = correct_progress(**keys, entry=self.form.entry, reason=reason, now=now)
            else:
                row = save_progress(**keys, entry=self.form.entry, now=now)
            files = [(file.name, file) for file in self.form.cleaned_data["photos"]]
            self.report, self.correcting = row, False
            if files:
                add_photos(actor=actor_of(self.request), progress_id=row.pk, files=files, now=now)
        except ValidationError as error:
            refuse(self.form, error)
            return False
        return True

    def submitted(self) -> HttpResponse:
        try:
            submit_progress(
                actor=actor_of(self.request),
                progress_id=self.report.pk if self.report else 0,
                now=clock.now(),
                reasons=self.form.reasons,
            )
        except ValidationError as error:
            self.refused = True
            if not _codes(error) & {one["code"] for one in self.findings()}:
                refuse(self.form, error)
            return self.show()
        told = {"project": self.project.name, "month": self.period.month}
        messages.success(self.request, _("已报送：%(project)s %(month)s月进展。") % told)
        return redirect("my-reports")

    def findings(self) -> list[Any]:
        found = progress_findings(self.project, self.period, self.entry, on=self.on)
        reasons = self.form.reasons if self.form.is_bound else self._kept_reasons()
        return [{"finding": one, "reason": reasons.get(one.code, ""), "code": one.code} for one in found]

    def _kept_reasons(self) -> dict[str, str]:
        warnings = self.report.warnings if self.report else []
        return {one["code"]: one["reason"] for one in warnings}

    def context(self) -> dict[str, Any]:
        editable = self.report is None or self.report.status in (
            ProgressStatus.DRAFT,
            ProgressStatus.RETURNED,
            ProgressStatus.ACCEPTED,
        )
        may = can(actor_of(self.request), "progress.report", self.project)
        return {
            "project": self.project,
            "period": self.period,
            "form": self.form,
            "before": self.values.before,
            "report": self.report,
            "correcting": self.correcting,
            "editing": may and editable,
            "findings": self.findings() if may and editable else [],
            "refused": self.refused,
            "sums": self.sums,
            "photos": _photos(self.report),
        }

    def show(self) -> HttpResponse:
        return render(self.request, "projects/progress.html", self.context())


def _photos(report: Any) -> Any:
    return report.photos.select_related("upload") if report else []


def _codes(error: ValidationError) -> set[str | None]:
    return {one.code for one in error.error_list} if hasattr(error, "error_list") else set()


@login_required
@require_POST
def drop_photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    visible = Project.objects.visible_to(actor_of(request))
    photos = ProgressPhoto.objects.filter(progress__project__in=visible).select_related("progress")
    photo = get_object_or_404(photos, pk=photo_id)
    report = photo.progress
    try:
        remove_photo(actor=actor_of(request), photo_id=photo.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("progress", report.project_id, Month(report.year, report.month))


@login_required
@require_POST
def month_workbook(request: HttpRequest) -> HttpResponseBase:
    """The month's projects of one's unit, to fill in at the desk and hand in as an import."""
    actor = actor_of(request)
    require(actor, "progress.report")
    on = today()
    period = _asked_month(request.POST, reporting_month(on))
    unit = _unit_of(actor)
    return send_upload(request, export_month(actor=actor, unit=unit, period=period, on=on, now=clock.now()))


def _unit_of(actor: User) -> Unit:
    """The home unit where it is one that the actor reports for, else the first such unit."""
    reached = Unit.objects.visible_to(actor).filter(pk__in=actor.reach.unit_ids)
    return reached.filter(users=actor).first() or reached.order_by("pk")[0]
