"""Approved by another than the drafter, numbered without gaps, sent; or taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import store_upload
from rulebook.models import DeadlineRule
from rulebook.rules import DayUnit, DeadlineTerms, deadline
from rulebook.selectors import calendar
from rulebook.services import next_number
from supervision.inspections.services.authority import require_leaders

from ...models import Slip
from ...rules.official import Paper
from ...rules.official.words import document_number
from ...rules.slip_paper import paper_of
from ...rules.slips import SIGNING, WITH_UNIT, WORDS_OF_NUMBERS, SlipKind, limit_of, series_of
from ...selectors.slips import sheet_of
from .writing import lock_slip, move, of_field, ready

Write = Callable[[Paper, datetime], bytes]
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# As long as the longest answer, with any holiday between.
AROUND: Final = timedelta(days=240)


@transaction.atomic
def submit_slip(*, actor: User, slip_id: int, now: datetime) -> Slip:
    return move(actor, lock_slip(slip_id), "submit", now)


@transaction.atomic
def send_back_slip(*, actor: User, slip_id: int, reason: str, now: datetime) -> Slip:
    return move(actor, lock_slip(slip_id), "send_back", now, reason)


@transaction.atomic
def approve_slip(*, actor: User, slip_id: int, signatory_id: int | None = None, now: datetime) -> Slip:
    """``signatory_id``: the leader's post by whose authority; of a red one it must be named.

    Raises ValidationError: ``own_draft``, by field ``no_authority``, ``no_leader_post``.
    """
    slip = lock_slip(slip_id)
    ready(actor, slip, "approve")
    if slip.drafted_by_id == actor.pk:
        raise ValidationError(_("起草人不能批准自己起草的督查单，请由他人批准。"), code="own_draft")
    if slip.colour == "red" and signatory_id is None:
        raise of_field("signatory", _("红色督查单须由县领导批准，请选择批准的领导。"), "no_authority")
    require_leaders(signatory=signatory_id)
    values: dict[str, Any] = {"approved_by": actor, "approved_at": now, "signatory_id": signatory_id}
    return move(actor, slip, "approve", now, **values)


@transaction.atomic
def issue_slip(
    *, actor: User, slip_id: int, write: Callable[[Paper, datetime], bytes], now: datetime
) -> Slip:
    """Number it, keep the paper as ``write`` makes it, and end the weaker one that it follows.

    Others who number in the series wait for our transaction, so the number comes last.
    """
    slip = lock_slip(slip_id)
    ready(actor, slip, "issue")
    on = timezone.localdate(now)
    values: dict[str, Any] = {"issued_on": on, "issued_by": actor} | _limits(slip, on)
    _escalate_former(slip, now)
    number = _numbered(slip, on)
    sheet = sheet_of(slip, number=number, issued_on=on, answer_by=values.get("answer_by"))
    paper, name = paper_of(sheet), f"{number}{sheet.name}.docx"
    file = store_upload(actor=actor, file=BytesIO(write(paper, now)), name=name, now=now, allowed=(WORD,))
    return move(actor, slip, "issue", now, number, number=number, file=file, **values)


@transaction.atomic
def withdraw_slip(*, actor: User, slip_id: int, reason: str, now: datetime) -> Slip:
    """撤回: of a draft by the office, of what was sent by its head; the number stays used."""
    return move(actor, lock_slip(slip_id), "withdraw", now, reason, ended_on=timezone.localdate(now))


@translation.override("zh-hans")
def answer_until(slip: Slip, on: date) -> dict[str, Any]:
    """``answer_by`` and ``answer_basis`` when counted from ``on``; empty for a summons."""
    if slip.kind == SlipKind.SUMMONS or slip.days is None:
        return {}
    known = calendar(on, on + AROUND)
    rule = DeadlineRule.objects.in_force(on).filter(key=limit_of(slip.kind, slip.colour)).first()
    usual = rule is not None and rule.amount == slip.days
    terms = rule.terms if rule and usual else DeadlineTerms(_("印发"), slip.days, DayUnit.WORKING)
    found = deadline(on, terms, known)
    return {"answer_by": found.on, "answer_basis": found.rule[:200]}


def _limits(slip: Slip, on: date) -> dict[str, Any]:
    rule = DeadlineRule.objects.in_force(on).filter(key=SIGNING).first()
    sign_by = deadline(on, rule.terms, calendar(on, on + AROUND)).on if rule else None
    return {"sign_by": sign_by} | answer_until(slip, on)


def _numbered(slip: Slip, on: date) -> str:
    word = f"{settings.SLIP_PREFIX}{WORDS_OF_NUMBERS[slip.kind, slip.colour]}"
    return document_number(word, on.year, next_number(key=series_of(slip.kind, slip.colour), year=on.year))


def _escalate_former(slip: Slip, now: datetime) -> None:
    """The unit answers the stronger one; the weaker is over."""
    weaker = Slip.objects.filter(
        thing=slip.thing, about_key=slip.about_key, unit=slip.unit_id, kind="slip", status__in=WITH_UNIT
    ).exclude(pk=slip.pk)
    for pk in weaker.order_by("pk").values_list("pk", flat=True) if slip.kind == SlipKind.SLIP else ():
        former = lock_slip(pk)
        if former.status in WITH_UNIT:
            move(None, former, "escalate", now, slip.name, ended_on=timezone.localdate(now))
