"""What the unit does with a slip, and what the office makes of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_office
from accounts.services import store_upload
from supervision.matters.rules.secrecy import refuse_secrets

from ...models import Slip, SlipAnswer, SlipFile
from ...permissions import can
from ...rules.slips import SlipKind
from .deciding import answer_until
from .writing import because, insert, lock_slip, move, of_field, ready

MOST_FILES: Final = 10


@transaction.atomic
def sign_slip(*, actor: User, slip_id: int, receipt_note: str = "", now: datetime) -> Slip:
    """By the unit itself; or by the office for one delivered on paper, with a note who received it."""
    slip = lock_slip(slip_id)
    ready(actor, slip, "sign")
    refuse_secrets(receipt_note=receipt_note)
    if not signs_for(actor, slip) and not receipt_note.strip():
        raise of_field("receipt_note", _("纸质送达的，请注明签收人和回执存放处。"), "paper_needs_note")
    values = {"signed_at": now, "signed_by": actor, "receipt_note": receipt_note.strip()}
    return move(actor, slip, "sign", now, receipt_note, **values)


@transaction.atomic
def answer_slip(
    *, actor: User, slip_id: int, text: str, files: Sequence[tuple[str, IO[bytes]]] = (), now: datetime
) -> SlipAnswer:
    """Raises ValidationError: ``wrong_step``, a mark of secrecy, a kind of file that is not taken."""
    slip = lock_slip(slip_id)
    ready(actor, slip, "answer")
    _require_answered_in_writing(slip)
    refuse_secrets(text=text)
    if len(files) > MOST_FILES:
        raise of_field("files", _("一次最多附%(most)s个文件。") % {"most": MOST_FILES}, "too_many_files")
    with because(actor, _("报送督查单反馈")):
        answer = insert(SlipAnswer(slip=slip, text=text.strip(), by=actor, at=now))
        _attach(answer, actor, files, now)
    move(actor, slip, "answer", now)
    return answer


@transaction.atomic
def return_answer(*, actor: User, slip_id: int, reason: str, now: datetime) -> Slip:
    """退回重报: the days for the answer run anew."""
    slip = lock_slip(slip_id)
    values = answer_until(slip, timezone.localdate(now))
    return move(actor, slip, "return_answer", now, reason, returns=slip.returns + 1, **values)


@transaction.atomic
def close_slip(*, actor: User, slip_id: int, note: str = "", now: datetime) -> Slip:
    """审核通过并办结."""
    return move(actor, lock_slip(slip_id), "close", now, note, ended_on=timezone.localdate(now))


@transaction.atomic
def record_talk(*, actor: User, slip_id: int, text: str, now: datetime) -> Slip:
    """What was said at the talk ends a summons. Raises ValidationError (``no_talk``, ``required``)."""
    slip = lock_slip(slip_id)
    ready(actor, slip, "record_talk")
    if slip.kind != SlipKind.SUMMONS:
        raise ValidationError(_("只有约谈通知才登记约谈情况。"), code="no_talk")
    if not text.strip():
        raise of_field("text", _("请填写约谈情况。"), "required")
    refuse_secrets(text=text)
    values: dict[str, Any] = {"talk_record": text.strip(), "ended_on": timezone.localdate(now)}
    return move(actor, slip, "record_talk", now, **values)


def signs_for(actor: User, slip: Slip) -> bool:
    """In the unit's own name."""
    return can(actor, "slip.answer", slip) and not is_office(actor)


def _require_answered_in_writing(slip: Slip) -> None:
    if slip.kind == SlipKind.SUMMONS:
        raise ValidationError(_("约谈通知不需书面反馈，约谈后由督查办登记。"), code="no_answer")


def _attach(answer: SlipAnswer, actor: User, files: Sequence[tuple[str, IO[bytes]]], now: datetime) -> None:
    kept: set[str] = set()
    for name, file in files:
        refuse_secrets(files=name)
        upload = store_upload(actor=actor, file=file, name=name, now=now)
        if upload.sha256 not in kept:  # the same file twice is one
            kept.add(upload.sha256)
            SlipFile.objects.create(answer=answer, upload=upload)
