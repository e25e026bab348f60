"""What the unit shows: progress, evidence, and the request to have it closed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Evidence, Progress, Rectification, Verification
from ..permissions import require
from ..rules.states import Thing
from ..rules.words import RUNNING, ProgressKind, Side
from .evidence import Files, keep_evidence
from .planning_measures import WORKED_ON
from .unwinding import OPEN_VERIFICATIONS, drop_asking
from .writing import (
    because,
    change,
    in_words,
    insert,
    lock_rectification,
    move,
    of_field,
    ready,
    require_standing,
    step_due,
    told,
)

NO_FILES: Final[Files] = ()


@transaction.atomic
def report_progress(
    *,
    actor: User,
    rectification_id: int,
    text: str,
    percent: int | None = None,
    amount_rectified: Decimal | None = None,
    measure_id: int | None = None,
    files: Files = NO_FILES,
    client_key: uuid.UUID | None = None,
    now: datetime,
) -> Progress:
    """What was done so far; ``amount_rectified``, 万元, is the total up to now and carried to the row.

    The same ``client_key`` gives the row that it made. Raises ValidationError, PlannedMeasure.DoesNotExist.
    """
    row = lock_rectification(rectification_id)
    require(actor, "rectification.report", row)
    former = None if client_key is None else Progress.objects.filter(client_key=client_key).first()
    if former is not None:
        return _same(former, row)
    require_standing(Thing.RECTIFICATION, row, WORKED_ON, "rectification.report")
    said = {"percent": percent, "measure": None if measure_id is None else row.measures.get(pk=measure_id)}
    progress = _write(actor, row, text, amount_rectified, now, client_key=client_key, **said)
    keep_evidence(actor, files, now, rectification=row, progress=progress)
    told(row, "rectification.report", actor, now, progress.text)
    return progress


@transaction.atomic
def attach_evidence(
    *,
    actor: User,
    rectification_id: int,
    files: Files,
    side: str = Side.OTHER.value,
    pair: int | None = None,
    caption: str = "",
    claimed_at: datetime | None = None,
    claimed_place: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    progress_id: int | None = None,
    verification_id: int | None = None,
    client_keys: Sequence[uuid.UUID] = (),
    now: datetime,
) -> list[Evidence]:
    """Files, given as (name, file), of the work or of one progress; of a verification, by its verifiers.

    Raises ValidationError (``too_many_files``, ``place_not_whole``, ``client_key_taken``, a file that is not
    taken), Progress.DoesNotExist, Verification.DoesNotExist.
    """
    row = lock_rectification(rectification_id)
    of: dict[str, Any] = {"rectification": row, "progress": None, "verification": None}
    if verification_id is not None:
        of["verification"] = _open_verification(actor, row, verification_id)
    else:
        require(actor, "rectification.attach", row)
    require_standing(Thing.RECTIFICATION, row, RUNNING, "rectification.attach")
    if progress_id is not None:
        of["progress"] = row.progress.get(pk=progress_id)
    before = row.evidence.count()
    rows = keep_evidence(
        actor,
        files,
        now,
        client_keys=client_keys,
        side=side,
        caption=caption,
        claimed_at=claimed_at,
        claimed_place=claimed_place,
        latitude=latitude,
        longitude=longitude,
        pair=pair,
        **of,
    )
    if row.evidence.count() > before:
        names = "、".join(evidence.upload.name for evidence in rows)
        told(row, "rectification.attach", actor, now, names)
    return rows


@transaction.atomic
def apply_for_closing(
    *,
    actor: User,
    rectification_id: int,
    text: str,
    extends_to_similar: str = "",
    lasting_means: str = "",
    amount_rectified: Decimal | None = None,
    files: Files = NO_FILES,
    now: datetime,
) -> Rectification:
    """申请销号 by the head of the unit: every measure is done, and there is evidence of it.

    Raises ValidationError (``wrong_step``, ``measures_open``, ``no_evidence``, or by field).
    """
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "apply")
    _require_done(row)
    refuse_secrets(extends_to_similar=extends_to_similar, lasting_means=lasting_means)
    final = ProgressKind.FINAL.value
    progress = _write(actor, row, text, amount_rectified, now, kind=final, percent=100)
    keep_evidence(actor, files, now, rectification=row, progress=progress)
    if not row.evidence.exists():
        raise of_field("files", _("申请销号须附佐证材料，至少一份。"), "no_evidence")
    drop_asking(actor, row, _("已申请销号"), now)
    on = timezone.localdate(now)
    return move(
        actor,
        Thing.RECTIFICATION,
        row,
        "apply",
        now,
        progress.text,
        applied_by=actor,
        applied_on=on,
        extends_to_similar=extends_to_similar.strip(),
        lasting_means=lasting_means.strip(),
        **step_due("rectification_check", on),
    )


def _same(former: Progress, row: Rectification) -> Progress:
    if former.rectification_id != row.pk:
        raise ValidationError(_("这个设备记录号已用于另一件整改。"), code="client_key_taken")
    return former


def _write(
    actor: User,
    row: Rectification,
    text: str,
    amount: Decimal | None,
    now: datetime,
    *,
    client_key: uuid.UUID | None = None,
    **values: Any,
) -> Progress:
    refuse_secrets(text=text)
    if not text.strip():
        raise of_field("text", _("请写明进展情况。"), "text_missing")
    if amount is not None and (row.amount is None or amount > row.amount):
        said = _("累计已整改金额不能大于问题金额（%(amount)s万元）。") % {"amount": row.amount or 0}
        raise of_field("amount_rectified", said, "more_than_the_problem")
    own = {} if client_key is None else {"client_key": client_key}
    with because(actor, _("报告整改进展")), in_words():
        progress = Progress(
            rectification=row, text=text.strip(), amount_rectified=amount, by=actor, at=now, **own, **values
        )
        insert(progress)
        if amount is not None:
            change(row, amount_rectified=amount)
    return progress


def _open_verification(actor: User, row: Rectification, pk: int) -> Verification:
    """Of this rectification, which the actor is to see, and whose result is not settled yet."""
    verification = row.verifications.get(pk=pk)
    require(actor, "verification.record", verification)
    require_standing(Thing.VERIFICATION, verification, OPEN_VERIFICATIONS, "rectification.attach")
    return verification


def _require_done(row: Rectification) -> None:
    waiting = list(row.measures.filter(done_on=None).values_list("measure", flat=True)[:3])
    if not row.measures.exists() or waiting:
        said = _("各项措施都完成以后才能申请销号，还有：%(measures)s") % {"measures": "；".join(waiting)}
        raise ValidationError(said, code="measures_open")
