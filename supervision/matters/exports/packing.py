"""卷宗 of whatever has ended: one zip, its table of contents first. The same rows give the same bytes.

What is in it is each room's own; how it is packed, named and proved is the same for all.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Job, Upload
from accounts.rules import clean_file_name
from accounts.rules.file_types import ZIP
from accounts.services import report_job, store_upload

from ..selectors.archive import ArchivedFile
from .word import Paper

CONTENTS: Final = "目录.docx"
MOST_BYTES: Final = 4 * 1024**3  # every file in it was let in by its own limit
FIRST_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
IN_MEMORY: Final = 8 * 1024**2


@dataclass(frozen=True)
class Bundle:
    """``facts`` stand over the table of contents, ``course`` is the paper ``course_name``: asked when packed.

    ``ended_on`` is the day that the papers bear.
    """

    title: str
    number: str
    facts: Callable[[], Sequence[tuple[str, Any]]]
    ended_on: date | None
    course_name: str
    course: Callable[[], bytes]
    files: Sequence[ArchivedFile]

    @property
    def name(self) -> str:
        return clean_file_name(f"{self.number} {self.title[:60]} 卷宗.zip")

    @property
    def parts(self) -> int:
        return len(self.files) + 2


@dataclass(frozen=True)
class Entry:
    """One file of the dossier as the table of contents shows it."""

    name: str
    place: str
    sha256: str
    size: int


@dataclass(frozen=True)
class _Part:
    """A paper of ours, or a file that was handed in."""

    name: str
    holds: bytes | ArchivedFile


def pack(job: Job, bundle: Bundle) -> Upload:
    """Pack it and keep it; the job says how far. Safe twice: the same dossier is stored once."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as packed:
        report_job(job, 0, bundle.parts, _("正在整理卷宗"))
        for done in write_bundle(bundle, packed):
            report_job(job, done, bundle.parts, _("正在整理卷宗"))
        return store_upload(
            actor=job.started_by,
            file=packed,
            name=bundle.name,
            now=timezone.now(),
            allowed={ZIP},
            max_bytes=MOST_BYTES,
        )


def write_bundle(bundle: Bundle, target: IO[bytes]) -> Iterator[int]:
    """Write the zip; says after each part how many are done. In Chinese whoever asks."""
    with translation.override("zh-hans"):
        course = bundle.course()
        names = _names(bundle.files)
        entries = [Entry(bundle.course_name, "办理情况", hashlib.sha256(course).hexdigest(), len(course))]
        entries += [
            Entry(name, file.place, file.upload.sha256, file.upload.size)
            for name, file in zip(names, bundle.files, strict=True)
        ]
        contents = _contents(bundle, entries)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        parts = [_Part(CONTENTS, contents), _Part(bundle.course_name, course)]
        parts += [_Part(name, file) for name, file in zip(names, bundle.files, strict=True)]
        for done, part in enumerate(parts, 1):
            _write(archive, part)
            yield done


def dated(ended_on: date | None) -> datetime:
    """The papers bear the day on which the thing ended, so that they are the same whenever made."""
    return datetime.combine(ended_on or date(1980, 1, 1), time(), UTC)


def _contents(bundle: Bundle, entries: Sequence[Entry]) -> bytes:
    paper = Paper("卷宗目录", bundle.title, dated(bundle.ended_on))
    paper.facts(bundle.facts())
    paper.table(
        ("序号", "文件", "内容", "字节数", "SHA-256"),
        [(n, e.name, e.place, e.size, e.sha256) for n, e in enumerate(entries, 1)],
        widths=(13, 43, 30, 18, 52),
    )
    paper.text("核对方法：对每个文件计算 SHA-256，应与上表一致。")
    return paper.content()


def _names(files: Sequence[ArchivedFile]) -> list[str]:
    """附件/01 现场照片.jpg: numbered, so that no two are the same and all stand in order."""
    width = max(2, len(str(len(files))))
    return [
        f"附件/{number:0{width}} {clean_file_name(file.upload.name)}" for number, file in enumerate(files, 1)
    ]


def _write(archive: ZipFile, part: _Part) -> None:
    entry = ZipInfo(part.name, FIRST_TIME)
    entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
    holds = part.holds
    source: Any = BytesIO(holds) if isinstance(holds, bytes) else holds.upload.file.open("rb")
    with source as stream, archive.open(entry, "w", force_zip64=True) as target:
        shutil.copyfileobj(stream, target)
