"""The job that writes a report: figures, text, Word file. Safe twice; the second time finds it done."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Job
from accounts.services import JobResult, report_job
from supervision.reports import services
from supervision.reports.exports import DocumentStyle, write_document


def write_report(job: Job) -> JobResult:
    """Text and file are kept together or not at all."""
    known = dict(job.parameters)
    document_id, on = known.pop("document"), date.fromisoformat(known.pop("on"))
    report_job(job, 1, 3, _("正在汇总数据"))
    with transaction.atomic():
        report = services.draft_document(actor=job.started_by, document_id=document_id, on=on, **known)
        if report is not None:
            report_job(job, 2, 3, _("正在写 Word 文件"))
            file = BytesIO()
            write_document(
                report, DocumentStyle(), file, author=settings.OFFICE_NAME, created_at=job.created_at
            )
            services.attach_file(actor=job.started_by, document_id=document_id, file=file, now=timezone.now())
    return JobResult(page=reverse("report", args=[document_id]), note=_("已写成，可下载 Word 文件。"))
