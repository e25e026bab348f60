"""The next round of an affair: a new instruction on what was shown, or a look back at what was closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_office
from accounts.rules import day_words

from ..models import Duty, Matter, Stage
from ..permissions import require
from ..rules.due import refuse_odd_days
from ..rules.entries import InstructionWords
from ..rules.states import Thing
from ..rules.words import Basis, DutyStatus, FollowKind, MatterStatus, Rhythm
from .closing import require_note
from .entering import default_rule
from .issuing import promise, signature_due
from .registering import keep_instruction, new_number
from .writing import (
    because,
    insert,
    lock_matter,
    move,
    of_field,
    reasoned,
    require_standing,
    require_step,
    told,
)

# What one round hands on to the next. Numbers, dates and decisions are each round's own.
HANDED_ON: Final = (
    "title",
    "pinyin",
    "source_id",
    "source_number",
    "source_title",
    "source_date",
    "basis",
    "approver_id",
    "approved_on",
    "requirement",
    "standard",
    "urgency",
    "classification",
    "rhythm",
    "helpers_report_to",
    "leader_id",
    "sector_id",
    "project_id",
    "parent_id",
    "due_rule",
    "note",
)
DONE_WITH: Final = (MatterStatus.CLOSED, MatterStatus.LONG_TERM)
NOT_TAKEN_UP: Final = (MatterStatus.REJECTED, MatterStatus.WITHDRAWN, MatterStatus.MERGED)


@transaction.atomic
def instruct_again(
    *, actor: User, matter_id: int, words: InstructionWords, due_on: date | None = None, now: datetime
) -> Matter:
    """再批示: this round ends, and the next goes out at once to the same units. Returns the next one.

    Without ``due_on`` the matter's rule gives the new date. The office records what was written on paper,
    with its ``reference``. Raises ValidationError (``due_date``, ``due_past``, ``before_showing``).
    """
    matter = lock_matter(matter_id)
    require(actor, "matter.instruct_again", matter)
    _require_own_words(actor, words)
    refuse_odd_days(due_on=due_on)
    require_step(Thing.MATTER, matter, "instruct_again")
    _require_after_showing(matter, words)
    on = timezone.localdate(now)
    following = _next_round(actor, matter, FollowKind.INSTRUCTION, now)
    following.status, following.issued_on = MatterStatus.ISSUED, on
    following.basis, following.approver_id = Basis.INSTRUCTION, words.post_id
    following.approved_on = words.given_on
    stages = _coming_stages(matter, on)
    if following.rhythm == Rhythm.BY_STAGE and not stages:
        following.rhythm = Rhythm.ONCE
    _set_due(following, matter, due_on, on)
    ended = _("再批示，接续办理")
    with because(actor, ended):
        move(actor, Thing.MATTER, matter, "instruct_again", now, _said(words), ended_on=on)
        _write(following, stages)
    instruction = keep_instruction(actor, following, words, now)
    told(following, "matter.follow", actor, now, note=_("接续%(number)s") % {"number": matter.number})
    told(following, "instruction.add", actor, now, note=str(instruction))
    told(following, "matter.issue", actor, now)
    sign_by = signature_due(on)
    for duty in _same_duties(matter, following):
        duty.status, duty.issued_on, duty.sign_by = DutyStatus.TO_SIGN, on, sign_by
        told(following, "duty.issue", actor, now, insert(duty))
    return following


@transaction.atomic
def look_back(*, actor: User, matter_id: int, reason: str, now: datetime) -> Matter:
    """回头看: a new matter that follows a closed one, registered and still to be issued. Returns the new one.

    The closed one stays locked. Raises ValidationError (``looked_back_already``).
    """
    matter = lock_matter(matter_id)
    require(actor, "matter.look_back", matter)
    require_standing(matter, DONE_WITH, "matter.look_back")
    reasoned(reason)
    former = matter.followers.exclude(status__in=NOT_TAKEN_UP).order_by("-pk").first()
    if former is not None:
        raise ValidationError(
            _("已有接续的一轮：%(matter)s；要再回头看，请从最近的一轮发起。") % {"matter": former},
            code="looked_back_already",
        )
    following = _next_round(actor, matter, FollowKind.LOOK_BACK, now)
    following.status = MatterStatus.REGISTERED
    following.due_rule = matter.due_rule or default_rule(matter.source, matter.urgency)
    with because(actor, reason):
        _write(following, _coming_stages(matter, timezone.localdate(now)))
        for duty in _same_duties(matter, following):
            insert(duty)
    told(matter, "matter.look_back", actor, now, note=f"{following.number}：{reason.strip()}")
    told(
        following,
        "matter.follow",
        actor,
        now,
        note=_("回头看%(number)s：%(reason)s") % {"number": matter.number, "reason": reason.strip()},
    )
    return following


def _next_round(actor: User, matter: Matter, kind: FollowKind, now: datetime) -> Matter:
    handed_on: dict[str, Any] = {name: getattr(matter, name) for name in HANDED_ON}
    return Matter(
        **handed_on,
        follows=matter,
        follow_kind=kind.value,
        position=matter.position + 1,
        created_by=actor,
        created_at=now,
    )


def _write(following: Matter, stages: list[Stage]) -> None:
    """The row under its own number, which others wait for."""
    following.number = new_number(timezone.localdate(following.created_at))
    insert(following)
    for stage in stages:
        insert(Stage(matter=following, name=stage.name, due_on=stage.due_on))


def _set_due(following: Matter, matter: Matter, due_on: date | None, on: date) -> None:
    """By hand, or by the rule of the round before. Raises ValidationError."""
    if due_on is not None:
        values: dict[str, Any] = {
            "due_rule": "",
            "due_on": due_on,
            "original_due_on": due_on,
            "due_basis": _("再批示时确定"),
        }
    elif matter.due_rule:
        values = dict(promise(following, on))
    else:
        raise of_field("due_on", _("请确定新一轮的办结时限。"), "due_date")
    for name, value in values.items():
        setattr(following, name, value)
    if following.due_on is not None and following.due_on < on:
        said = _("新一轮的办结时限%(due)s已过，请另行确定。") % {"due": day_words(following.due_on)}
        raise of_field("due_on", said, "due_past")


def _same_duties(matter: Matter, following: Matter) -> list[Duty]:
    """The standing units with their parts, the helping ones first; not yet written."""
    standing = matter.duties.standing().exclude(status=DutyStatus.REFUSED).order_by("role", "pk")
    return [
        Duty(matter=following, unit_id=d.unit_id, role=d.role, task=d.task, contact=d.contact)
        for d in standing
    ]


def _coming_stages(matter: Matter, on: date) -> list[Stage]:
    return list(matter.stages.filter(due_on__gt=on).order_by("due_on"))


def _require_own_words(actor: User, words: InstructionWords) -> None:
    """A leader writes as the holder of a post; the office says where the paper is."""
    if words.post_id in actor.posts:
        return
    if not is_office(actor):
        raise PermissionDenied(_("只能以本人现任岗位批示。"))
    require_note(words.reference)


def _require_after_showing(matter: Matter, words: InstructionWords) -> None:
    if matter.shown_on is not None and words.given_on < matter.shown_on:
        said = _("批示日期早于呈阅日期%(shown)s；此前的批示请登记在本轮。") % {
            "shown": day_words(matter.shown_on)
        }
        raise of_field("given_on", said, "before_showing")


def _said(words: InstructionWords) -> str:
    return _("仅登记") if words.registered_only else words.text.strip()
