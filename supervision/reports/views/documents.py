"""Documents: the list, a new one with what should be looked at first, one as it reads, its files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.clock import today
from accounts.models import User
from accounts.models.access import AccessKind
from accounts.views import record, send_upload
from projects.selectors import reporting_month
from rulebook.rules import Month
from supervision.alerts.exports.slips import can_print
from supervision.alerts.views.paging import paged
from supervision.reports import services
from supervision.reports.exports.documents import start_pdf, word_file
from supervision.reports.forms import ReportForm
from supervision.reports.forms.documents import DocumentFilterForm
from supervision.reports.models import Document
from supervision.reports.permissions import can, require
from supervision.reports.rules.kinds import KINDS, Kind
from supervision.reports.rules.reading import Reading
from supervision.reports.rules.tokens import fact_keys, tokens_in
from supervision.reports.selectors.kept import kept_document
from supervision.reports.views.acts import offers_for
from supervision.reports.views.shared import document_of, may_edit, reader_of, told

PAGE = 30


@login_required
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    user = reader_of(request)
    form = DocumentFilterForm(request.GET or None)
    asked = {name: value for name, value in _asked(form).items() if value}
    rows = Document.objects.visible_to(user).select_related("created_by__person", "job")
    if text := asked.pop("text", ""):
        rows = rows.filter(Q(title__icontains=text))
    context = paged(request, rows.filter(**asked), PAGE) | {
        "form": form,
        "active": len(asked) + bool(text),
        "may_draft": can(user, "report.draft"),
        "any": bool(asked or text),
    }
    return render(request, "reports/list.html", context)


def _asked(form: DocumentFilterForm) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


@login_required
@require_http_methods(["GET", "POST"])
def new_report(request: HttpRequest) -> HttpResponse:
    """The choice of kind and month shows at once what a reader of that document would ask."""
    user, on = reader_of(request), today()
    require(user, "report.draft")
    first = {
        "period": request.GET.get("period") or str(reporting_month(on)),
        "kind": request.GET.get("kind") or Kind.REPORT.value,
    }
    form = ReportForm(request.POST or None, actor=user, on=on, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            order = services.Order(**form.order)
            document = services.start_document(actor=user, order=order, on=on, now=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("report", document.pk)
    context = {"form": form, "preview": _preview(user, request, first), "kinds": KINDS}
    piece = "reports/preview.html" if getattr(request, "htmx", False) else "reports/new.html"
    return render(request, piece, context)


def _preview(user: User, request: HttpRequest, first: dict[str, str]) -> dict[str, Any]:
    """What the document would warn of, or why there can be none."""
    asked = request.POST or request.GET
    chosen, kind = asked.get("period") or first["period"], asked.get("kind") or first["kind"]
    sector = asked.get("sector", "")
    try:
        period, on = Month.parse(chosen), today()
        number = int(sector) if sector.isascii() and sector.isdigit() and len(sector) < 10 else None
        order = services.Order(kind=kind, period=period, sector_id=number)
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
    user = reader_of(request)
    document = document_of(request, document_id, "created_by__person", "job", "file", "approved_by__person")
    reading = Reading(kept_document(document))
    context = {
        "document": document,
        "period": Month(document.year, document.month),
        "reading": reading,
        "hands": reading.hands(),
        "offers": offers_for(user, document, today()),
        "may_edit": may_edit(user, document),
        "can_print": can_print(),
        "story": told(document.steps.select_related("by__person")),
        "poll_url": reverse("job", args=[document.job_id]) if document.job_id else "",
    }
    return render(request, "reports/page.html", context)


@login_required
@require_GET
def report_file(request: HttpRequest, document_id: int) -> HttpResponseBase:
    document = document_of(request, document_id, "file", "approved_by__person")
    if document.file is not None:
        return send_upload(request, document.file)
    if document.as_of is None:
        raise Http404(_("这份公文还没有成文。"))
    content, name = word_file(document)
    record(request, AccessKind.DOWNLOAD, detail=name)
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)


@login_required
@require_POST
def report_pdf(request: HttpRequest, document_id: int) -> HttpResponse:
    user = reader_of(request)
    document = document_of(request, document_id)
    if document.as_of is None:
        raise Http404(_("这份公文还没有成文。"))
    if not can_print():
        messages.error(request, _("服务器没有安装 LibreOffice，不能生成 PDF；请下载 Word 文件。"))
        return redirect("report", document.pk)
    return redirect("job", start_pdf(actor=user, document=document, now=clock.now()).pk)
