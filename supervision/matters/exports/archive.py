"""卷宗: one zip of an ended matter, its table of contents first. The same rows give the same bytes."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Job
from accounts.rules import clean_file_name
from accounts.rules.file_types import ZIP
from accounts.services import JobResult, report_job, store_upload

from ..models import Matter
from ..selectors.archive import ArchivedFile, Dossier, dossier
from ..services.archiving import keep_archive
from .dossier import Entry, contents_document, course_document

CONTENTS: Final = "目录.docx"
COURSE: Final = "办理全过程.docx"
MOST_BYTES: Final = 4 * 1024**3  # every file in it was let in by its own limit
FIRST_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
IN_MEMORY: Final = 8 * 1024**2


@dataclass(frozen=True)
class _Part:
    """A paper of ours, or a file that was handed in."""

    name: str
    holds: bytes | ArchivedFile


def run_archive(job: Job) -> JobResult:
    """Safe twice: the same dossier is stored and kept once."""
    found = dossier(job.parameters["matter"])
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as packed:
        report_job(job, 0, len(found.files) + 2, _("正在整理卷宗"))
        for done in write_archive(found, packed):
            report_job(job, done, len(found.files) + 2, _("正在整理卷宗"))
        upload = store_upload(
            actor=job.started_by,
            file=packed,
            name=archive_name(found.matter),
            now=timezone.now(),
            allowed={ZIP},
            max_bytes=MOST_BYTES,
        )
    keep_archive(actor=job.started_by, matter_id=found.matter.pk, upload=upload, now=timezone.now())
    return JobResult(upload=upload)


def archive_name(matter: Matter) -> str:
    return clean_file_name(f"{matter.number or matter.pk} {matter.title[:60]} 卷宗.zip")


def write_archive(found: Dossier, target: IO[bytes]) -> Iterator[int]:
    """Write the zip; says after each part how many are done. In Chinese whoever asks."""
    with translation.override("zh-hans"):
        course = course_document(found)
        names = _names(found)
        entries = [Entry(COURSE, "办理情况", hashlib.sha256(course).hexdigest(), len(course))]
        entries += [
            Entry(name, file.place, file.upload.sha256, file.upload.size)
            for name, file in zip(names, found.files, strict=True)
        ]
        contents = contents_document(found.matter, entries)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for done, part in enumerate(_parts(contents, course, names, found), 1):
            _write(archive, part)
            yield done


def _parts(contents: bytes, course: bytes, names: list[str], found: Dossier) -> Iterator[_Part]:
    yield _Part(CONTENTS, contents)
    yield _Part(COURSE, course)
    for name, file in zip(names, found.files, strict=True):
        yield _Part(name, file)


def _names(found: Dossier) -> list[str]:
    """附件/01 现场照片.jpg: numbered, so that no two are the same and all stand in order."""
    width = max(2, len(str(len(found.files))))
    return [
        f"附件/{number:0{width}} {clean_file_name(file.upload.name)}"
        for number, file in enumerate(found.files, 1)
    ]


def _write(archive: ZipFile, part: _Part) -> None:
    entry = ZipInfo(part.name, FIRST_TIME)
    entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
    holds = part.holds
    source: Any = BytesIO(holds) if isinstance(holds, bytes) else holds.upload.file.open("rb")
    with source as stream, archive.open(entry, "w", force_zip64=True) as target:
        shutil.copyfileobj(stream, target)
