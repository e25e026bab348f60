"""A slip as a Word file, and as PDF by a job; issuing it keeps the file as it was sent."""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Job, User
from accounts.services import JobResult, report_job, start_job, store_upload

from ..models import Slip
from ..rules.official import Paper
from ..rules.slip_paper import paper_of
from ..selectors.slips import sheet_of
from ..services import slips as slip_services
from .official import office_style, to_pdf, write_paper

PDF: Final = "application/pdf"
JOB: Final = "alerts.slip_pdf"


def word_of(paper: Paper, now: datetime) -> bytes:
    """In the office's style of that day; the same arguments give the same bytes."""
    file = BytesIO()
    style = office_style(timezone.localdate(now))
    write_paper(paper, style, file, author=settings.OFFICE_NAME, created_at=now)
    return file.getvalue()


issue_slip = partial(slip_services.issue_slip, write=word_of)


def slip_word(slip: Slip, now: datetime) -> bytes:
    """As it was sent; of a draft as it stands."""
    if slip.file is not None:
        with slip.file.file.open("rb") as file:
            return bytes(file.read())
    return word_of(paper_of(sheet_of(slip)), now)


def can_print() -> bool:
    """LibreOffice is installed."""
    return shutil.which(settings.SOFFICE) is not None


def start_pdf(*, actor: User, slip: Slip, now: datetime) -> Job:
    title = _("生成PDF：%(slip)s") % {"slip": slip}
    return start_job(actor=actor, kind=JOB, title=title, parameters={"slip": slip.pk}, now=now)


def run_pdf(job: Job) -> JobResult:
    """Safe twice: the file changes nothing, and the same content is stored once."""
    slip = (
        Slip.objects.visible_to(job.started_by)
        .select_related("file", "unit", "follows")
        .get(pk=job.parameters["slip"])
    )
    now = clock.now()
    report_job(job, 1, 2, _("正在转换为PDF"))
    content = to_pdf(slip_word(slip, now))
    name = f"{slip.number or timezone.localdate(now)}{slip.name}.pdf"
    upload = store_upload(actor=job.started_by, file=BytesIO(content), name=name, now=now, allowed=(PDF,))
    return JobResult(upload=upload)
