"""Reports: the list, a new one with what should be looked at first, one as it reads, its file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.clock import today
from accounts.models import User
from accounts.views import actor_of, send_upload
from projects.selectors import reporting_month
from rulebook.rules import Month
from supervision.reports import services
from supervision.reports.exports.documents import document_bytes
from supervision.reports.forms import ReportForm
from supervision.reports.models import Document
from supervision.reports.permissions import can, require
from supervision.reports.rules.reading import Reading
from supervision.reports.rules.tokens import fact_keys, tokens_in
from supervision.reports.selectors.kept import kept_document

PAGE = 30


def _reader(request: HttpRequest) -> User:
    """Reports are not the units' to know of: to them these pages do not exist."""
    user = actor_of(request)
    if not user.reach.everything:
        raise Http404
    return user


@login_required
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    user = _reader(request)
    rows = Document.objects.visible_to(user).select_related("created_by__person", "job")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_draft": can(user, "report.draft"),
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "summary": _("共%(count)s份") % {"count": page.paginator.count},
    }
    return render(request, "reports/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_report(request: HttpRequest) -> HttpResponse:
    """The choice of the month shows at once what a reader of that report would ask."""
    user, on = _reader(request), today()
    require(user, "report.draft")
    chosen = request.GET.get("period") or str(reporting_month(on))
    form = ReportForm(request.POST or None, on=on, initial={"period": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            known = form.cleaned_data
            order = services.Order(kind="report", **known)
            document = services.start_document(actor=user, order=order, on=on, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("report", document.pk)
    context = {"form": form, "preview": _preview(user, form["period"].value() or chosen)}
    piece = "reports/preview.html" if getattr(request, "htmx", False) else "reports/new.html"
    return render(request, piece, context)


def _preview(user: User, chosen: str) -> dict[str, Any]:
    """What the report would warn of, or why there can be none."""
    try:
        period, on = Month.parse(chosen), today()
        order = services.Order(kind="report", period=period)
        draft = services.preview_document(actor=user, order=order, on=on)
    except ValueError as error:
        return {"refused": str(error)}
    except ValidationError as error:
        return {"refused": " ".join(error.messages)}
    facts = fact_keys(token for told in draft.sections for token in tokens_in(told.paragraphs))
    return {"period": period, "warnings": draft.warnings, "facts": len(facts)}


@never_cache
@login_required
@require_GET
def report(request: HttpRequest, document_id: int) -> HttpResponse:
    rows = Document.objects.visible_to(actor_of(request)).select_related("created_by__person", "job", "file")
    document = get_object_or_404(rows, pk=document_id)
    context = {
        "document": document,
        "period": Month(document.year, document.month),
        "reading": Reading(kept_document(document)),
        "poll_url": reverse("job", args=[document.job_id]) if document.job_id else "",
    }
    return render(request, "reports/page.html", context)


@login_required
@require_GET
def report_file(request: HttpRequest, document_id: int) -> HttpResponseBase:
    document = get_object_or_404(Document.objects.visible_to(actor_of(request)), pk=document_id)
    if document.file is not None:
        return send_upload(request, document.file)
    if document.as_of is None:
        raise Http404(_("这份公文还没有成文。"))
    return FileResponse(
        BytesIO(document_bytes(document)), as_attachment=True, filename=f"{document.title}（草稿）.docx"
    )
