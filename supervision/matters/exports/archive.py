"""卷宗 of an ended matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final

from django.utils import timezone

from accounts.models import Job
from accounts.services import JobResult

from ..selectors.archive import Dossier, dossier
from ..services.archiving import keep_archive
from .dossier import contents_facts, course_document
from .packing import Bundle, pack, write_bundle

COURSE: Final = "办理全过程.docx"


def run_archive(job: Job) -> JobResult:
    """Safe twice: the same dossier is stored and kept once."""
    found = dossier(job.parameters["matter"])
    upload = pack(job, bundle_of(found))
    keep_archive(actor=job.started_by, matter_id=found.matter.pk, upload=upload, now=timezone.now())
    return JobResult(upload=upload)


def write_archive(found: Dossier, target: IO[bytes]) -> Iterator[int]:
    """Write the zip; says after each part how many are done. In Chinese whoever asks."""
    return write_bundle(bundle_of(found), target)


def bundle_of(found: Dossier) -> Bundle:
    matter = found.matter
    return Bundle(
        title=matter.title,
        number=matter.number or str(matter.pk),
        facts=lambda: contents_facts(matter),
        ended_on=matter.ended_on,
        course_name=COURSE,
        course=lambda: course_document(found),
        files=found.files,
    )
