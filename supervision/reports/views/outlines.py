"""公文提纲: every kind's outlines with their versions, one as it stands, and the editor with its preview."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.clock import today
from accounts.models import User
from projects.selectors import reporting_month
from rulebook.rules import Month
from supervision.reports import services
from supervision.reports.forms.outlines import OutlineHeadForm, PreviewForm, Sections, SectionWords, words_of
from supervision.reports.models import Outline
from supervision.reports.permissions import can, require
from supervision.reports.rules.forms import FORM_HELP
from supervision.reports.rules.kept import KeptSection
from supervision.reports.rules.papers import numbered_paragraphs
from supervision.reports.rules.tokens import paragraph_text
from supervision.reports.selectors.drafts import Drafted, sections_of
from supervision.reports.selectors.outlines import outlines_by_kind, rule_changes, version_before
from supervision.reports.selectors.sources import SOURCES
from supervision.reports.views.shared import reader_of

# What every section may say beside its own data.
SHARED_HELP: Final = {
    "county": gettext_lazy("本县名称"),
    "period": gettext_lazy("期间，如1—8月"),
    "period_label": gettext_lazy("期间，如2026年1—8月"),
    "cutoff": gettext_lazy("截止期，如截至2026年8月底"),
    "month": gettext_lazy("当月，如8月"),
    "year": gettext_lazy("年份，如2026年"),
    "as_of": gettext_lazy("数据截取日，写成 {{ as_of|day }}"),
    "sector": gettext_lazy("专题板块的名称"),
    "subject": gettext_lazy("标题主题"),
    "opening": gettext_lazy("开头语"),
    "corrects": gettext_lazy("被更正公文的文号，没有就空着"),
}


@login_required
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    user = reader_of(request)
    context = {"kinds": outlines_by_kind(user, today()), "may_change": can(user, "outline.change")}
    return render(request, "reports/outlines/list.html", context)


def _outline(request: HttpRequest, outline_id: int) -> tuple[User, Outline]:
    user = reader_of(request)
    return user, get_object_or_404(Outline.objects.visible_to(user), pk=outline_id)


@login_required
@require_GET
def show(request: HttpRequest, outline_id: int) -> HttpResponse:
    user, outline = _outline(request, outline_id)
    former = version_before(outline)
    context = {
        "outline": outline,
        "sections": [(section, SOURCES.get(section.source)) for section in sections_of(outline)],
        "former": former,
        "changes": rule_changes(former, outline) if former else [],
        "may_change": can(user, "outline.change"),
    }
    return render(request, "reports/outlines/page.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, outline_id: int) -> HttpResponse:
    """Every button posts the whole page, so that it works without a script; only 保存 keeps anything."""
    user, outline = _outline(request, outline_id)
    require(user, "outline.change")
    on, sent = today(), request.POST or None
    head = OutlineHeadForm(sent, outline=outline, on=on)
    trial = PreviewForm(sent, on=on, first=str(reporting_month(on)))
    if sent is None:
        sections = Sections([SectionWords.of(section) for section in sections_of(outline)])
    else:
        sections = Sections.sent(request.POST)
    context: dict[str, Any] = {"outline": outline, "head": head, "trial": trial, "sections": sections}
    context |= {"sources": SOURCES.values(), "forms": FORM_HELP, "shared": SHARED_HELP, "errors": []}
    if sent is not None and not sections.rearrange(request.POST.get("do", "")):
        saved = _tried(request, user, context)
        if saved is not None:
            messages.success(request, _("已保存，自%(day)s起草的公文用新写法。") % {"day": saved.valid_from})
            return redirect("outline", saved.pk)
    if getattr(request, "htmx", False):
        return render(request, "reports/outlines/preview.html", context)
    return render(request, "reports/outlines/edit.html", context)


def _tried(request: HttpRequest, user: User, context: dict[str, Any]) -> Outline | None:
    """Said of real data first, whichever button it was: what cannot be said is not kept."""
    head, trial, sections = context["head"], context["trial"], context["sections"]
    if not (head.is_valid() and trial.is_valid()):
        context["errors"] = [_("没有保存。请改正下面标出的内容后再提交。")]
        return None
    try:
        words = words_of(head, sections)
        if faults := services.outline_faults(words):
            raise ValidationError(list(faults))
        context["told"] = _told(user, context["outline"], trial, words)
        if request.POST.get("do") != "save":
            return None
        known = head.cleaned_data
        return services.save_outline(
            actor=user, kind=context["outline"].kind, name=known["name"], since=known["since"], words=words
        )
    except ValidationError as error:
        context["errors"] = list(error.messages)
        sections.mark(getattr(error, "error_list", [error]))
        return None


def _told(user: User, outline: Outline, trial: PreviewForm, words: services.OutlineWords) -> dict[str, Any]:
    sector = trial.cleaned_data["sector"]
    order = services.Order(
        kind=outline.kind,
        period=Month.parse(trial.cleaned_data["period"]),
        sector_id=sector.pk if sector else None,
    )
    return _reading(services.preview_outline(actor=user, order=order, words=words, on=today()))


def _reading(found: Drafted) -> dict[str, Any]:
    sections = [
        {
            "heading": told.heading,
            "level": told.section.level,
            "annex": told.section.annex,
            "lines": [
                paragraph_text(paragraph)
                for paragraph in numbered_paragraphs(
                    KeptSection(told.heading, 1, told.paragraphs, told.section.numbered)
                )
            ],
        }
        for told in found.sections
    ]
    return {"title": "".join(found.title), "sections": sections, "warnings": found.warnings}
