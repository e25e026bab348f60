"""卷宗 of an ended rectification, packed as those of matters are."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from accounts.models import Job
from accounts.services import JobResult
from supervision.matters.exports.packing import Bundle, pack

from ..selectors.dossier import RectificationDossier, rectification_dossier
from ..services.archiving import keep_archive
from .dossier import contents_facts, course_document

COURSE: Final = "整改全过程.docx"


def run_archive(job: Job) -> JobResult:
    """Safe twice: the same dossier is stored and kept once."""
    found = rectification_dossier(job.parameters["rectification"])
    upload = pack(job, bundle_of(found))
    keep_archive(actor=job.started_by, rectification_id=found.row.pk, upload=upload, now=timezone.now())
    return JobResult(upload=upload)


def bundle_of(found: RectificationDossier) -> Bundle:
    row = found.row
    return Bundle(
        title=row.title,
        number=row.number or str(row.pk),
        facts=lambda: contents_facts(row),
        ended_on=row.ended_on,
        course_name=COURSE,
        course=lambda: course_document(found),
        files=found.files,
    )
