"""资金拼盘、到位资金、稳评、入库: facts beside the building itself. Amounts in 万元."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Upload, User

from ..models import FundingLine, Receipt, StabilityAssessment, StatisticsEntry
from ..models.funding import ReceiptStatus
from ..permissions import require
from .writing import because, change, insert, lock_project


@transaction.atomic
def set_funding_line(
    *, actor: User, project_id: int, source: str, planned: Decimal | None, reason: str = ""
) -> FundingLine:
    """Plan an amount from a source; a source has one line."""
    project = lock_project(project_id)
    require(actor, "funding.change", project)
    line = FundingLine.objects.filter(project=project, source=source).first()
    if line is None:
        return insert(FundingLine(project=project, source=source, planned=planned))
    with because(actor, reason):
        return change(line, planned=planned)


@transaction.atomic
def record_receipt(
    *,
    actor: User,
    project_id: int,
    source: str,
    received_on: date,
    amount: Decimal,
    evidence: Upload | None = None,
    note: str = "",
) -> Receipt:
    """Declare money that arrived on a day; it counts once the office has recognised it."""
    project = lock_project(project_id)
    require(actor, "receipt.record", project)
    return insert(
        Receipt(
            project=project,
            source=source,
            received_on=received_on,
            amount=amount,
            evidence=evidence,
            note=note,
        )
    )


@transaction.atomic
def decide_receipt(*, actor: User, receipt_id: int, recognised: Decimal | None, reason: str = "") -> Receipt:
    """认定 an amount up to the declared one, or refuse it (None). Decided once."""
    project = lock_project(Receipt.objects.values_list("project_id", flat=True).get(pk=receipt_id))
    row = Receipt.objects.get(pk=receipt_id)
    require(actor, "receipt.decide", project)
    if row.status != ReceiptStatus.DECLARED:
        raise ValidationError(_("这笔到位资金已有认定结论。"), code="decided")
    status = ReceiptStatus.REFUSED if recognised is None else ReceiptStatus.RECOGNISED
    with because(actor, reason):
        return change(row, status=status, recognised=recognised)


@transaction.atomic
def record_assessment(
    *,
    actor: User,
    project_id: int,
    assessed_on: date,
    level: str,
    assessor: str = "",
    measures: str = "",
    filing_number: str = "",
) -> StabilityAssessment:
    """稳评 done on a day, with its risk level."""
    project = lock_project(project_id)
    require(actor, "assessment.record", project)
    return insert(
        StabilityAssessment(
            project=project,
            assessed_on=assessed_on,
            level=level,
            assessor=assessor,
            measures=measures,
            filing_number=filing_number,
        )
    )


@transaction.atomic
def record_statistics_entry(
    *,
    actor: User,
    project_id: int,
    entered_on: date,
    counted: Decimal | None = None,
    counted_until: date | None = None,
) -> StatisticsEntry:
    """入库 on a day, and what the statistics have counted; a later count replaces the former one."""
    project = lock_project(project_id)
    require(actor, "statistics.record", project)
    values = {"counted": counted, "counted_until": counted_until}
    row = StatisticsEntry.objects.filter(project=project, entered_on=entered_on).first()
    if row is None:
        return insert(StatisticsEntry(project=project, entered_on=entered_on, **values))
    return change(row, **values)
