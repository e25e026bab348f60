"""审核: what units have reported, accepted or returned by the office, one by one or several at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.models import User
from accounts.rules.copied import TakenFrom
from accounts.rules.keys import keys_of
from accounts.selectors import Hint, evidence_hints
from accounts.views import actor_of

from ..models import MonthlyProgress, ProgressPhoto
from ..models.progress import ProgressStatus
from ..permissions import require
from ..selectors import progress_queue
from ..selectors.evidence import copied_reports, step_of, subject_of
from ..services import accept_progress, return_progress
from .paging import page_of

PAGE = 30


@dataclass(frozen=True)
class Waiting:
    """A submitted report beside the newest accepted one before it (of the same year), in 万元."""

    row: Any
    former_month: int | None
    former_amount: Decimal | None
    photos: list[ProgressPhoto]
    hints: tuple[Hint, ...] = ()
    taken: TakenFrom | None = None

    @property
    def change(self) -> Decimal | None:
        if self.row.year_to_date is None or self.former_amount is None:
            return None
        return self.row.year_to_date - self.former_amount


@login_required
@require_safe
def show_queue(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "progress.decide")
    rows = progress_queue(actor_of(request))
    page = page_of(request, _with_former(rows), PAGE)
    count = rows.count()
    context = {"waiting": list(_waiting(actor_of(request), page.rows)), "page": page, "count": count}
    return render(request, "projects/queue.html", context)


def _with_former(rows: QuerySet[Any]) -> QuerySet[Any]:
    former = MonthlyProgress.objects.accepted().filter(
        project=OuterRef("project"), year=OuterRef("year"), month__lt=OuterRef("month")
    )
    newest = former.order_by("-month")
    return rows.annotate(
        former_month=Subquery(newest.values("month")[:1]),
        former_amount=Subquery(newest.values("year_to_date")[:1]),
    )


def _waiting(user: User, rows: Iterable[Any]) -> Iterable[Waiting]:
    rows = list(rows)
    photos: dict[int, list[ProgressPhoto]] = {}
    for photo in ProgressPhoto.objects.filter(progress__in=rows).select_related("upload"):
        photos.setdefault(photo.progress_id, []).append(photo)
    hints = evidence_hints(user, [photo.upload_id for found in photos.values() for photo in found])
    taken = copied_reports(user, rows)
    for row in rows:
        found = hints.at(subject_of(row), step_of(row))
        yield Waiting(
            row, row.former_month, row.former_amount, photos.get(row.pk, []), found, taken.get(row.pk)
        )


@login_required
@require_POST
def decide(request: HttpRequest, progress_id: int) -> HttpResponse:
    """Accept or return one report. Whoever comes second is told what happened and to whom it belongs."""
    report = get_object_or_404(MonthlyProgress.objects.visible_to(actor_of(request)), pk=progress_id)
    require(actor_of(request), "progress.decide", report.project)
    said, tone = _decided(request, report)
    if not getattr(request, "htmx", False):
        getattr(messages, tone)(request, said)
        return redirect("progress-queue")
    queue = progress_queue(actor_of(request)).filter(pk=progress_id)
    left = list(_waiting(actor_of(request), _with_former(queue)))
    if left:
        return render(request, "projects/queue_row.html", {"one": left[0], "row": left[0].row, "said": said})
    context = {"said": said, "tone": tone, "report": report}
    return render(request, "projects/queue_decided.html", context)


def _decided(request: HttpRequest, report: MonthlyProgress) -> tuple[str, str]:
    told = {"project": report.project.name, "month": report.month}
    try:
        if request.POST.get("act") == "return":
            reason = request.POST.get("reason", "").strip()
            if not reason:
                return _("没有退回：请先写明退回原因。"), "error"
            return_progress(actor=actor_of(request), progress_id=report.pk, reason=reason, now=clock.now())
            return _("已退回：%(project)s %(month)s月进展。") % told, "success"
        accept_progress(actor=actor_of(request), progress_id=report.pk, now=clock.now())
        return _("已采用：%(project)s %(month)s月进展。") % told, "success"
    except ValidationError as error:
        return _happened(report) or " ".join(error.messages), "warning"


def _happened(report: MonthlyProgress) -> str:
    """What a colleague has decided meanwhile; empty when nobody has."""
    now = MonthlyProgress.objects.select_related("decided_by__person", "project").get(pk=report.pk)
    if now.status == ProgressStatus.SUBMITTED or now.decided_by is None:
        return ""
    return _("%(project)s %(month)s月进展已由%(who)s办理：%(status)s。您的操作没有执行。") % {
        "project": now.project.name,
        "month": now.month,
        "who": now.decided_by,
        "status": now.get_status_display(),
    }


@login_required
@require_POST
def accept_chosen(request: HttpRequest) -> HttpResponse:
    """Accept the ticked ones, each by itself: one that cannot be is named and the others stand."""
    require(actor_of(request), "progress.decide")
    ids = keys_of(request.POST.getlist("chosen"))
    accepted = 0
    for report in MonthlyProgress.objects.visible_to(actor_of(request)).filter(pk__in=ids).order_by("pk"):
        try:
            accept_progress(actor=actor_of(request), progress_id=report.pk, now=clock.now())
            accepted += 1
        except ValidationError as error:
            messages.warning(request, _happened(report) or f"{report}：{' '.join(error.messages)}")
    if accepted:
        said = ngettext("已采用%(count)s份月报。", "已采用%(count)s份月报。", accepted)
        messages.success(request, said % {"count": accepted})
    elif not ids:
        messages.warning(request, _("没有勾选月报。"))
    return redirect("progress-queue")
