"""现场照片 of a month's report: added and taken back while the report is the unit's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import PICTURES
from accounts.services import store_upload

from .. import rules
from ..models import MonthlyProgress, ProgressPhoto
from ..permissions import require
from .writing import lock_project

MOST_PHOTOS: Final = 20


@transaction.atomic
def add_photos(
    *, actor: User, progress_id: int, files: Sequence[tuple[str, IO[bytes]]], now: datetime
) -> list[ProgressPhoto]:
    """Attach pictures, given as (name, file), to a report that is still open; the same one counts once."""
    row = _locked(progress_id)
    require(actor, "progress.report", row.project)
    rules.require_editable(row.status)
    known = set(row.photos.values_list("upload__sha256", flat=True))
    photos = []
    for name, file in files:
        upload = store_upload(actor=actor, file=file, name=name, now=now, allowed=PICTURES)
        if upload.sha256 not in known:
            known.add(upload.sha256)
            photos.append(ProgressPhoto.objects.create(progress=row, upload=upload))
    if len(known) > MOST_PHOTOS:
        raise ValidationError(
            _("一份月报最多附%(most)s张照片，请挑选后再传。") % {"most": MOST_PHOTOS}, code="too_many_photos"
        )
    return photos


@transaction.atomic
def remove_photo(*, actor: User, photo_id: int) -> None:
    """Take a picture back; the file itself is kept. Raises ProgressPhoto.DoesNotExist."""
    row = _locked(ProgressPhoto.objects.values_list("progress_id", flat=True).get(pk=photo_id))
    require(actor, "progress.report", row.project)
    rules.require_editable(row.status)
    row.photos.filter(pk=photo_id).delete()


def _locked(progress_id: int) -> MonthlyProgress:
    project_id = MonthlyProgress.objects.values_list("project_id", flat=True).get(pk=progress_id)
    project = lock_project(project_id)
    row = MonthlyProgress.objects.get(pk=progress_id)
    row.project = project
    return row
