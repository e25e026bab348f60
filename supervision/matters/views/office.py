"""What the office does about a matter, a duty, a feedback or an extension, one act each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.views import actor_of

from .. import services
from ..forms import office as forms
from ..models import Duty, Extension, Feedback, Matter
from ..rules.words import (
    ENDED,
    RUNNING,
    DutyRole,
    DutyStatus,
    FeedbackKind,
    MatterStatus,
)
from .acts import act, act_on_page

OPEN = (MatterStatus.DRAFT, MatterStatus.SUBMITTED, MatterStatus.REGISTERED)
TO_SPLIT = (MatterStatus.REGISTERED, MatterStatus.ISSUED)
TO_REASSIGN = (DutyStatus.TO_SIGN, DutyStatus.SIGNED, DutyStatus.UNDER_WAY, DutyStatus.REFUSED)
LOOKED_BACK = (MatterStatus.CLOSED, MatterStatus.LONG_TERM)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": clock.now()}


# --- when an act is worth offering ---------------------------------------------------------------
def lead_has_reported(matter: Matter, on: date) -> bool:
    return any(d.role == DutyRole.LEAD and d.status == DutyStatus.REPORTED for d in matter.duties.all())


def is_suspended(matter: Matter, on: date) -> bool:
    return any(row.valid_from <= on < row.valid_to for row in matter.suspensions.all() if row.valid_to)


def may_be_suspended(matter: Matter, on: date) -> bool:
    return matter.status == MatterStatus.ISSUED and not is_suspended(matter, on)


def has_lapsed(matter: Matter, on: date) -> bool:
    return matter.shown_until is not None and matter.shown_until < on


def is_helping(duty: Duty, on: date) -> bool:
    return duty.role == DutyRole.HELPING and duty.matter.status == MatterStatus.ISSUED


def is_not_final(feedback: Feedback, on: date) -> bool:
    """The final report is received or returned with its duty."""
    return feedback.kind != FeedbackKind.FINAL


# --- from the draft to the units -----------------------------------------------------------------
@act("matter.submit", main=True, done=_("已报请立项，等待督查办主任审批。"))
def submit(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.submit_matter(matter_id=matter.pk, **_who(request))


@act("matter.register", main=True, done=_("已批准立项并编号。"))
def register(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.register_matter(matter_id=matter.pk, **_who(request))


@act("matter.send_back", forms.ReasonForm, done=_("已退回拟稿人。"))
def send_back(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.send_back_matter(matter_id=matter.pk, reason=form.cleaned_data["reason"], **_who(request))


@act("matter.reject", forms.ReasonForm, danger=True, done=_("已决定不予立项。"))
def reject(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.reject_matter(matter_id=matter.pk, reason=form.cleaned_data["reason"], **_who(request))


@act("matter.issue", main=True, done=_("已交办，承办单位已可签收。"))
def issue(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.issue_matter(matter_id=matter.pk, **_who(request))


act_on_page("matter.revise", _("修改"), "matter-edit", when=lambda matter, on: matter.status in OPEN)
act_on_page("matter.split", _("分解"), "matter-split", when=lambda matter, on: matter.status in TO_SPLIT)


@act(
    "matter.discard",
    label=_("删除草稿"),
    permission="matter.create",
    danger=True,
    done=_("草稿已删除。"),
    when=lambda matter, on: matter.status == MatterStatus.DRAFT,
)
def discard(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.discard_matter(actor=actor_of(request), matter_id=matter.pk)
    form.leads_to = reverse("matters")


# --- the work under way --------------------------------------------------------------------------
@act(
    "matter.show",
    forms.ReviewForm,
    label=_("审核办结"),
    main=True,
    when=lead_has_reported,
    done=_("已审核。"),
    text=_("三项都通过的呈送领导阅定；有一项不通过的，退回牵头单位重新办理。"),
)
def review(request: HttpRequest, matter: Matter, form: Any) -> None:
    shown_to = form.cleaned_data["shown_to"]
    services.review_matter(
        matter_id=matter.pk,
        opinion=form.cleaned_data["opinion"],
        shown_to_id=shown_to.pk if shown_to else None,
        **form.answers,
        **_who(request),
    )


@act("matter.lapse", main=True, when=has_lapsed, done=_("呈阅期满，没有新的批示，已销号。"))
def lapse(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.lapse_matter(matter_id=matter.pk, **_who(request))


@act(
    "matter.add_instruction",
    forms.InstructionForm,
    label=_("登记批示"),
    done=_("批示已登记。"),
    # What is said of a matter that is shown opens its next round: 再批示.
    when=lambda matter, on: matter.status not in (*ENDED, MatterStatus.SHOWN),
)
def add_instruction(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.add_instruction(matter_id=matter.pk, words=form.words, **_who(request))


@act(
    "matter.attach",
    forms.AttachForm,
    label=_("附上文件"),
    done=_("文件已附上。"),
    when=lambda matter, on: matter.status not in ENDED,
)
def attach(request: HttpRequest, matter: Matter, form: Any) -> None:
    files = [(file.name, file) for file in form.cleaned_data["attachments"]]
    services.attach_files(
        matter_id=matter.pk, files=files, caption=form.cleaned_data["caption"], **_who(request)
    )


@act(
    "matter.detach",
    forms.DetachForm,
    permission="matter.attach",
    done=_("附件已取下。"),
    when=lambda matter, on: matter.status not in ENDED and bool(matter.files.all()),
)
def detach(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.detach_file(file_id=form.cleaned_data["file"].pk, **_who(request))


@act(
    "matter.add_duty",
    forms.AddDutyForm,
    label=_("增加承办单位"),
    permission="duty.add",
    done=_("已增加承办单位。"),
    when=lambda matter, on: matter.status == MatterStatus.ISSUED,
)
def add_duty(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.add_duty(matter_id=matter.pk, words=form.words, **_who(request))


@act(
    "matter.suspend",
    forms.SuspendForm,
    label=_("暂缓"),
    when=may_be_suspended,
    done=_("已暂缓，时限已顺延。"),
)
def suspend(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.suspend_matter(matter_id=matter.pk, **form.cleaned_data, **_who(request))


@act("matter.resume", label=_("恢复办理"), when=is_suspended, done=_("已恢复办理。"))
def resume(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.resume_matter(matter_id=matter.pk, **_who(request))


@act(
    "matter.exempt",
    forms.ExemptForm,
    label=_("准予豁免"),
    permission="exemption.grant_matter",
    done=_("已准予豁免，期间亮灰灯。"),
    when=lambda matter, on: matter.status in RUNNING,
)
def exempt(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.grant_exemption(matter_id=matter.pk, **form.cleaned_data, **_who(request))


@act(
    "matter.end_exemption",
    forms.EndExemptionForm,
    label=_("终止豁免"),
    permission="exemption.end_matter",
    done=_("豁免已终止，重新亮灯。"),
    when=lambda matter, on: matter.status in RUNNING and bool(forms.exempt_now(matter, on)),
)
def end_exemption(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.end_exemption(matter_id=matter.pk, **form.cleaned_data, **_who(request))


@act(
    "matter.set_due_date",
    forms.SetDueForm,
    done=_("办结时限已确定。"),
    text=_("时限从签收起算、还没有日期的，可以手工确定；以后变更须按延期或暂缓办理。"),
    when=lambda matter, on: matter.status == MatterStatus.ISSUED and matter.due_on is None,
)
def set_due_date(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.set_due_date(matter_id=matter.pk, **form.cleaned_data, **_who(request))


# --- the end, and after it -----------------------------------------------------------------------
@act("matter.make_long_term", forms.EndForm, done=_("已转为长期坚持的工作。"))
def make_long_term(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.make_long_term(matter_id=matter.pk, **_ending(form), **_who(request))


@act("matter.merge", forms.MergeForm, done=_("已并案。"))
def merge(request: HttpRequest, matter: Matter, form: Any) -> None:
    into = form.cleaned_data["into"]
    services.merge_matter(matter_id=matter.pk, into_id=into.pk, **_ending(form), **_who(request))


@act("matter.withdraw", forms.EndForm, danger=True, done=_("已撤销。"))
def withdraw(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.withdraw_matter(matter_id=matter.pk, **_ending(form), **_who(request))


def _ending(form: Any) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "approver_id": form.cleaned_data["approver"].pk}


@act(
    "matter.look_back",
    forms.LookBackForm,
    label=_("回头看"),
    text=_("原件保持锁定；另立一件相互关联的新件，办理轮次加一，交办后开始计时。"),
    done=_("已立新件，请核对后交办。"),
    when=lambda matter, on: matter.status in LOOKED_BACK,
)
def look_back(request: HttpRequest, matter: Matter, form: Any) -> None:
    made = services.look_back(matter_id=matter.pk, reason=form.cleaned_data["reason"], **_who(request))
    form.leads_to = reverse("matter", args=[made.pk])


@act(
    "matter.archive",
    label=_("归档"),
    done=_("正在整理卷宗，完成后可以下载。"),
    when=lambda matter, on: matter.status in ENDED,
)
def archive(request: HttpRequest, matter: Matter, form: Any) -> None:
    job = services.start_archive(matter_id=matter.pk, **_who(request))
    form.leads_to = reverse("job", args=[job.pk])


# --- the duties of units -------------------------------------------------------------------------
@act(
    "duty.reassign",
    forms.ReassignForm,
    label=_("改派"),
    done=_("已改派，新单位待签收。"),
    when=lambda duty, on: duty.status in TO_REASSIGN and duty.matter.status == MatterStatus.ISSUED,
)
def reassign(request: HttpRequest, duty: Duty, form: Any) -> None:
    values = form.cleaned_data
    services.reassign_duty(
        duty_id=duty.pk, unit_id=values["unit"].pk, reason=values["reason"], **_who(request)
    )


@act("duty.insist", forms.ReasonForm, done=_("已维持交办，单位须重新签收。"))
def insist(request: HttpRequest, duty: Duty, form: Any) -> None:
    services.insist_duty(duty_id=duty.pk, reason=form.cleaned_data["reason"], **_who(request))


@act("duty.release", forms.ReasonForm, label=_("解除"), danger=True, when=is_helping, done=_("已解除。"))
def release(request: HttpRequest, duty: Duty, form: Any) -> None:
    services.release_duty(duty_id=duty.pk, reason=form.cleaned_data["reason"], **_who(request))


@act("duty.accept", main=True, when=is_helping, done=_("已通过。"))
def accept(request: HttpRequest, duty: Duty, form: Any) -> None:
    services.accept_duty(duty_id=duty.pk, **_who(request))


@act("duty.redo", forms.ReasonForm, when=is_helping, done=_("已退回重办。"))
def redo(request: HttpRequest, duty: Duty, form: Any) -> None:
    services.redo_duty(duty_id=duty.pk, reason=form.cleaned_data["reason"], **_who(request))


# --- what units send in --------------------------------------------------------------------------
@act("feedback.receive", main=True, when=is_not_final, done=_("已采用。"))
def receive(request: HttpRequest, feedback: Feedback, form: Any) -> None:
    services.receive_feedback(feedback_id=feedback.pk, **_who(request))


@act("feedback.return", forms.ReasonForm, when=is_not_final, done=_("已退回补正。"))
def send_feedback_back(request: HttpRequest, feedback: Feedback, form: Any) -> None:
    services.return_feedback(feedback_id=feedback.pk, reason=form.cleaned_data["reason"], **_who(request))


@act("extension.approve", forms.DecisionForm, main=True, done=_("已同意延期。"))
def approve_extension(request: HttpRequest, extension: Extension, form: Any) -> None:
    decision = form.cleaned_data["decision"]
    services.approve_extension(extension_id=extension.pk, decision=decision, **_who(request))


@act("extension.refuse", forms.RefusalForm, done=_("已决定不同意延期。"))
def refuse_extension(request: HttpRequest, extension: Extension, form: Any) -> None:
    decision = form.cleaned_data["decision"]
    services.refuse_extension(extension_id=extension.pk, decision=decision, **_who(request))
