"""归档: the dossier of an ended matter is made in the background and kept with it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Job, Upload, User
from accounts.services import start_job

from ..models import Matter
from ..permissions import require
from ..rules.words import ENDED, MATTER_STATUSES, MatterStatus
from .writing import because, change, lock_matter, told

ARCHIVE: Final = "matters.archive"


@transaction.atomic
def start_archive(*, actor: User, matter_id: int, now: datetime) -> Job:
    """Make the dossier in the background; it is the job's result and the matter's archive."""
    matter = _ended(actor, matter_id)
    return start_job(
        actor=actor,
        kind=ARCHIVE,
        title=_("归档：%(matter)s") % {"matter": matter},
        parameters={"matter": matter.pk},
        now=now,
    )


@transaction.atomic
def keep_archive(*, actor: User, matter_id: int, upload: Upload, now: datetime) -> Matter:
    """Safe twice: the same content is kept once and told once."""
    matter = _ended(actor, matter_id)
    if matter.archive is not None and matter.archive.sha256 == upload.sha256:
        return matter
    with because(actor, upload.name):
        change(matter, archive=upload)
    told(matter, "matter.archive", actor, now, note=f"{upload.name}，SHA-256 {upload.sha256}")
    return matter


def _ended(actor: User, matter_id: int) -> Matter:
    matter = lock_matter(matter_id)
    require(actor, "matter.archive", matter)
    if matter.status not in ENDED:
        raise ValidationError(
            _("督办事项现在是“%(status)s”，终结以后才能归档。")
            % {"status": MATTER_STATUSES[MatterStatus(matter.status)]},
            code="not_ended",
        )
    return matter
