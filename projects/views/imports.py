"""导入: hand in a workbook, see what it would do, answer what was not understood, write it, take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clock import today
from accounts.models.job import JobState
from accounts.rules import WORKBOOKS
from accounts.services import store_upload
from accounts.views import actor_of, send_upload

from ..forms.imports import MappingForm, Question, UploadForm, known_names, questions
from ..imports.kinds import KINDS
from ..models import ImportBatch
from ..models.imports import BatchState
from ..permissions import can, require
from ..selectors.imports import ImportPage, import_batches, import_page
from ..services.import_undo import undo_import
from ..services.imports import confirm_import, recheck_import, remember_mapping, start_import
from .paging import page_of

WORKING = (BatchState.CHECKING, BatchState.WRITING)
SUMS = {
    "total": gettext_lazy("总投资"),
    "planned": gettext_lazy("年度计划"),
    "year": gettext_lazy("年初累计"),
    "month": gettext_lazy("本月完成"),
    "received": gettext_lazy("到位资金"),
}
SHOWN_FINDINGS = 200
SHOWN_CHANGES = 300


@login_required
@require_safe
def show_imports(request: HttpRequest) -> HttpResponse:
    page = page_of(request, import_batches(actor_of(request)))
    context = {"page": page, "may_import": can(actor_of(request), "batch.start")}
    return render(request, "projects/imports.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_import(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "batch.start")
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        try:
            batch = _started(request, form)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("import", batch.pk)
    return render(request, "projects/import_new.html", {"form": form})


def _started(request: HttpRequest, form: UploadForm) -> ImportBatch:
    actor, now, file = actor_of(request), clock.now(), form.cleaned_data["file"]
    upload = store_upload(actor=actor, file=file, name=file.name, now=now, allowed=WORKBOOKS)
    kind = form.cleaned_data["kind"]
    return start_import(actor=actor, upload=upload, kind=kind, options=form.options, now=now)


@never_cache
@login_required
@require_safe
def show_import(request: HttpRequest, batch_id: int) -> HttpResponse:
    """While a worker has it, htmx asks for the progress alone, and for the page once it has ended."""
    page = _page(request, batch_id)
    batch, job = page.batch, page.batch.job
    working = batch.state in WORKING and (job is None or job.state != JobState.FAILED)
    if request.headers.get("HX-Request"):
        if not working:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "components/job.html", {"job": job, "poll_url": request.path})
    context = {
        "page": page,
        "batch": batch,
        "summary": batch.summary,
        "sheets": [_described(sheet.summary) for sheet in page.sheets],
        "problems": _cut(((one.summary["sheet"], one.findings) for one in page.sheets), SHOWN_FINDINGS)
        + _cut([("", page.others)], SHOWN_FINDINGS),
        "changes": _cut(((one.summary["sheet"], one.changes) for one in page.sheets), SHOWN_CHANGES),
        "mapping": MappingForm(_asked(request, page)) if page.unnamed else None,
        "working": working,
        "may_act": can(actor_of(request), "batch.start"),
        "poll_url": request.path,
    }
    return render(request, "projects/import.html", context)


def _page(request: HttpRequest, batch_id: int) -> ImportPage:
    try:
        return import_page(actor_of(request), batch_id)
    except ImportBatch.DoesNotExist as error:
        raise Http404 from error


def _asked(request: HttpRequest, page: ImportPage) -> list[Question]:
    kinds = {sheet.summary["sheet"]: sheet.summary["kind"] for sheet in page.sheets}
    return questions(page.unnamed, kinds, known_names(actor_of(request), today()))


def _described(sheet: dict[str, Any]) -> dict[str, Any]:
    """With its kind and its sums in words."""
    kind = KINDS.get(sheet["kind"])
    totals = [(SUMS.get(name, name), amount) for name, amount in sheet["sums"].items()]
    return {**sheet, "label": kind.label if kind else "", "totals": totals}


def _cut(sheets: Iterable[tuple[str, Sequence[Any]]], most: int) -> list[dict[str, Any]]:
    """Each sheet with its first rows, and how many more there are; errors before warnings."""
    groups = []
    for name, rows in sheets:
        first = sorted(rows, key=lambda row: row.get("severity") == "warning")[:most]
        groups.append({"sheet": name, "rows": first, "count": len(rows), "more": len(rows) - len(first)})
    return [group for group in groups if group["rows"]]


def _acted(request: HttpRequest, batch_id: int, act: Callable[[], Any], done: str) -> HttpResponse:
    """Back to the batch, saying what was done or why it was not."""
    try:
        act()
    except ImportBatch.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        for said in error.messages:
            messages.error(request, said)
    else:
        if done:
            messages.success(request, done)
    return redirect("import", batch_id)


@login_required
@require_POST
def map_names(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Remember the answers for this unit and check again."""
    form = MappingForm(_asked(request, _page(request, batch_id)), request.POST)
    if not form.is_valid() or not form.answers:
        messages.warning(request, _("没有选择对应，什么也没有改。"))
        return redirect("import", batch_id)

    def act() -> None:
        for subject, source, target in form.answers:
            remember_mapping(
                actor=actor_of(request), batch_id=batch_id, subject=subject, source=source, target=target
            )
        recheck_import(actor=actor_of(request), batch_id=batch_id, now=clock.now())

    return _acted(request, batch_id, act, _("已记住对应关系，正在重新校验。"))


@login_required
@require_POST
def check_again(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Check once more, leaving out the rows in error or not."""
    options = {"skip_marked_rows": request.POST.get("skip") == "1"}

    def act() -> None:
        recheck_import(actor=actor_of(request), batch_id=batch_id, options=options, now=clock.now())

    return _acted(request, batch_id, act, "")


@login_required
@require_POST
def confirm(request: HttpRequest, batch_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")

    def act() -> None:
        confirm_import(actor=actor_of(request), batch_id=batch_id, reason=reason, now=clock.now())

    return _acted(request, batch_id, act, "")


@login_required
@require_POST
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    def act() -> None:
        undo_import(actor=actor_of(request), batch_id=batch_id, now=clock.now())

    return _acted(request, batch_id, act, _("已撤销：这次导入写入的内容都已退回。"))


@login_required
@require_safe
def marked_workbook(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    batch = _page(request, batch_id).batch
    if batch.marked is None:
        raise Http404(_("这次导入没有标注文件。"))
    return send_upload(request, batch.marked)
