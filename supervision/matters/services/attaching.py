"""附件: the source document, or whatever else belongs to a matter itself, while it has not ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import store_upload

from ..models import Matter, MatterFile
from ..permissions import require
from ..rules.secrecy import refuse_secrets
from .registering import not_ended
from .writing import because, insert, lock_matter, require_standing, told

MOST_FILES: Final = 20


@transaction.atomic
def attach_files(
    *, actor: User, matter_id: int, files: Sequence[tuple[str, IO[bytes]]], caption: str = "", now: datetime
) -> list[MatterFile]:
    """Keep files, given as (name, file), with the matter; the same one counts once.

    Raises ValidationError: a mark of secrecy in a name, a kind of file that is not taken, too many.
    """
    matter = _locked(actor, matter_id, "matter.attach")
    known = set(matter.files.values_list("upload__sha256", flat=True))
    rows = []
    for name, file in files:
        refuse_secrets(files=name, caption=caption)
        upload = store_upload(actor=actor, file=file, name=name, now=now)
        if upload.sha256 not in known:
            known.add(upload.sha256)
            with because(actor, _("附上文件")):
                rows.append(insert(MatterFile(matter=matter, upload=upload, caption=caption.strip())))
            _tell(matter, "matter.attach", actor, now, upload.name)
    if len(known) > MOST_FILES:
        raise ValidationError(
            _("一个事项最多附%(most)s个文件，请挑选后再传。") % {"most": MOST_FILES}, code="too_many_files"
        )
    return rows


@transaction.atomic
def detach_file(*, actor: User, file_id: int, now: datetime) -> None:
    """Take an attachment off; the file itself is kept. Raises MatterFile.DoesNotExist."""
    row = MatterFile.objects.select_related("upload").get(pk=file_id)
    matter = _locked(actor, row.matter_id, "matter.detach")
    matter.files.filter(pk=file_id).delete()
    _tell(matter, "matter.detach", actor, now, row.upload.name)


def _locked(actor: User, matter_id: int, verb: str) -> Matter:
    matter = lock_matter(matter_id)
    require(actor, "matter.attach", matter)
    require_standing(matter, not_ended(), verb)
    return matter


def _tell(matter: Matter, verb: str, actor: User, now: datetime, name: str) -> None:
    """A draft nobody has seen has no story yet."""
    if matter.steps.exists():
        told(matter, verb, actor, now, note=name)
