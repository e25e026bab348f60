"""Schemes: their terms, their rules, and what they would give on data that is there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.views import actor_of
from supervision.matters.views.acts import tried

from ...forms.scores import RuleForm, SchemeForm, TryForm, blank_rule
from ...models import ScoreScheme
from ...models.score_sheets import span_label
from ...permissions import can, require
from ...rules.scoring.words import SchemeStatus
from ...selectors.scoring import METRICS
from ...selectors.scoring.pages import tried_groups
from ...services import scoring
from .acts import offers


def _scheme(request: HttpRequest, scheme_id: int) -> ScoreScheme:
    rows = ScoreScheme.objects.visible_to(actor_of(request))
    return get_object_or_404(rows.select_related("follows", "approver"), pk=scheme_id)


@login_required
@require_safe
def scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    user, row = actor_of(request), _scheme(request, scheme_id)
    rules = [(rule, METRICS.get(rule.metric)) for rule in row.rules.all()]
    changes = row.status == SchemeStatus.DRAFT and can(user, "score_scheme.draft")
    context = {
        "row": row,
        "rules": rules,
        "full_marks": sum((rule.weight for rule, _metric in rules), row.base),
        "may_change": changes,
        "may_try": can(user, "score_scheme.try"),
        "offers": offers(user, "score_scheme", row, row.status),
        "rounds": row.rounds.all() if user.reach.everything else (),
    }
    return render(request, "reports/scores/scheme.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_scheme(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "score_scheme.draft")
    return _written(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def edit_scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    row = _scheme(request, scheme_id)
    require(actor_of(request), "score_scheme.draft", row)
    return _written(request, row)


def _written(request: HttpRequest, row: ScoreScheme | None) -> HttpResponse:
    form = SchemeForm(request.POST or None, actor=actor_of(request), on=clock.today(), row=row)
    kept: list[ScoreScheme] = []
    if request.method == "POST" and form.is_valid() and tried(form, _save, request, kept, row):
        messages.success(request, _("考核方案已保存。"))
        return redirect("score-scheme", kept[0].pk)
    return render(request, "reports/scores/scheme_form.html", {"form": form, "row": row})


def _save(request: HttpRequest, kept: list[ScoreScheme], row: ScoreScheme | None, form: SchemeForm) -> None:
    actor = actor_of(request)
    if row is None:
        kept.append(scoring.draft_scheme(actor=actor, words=form.words, now=clock.now()))
    else:
        kept.append(scoring.revise_scheme(actor=actor, scheme_id=row.pk, words=form.words))


@login_required
@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, scheme_id: int, rule_id: int | None = None) -> HttpResponse:
    row = _scheme(request, scheme_id)
    require(actor_of(request), "score_scheme.draft", row)
    rule = get_object_or_404(row.rules, pk=rule_id) if rule_id else blank_rule(row)
    form = RuleForm(request.POST or None, actor=actor_of(request), on=clock.today(), row=rule)
    if request.method == "POST" and form.is_valid() and tried(form, _save_rule, request, row, rule_id):
        messages.success(request, _("考核项目已保存；条款改动后须重新试算。"))
        return redirect("score-scheme", row.pk)
    context = {
        "form": form,
        "row": row,
        "rule": rule,
        "metrics": METRICS.values(),
        "offers": offers(actor_of(request), "score_rule", rule, row.status) if rule_id else (),
    }
    return render(request, "reports/scores/rule_form.html", context)


def _save_rule(request: HttpRequest, row: ScoreScheme, rule_id: int | None, form: RuleForm) -> None:
    scoring.set_rule(actor=actor_of(request), scheme_id=row.pk, words=form.words, rule_id=rule_id)


@login_required
@require_http_methods(["GET", "POST"])
def try_out(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """What the rules would give; nothing is kept but that somebody looked, so that it is a POST."""
    row = _scheme(request, scheme_id)
    require(actor_of(request), "score_scheme.try", row)
    form = TryForm(request.POST or None, actor=actor_of(request), on=clock.today(), row=row)
    found: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and tried(form, _try, request, row, found):
        row.refresh_from_db()
    return render(request, "reports/scores/try.html", {"form": form, "row": row, **found})


def _try(request: HttpRequest, row: ScoreScheme, found: dict[str, Any], form: TryForm) -> None:
    span = form.span
    scored = scoring.try_scheme(actor=actor_of(request), scheme_id=row.pk, span=span, now=clock.now())
    found["groups"] = tried_groups(scored)
    found["rules"] = list(row.rules.all())
    found["label"] = span_label(span.year, span.first_month, span.last_month)
    found["took_part"] = sum(one.sheet.takes_part for one in scored)
