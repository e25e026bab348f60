"""From a figure to its rows: the page that one click on a number opens, or the panel beside the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from supervision.matters.views.ledger import address_with
from supervision.reports.models import DocumentFact
from supervision.reports.rules.figures import claims_hash
from supervision.reports.selectors.figure_rows import FigureRow, figure_rows, listed_rows
from supervision.reports.views.shared import document_of, number_of, reader_of

PAGE: Final = 50
# Model label → the page that shows the row, and the row's key for it.
HOMES: Final[dict[str, tuple[str, Callable[[Any], int]]]] = {
    "projects.project": ("project", lambda row: row.pk),
    "projects.annualplan": ("project", lambda row: row.project_id),
    "projects.monthlyprogress": ("project", lambda row: row.project_id),
    "projects.milestone": ("project", lambda row: row.project_id),
    "projects.receipt": ("project", lambda row: row.project_id),
    "projects.stabilityassessment": ("project", lambda row: row.project_id),
    "matters.matter": ("matter", lambda row: row.pk),
    "matters.duty": ("matter", lambda row: row.matter_id),
    "inspections.rectification": ("rectification", lambda row: row.pk),
    "inspections.finding": ("finding", lambda row: row.pk),
    "indicators.observation": ("indicator", lambda row: row.version.indicator_id),
    "indicators.target": ("indicator", lambda row: row.indicator_id),
    "alerts.slip": ("slip", lambda row: row.pk),
}


def home_of(row: FigureRow) -> str:
    if row.row is None or row.label not in HOMES:
        return ""
    name, key = HOMES[row.label]
    return reverse(name, args=[key(row.row)])


@login_required
@require_GET
def fact(request: HttpRequest, document_id: int) -> HttpResponse:
    """``?key=`` is the figure's; the panel is the same without the frame."""
    reader_of(request)
    document = document_of(request, document_id)
    facts = DocumentFact.objects.select_related("basis")
    found = get_object_or_404(facts, document=document, key=request.GET.get("key", ""))
    page = Paginator(listed_rows(found), PAGE).get_page(request.GET.get("page"))
    rows = figure_rows(found, list(page.object_list))
    shown = [(row, home_of(row), number_of(row.part)) for row in rows]
    claims = (found.key, found.value, found.unit, found.definition, found.as_of, found.filters)
    context = {
        "document": document,
        "fact": found,
        "value": number_of(found.value),
        "rows": shown,
        "adds": any(row.part is not None for row in rows),
        "intact": found.hash == claims_hash(*claims, found.basis.digest),
        "summary": _("共%(count)s行") % {"count": page.paginator.count},
        "previous_url": _to(request, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _to(request, page.next_page_number()) if page.has_next() else "",
    }
    piece = "reports/fact_panel.html" if getattr(request, "htmx", False) else "reports/fact.html"
    return render(request, piece, context)


def _to(request: HttpRequest, page: int) -> str:
    return f"{request.path}{address_with(request, page=str(page))}"
