"""What is done with schemes, rounds, points, appeals, adjustments and lists: each calls one service."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.views import actor_of

from ...forms.scores import (
    AdjustForm,
    AdoptForm,
    AppealForm,
    ApproveForm,
    OpinionForm,
    PointsForm,
    PublishForm,
    ReasonForm,
    RefuseForm,
    RoundForm,
    UpholdForm,
)
from ...services import scoring
from .acts import act

SHOWN = ("checking", "approved")


# --- schemes --------------------------------------------------------------------------------------
@act(
    "score_scheme.adopt",
    AdoptForm,
    main=True,
    text=_("审定后条款锁定，不能再改；同名方案的旧版本同时停用。须先试算、看过结果。"),
)
def adopt(request: HttpRequest, row: Any, form: Any) -> None:
    values = form.cleaned_data
    scoring.adopt_scheme(
        actor=actor_of(request),
        scheme_id=row.pk,
        approver_id=values["approver"].pk,
        document=values["document"],
        now=clock.now(),
    )


@act(
    "score_scheme.open",
    RoundForm,
    label=_("建立考核期"),
    permission="score_round.open",
    statuses=("adopted",),
    main=True,
)
def open_round(request: HttpRequest, row: Any, form: Any) -> None:
    made = scoring.open_round(actor=actor_of(request), scheme_id=row.pk, now=clock.now(), **form.cleaned_data)
    form.leads_to = reverse("score-round", args=[made.pk])


@act(
    "score_scheme.succeed",
    label=_("另起新版本"),
    permission="score_scheme.draft",
    statuses=("adopted", "closed"),
)
def succeed(request: HttpRequest, row: Any, form: Any) -> None:
    made = scoring.succeed_scheme(actor=actor_of(request), scheme_id=row.pk, now=clock.now())
    form.leads_to = reverse("score-scheme", args=[made.pk])


@act("score_scheme.close", danger=True)
def close(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.close_scheme(actor=actor_of(request), scheme_id=row.pk, now=clock.now())


@act("score_rule.remove", label=_("删去"), permission="score_scheme.draft", statuses=("draft",), danger=True)
def remove_rule(request: HttpRequest, row: Any, form: Any) -> None:
    form.leads_to = reverse("score-scheme", args=[row.scheme_id])
    scoring.remove_rule(actor=actor_of(request), scheme_id=row.scheme_id, rule_id=row.pk)


# --- rounds ---------------------------------------------------------------------------------------
@act("score_round.compute", label=_("核算"), statuses=("draft",), main=True)
def compute(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.compute_round(actor=actor_of(request), round_id=row.pk, on=form.on, now=clock.now())


@act(
    "score_round.enter",
    PointsForm,
    label=_("登记人工评定"),
    permission="manual_point.enter",
    statuses=("draft",),
    text=_("登记后重新核算才计入。"),
)
def enter(request: HttpRequest, row: Any, form: Any) -> None:
    values = form.cleaned_data
    scoring.enter_points(
        actor=actor_of(request),
        round_id=row.pk,
        rule_id=values["rule"].pk,
        unit_id=values["unit"].pk,
        points=values["points"],
        reason=values["reason"],
        document=values["document"],
        file=values["file"],
        now=clock.now(),
    )


@act(
    "manual_point.remove", label=_("撤销"), permission="manual_point.enter", statuses=("draft",), danger=True
)
def remove_points(request: HttpRequest, row: Any, form: Any) -> None:
    form.leads_to = reverse("score-round", args=[row.round_id])
    scoring.remove_points(actor=actor_of(request), point_id=row.pk)


@act("score_round.announce", text=_("各单位可以看到自己的评分表和每一分的依据，可以申诉。"))
def announce(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.announce_round(actor=actor_of(request), round_id=row.pk, now=clock.now())


@act("score_round.take_back")
def take_back(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.take_back_round(actor=actor_of(request), round_id=row.pk, now=clock.now())


@act(
    "score_round.approve",
    ApproveForm,
    main=True,
    text=_("审定后评分锁定；以后改分只能另立调整。各单位可以看到本组排名。"),
)
def approve(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.approve_round(
        actor=actor_of(request), round_id=row.pk, document=form.cleaned_data["document"], now=clock.now()
    )


@act(
    "score_round.propose",
    label=_("拟定红黑榜"),
    permission="score_list.propose",
    statuses=("approved",),
)
def propose_list(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.propose_list(actor=actor_of(request), round_id=row.pk, now=clock.now())


# --- appeals and adjustments ----------------------------------------------------------------------
@act(
    "score_event.appeal",
    AppealForm,
    label=_("申诉"),
    permission="score_appeal.file",
    of=lambda row: row.sheet,
    statuses=SHOWN,
)
def appeal(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.file_appeal(
        actor=actor_of(request),
        event_id=row.pk,
        reason=form.cleaned_data["reason"],
        files=[(file.name, file) for file in form.cleaned_data["attachments"]],
        now=clock.now(),
    )


@act("score_appeal.uphold", UpholdForm, main=True)
def uphold(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.uphold_appeal(actor=actor_of(request), appeal_id=row.pk, now=clock.now(), **form.cleaned_data)


@act("score_appeal.refuse", RefuseForm)
def refuse(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.refuse_appeal(actor=actor_of(request), appeal_id=row.pk, now=clock.now(), **form.cleaned_data)


@act("score_appeal.retract")
def retract(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.retract_appeal(actor=actor_of(request), appeal_id=row.pk, now=clock.now())


@act(
    "score_sheet.adjust",
    AdjustForm,
    label=_("提出调整"),
    permission="score_adjustment.propose",
    statuses=SHOWN,
    text=_("由督查办主任批准后计入总分；原来的得分不变。"),
)
def adjust(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.propose_adjustment(actor=actor_of(request), sheet_id=row.pk, now=clock.now(), **form.cleaned_data)


@act("score_adjustment.approve", OpinionForm, main=True)
def approve_adjustment(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.approve_adjustment(
        actor=actor_of(request), adjustment_id=row.pk, now=clock.now(), **form.cleaned_data
    )


@act("score_adjustment.refuse", RefuseForm)
def refuse_adjustment(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.refuse_adjustment(
        actor=actor_of(request), adjustment_id=row.pk, now=clock.now(), **form.cleaned_data
    )


# --- lists ----------------------------------------------------------------------------------------
class ApproveListForm(AdoptForm):
    document = None  # type: ignore[assignment]


@act("score_list.approve", ApproveListForm, main=True)
def approve_list(request: HttpRequest, row: Any, form: Any) -> None:
    approver = form.cleaned_data["approver"]
    scoring.approve_list(actor=actor_of(request), list_id=row.pk, approver_id=approver.pk, now=clock.now())


@act("score_list.publish", PublishForm, main=True)
def publish_list(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.publish_list(actor=actor_of(request), list_id=row.pk, **form.cleaned_data)


@act("score_list.withdraw", ReasonForm, danger=True)
def withdraw_list(request: HttpRequest, row: Any, form: Any) -> None:
    scoring.withdraw_list(actor=actor_of(request), list_id=row.pk, reason=form.cleaned_data["reason"])
