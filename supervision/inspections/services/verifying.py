"""初审和现场核查: the papers first, then at least two people outside the unit, each signing for himself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.rules import day_words
from supervision.matters.rules.due import refuse_odd_days
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Rectification, Verification, Verifier
from ..permissions import require
from ..rules.states import Thing
from ..rules.words import RectificationStatus, VerificationStatus
from .authority import people
from .deadlines import promised, require_ahead
from .evidence import Files, keep_evidence
from .unwinding import back_to_unit
from .writing import (
    because,
    change,
    follow,
    in_words,
    insert,
    lock_of_verification,
    lock_rectification,
    move,
    of_field,
    ready,
    require_standing,
    step_due,
    told,
)

FEWEST: Final = 2
RULE: Final = "rectification_verification"


@transaction.atomic
def check_papers(
    *, actor: User, rectification_id: int, passes: bool, reason: str = "", now: datetime
) -> Rectification:
    """初审: what was handed in is whole, or it goes back with the reason."""
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "check")
    if not passes:
        return back_to_unit(actor, row, reason, now)
    values = {"checked_by": actor, **step_due(RULE, timezone.localdate(now))}
    return move(actor, Thing.RECTIFICATION, row, "check", now, reason, **values)


@transaction.atomic
def assign_verification(
    *,
    actor: User,
    rectification_id: int,
    user_ids: Sequence[int],
    due_on: date | None = None,
    now: datetime,
) -> Verification:
    """Send at least two people, none of the units that are being checked and not who applied.

    Raises ValidationError (``two_verifiers``, ``verifier_is_outside``, ``applicant_verifies``,
    ``no_such_user``, ``verification_one_open``, ``due_past``).
    """
    row = lock_rectification(rectification_id)
    require(actor, "verification.assign", row)
    require_standing(Thing.RECTIFICATION, row, [RectificationStatus.CHECKED], "verification.assign")
    users = _outside(row, user_ids)
    on = timezone.localdate(now)
    refuse_odd_days(due_on=due_on)
    require_ahead(due_on, on)
    verification = Verification(
        rectification=row,
        due_on=due_on or promised(RULE, on)["due_on"],
        assigned_by=actor,
        assigned_at=now,
    )
    with because(actor, _("安排现场核查")), in_words():
        insert(verification)
        for user in users:
            insert(Verifier(verification=verification, user=user, unit=user.unit))
    told(verification, "verification.assign", actor, now, "、".join(map(str, users)))
    return verification


@transaction.atomic
def record_verification(
    *,
    actor: User,
    verification_id: int,
    visited_on: date,
    situation: str,
    passes: bool,
    place: str = "",
    opinion: str = "",
    files: Files = (),
    now: datetime,
) -> Verification:
    """What one verifier saw, for the others to sign; he signs with it.

    Raises ValidationError (``wrong_step``, ``in_the_future``, ``before_application``, or by field).
    """
    row = _to_be_seen(verification_id, "verification.record")
    ready(actor, Thing.VERIFICATION, row, "record")
    _require_visit(row.rectification, visited_on, timezone.localdate(now))
    refuse_secrets(situation=situation, place=place)
    if not situation.strip():
        raise of_field("situation", _("请写明核查情况。"), "situation_missing")
    keep_evidence(actor, files, now, rectification=row.rectification, verification=row)
    move(
        actor,
        Thing.VERIFICATION,
        row,
        "record",
        now,
        situation,
        visited_on=visited_on,
        place=place.strip(),
        situation=situation.strip(),
        passes=passes,
        recorded_by=actor,
        recorded_at=now,
    )
    return _sign(actor, row, opinion, now)


@transaction.atomic
def sign_verification(*, actor: User, verification_id: int, opinion: str = "", now: datetime) -> Verification:
    """The last signature settles it: the rectification is verified, or goes back to its unit.

    Raises ValidationError (``wrong_step``, ``signed_already``).
    """
    row = _to_be_seen(verification_id, "verification.sign")
    require(actor, "verification.sign", row)
    require_standing(Thing.VERIFICATION, row, [VerificationStatus.RECORDED], "verification.sign")
    return _sign(actor, row, opinion, now)


@transaction.atomic
def disagree_verification(*, actor: User, verification_id: int, reason: str, now: datetime) -> Verification:
    """A verifier saw it otherwise: it is recorded anew, and whoever signed signs again."""
    row = _to_be_seen(verification_id, "verification.disagree")
    move(actor, Thing.VERIFICATION, row, "disagree", now, reason)
    with because(actor, reason.strip()), in_words():
        for verifier in row.verifiers.all():
            change(verifier, signed_at=None, opinion="")
    return row


@transaction.atomic
def cancel_verification(*, actor: User, verification_id: int, reason: str, now: datetime) -> Verification:
    """These people do not go; others may be sent."""
    row = lock_of_verification(verification_id)
    return move(actor, Thing.VERIFICATION, row, "cancel", now, reason)


def _to_be_seen(verification_id: int, verb: str) -> Verification:
    row = lock_of_verification(verification_id)
    if row.status in (VerificationStatus.ASSIGNED, VerificationStatus.RECORDED):
        require_standing(Thing.RECTIFICATION, row.rectification, [RectificationStatus.CHECKED], verb)
    return row


def _sign(actor: User, row: Verification, opinion: str, now: datetime) -> Verification:
    verifier = row.verifiers.get(user=actor)
    if verifier.signed_at is not None:
        raise ValidationError(_("您已经签过字。"), code="signed_already")
    with because(actor, opinion.strip()), in_words():
        change(verifier, signed_at=now, opinion=opinion.strip())
    told(row, "verification.sign", actor, now, opinion)
    if not row.verifiers.filter(signed_at=None).exists():
        _settle(actor, row, now)
    return row


def _settle(actor: User, row: Verification, now: datetime) -> None:
    """Everybody signed. Fewer than two outside are refused by the lock."""
    rectification = row.rectification
    if row.passes:
        follow(actor, Thing.VERIFICATION, row, "pass", now)
        due = step_due("rectification_approval", timezone.localdate(now))
        follow(actor, Thing.RECTIFICATION, rectification, "verify", now, **due)
    else:
        follow(actor, Thing.VERIFICATION, row, "fail", now)
        reason = _("现场核查不通过：%(situation)s") % {"situation": row.situation}
        back_to_unit(actor, rectification, reason, now)


def _outside(row: Rectification, user_ids: Sequence[int]) -> list[User]:
    users = [*people(user_ids).values()]
    if len(users) < len(set(user_ids)):
        raise of_field("users", _("所选核查人中有不存在、已停用或不属于个人的账号。"), "no_such_user")
    if len(users) < FEWEST:
        raise of_field("users", _("现场核查须有两名以上核查人。"), "two_verifiers")
    checked = units_being_checked(row)
    for user in users:
        if user.pk == row.applied_by_id:
            said = _("%(user)s是销号申请人，不能核查。") % {"user": user}
            raise of_field("users", said, "applicant_verifies")
        if user.unit_id is None or user.unit_id in checked:
            said = _("%(user)s（%(unit)s）不是整改单位、配合单位及其下属以外的人员，请另选。")
            raise of_field("users", said % {"user": user, "unit": user.unit or "—"}, "verifier_is_outside")
    return users


def units_being_checked(row: Rectification) -> set[int]:
    """The lead and the helping units, with all that are below them."""
    heads = [row.unit_id, *row.helping.values_list("unit_id", flat=True)]
    below: set[int] = set()
    for unit in Unit.objects.filter(pk__in=heads):
        below |= set(Unit.objects.descendants(unit, include_self=True).values_list("pk", flat=True))
    return below


def _require_visit(row: Rectification, visited_on: date, on: date) -> None:
    refuse_odd_days(visited_on=visited_on)
    if visited_on > on:
        raise of_field("visited_on", _("核查日期不能晚于今天。"), "in_the_future")
    if row.applied_on is not None and visited_on < row.applied_on:
        said = _("核查日期早于申请销号日期%(applied)s。") % {"applied": day_words(row.applied_on)}
        raise of_field("visited_on", said, "before_application")
