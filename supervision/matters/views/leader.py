"""What a leader does: reads, instructs again, answers; and what became of each instruction."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.views import actor_of
from projects.views.paging import page_of

from .. import services
from ..forms.leader import AnswerForm, InstructAgainForm, ReadForm
from ..rules.words import STATES, State
from ..selectors.instructions import instructions_of, outcomes
from .acts import act

READ = gettext_lazy("已阅，事项销号。")


@act("matter.read", ReadForm, main=True, done=READ)
def read(request: HttpRequest, row: Any, form: Any) -> None:
    services.read_matter(
        actor=actor_of(request), matter_id=row.pk, note=form.cleaned_data["note"], now=clock.now()
    )


@act(
    "matter.instruct_again",
    InstructAgainForm,
    text=gettext_lazy("本件转入下一轮：新的一件关联本件，立即交办原来的承办单位。"),
    done=gettext_lazy("已批示，转入下一轮交办。"),
)
def instruct_again(request: HttpRequest, row: Any, form: Any) -> None:
    services.instruct_again(
        actor=actor_of(request),
        matter_id=row.pk,
        words=form.words,
        due_on=form.cleaned_data["due_on"],
        now=clock.now(),
    )


def _asks_for_help(feedback: Any, on: Any) -> bool:
    return (
        bool(feedback.help_needed)
        and feedback.answered_at is None
        and feedback.status in ("sent", "received")
    )


@act("feedback.answer", AnswerForm, label=gettext_lazy("答复求助"), main=True, when=_asks_for_help)
def answer(request: HttpRequest, row: Any, form: Any) -> None:
    services.answer_help(
        actor=actor_of(request), feedback_id=row.pk, text=form.cleaned_data["text"], now=clock.now()
    )


@login_required
@require_safe
def my_instructions(request: HttpRequest) -> HttpResponse:
    """我的批示: each with where its matter stands today, and the round that followed."""
    actor, on = actor_of(request), clock.today()
    page = page_of(request, instructions_of(actor))
    rows = outcomes(actor, on, page.rows)
    context = {"rows": [(row, STATES[State(row.matter.state)]) for row in rows], "page": page}
    return render(request, "matters/instructions.html", context)
