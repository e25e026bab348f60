"""Several matters on one page: those of a meeting, those found in a pasted text, the parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.models import Unit
from accounts.views import actor_of
from projects.imports.matching import Index, bare_unit, plain_name

from .. import services
from ..forms.register import CommonForm, PasteForm
from ..forms.rows import rows
from ..models import Matter
from ..permissions import require
from ..rules.entries import DutyWords, MatterWords
from ..rules.texts import DraftText, split_text
from ..selectors.duplicates import Duplicate
from .register import alike_of

Entry = tuple[MatterWords, Sequence[DutyWords]]
OWN = ("title", "requirement", "due_on", "due_basis")


@login_required
@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest) -> HttpResponse:
    """What is common once, then a row for each; all are saved or none."""
    require(actor_of(request), "matter.create")
    data = request.POST if request.method == "POST" else None
    who: dict[str, Any] = {"actor": actor_of(request), "on": clock.today()}
    form, matters = CommonForm(data, row=None, **who), rows("matters", data, **who)
    alike: list[tuple[str, Duplicate]] = []
    if data is not None and _are_valid(form, matters):
        entries = [_entry(row, form.common) for row in matters.kept]
        alike = [(words.title, one) for words, duties in entries for one in alike_of(request, words, duties)]
        if not alike and _kept(matters, lambda: _create(request, entries)):
            return redirect(f"{reverse('matters')}?state=draft")
    return _shown(request, form, matters, alike)


def _are_valid(*parts: Any) -> bool:
    valid = all([part.is_valid() for part in parts])
    matters = parts[-1]
    if not matters.forms:
        return False
    if valid and not matters.kept:
        matters.forms[0].add_error("title", ValidationError(_("请至少填写一件。"), code="required"))
        return False
    return valid


def _entry(row: Any, common: dict[str, Any]) -> Entry:
    """A row's own date stands instead of the common rule, its own leader instead of the common one."""
    values = row.cleaned_data
    own = {name: values[name] for name in OWN}
    if own["due_on"]:
        own["due_rule"] = ""
    if values["leader"]:
        own["leader_id"] = values["leader"].pk
    return MatterWords(**{**common, **own}), row.duties


def _create(request: HttpRequest, entries: Sequence[Entry]) -> None:
    made = services.create_matters(actor=actor_of(request), entries=entries, now=clock.now())
    said = ngettext("已登记%(count)s件草稿。", "已登记%(count)s件草稿。", len(made))
    messages.success(request, said % {"count": len(made)})


def _kept(matters: Any, write: Any) -> bool:
    """Whether the service took them; if not, each row says why."""
    try:
        write()
    except ValidationError as error:
        refuse_rows(matters, error)
        return False
    return True


def refuse_rows(matters: Any, error: ValidationError) -> None:
    """Lay a refusal of several at the rows and fields that it names, others at the first row."""
    filled = matters.kept
    for one in error.error_list if not hasattr(error, "error_dict") else [error]:
        params: dict[str, Any] = getattr(one, "params", None) or {}
        place, field = params.get("entry"), params.get("field", "")
        row = filled[place] if isinstance(place, int) and place < len(filled) else matters.forms[0]
        words = ValidationError(
            params.get("words") or " ".join(one.messages), code=getattr(one, "code", None)
        )
        row.add_error(field if field in row.fields else None, words)


def _shown(
    request: HttpRequest, form: Any, matters: Any, alike: Sequence[tuple[str, Duplicate]] = (), **more: Any
) -> HttpResponse:
    wrong = matters.is_bound and (any(row.errors for row in matters.forms) or bool(form and form.errors))
    context = {"form": form, "matters": matters, "alike": alike, "wrong": wrong, **more}
    return render(request, "matters/meeting.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """The text falls into drafts that a person corrects on the page of a meeting, and only then keeps."""
    require(actor_of(request), "matter.create")
    form = PasteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        drafts = split_text(form.cleaned_data["text"])
        if drafts:
            return _drafted(request, drafts)
        form.add_error("text", ValidationError(_("没有找到可以登记的条目，请核对文本。"), code="nothing"))
    return render(request, "matters/paste.html", {"form": form})


def _drafted(request: HttpRequest, drafts: Sequence[DraftText]) -> HttpResponse:
    who: dict[str, Any] = {"actor": actor_of(request), "on": clock.today()}
    known = _units_by_name(request)
    initial = [_initial(draft, known) for draft in drafts]
    matters = rows("matters", None, initial=initial, extra=0, **who)
    said = ngettext(
        "从文本中找到%(count)s件，请逐件核对后保存。",
        "从文本中找到%(count)s件，请逐件核对后保存。",
        len(drafts),
    )
    form = CommonForm(None, row=None, **who)
    return _shown(request, form, matters, pasted=said % {"count": len(drafts)}, drafts=drafts)


def _units_by_name(request: HttpRequest) -> Index[int]:
    """Whole names, short names, and names without the county's."""
    known: Index[int] = Index(plain_name, bare_unit)
    units = Unit.objects.visible_to(actor_of(request)).active()
    for pk, *names in units.values_list("pk", "name", "short_name"):
        for name in names:
            known.add(name, pk)
    return known


def _initial(draft: DraftText, known: Index[int]) -> dict[str, Any]:
    """Who is named as leading leads, the others help; who is not known is left for the person."""
    leads = [pk for name in draft.leads if (pk := known.find(name)) is not None]
    helpers = [pk for name in draft.helpers if (pk := known.find(name)) is not None]
    return {
        "title": draft.title,
        "requirement": draft.requirement,
        "lead_unit": leads[0] if leads else None,
        "helpers": list(dict.fromkeys(pk for pk in [*leads[1:], *helpers] if pk not in leads[:1])),
        "due_text": draft.due,
        "names": [name for name in draft.units if known.find(name) is None],
    }


@login_required
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, matter_id: int) -> HttpResponse:
    matter = get_object_or_404(Matter.objects.visible_to(actor_of(request)), pk=matter_id)
    require(actor_of(request), "matter.split", matter)
    data = request.POST if request.method == "POST" else None
    parts = rows("matters", data, actor=actor_of(request), on=clock.today(), extra=2)
    if data is not None and _are_valid(parts) and _kept(parts, lambda: _split(request, matter, parts)):
        return redirect("matter", matter.pk)
    return _shown(request, None, parts, matter=matter)


def _split(request: HttpRequest, matter: Matter, parts: Any) -> None:
    common = {
        "source_id": matter.source_id,
        "urgency": matter.urgency,
        "classification": matter.classification,
        "helpers_report_to": matter.helpers_report_to,
    }
    made = services.split_matter(
        actor=actor_of(request),
        matter_id=matter.pk,
        parts=[_entry(row, common) for row in parts.kept],
        now=clock.now(),
    )
    said = ngettext("已分解为%(count)s件子事项。", "已分解为%(count)s件子事项。", len(made))
    messages.success(request, said % {"count": len(made)})
