"""Two documents held against each other, and an issued one held against today's rows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from supervision.reports import services
from supervision.reports.exports.documents import document_bytes
from supervision.reports.forms.documents import CompareForm
from supervision.reports.models import Document
from supervision.reports.permissions import require
from supervision.reports.rules.comparing import Cause, Line
from supervision.reports.rules.kinds import KINDS
from supervision.reports.selectors.comparing import comparison
from supervision.reports.views.facts import HOMES
from supervision.reports.views.shared import document_of, number_of, reader_of

# The causes name their own keys: no row is fetched for its page.
OWN_PAGES = {
    label: name for label, (name, _key) in HOMES.items() if label.rpartition(".")[2] == name.replace("-", "")
}


@login_required
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """``?newer=`` alone suggests the one before it of the same kind."""
    user = reader_of(request)
    kind = request.GET.get("kind", "")
    asked = request.GET.copy()
    newer = _asked(request, asked.get("newer", ""))
    if newer is not None:
        kind = newer.kind
        if "older" not in asked:
            asked["older"] = _before(request, newer)
    chosen = bool(asked.get("older") and asked.get("newer"))
    form = CompareForm(asked if chosen else None, actor=user, kind=kind if kind in KINDS else "")
    if not chosen:
        form.initial = {name: asked.get(name) for name in ("older", "newer")}
    context: dict[str, Any] = {"form": form, "kinds": KINDS, "kind": kind}
    if chosen and form.is_valid():
        known = form.cleaned_data
        found = comparison(user, known["older"].pk, known["newer"].pk)
        lines = [_line(line) for line in found.changed]
        context |= {
            "older": known["older"],
            "newer": known["newer"],
            "lines": lines,
            "same": len(found.lines) - len(lines),
            "summary": _("%(changed)s项有变化，%(same)s项相同")
            % {"changed": len(lines), "same": len(found.lines) - len(lines)},
        }
    return render(request, "reports/compare.html", context)


def _line(line: Line) -> dict[str, Any]:
    """As it is shown: the table's figures have units of their own."""
    causes = [
        (cause, _page(cause), number_of(cause.change, signed=True) or cause.what) for cause in line.causes
    ]
    return {
        "line": line,
        "before": number_of(line.before),
        "after": number_of(line.after),
        "change": number_of(line.change, signed=True),
        "causes": causes,
    }


def _asked(request: HttpRequest, key: str) -> Document | None:
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        return None
    return Document.objects.visible_to(reader_of(request)).filter(pk=int(key)).first()


def _before(request: HttpRequest, newer: Document) -> str:
    """The one of its kind that was drafted before it, of an earlier period where there is one."""
    rows = Document.objects.visible_to(reader_of(request)).filter(kind=newer.kind, as_of__isnull=False)
    rows = rows.exclude(pk=newer.pk).exclude(status="discarded").order_by("-year", "-month", "-pk")
    found = [row for row in rows[:50] if (row.year, row.month, row.pk) < (newer.year, newer.month, newer.pk)]
    earlier = [row for row in found if (row.year, row.month) < (newer.year, newer.month)]
    first = next(iter([*earlier, *found]), None)
    return str(first.pk) if first else ""


def _page(cause: Cause) -> str:
    name = OWN_PAGES.get(cause.label, "")
    return reverse(name, args=[cause.pk]) if name and cause.name else ""


@never_cache
@login_required
@require_GET
def verify(request: HttpRequest, document_id: int) -> HttpResponse:
    """As ``manage.py verify_document`` says it."""
    user = reader_of(request)
    document = document_of(request, document_id, "file", "approved_by__person")
    require(user, "report.verify", document)
    context: dict[str, Any] = {"document": document}
    if document.as_of is not None:
        found = services.verify_document(actor=user, document_id=document.pk, write=document_bytes)
        context |= {
            "found": found,
            "differing": [
                (fact, number_of(fact.then), number_of(fact.now))
                for fact in found.facts
                if not fact.same or fact.revised
            ],
            "same": sum(fact.same and not fact.revised for fact in found.facts),
        }
    return render(request, "reports/verify.html", context)
