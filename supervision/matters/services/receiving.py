"""What came in from the units: taken or sent back by the office, or by the lead unit that gathers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Duty, Feedback
from ..permissions import require
from ..rules.states import Thing
from ..rules.words import GIVEN, RUNNING, DutyRole, FeedbackKind, FeedbackStatus
from ..selectors.feedback_entry import open_feedback
from .writing import (
    because,
    change,
    lock_of_duty,
    lock_of_feedback,
    move,
    ready,
    reasoned,
    require_standing,
    told,
)


@transaction.atomic
def receive_feedback(*, actor: User, feedback_id: int, now: datetime) -> Feedback:
    """Take it into the ledger. A final one goes with its duty (``final_goes_with_the_duty``)."""
    row = _sent(actor, feedback_id, "feedback.receive")
    return move(actor, Thing.FEEDBACK, row, "receive", now, decided_by=actor, decided_at=now)


@transaction.atomic
def receive_feedbacks(*, actor: User, feedback_ids: Sequence[int], now: datetime) -> list[Feedback]:
    """Take many, all or none; the refusal names the matter on account of which."""
    matters = dict(Feedback.objects.filter(pk__in=feedback_ids).values_list("pk", "duty__matter_id"))
    rows = []
    # In the order of the matters that each one locks, so that two who do this never wait for each other.
    for pk in sorted(dict.fromkeys(feedback_ids), key=lambda pk: (matters.get(pk, 0), pk)):
        try:
            rows.append(receive_feedback(actor=actor, feedback_id=pk, now=now))
        except ValidationError as error:
            matter = Duty.objects.select_related("matter").get(feedbacks=pk).matter
            words = f"{matter}：{'；'.join(error.messages)}"
            raise ValidationError(words, code=getattr(error, "code", None)) from error
    return rows


@transaction.atomic
def return_feedback(*, actor: User, feedback_id: int, reason: str, now: datetime) -> Feedback:
    """Back to the unit to be completed; it is told why."""
    row = _sent(actor, feedback_id, "feedback.return")
    ready(actor, Thing.FEEDBACK, row, "return")
    if open_feedback(row.duty) is not None:
        raise ValidationError(
            _(
                "该单位正在填报另一份反馈，不能同时补正两份：可以先采用这份，请单位在下一份中一并说明；"
                "也可以等下一份报送以后再退回这份。"
            ),
            code="feedback_one_open",
        )
    return send_back(actor, row, reason, now)


@transaction.atomic
def accept_duty(*, actor: User, duty_id: int, now: datetime) -> Duty:
    """A helping unit's part is done. The lead's is judged by ``review_matter``."""
    duty = _helping(actor, duty_id, "duty.accept")
    move(actor, Thing.DUTY, duty, "accept", now, accepted_at=now)
    final = final_of(duty)
    if final is not None:
        move(actor, Thing.FEEDBACK, final, "receive", now, decided_by=actor, decided_at=now)
    return duty


@transaction.atomic
def redo_duty(*, actor: User, duty_id: int, reason: str, now: datetime) -> Duty:
    """A helping unit has to do it again; its final report goes back with the same reason."""
    duty = _helping(actor, duty_id, "duty.redo")
    move(actor, Thing.DUTY, duty, "redo", now, reason)
    final = final_of(duty)
    if final is not None:
        send_back(actor, final, reason, now)
    return duty


@transaction.atomic
def answer_help(*, actor: User, feedback_id: int, text: str, now: datetime) -> Feedback:
    """The leader's answer to what a unit needs help with, or the office's record of it; given once."""
    row = lock_of_feedback(feedback_id)
    require(actor, "feedback.answer", row)
    require_standing(row.duty.matter, RUNNING, "help.answer")
    if not row.help_needed or row.status not in GIVEN:
        raise ValidationError(_("这份反馈没有已报送的求助。"), code="nothing_to_answer")
    if row.answered_at is not None:
        raise ValidationError(
            _("已由%(who)s答复：%(answer)s") % {"who": row.answered_by, "answer": row.answer},
            code="wrong_step",
        )
    answer = reasoned(text)
    with because(actor, ""):
        change(row, answer=answer, answered_by=actor, answered_at=now)
    told(row.duty.matter, "help.answer", actor, now, row.duty, answer)
    return row


def final_of(duty: Duty) -> Feedback | None:
    """The report on which the duty was reported done, as it waits to be judged."""
    row = duty.feedbacks.filter(kind=FeedbackKind.FINAL, status=FeedbackStatus.SENT).first()
    if row is not None:
        row.duty = duty
    return row


def send_back(actor: User, row: Feedback, reason: str, now: datetime) -> Feedback:
    return move(
        actor,
        Thing.FEEDBACK,
        row,
        "return",
        now,
        reason,
        decided_by=actor,
        decided_at=now,
        return_reason=reason.strip(),
    )


def _sent(actor: User, feedback_id: int, verb: str) -> Feedback:
    row = lock_of_feedback(feedback_id)
    require(actor, verb, row)
    require_standing(row.duty.matter, RUNNING, verb)
    if row.kind == FeedbackKind.FINAL and row.status == FeedbackStatus.SENT:
        raise ValidationError(
            _("办结报告随交办单一并审核：配合单位的，请通过或退回重办；牵头单位的，请作办结审核。"),
            code="final_goes_with_the_duty",
        )
    return row


def _helping(actor: User, duty_id: int, verb: str) -> Duty:
    duty = lock_of_duty(duty_id)
    require(actor, verb, duty)
    require_standing(duty.matter, RUNNING, verb)
    if duty.role == DutyRole.LEAD:
        raise ValidationError(_("牵头单位的办结报告须按完成标准作办结审核。"), code="lead_is_reviewed")
    return duty
