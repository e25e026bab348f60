"""反馈 of a unit: written in a minute on a phone, signed by the head, taken by whoever gathers it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.models import User
from accounts.rules import PICTURES
from accounts.selectors import evidence_hints
from accounts.services import store_upload
from accounts.views import actor_of, send_upload
from projects.forms.pieces import refuse

from .. import services
from ..forms.feedback import WORDS, FeedbackForm
from ..forms.unit import GoBackForm
from ..models import Duty, Feedback, FeedbackFile
from ..permissions import can, require
from ..rules.states import WRITABLE, Thing
from ..rules.words import DutyStatus, FeedbackKind
from ..selectors.evidence import copied_feedbacks, step_of, subject_of
from ..selectors.feedback_entry import due_periods, feedback_entry
from .acts import act, act_on_page, back_to
from .offers import offers

WORKED_ON = (DutyStatus.SIGNED, DutyStatus.UNDER_WAY)


def _reportable(duty: Any, on: Any) -> bool:
    return duty.status in WORKED_ON


def _never(row: Any, on: Any) -> bool:
    """Offered by the pages that know more about the row, not wherever it stands."""
    return False


act_on_page(
    "duty.feedback",
    gettext_lazy("报反馈"),
    "matter-entry",
    permission="feedback.write",
    main=True,
    when=_reportable,
)
act_on_page(
    "duty.final", gettext_lazy("报办结"), "matter-final", permission="feedback.write", when=_reportable
)
act_on_page(
    "feedback.show", gettext_lazy("查看反馈"), "matter-feedback", permission="feedback.write", when=_never
)


@act("duty.no_change", permission="feedback.write", label=gettext_lazy("本期无变化"), when=_never)
def no_change(request: HttpRequest, row: Any, form: Any) -> None:
    services.no_change(actor=actor_of(request), duty_id=row.pk, now=clock.now())


@act("feedback.hand_up", done=gettext_lazy("已送负责人审签。"), main=True)
def hand_up(request: HttpRequest, row: Any, form: Any) -> None:
    services.hand_up_feedback(actor=actor_of(request), feedback_id=row.pk, now=clock.now())


@act("feedback.sign", done=gettext_lazy("已审签并报送。"), main=True)
def sign(request: HttpRequest, row: Any, form: Any) -> None:
    services.sign_feedback(actor=actor_of(request), feedback_id=row.pk, now=clock.now())


@act("feedback.pull_back", GoBackForm, done=gettext_lazy("已退回修改。"))
def pull_back(request: HttpRequest, row: Any, form: Any) -> None:
    reason = form.cleaned_data["reason"]
    services.pull_back_feedback(actor=actor_of(request), feedback_id=row.pk, reason=reason, now=clock.now())


# --- writing --------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, duty_id: int, final: bool = False) -> HttpResponse:
    """A period's feedback, or the final report: for who works on the duty."""
    page = EntryPage(request, duty_id, final)
    return page.answer() if request.method == "POST" else page.show()


class EntryPage:
    """One duty's feedback in front of one user."""

    def __init__(self, request: HttpRequest, duty_id: int, final: bool) -> None:
        self.request, self.final, self.on = request, final, clock.today()
        duties = Duty.objects.visible_to(actor_of(request)).select_related(
            "matter__source", "matter__leader", "unit"
        )
        self.duty = get_object_or_404(duties, pk=duty_id)
        require(actor_of(request), "feedback.write", self.duty)
        self.entry = feedback_entry(self.duty, self.on)
        self.open = self.entry.open
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        self.form = FeedbackForm(*sent, initial=self._first_values(), final=final)

    @property
    def editable(self) -> bool:
        return self.duty.status in WORKED_ON and (self.open is None or self.open.status in WRITABLE)

    def _first_values(self) -> dict[str, Any]:
        values = {name: getattr(self.entry.words, name) for name in WORDS}
        if self.final:  # the problems of the last period are none of the end's
            return values if self.open is not None else {"progress": values["progress"]}
        return {**values, "period_start": self.entry.period_start}

    def answer(self) -> HttpResponse:
        wanted = self.request.POST.get("act", "save")
        if not self.form.is_valid() or not self._tried(self._save):
            return self.show()
        if wanted in ("hand_up", "sign") and not self._tried(self._pass_on, wanted):
            return self.show()
        messages.success(self.request, self._said(wanted))
        if wanted == "save":
            return redirect(self.request.path)
        return redirect(back_to(self.request, self.duty.matter))

    def _tried(self, write: Any, *args: Any) -> bool:
        try:
            write(*args)
        except ValidationError as error:
            refuse(self.form, error)
            return False
        return True

    @transaction.atomic
    def _save(self) -> None:
        actor, now = actor_of(self.request), clock.now()
        files = [
            store_upload(actor=actor, file=file, name=file.name, now=now).pk
            for file in self.form.cleaned_data["attachments"]
        ]
        self.open = services.write_feedback(
            actor=actor,
            duty_id=self.duty.pk,
            words=self.form.words,
            period_start=self.form.cleaned_data["period_start"],
            now=now,
            files=files,
        )

    def _pass_on(self, wanted: str) -> None:
        asked: Any = {
            "actor": actor_of(self.request),
            "feedback_id": self.open.pk if self.open else 0,
            "now": clock.now(),
        }
        if wanted == "sign":
            services.sign_feedback(**asked)
        else:
            services.hand_up_feedback(**asked)

    def _said(self, wanted: str) -> str:
        if wanted == "sign":
            return _("已审签并报送。")
        return _("已送负责人审签。") if wanted == "hand_up" else _("草稿已保存，尚未报送。")

    def show(self) -> HttpResponse:
        duty, actor = self.duty, actor_of(self.request)
        context = {
            "duty": duty,
            "matter": duty.matter,
            "form": self.form,
            "final": self.final,
            "open": self.open,
            "editable": self.editable,
            "period": self._period(),
            "owed": self.entry.periods,
            "last": self.entry.last,
            "open_helpers": self.entry.open_helpers if self.final else (),
            "may_sign": can(actor, "duty.report", duty),
            "attached": attached(self.open),
            "no_change": reverse("matter-act", args=["duty", duty.pk, "no_change"])
            if self.entry.periods and self.open is None and not self.final
            else "",
            "back": back_to(self.request, duty.matter),
            "on": self.on,
        }
        return render(self.request, "matters/entry.html", context)

    def _period(self) -> Any:
        """What the form is about: the period of what is open, else the newest owed."""
        start = self.entry.period_start
        if self.final or start is None:
            return None
        known = due_periods(self.duty, self.on, answered=True)
        return next((period for period in known if period.start == start), None)


def attached(feedback: Feedback | None) -> list[dict[str, Any]]:
    """For ``matters/feedback_files.html``: pictures are shown, the others named."""
    if feedback is None:
        return []
    return [
        {
            "pk": file.pk,
            "url": reverse("matter-feedback-file", args=[file.pk]),
            "name": file.caption or file.upload.name,
            "size": file.upload.size,
            "is_picture": file.upload.content_type in PICTURES,
        }
        for file in feedback.files.select_related("upload")
    ]


# --- reading --------------------------------------------------------------------------------------
@login_required
@require_safe
def show(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """One feedback in full, the one before beside it, and what this person may do with it."""
    actor, on = actor_of(request), clock.today()
    rows = Feedback.objects.visible_to(actor).select_related(
        "duty__matter__source",
        "duty__matter__leader",
        "duty__unit",
        "drafted_by__person",
        "signed_by__person",
        "decided_by__person",
        "answered_by__person",
    )
    feedback = get_object_or_404(rows, pk=feedback_id)
    duty = feedback.duty
    before = duty.feedbacks.given().filter(pk__lt=feedback.pk).order_by("-pk").first()
    thing, row = (Thing.DUTY, duty) if _goes_with_duty(feedback) else (Thing.FEEDBACK, feedback)
    writes = feedback.status in WRITABLE and can(actor, "feedback.write", duty)
    final = feedback.kind == FeedbackKind.FINAL
    context = {
        "feedback": feedback,
        "duty": duty,
        "matter": duty.matter,
        "before": before,
        "files": attached(feedback),
        **doubts(actor, feedback),
        "offers": offers(actor, thing, row, on),
        "entry": reverse("matter-final" if final else "matter-entry", args=[duty.pk]) if writes else "",
        "rewrite": feedback.status == "handed_up" and can(actor, "feedback.pull_back", feedback),
        "final": final,
        "next": back_to(request, duty.matter),
    }
    return render(request, "matters/feedback.html", context)


def doubts(user: User, feedback: Feedback) -> dict[str, Any]:
    """What to look at twice, for who takes or returns the feedback."""
    if not can(user, "feedback.receive", feedback):
        return {}
    hints = evidence_hints(user, list(feedback.files.values_list("upload", flat=True)))
    return {
        "hints": hints.at(subject_of(feedback), step_of(feedback)),
        "taken": copied_feedbacks(user, [feedback]).get(feedback.pk),
    }


def _goes_with_duty(feedback: Feedback) -> bool:
    """A helping unit's final report is judged together with its duty."""
    return feedback.kind == FeedbackKind.FINAL and feedback.status == "sent"


@login_required
@require_POST
def rewrite(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """The head takes the clerk's draft to change it in person."""
    actor = actor_of(request)
    rows = Feedback.objects.visible_to(actor).select_related("duty")
    feedback = get_object_or_404(rows, pk=feedback_id)
    require(actor, "feedback.pull_back", feedback)
    try:
        services.pull_back_feedback(
            actor=actor, feedback_id=feedback.pk, reason=_("负责人取回，直接修改"), now=clock.now()
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("matter-feedback", feedback.pk)
    name = "matter-final" if feedback.kind == FeedbackKind.FINAL else "matter-entry"
    return redirect(name, feedback.duty_id)


@login_required
@require_safe
def show_file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A file is seen by whoever sees the feedback."""
    visible = Feedback.objects.visible_to(actor_of(request))
    files = FeedbackFile.objects.filter(feedback__in=visible).select_related("upload")
    return send_upload(request, get_object_or_404(files, pk=file_id).upload, inline=True)


@login_required
@require_POST
def drop_file(request: HttpRequest, file_id: int) -> HttpResponse:
    actor = actor_of(request)
    files = FeedbackFile.objects.filter(feedback__in=Feedback.objects.visible_to(actor))
    file = get_object_or_404(files.select_related("feedback"), pk=file_id)
    try:
        services.remove_feedback_file(actor=actor, file_id=file.pk, now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    final = file.feedback.kind == FeedbackKind.FINAL
    return redirect("matter-final" if final else "matter-entry", file.feedback.duty_id)
