"""A report is ordered, drawn up once from the day's figures, and kept with its file."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, Any, Final

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules.file_types import DOCX
from accounts.services import start_job, store_upload
from rulebook.rules import Month
from supervision.reports.models import Document
from supervision.reports.permissions import require
from supervision.reports.rules import Report, draft_report, frozen_facts, frozen_text
from supervision.reports.selectors import report_inputs

JOB: Final = "reports.write"
SUBJECT: Final = "重点工作"


@transaction.atomic
def start_report(
    *, actor: User, period: Month, on: date, now: datetime, subject: str = SUBJECT, opening: str = ""
) -> Document:
    """Order a report on January to ``period``; a worker writes it, as it stands on the day ``on``."""
    require(actor, "report.draft")
    check_period(period, on)
    document = Document(
        title="".join(title_phrases(period, subject)),
        year=period.year,
        month=period.month,
        created_by=actor,
        created_at=now,
    )
    document.full_clean()
    document.save()
    document.job = start_job(
        actor=actor,
        kind=JOB,
        title=_("撰写《%(title)s》") % {"title": document.title},
        parameters={"document": document.pk, "on": on.isoformat(), "subject": subject, "opening": opening},
        now=now,
    )
    document.save(update_fields=["job"])
    return document


def check_period(period: Month, on: date) -> None:
    """A report speaks of months that have begun. Raises ValidationError."""
    if period > Month.of(on):
        raise ValidationError(
            _("%(month)s还没有到，不能写这一期的汇报，请选择不晚于%(last)s的月份。")
            % {"month": period.single.label, "last": Month.of(on).single.label}
        )


def title_phrases(period: Month, subject: str) -> tuple[str, ...]:
    """The title in pieces that a line break may stand between; a title is Chinese."""
    with translation.override("zh-hans"):
        return settings.COUNTY_NAME, period.label, subject, "督查工作汇报"


def preview_report(*, actor: User, period: Month, on: date, subject: str, opening: str = "") -> Report:
    """What would be written now; nothing is kept."""
    require(actor, "report.draft")
    check_period(period, on)
    inputs = report_inputs(
        actor,
        period,
        on,
        title=title_phrases(period, subject),
        issuer=settings.OFFICE_NAME,
        opening=opening,
    )
    return draft_report(inputs)


@transaction.atomic
def draft_document(*, actor: User, document_id: int, on: date, subject: str, opening: str) -> Report | None:
    """Freeze figures, text and warnings; None when that was done already, for a job may run twice."""
    document = Document.objects.select_for_update().get(pk=document_id)
    require(actor, "report.draft", document)
    if document.file_id is not None:
        return None
    period = Month(document.year, document.month)
    report = preview_report(actor=actor, period=period, on=on, subject=subject, opening=opening)
    document.facts, document.text = frozen_facts(report), frozen_text(report)
    document.warnings = list(report.warnings)
    with _because(actor, _("汇总数据成文")):
        document.save(update_fields=["facts", "text", "warnings"])
    return report


@transaction.atomic
def attach_file(*, actor: User, document_id: int, file: IO[bytes], now: datetime) -> Document:
    """Keep the Word file of the drafted text; a document gets one, once."""
    document = Document.objects.select_for_update().get(pk=document_id)
    require(actor, "report.draft", document)
    if document.file_id is not None:
        raise ValidationError(_("《%(title)s》已有文件，如需更新请另写一份。") % {"title": document.title})
    name = f"{document.title}.docx"
    document.file = store_upload(actor=actor, file=file, name=name, now=now, allowed=[DOCX])
    with _because(actor, _("生成 Word 文件")):
        document.save(update_fields=["file"])
    return document


def _because(actor: User, reason: str) -> Any:
    return pghistory.context(user=actor.pk, name=str(actor), reason=reason)
