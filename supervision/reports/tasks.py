"""The job that drafts a document. Safe twice; the second time finds it done."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Job
from accounts.services import JobResult, report_job
from supervision.reports import services


def write_report(job: Job) -> JobResult:
    """Text and figures are kept together or not at all."""
    document_id, on = job.parameters["document"], date.fromisoformat(job.parameters["on"])
    report_job(job, 1, 2, _("正在汇总数据"))
    services.draft_document(actor=job.started_by, document_id=document_id, on=on, now=clock.now())
    return JobResult(page=reverse("report", args=[document_id]), note=_("已成文，可修改、送审。"))
