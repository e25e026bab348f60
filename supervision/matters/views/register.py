"""登记: one matter, with everything that belongs to it, on one page; and its correction before 交办."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.views import actor_of

from .. import services
from ..forms.register import MatterForm
from ..forms.rows import MAX_ROWS, ROWS, rows
from ..forms.stale import changed_since, seen_of
from ..models import Matter, Source
from ..permissions import require
from ..rules.due import is_sensible
from ..rules.words import DutyRole
from ..selectors.due_preview import DuePreview, by_hand, due_preview
from ..selectors.duplicates import Duplicate, likely_duplicates
from ..services.entering import default_rule
from ..services.writing import lock_matter
from .acts import tried

# A matter without a date of its own is compared with what runs in the next weeks.
SPAN: Final = timedelta(days=60)


@dataclass
class Sheet:
    """The form of one matter and its rows. ``instructions`` are entered once, with the matter."""

    form: Any
    helpers: Any
    stages: Any
    instructions: Any = None

    @property
    def parts(self) -> list[Any]:
        parts = [self.form, self.helpers, self.stages, self.instructions]
        return [part for part in parts if part is not None]

    def is_valid(self) -> bool:
        return all([part.is_valid() for part in self.parts])

    @property
    def duties(self) -> list[Any]:
        return [*self.form.lead, *(row.words for row in self.helpers.kept)]

    @property
    def stage_words(self) -> list[tuple[str, date]]:
        return [(row.cleaned_data["name"], row.cleaned_data["due_on"]) for row in self.stages.kept]


def sheet_of(request: HttpRequest, matter: Matter | None) -> Sheet:
    data = request.POST if request.method == "POST" else None
    who: dict[str, Any] = {"actor": actor_of(request), "on": clock.today()}
    form = MatterForm(data, row=matter, **who)
    if matter is None:
        return Sheet(form, *(rows(kind, data, **who) for kind in ("helpers", "stages", "instructions")))
    helping = matter.duties.standing().filter(role=DutyRole.HELPING).order_by("pk")
    helpers = list(helping.values("unit", "task", "contact"))
    stages = list(matter.stages.order_by("due_on").values("due_on", "name"))
    return Sheet(
        form,
        rows("helpers", data, initial=helpers, extra=1, **who),
        rows("stages", data, initial=stages, extra=1, **who),
    )


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "matter.create")
    sheet = sheet_of(request, None)
    alike: list[Duplicate] = []
    if request.method == "POST" and sheet.is_valid():
        alike = alike_of(request, sheet.form.words, sheet.duties)
        if not alike and tried(sheet.form, _create, request, sheet):
            return redirect("matter", sheet.form.made.pk)
    return _shown(request, sheet, None, alike)


def _create(request: HttpRequest, sheet: Sheet, form: Any) -> None:
    """Saved, and on request put before the head of the office in the same breath."""
    actor, now = actor_of(request), clock.now()
    with transaction.atomic():
        form.made = services.create_matter(
            actor=actor,
            words=form.words,
            duties=sheet.duties,
            stages=sheet.stage_words,
            instructions=[row.words for row in sheet.instructions.kept],
            now=now,
        )
        if request.POST.get("then") == "submit":
            services.submit_matter(actor=actor, matter_id=form.made.pk, now=now)
    said = _("已报请立项。") if request.POST.get("then") == "submit" else _("已保存为草稿。")
    messages.success(request, said)


def alike_of(request: HttpRequest, words: Any, duties: Any, exclude: int | None = None) -> list[Duplicate]:
    """Likely duplicates that the person has not yet said to be another affair."""
    if request.POST.get("alike") == "seen":
        return []
    on = clock.today()
    return list(
        likely_duplicates(
            actor_of(request),
            title=words.title,
            requirement=words.requirement,
            unit_ids=[duty.unit_id for duty in duties],
            start=on,
            until=words.due_on or on + SPAN,
            exclude=exclude,
        )
    )


def _shown(
    request: HttpRequest, sheet: Sheet, matter: Matter | None, alike: list[Duplicate] | None = None
) -> HttpResponse:
    context = {
        "form": sheet.form,
        "sheet": sheet,
        "groups": [(title, [sheet.form[name] for name in names]) for title, names in sheet.form.GROUPS],
        "due_fields": [sheet.form[name] for name in sheet.form.DUE],
        "duty_fields": [sheet.form[name] for name in sheet.form.DUTY],
        "wrong": sheet.form.is_bound and not sheet.is_valid(),
        "matter": matter,
        "alike": alike or [],
        "due": _due({name: sheet.form[name].value() for name in DUE_FIELDS}),
        "seen": seen_of(matter) if matter else "",
    }
    return render(request, "matters/register.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, matter_id: int) -> HttpResponse:
    matter = get_object_or_404(Matter.objects.visible_to(actor_of(request)), pk=matter_id)
    require(actor_of(request), "matter.revise", matter)
    sheet = sheet_of(request, matter)
    if request.method == "POST" and sheet.is_valid() and tried(sheet.form, _revise, request, matter, sheet):
        messages.success(request, _("已保存。"))
        return redirect("matter", matter.pk)
    matter.refresh_from_db()
    return _shown(request, sheet, matter)


def _revise(request: HttpRequest, matter: Matter, sheet: Sheet, form: Any) -> None:
    """Under the lock, so that of two editors the second sees what the first has written."""
    with transaction.atomic():
        changed = changed_since(lock_matter(matter.pk), request.POST.get("seen", ""))
        if changed:
            raise ValidationError(_stale(changed), code="stale")
        services.revise_matter(
            actor=actor_of(request),
            matter_id=matter.pk,
            words=form.words,
            duties=sheet.duties,
            stages=sheet.stage_words,
            now=clock.now(),
        )


def _stale(changed: list[tuple[str, str]]) -> list[str]:
    first = _("没有保存：打开本页以后，同事已修改下列内容。请核对；再次保存将以您的内容为准。")
    return [first, *(f"{label}：{value or '—'}" for label, value in changed)]


# --- pieces that the page asks for while it is filled in ------------------------------------------
@login_required
@require_safe
def add_row(request: HttpRequest, kind: str) -> HttpResponse:
    """One more empty row, and the new number of rows."""
    require(actor_of(request), "matter.create")
    if kind not in ROWS:
        raise Http404
    asked = request.GET.get(f"{kind}-TOTAL_FORMS", "")
    place = int(asked) if asked.isascii() and asked.isdigit() else 0
    if place >= MAX_ROWS:
        return HttpResponse(status=204)
    row = ROWS[kind][0](prefix=f"{kind}-{place}", actor=actor_of(request), on=clock.today())
    context = {"row": row, "kind": kind, "total": place + 1, "place": place + 1}
    return render(request, "matters/row_added.html", context)


DUE_FIELDS: Final = ("source", "urgency", "due_rule", "due_on", "source_date")


@login_required
@require_safe
def preview_due(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "matter.create")
    asked = {name: request.GET.get(name, "") for name in DUE_FIELDS}
    return render(request, "matters/due_preview.html", {"due": _due(asked)})


def _due(asked: dict[str, Any]) -> DuePreview | None:
    """None while nothing can be said yet."""
    on = clock.today()
    due_on, source_date = _day(asked["due_on"]), _day(asked["source_date"])
    if due_on is not None:
        return by_hand(due_on, on)
    key = str(asked["due_rule"] or "")
    if not key.isprintable():
        return None
    if not key:
        source = Source.objects.filter(pk=str(asked["source"])).first() if _is_key(asked["source"]) else None
        if source is None:
            return None
        key = default_rule(source, str(asked["urgency"]))
    return due_preview(key, on, source_date)


def _is_key(value: Any) -> bool:
    return str(getattr(value, "pk", value) or "").isdigit()


def _day(value: Any) -> date | None:
    """None too for a day that the services would refuse."""
    try:
        day = value if isinstance(value, date) else parse_date(str(value)) if value else None
    except ValueError:
        return None
    return day if day and is_sensible(day) else None
