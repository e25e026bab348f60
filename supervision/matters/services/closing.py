"""From the final report to the end: reviewed, shown to the leader, read or lapsed; or ended by decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words
from rulebook.selectors import due_date

from ..models import Duty, Feedback, Matter, Review
from ..permissions import require
from ..rules.states import BY_NAME, Thing
from ..rules.words import DutyRole, ExtensionStatus, MatterStatus
from .extending import ASKING
from .receiving import final_of, send_back
from .writing import because, change, insert, lock_matter, move, of_field, reasoned, require_step, told

SHOWING = "matter_showing"


@transaction.atomic
def review_matter(
    *,
    actor: User,
    matter_id: int,
    facts_clear: bool,
    problem_solved: bool,
    form_right: bool,
    opinion: str,
    now: datetime,
    shown_to_id: int | None = None,
) -> Review:
    """Judge the lead's final report against the standard: all three, and it is shown; else it goes back.

    Shown to the post that gave the newest instruction, or approved the matter, unless another is named.
    """
    matter = lock_matter(matter_id)
    require(actor, "matter.show", matter)
    require_step(Thing.MATTER, matter, "show")
    lead = _reported(matter)
    final = final_of(lead)
    row = Review(
        matter=matter,
        feedback=final,
        facts_clear=facts_clear,
        problem_solved=problem_solved,
        form_right=form_right,
        opinion=opinion.strip(),
        reviewed_by=actor,
        reviewed_at=now,
    )
    insert(row)
    if row.has_passed:
        _show(actor, matter, lead, final, shown_to_id, opinion, now)
    else:
        move(actor, Thing.DUTY, lead, "redo", now, opinion)
        if final is not None:
            send_back(actor, final, opinion, now)
    return row


@transaction.atomic
def read_matter(*, actor: User, matter_id: int, now: datetime, note: str = "") -> Matter:
    """阅: the leader is content, and it is closed. The office records what was read on paper, with a note."""
    matter = lock_matter(matter_id)
    require(actor, "matter.read", matter)
    require_step(Thing.MATTER, matter, "read")
    if matter.shown_to_id not in actor.posts:
        require_note(note)
    return move(actor, Thing.MATTER, matter, "read", now, note, ended_on=timezone.localdate(now))


@transaction.atomic
def lapse_matter(*, actor: User | None, matter_id: int, now: datetime) -> Matter:
    """Closed because nothing was said until the day that was set. ``actor`` None is the clock."""
    matter = lock_matter(matter_id)
    if actor is not None:
        require(actor, "matter.lapse", matter)
    require_step(Thing.MATTER, matter, "lapse")
    on = timezone.localdate(now)
    if matter.shown_until is None or on <= matter.shown_until:
        raise ValidationError(
            _("呈阅期限是%(until)s，过后没有新的批示才能期满销号。")
            % {"until": day_words(matter.shown_until)},
            code="not_lapsed",
        )
    return move(actor, Thing.MATTER, matter, "lapse", now, ended_on=on)


def close_lapsed(*, now: datetime) -> int:
    """Close every matter whose showing has run out; how many. Safe twice, each on its own."""
    shown = Matter.objects.filter(
        status=MatterStatus.SHOWN, shown_until__lt=timezone.localdate(now)
    ).values_list("pk", flat=True)
    closed = 0
    for pk in list(shown.order_by("pk")):
        try:
            lapse_matter(actor=None, matter_id=pk, now=now)
        except ValidationError:  # a leader came first
            continue
        closed += 1
    return closed


@transaction.atomic
def withdraw_matter(
    *, actor: User, matter_id: int, reason: str, approver_id: int | None, now: datetime
) -> Matter:
    """撤销: nothing is owed any more; why, and who approved it, stays with it."""
    return _end(actor, lock_matter(matter_id), "withdraw", reason, approver_id, now)


@transaction.atomic
def merge_matter(
    *, actor: User, matter_id: int, into_id: int, reason: str, approver_id: int | None, now: datetime
) -> Matter:
    """并案: it goes on as part of another one that runs. Raises ValidationError (``cannot_take_it``)."""
    locked = {pk: lock_matter(pk) for pk in sorted({matter_id, into_id})}
    matter, into = locked[matter_id], locked[into_id]
    require(actor, "matter.merge", matter)
    require_step(Thing.MATTER, matter, "merge")
    if into.pk == matter.pk or into.status not in BY_NAME["matter.merge"].sources:
        raise of_field("merged_into", _("并入的应是另一件已立项、未终结的事项。"), "cannot_take_it")
    _end(actor, matter, "merge", reason, approver_id, now, merged_into=into)
    return matter


@transaction.atomic
def make_long_term(
    *, actor: User, matter_id: int, reason: str, approver_id: int | None, now: datetime
) -> Matter:
    """转长期坚持: done as far as a date can be set; what goes on is not counted as open."""
    return _end(actor, lock_matter(matter_id), "make_long_term", reason, approver_id, now)


def require_note(note: str) -> None:
    """Raises ValidationError (code ``paper_needs_note``): where the paper is that the leader wrote on."""
    if not note.strip():
        raise ValidationError(
            _("代领导登记纸质批阅的，请注明批阅件的编号或存放处。"), code="paper_needs_note"
        )


def _reported(matter: Matter) -> Duty:
    lead = matter.duties.standing().get(role=DutyRole.LEAD)
    lead.matter = matter
    require_step(Thing.DUTY, lead, "accept")
    return lead


def _show(
    actor: User,
    matter: Matter,
    lead: Duty,
    final: Feedback | None,
    shown_to_id: int | None,
    opinion: str,
    now: datetime,
) -> None:
    move(actor, Thing.DUTY, lead, "accept", now, accepted_at=now)
    if final is not None:
        move(actor, Thing.FEEDBACK, final, "receive", now, decided_by=actor, decided_at=now)
    newest = matter.instructions.order_by("-given_on", "-pk").values_list("post_id", flat=True).first()
    on = timezone.localdate(now)
    move(
        actor,
        Thing.MATTER,
        matter,
        "show",
        now,
        opinion,
        shown_to_id=shown_to_id or newest or matter.approver_id,
        shown_on=on,
        shown_until=_shown_until(on),
    )


def _shown_until(on: date) -> date:
    limit = due_date(SHOWING, on)
    if limit is None:
        said = _("%(day)s没有生效的“呈阅”时限规则，请先在规则库中设置。") % {"day": day_words(on)}
        raise ValidationError(said, code="no_rule")
    return limit.on


def _end(
    actor: User,
    matter: Matter,
    verb: str,
    reason: str,
    approver_id: int | None,
    now: datetime,
    **values: Any,
) -> Matter:
    require(actor, f"matter.{verb}", matter)
    require_step(Thing.MATTER, matter, verb)
    ending = {"end_reason": reasoned(reason), "end_approver_id": approver_id}
    _drop_asking(actor, matter, str(BY_NAME[f"matter.{verb}"].label), now)
    return move(
        actor,
        Thing.MATTER,
        matter,
        verb,
        now,
        reason,
        ended_on=timezone.localdate(now),
        **ending,
        **values,
    )


def _drop_asking(actor: User, matter: Matter, why: str, now: datetime) -> None:
    """What nobody can decide any more does not wait for ever."""
    for row in matter.extensions.filter(status__in=ASKING):
        with because(actor, why):
            change(row, status=ExtensionStatus.RETRACTED)
        told(matter, "extension.retract", actor, now, note=why)
