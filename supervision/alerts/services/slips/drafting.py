"""From a proposal, or by hand, to a draft whose facts are frozen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from rulebook.models import DeadlineRule
from supervision.matters.rules.secrecy import refuse_secrets

from ...models import Slip
from ...permissions import require
from ...rules.slip_words import SlipWords
from ...rules.slips import ABOUT, SlipKind, SlipStatus, is_stronger, limit_of
from ...selectors.slip_facts import due_of_thing, facts_of, name_of_thing
from .writing import because, change, in_words, insert, lock_slip, move, of_field, require_standing, told


@transaction.atomic
def draft_slip(
    *,
    actor: User,
    kind: str,
    colour: str = "",
    thing: str,
    about_id: int,
    unit_id: int,
    words: SlipWords,
    now: datetime,
) -> Slip:
    """By hand, about a thing that the actor sees. Raises ObjectDoesNotExist, ValidationError.

    ``slip_only_escalates`` while one as strong is open; ``slip_red_at_once_says_why``.
    """
    require(actor, "slip.draft")
    on = timezone.localdate(now)
    row = _seen(actor, thing, about_id)
    slip = Slip(
        kind=kind,
        colour=colour,
        thing=thing,
        **{f"{thing}_id": about_id},
        about_key=about_id,  # the database generates the same
        unit=_unit(unit_id),
        status=SlipStatus.DRAFT.value,
        title=name_of_thing(thing, row, on)[:200],
        due_on=due_of_thing(thing, row),
        drafted_by=actor,
        drafted_at=now,
    )
    slip.follows = former_of(slip)
    _freeze(slip, on)
    _fill(slip, words, on)
    with because(actor, _("起草督查单")), in_words():
        insert(slip)
    told(slip, "draft", actor, now)
    return slip


@transaction.atomic
def take_up_slip(*, actor: User, slip_id: int, words: SlipWords, now: datetime) -> Slip:
    """A proposal becomes a draft, with the facts of today."""
    slip = lock_slip(slip_id)
    on = timezone.localdate(now)
    require(actor, "slip.take_up", slip)
    require_standing(slip, [SlipStatus.PROPOSED], "take_up")
    slip.follows = former_of(slip)
    values = _terms(slip, words, on) | {
        "title": name_of_thing(slip.thing, getattr(slip, slip.thing), on)[:200],
        "drafted_by": actor,
        "drafted_at": now,
        "follows": slip.follows,
        "frozen_on": on,
        "facts": [fact.row for fact in facts_of(slip, on)],
    }
    slip.follows = None  # so that the change is seen
    return move(actor, slip, "take_up", now, **values)


@transaction.atomic
def dismiss_slip(*, actor: User, slip_id: int, reason: str, now: datetime) -> Slip:
    """不予出单; that rung does not propose it again."""
    refuse_secrets(reason=reason)
    return move(actor, lock_slip(slip_id), "dismiss", now, reason, ended_on=timezone.localdate(now))


@transaction.atomic
def revise_slip(*, actor: User, slip_id: int, words: SlipWords, now: datetime) -> Slip:
    slip = lock_slip(slip_id)
    require(actor, "slip.revise", slip)
    require_standing(slip, [SlipStatus.DRAFT], "revise")
    values = _terms(slip, words, timezone.localdate(now))
    differs = any(getattr(slip, name) != value for name, value in values.items())
    with because(actor, _("修改督查单")), in_words():
        change(slip, **values)
    if differs:
        told(slip, "revise", actor, now)
    return slip


@transaction.atomic
def refresh_slip(*, actor: User, slip_id: int, now: datetime) -> Slip:
    """Freeze the facts anew, as they are today."""
    slip = lock_slip(slip_id)
    require(actor, "slip.refresh", slip)
    require_standing(slip, [SlipStatus.DRAFT], "refresh")
    on = timezone.localdate(now)
    with because(actor, _("更新督查单的事实")):
        change(slip, facts=[fact.row for fact in facts_of(slip, on)], frozen_on=on)
    told(slip, "refresh", actor, now)
    return slip


def former_of(slip: Slip) -> Slip | None:
    """The newest weaker slip of the same affair and unit that was sent."""
    if slip.kind != SlipKind.SLIP:
        return None
    rows = Slip.objects.filter(thing=slip.thing, about_key=slip.about_key, unit=slip.unit_id, kind="slip")
    sent = rows.exclude(number="").exclude(status=SlipStatus.WITHDRAWN).order_by("-issued_on", "-pk")
    return next((row for row in sent if is_stronger(slip.colour, row.colour)), None)


def usual_days(kind: str, colour: str, on: date) -> int | None:
    """What the rule book gives; None where it has no rule."""
    key = limit_of(kind, colour)
    rule = DeadlineRule.objects.in_force(on).filter(key=key).first() if key else None
    return rule.amount if rule else None


def _seen(actor: User, thing: str, key: int) -> Any:
    """Raises ObjectDoesNotExist, also for what the actor does not see; ValidationError for no such kind."""
    if thing not in ABOUT:
        raise of_field("thing", _("没有这种对象。"), "no_such_thing")
    model: Any = Slip._meta.get_field(thing).related_model
    return model.objects.visible_to(actor).get(pk=key)


def _unit(unit_id: int) -> Unit:
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise of_field("unit", _("没有这个单位。"), "no_such_unit")
    return unit


def _freeze(slip: Slip, on: date) -> None:
    slip.facts, slip.frozen_on = [fact.row for fact in facts_of(slip, on)], on


def _fill(slip: Slip, words: SlipWords, on: date) -> None:
    for name, value in _terms(slip, words, on).items():
        setattr(slip, name, value)


def _terms(slip: Slip, words: SlipWords, on: date) -> dict[str, Any]:
    """What was entered, held to what the kind needs. Raises ValidationError by field."""
    refuse_secrets(
        requirement=words.requirement, reason=words.reason, place=words.place, summoned=words.summoned
    )
    if not words.requirement.strip():
        raise of_field("requirement", _("请写明要求。"), "required")
    is_summons = slip.kind == SlipKind.SUMMONS
    days = None if is_summons else words.days or usual_days(slip.kind, slip.colour, on)
    if not is_summons and days is None:
        raise of_field("days", _("规则库中没有反馈时限，请填写工作日数。"), "no_rule")
    if slip.colour == "red" and slip.follows is None and not words.reason.strip():
        text = _("没有经过蓝、黄单直接出红单的，须写明理由。")
        raise ValidationError({"reason": ValidationError(text, code="slip_red_at_once_says_why")})
    return {
        "requirement": words.requirement.strip(),
        "days": days,
        "reason": words.reason.strip(),
        "summoned": words.summoned.strip() if is_summons else "",
        "meets_at": words.meets_at if is_summons else None,
        "place": words.place.strip() if is_summons else "",
    }
