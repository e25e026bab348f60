"""A draft edited section by section in the browser: saving, what drafting anew would change, its head."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.views import actor_of
from supervision.matters.views.acts import tried
from supervision.reports import services
from supervision.reports.forms.documents import HeadForm
from supervision.reports.forms.sections import SectionForm
from supervision.reports.models import Document, DocumentSection
from supervision.reports.permissions import require
from supervision.reports.rules.marks import chips_of
from supervision.reports.rules.papers import numbered_paragraphs
from supervision.reports.rules.states import STEPS, Thing
from supervision.reports.rules.tokens import Token, paragraph_text, tokens_in
from supervision.reports.selectors.kept import kept_section
from supervision.reports.views.shared import document_of, reader_of


def _section_of(request: HttpRequest, section_id: int) -> DocumentSection:
    user = reader_of(request)
    rows = DocumentSection.objects.visible_to(user).select_related("document", "edited_by__person")
    row = get_object_or_404(rows, pk=section_id)
    require(user, "report.draft", row.document)
    return row


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, section_id: int) -> HttpResponse:
    """What was written stays on the page whatever is refused; of a stale text both versions are shown."""
    row = _section_of(request, section_id)
    if request.method == "GET" and not _is_draft(row.document):
        messages.warning(request, _not_now(row.document))
        return redirect(_place(row))
    known = _tokens(row.document)
    errors: list[str] = []
    stale = False
    form = SectionForm.of(row)
    if request.method == "POST":
        try:
            form = SectionForm.sent(request.POST, row)
            _save(request, row, form, known)
        except ValidationError as error:
            errors = list(error.messages)
            stale = getattr(error, "code", "") == "stale"
        else:
            messages.success(request, _("已保存。改过的数字标为手工填写，送审时审签人看得到。"))
            return redirect(_place(row))
    if stale:
        row.refresh_from_db()
        form = form.beside(row)
    context = {
        "row": row,
        "document": row.document,
        "form": form,
        "errors": errors,
        "theirs": _read(row) if stale else [],
        "chips": _chips(row.document, known),
        "not_now": "" if _is_draft(row.document) else _not_now(row.document),
    }
    return render(request, "reports/section.html", context)


def _place(row: DocumentSection) -> str:
    return f"{reverse('report', args=[row.document_id])}#section-{row.pk}"


def _not_now(document: Document) -> str:
    """What was typed before the document went on stays on the page, with these words."""
    return _("公文现在是“%(status)s”，不能修改；退回修改后才可以。") % {
        "status": document.get_status_display()
    }


def _save(request: HttpRequest, row: DocumentSection, form: SectionForm, known: list[Token]) -> None:
    services.edit_section(
        actor=actor_of(request),
        section_id=row.pk,
        revision=form.revision,
        paragraphs=form.paragraphs(known),
        heading=form.heading if row.heading else None,
        now=clock.now(),
    )


def _tokens(document: Document) -> list[Token]:
    """Figures and quotations of the whole document: they may move between its sections."""
    return [token for row in document.sections.all() for token in tokens_in(row.paragraphs)]


def _chips(document: Document, known: list[Token]) -> dict[str, dict[str, str]]:
    """By mark, for the script: the system's words, what they mean, and the page of the rows."""
    meant = {fact.key: f"{fact.definition}；{fact.filters}" for fact in document.facts.all()}
    address = reverse("report-fact", args=[document.pk])
    return {
        mark: {
            "words": chip.words,
            "source": meant.get(chip.fact, "") or chip.source,
            "url": f"{address}?{urlencode({'key': chip.fact})}" if chip.fact in meant else "",
        }
        for mark, chip in chips_of(known).items()
    }


def _read(row: DocumentSection) -> list[str]:
    return [paragraph_text(paragraph) for paragraph in numbered_paragraphs(kept_section(row))]


def _is_draft(document: Document) -> bool:
    return any(move.name == "document.submit" for move in STEPS.possible(Thing.DOCUMENT, document.status))


# --- drafting anew --------------------------------------------------------------------------------
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def regenerate_section(request: HttpRequest, section_id: int) -> HttpResponse:
    """First what would change; pressed there, it is done on the very revision that was looked at."""
    row = _section_of(request, section_id)
    errors: list[str] = []
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        try:
            services.regenerate_section(
                actor=actor_of(request),
                section_id=row.pk,
                revision=int(revision[:9]) if revision.isascii() and revision.isdigit() else -1,
                on=clock.today(),
                now=clock.now(),
            )
        except ValidationError as error:
            errors = list(error.messages)
            row.refresh_from_db()
        else:
            messages.success(request, _("已按今天的数据重新汇总，手工写的段落和数字都在。"))
            return redirect(f"{reverse('report', args=[row.document_id])}#section-{row.pk}")
    return _changes(request, row.document, row, errors)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def regenerate(request: HttpRequest, document_id: int) -> HttpResponse:
    user = reader_of(request)
    document = document_of(request, document_id)
    require(user, "report.draft", document)
    errors: list[str] = []
    if request.method == "POST":
        try:
            services.draft_document(
                actor=user, document_id=document.pk, on=clock.today(), now=clock.now(), anew=True
            )
        except ValidationError as error:
            errors = list(error.messages)
        else:
            messages.success(request, _("全文已按今天的数据重新汇总，手工写的段落和数字都在。"))
            return redirect("report", document.pk)
    return _changes(request, document, None, errors)


def _changes(
    request: HttpRequest, document: Document, row: DocumentSection | None, errors: list[str]
) -> HttpResponse:
    found = None
    try:
        found = services.regeneration(
            actor=actor_of(request),
            document_id=document.pk,
            on=clock.today(),
            section_id=row.pk if row else None,
        )
    except ValidationError as error:
        errors = errors or list(error.messages)
    context = {"document": document, "row": row, "found": found, "errors": errors, "on": clock.today()}
    return render(request, "reports/regenerate.html", context)


# --- the head -------------------------------------------------------------------------------------
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, document_id: int) -> HttpResponse:
    """Title, addressee, closing, copies and red head."""
    user = reader_of(request)
    document = document_of(request, document_id)
    require(user, "report.draft", document)
    form = HeadForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid() and tried(form, _describe, request, document):
        messages.success(request, _("已保存。"))
        return redirect("report", document.pk)
    return render(request, "reports/head.html", {"form": form, "document": document})


def _describe(request: HttpRequest, document: Document, form: HeadForm) -> None:
    known = form.cleaned_data
    services.describe_document(
        actor=actor_of(request),
        document_id=document.pk,
        revision=known["revision"],
        now=clock.now(),
        title=form.phrases,
        sources_annex=known["sources_annex"],
        **{name: known[name] for name in ("closing", "addressee", "copies_to", "red_head")},
    )
