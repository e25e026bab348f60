"""归档: the dossier of an ended rectification is made in the background and kept with it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Job, Upload, User
from accounts.services import start_job

from ..models import Rectification
from ..permissions import require
from ..rules.states import Thing, label_of
from ..rules.words import ENDED
from .writing import because, change, lock_rectification, told

ARCHIVE: Final = "inspections.archive"


@transaction.atomic
def start_archive(*, actor: User, rectification_id: int, now: datetime) -> Job:
    """Make the dossier in the background; it is the job's result and the rectification's archive."""
    row = _ended(actor, rectification_id)
    return start_job(
        actor=actor,
        kind=ARCHIVE,
        title=_("归档：%(rectification)s") % {"rectification": row},
        parameters={"rectification": row.pk},
        now=now,
    )


@transaction.atomic
def keep_archive(*, actor: User, rectification_id: int, upload: Upload, now: datetime) -> Rectification:
    """Safe twice: the same content is kept once and told once."""
    row = _ended(actor, rectification_id)
    if row.archive is not None and row.archive.sha256 == upload.sha256:
        return row
    with because(actor, upload.name):
        change(row, archive=upload)
    told(row, "rectification.archive", actor, now, f"{upload.name}，SHA-256 {upload.sha256}")
    return row


def _ended(actor: User, rectification_id: int) -> Rectification:
    row = lock_rectification(rectification_id)
    require(actor, "rectification.archive", row)
    if row.status not in ENDED:
        status = label_of(Thing.RECTIFICATION, row.status)
        said = _("整改现在是“%(status)s”，销号或撤销以后才能归档。") % {"status": status}
        raise ValidationError(said, code="not_ended")
    return row
