"""Pages of a list, and its address with something changed."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from supervision.matters.views.ledger import address_with

PAGE: Final = 50


def paged(request: HttpRequest, rows: QuerySet[Any], size: int = PAGE) -> dict[str, Any]:
    """What ``components/pagination.html`` asks for, and the page."""
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    return {
        "page": page,
        "previous_url": _to(request, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _to(request, page.next_page_number()) if page.has_next() else "",
        "summary": _("共%(count)s条") % {"count": page.paginator.count},
    }


def _to(request: HttpRequest, page: int) -> str:
    return address_with(request, page=str(page))
