"""What the office does about a rectification, its verification or extension, one act each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.views import actor_of

from ... import services
from ...forms.rectifying import office as forms
from ...models import Rectification, RectificationExtension, Verification
from ...rules.words import ENDED, RUNNING, RectificationStatus, VerificationStatus
from ..acts import act, act_on_page
from .proof import named

X = RectificationStatus
OPEN_VERIFICATIONS = (VerificationStatus.ASSIGNED, VerificationStatus.RECORDED)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": clock.now()}


# --- when an act is worth offering ---------------------------------------------------------------
def is_unassigned(row: Rectification, on: date) -> bool:
    """Its papers were checked and nobody has been sent yet."""
    open_ones = any(one.status in OPEN_VERIFICATIONS for one in row.verifications.all())
    return row.status == X.CHECKED and not open_ones


def may_be_published(row: Rectification, on: date) -> bool:
    return row.needs_notice


def may_be_closed(row: Rectification, on: date) -> bool:
    """Published until a day that is past, or with nothing to publish."""
    if row.status == X.PUBLISHED:
        return row.published_until is not None and row.published_until < on
    return not row.needs_notice


# --- ordering ------------------------------------------------------------------------------------
@act(
    "rectification.issue",
    forms.IssueForm,
    main=True,
    done=_("已交办，整改单位已可报方案。"),
    text=_("交办时编号；时限按时限类别的规则计算，手工确定的须写明理由。"),
)
def issue(request: HttpRequest, row: Rectification, form: Any) -> None:
    with transaction.atomic():
        if form.words is not None:
            services.revise_rectification(rectification_id=row.pk, words=form.words, **_who(request))
        services.issue_rectification(rectification_id=row.pk, **_who(request))


act_on_page(
    "rectification.revise",
    _("修改"),
    "rectification-revise",
    when=lambda row, on: row.status == X.DRAFT,
)


# --- the plan ------------------------------------------------------------------------------------
@act("rectification.approve_plan", main=True, done=_("方案已审定，整改中。"))
def approve_plan(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.approve_plan(rectification_id=row.pk, **_who(request))


@act("rectification.return_plan", forms.ReasonForm, done=_("方案已退回整改单位。"))
def return_plan(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.return_plan(rectification_id=row.pk, reason=form.cleaned_data["reason"], **_who(request))


# --- checking and verifying ----------------------------------------------------------------------
@act(
    "rectification.check",
    forms.CheckForm,
    label=_("初审材料"),
    main=True,
    done=_("已初审。"),
    text=_("通过的，接着安排现场核查；不通过的，退回整改单位继续整改。"),
)
def check(request: HttpRequest, row: Rectification, form: Any) -> None:
    passes = form.cleaned_data["passes"] == "yes"
    reason = form.cleaned_data["reason"]
    services.check_papers(rectification_id=row.pk, passes=passes, reason=reason, **_who(request))


@act(
    "rectification.assign",
    forms.AssignForm,
    label=_("安排现场核查"),
    permission="verification.assign",
    main=True,
    when=is_unassigned,
    done=_("已安排现场核查。"),
)
def assign(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.assign_verification(
        rectification_id=row.pk,
        user_ids=[user.pk for user in form.cleaned_data["users"]],
        due_on=form.cleaned_data["due_on"],
        **_who(request),
    )


@act("verification.cancel", forms.ReasonForm, done=_("已取消这次现场核查。"))
def cancel(request: HttpRequest, row: Verification, form: Any) -> None:
    services.cancel_verification(verification_id=row.pk, reason=form.cleaned_data["reason"], **_who(request))


# --- closing -------------------------------------------------------------------------------------
@act(
    "rectification.approve",
    forms.ApproveForm,
    main=True,
    done=_("已批准销号。"),
    text=_("批准人不能是申请人。须公示的批准后开始公示，无须公示的随即销号。"),
)
def approve(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.approve_closing(rectification_id=row.pk, opinion=form.cleaned_data["opinion"], **_who(request))


@act(
    "rectification.publish",
    forms.PublishForm,
    main=True,
    when=may_be_published,
    done=_("已开始公示，公示期满后销号。"),
)
def publish(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.publish_rectification(
        rectification_id=row.pk, published_until=form.cleaned_data["published_until"], **_who(request)
    )


@act("rectification.close", main=True, when=may_be_closed, done=_("已销号。"))
def close(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.close_rectification(rectification_id=row.pk, **_who(request))


@act("rectification.send_back", forms.ReasonForm, done=_("已退回继续整改。"))
def send_back(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.send_back_rectification(
        rectification_id=row.pk, reason=form.cleaned_data["reason"], **_who(request)
    )


@act("rectification.make_long_term", forms.EndForm, done=_("已列入长期坚持，每年复查。"))
def make_long_term(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.make_long_term(rectification_id=row.pk, **_ending(form), **_who(request))


@act("rectification.withdraw", forms.EndForm, danger=True, done=_("已撤销。"))
def withdraw(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.withdraw_rectification(rectification_id=row.pk, **_ending(form), **_who(request))


def _ending(form: Any) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "approver_id": form.cleaned_data["approver"].pk}


# --- afterwards ----------------------------------------------------------------------------------
@act(
    "rectification.review_yearly",
    forms.YearlyForm,
    label=_("年度复查"),
    main=True,
    done=_("年度复查已登记。"),
    when=lambda row, on: row.status == X.LONG_TERM,
)
def review_yearly(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.review_yearly(
        rectification_id=row.pk,
        situation=form.cleaned_data["situation"],
        holds=form.cleaned_data["holds"] == "yes",
        **_who(request),
    )


@act(
    "rectification.look_back",
    forms.LookBackForm,
    label=_("回头看"),
    done=_("回头看已登记。"),
    text=_("原件保持锁定；反弹的，自动起草相互关联的新一轮整改，核对后交办。"),
    when=lambda row, on: row.status == X.CLOSED,
)
def look_back(request: HttpRequest, row: Rectification, form: Any) -> None:
    values = form.cleaned_data
    looked = services.look_back(
        rectification_id=row.pk,
        on=values["held_on"],
        holds=values["holds"] == "yes",
        situation=values["situation"],
        **_who(request),
    )
    if looked.following is not None:
        form.leads_to = reverse("rectification", args=[looked.following.pk])


@act(
    "rectification.attach",
    forms.EvidenceForm,
    label=_("附上佐证"),
    done=_("佐证已附上。"),
    when=lambda row, on: row.status in RUNNING,
)
def attach(request: HttpRequest, row: Rectification, form: Any) -> None:
    values = form.cleaned_data
    words = {name: values[name] for name in ("side", "pair", "caption", "claimed_at", "claimed_place")}
    files = named(values["attachments"])
    services.attach_evidence(rectification_id=row.pk, files=files, **words, **_who(request))


@act(
    "rectification.archive",
    label=_("归档"),
    done=_("正在整理卷宗，完成后可以下载。"),
    when=lambda row, on: row.status in ENDED,
)
def archive(request: HttpRequest, row: Rectification, form: Any) -> None:
    job = services.start_archive(rectification_id=row.pk, **_who(request))
    form.leads_to = reverse("job", args=[job.pk])


# --- a later date --------------------------------------------------------------------------------
@act("rectification_extension.approve", forms.DecisionForm, main=True, done=_("已同意延期。"))
def approve_extension(request: HttpRequest, row: RectificationExtension, form: Any) -> None:
    decision = form.cleaned_data["decision"]
    services.approve_extension(extension_id=row.pk, decision=decision, **_who(request))


@act("rectification_extension.refuse", forms.RefusalForm, done=_("已决定不同意延期。"))
def refuse_extension(request: HttpRequest, row: RectificationExtension, form: Any) -> None:
    decision = form.cleaned_data["decision"]
    services.refuse_extension(extension_id=row.pk, decision=decision, **_who(request))
