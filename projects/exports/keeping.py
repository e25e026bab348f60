"""A workbook on its way to whoever asked for it: written, kept as an upload, told in the access log."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from accounts.models import Upload, User
from accounts.models.access import AccessKind
from accounts.rules import WORKBOOKS
from accounts.services import record_access, store_upload

from .sheets import Frame

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MOST_BYTES: Final = 200 * 1024 * 1024  # a ledger of the whole county; what people send has limits of its own


def keep_workbook(*, actor: User, name: str, now: datetime, write: Callable[[IO[bytes]], str]) -> Upload:
    """``write`` fills the file and says what the access log tells of it."""
    with TemporaryFile() as file:
        detail = write(file)
        file.seek(0)
        upload = store_upload(
            actor=actor, file=file, name=name, now=now, allowed=WORKBOOKS, max_bytes=MOST_BYTES
        )
    record_access(kind=AccessKind.EXPORT, now=now, user=actor, detail=detail)
    return upload


def keep_frame(*, actor: User, name: str, now: datetime, frame: Frame) -> Upload:
    """A frame whose rows are drawn in it already; it is closed here."""

    def write(file: IO[bytes]) -> str:
        frame.close()
        file.write(frame.file.getvalue())
        return _("导出%(name)s") % {"name": name}

    return keep_workbook(actor=actor, name=name, now=now, write=write)


def asked_of(filters: DataclassInstance, usual: Collection[Any] = (None, "", False)) -> dict[str, str]:
    """What a list was narrowed to, for the access log: the filters that are not as ``usual``."""
    return {key: str(value) for key, value in asdict(filters).items() if value not in usual}
