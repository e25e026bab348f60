"""督查单 as the list shows them, as a workbook; a job makes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import IO, Any, Final

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.models import Job, Upload, User
from accounts.services import JobResult, report_job, start_job
from projects.exports.keeping import asked_of, keep_workbook
from projects.exports.sheets import Frame, Row, print_setup, row_height, stream
from supervision.matters.exports.columns import LedgerColumn
from supervision.matters.exports.form import HEAD, HEAD_ROWS, add_styles, as_number, draw_head

from ..models import Slip, SlipAnswer
from ..selectors.slips import SlipFilters, slips_for

JOB: Final = "alerts.slips"
AT_ONCE: Final = 2000
SENT, ANSWERED = gettext_lazy("印发"), gettext_lazy("办理")
COLUMNS: Final = (
    LedgerColumn("serial", gettext_lazy("序号"), 5, "centre"),
    LedgerColumn("number", gettext_lazy("文号"), 15, "centre"),
    LedgerColumn("name", gettext_lazy("文种"), 10, "centre"),
    LedgerColumn("title", gettext_lazy("事项"), 26),
    LedgerColumn("unit", gettext_lazy("责任单位"), 10, "centre"),
    LedgerColumn("requirement", gettext_lazy("要求"), 28),
    LedgerColumn("issued_on", gettext_lazy("印发日期"), 10, "date", SENT),
    LedgerColumn("approved_by", gettext_lazy("批准人"), 9, "centre", SENT),
    LedgerColumn("drafted_by", gettext_lazy("起草人"), 9, "centre", SENT),
    LedgerColumn("signed_on", gettext_lazy("签收日期"), 10, "date", ANSWERED),
    LedgerColumn("answer_by", gettext_lazy("反馈期限"), 10, "date", ANSWERED),
    LedgerColumn("answered_on", gettext_lazy("反馈日期"), 10, "date", ANSWERED),
    LedgerColumn("answer", gettext_lazy("落实情况"), 28, "text", ANSWERED),
    LedgerColumn("returns", gettext_lazy("退回次数"), 6, "count", ANSWERED),
    LedgerColumn("status", gettext_lazy("状态"), 9, "centre"),
    LedgerColumn("ended_on", gettext_lazy("终结日期"), 10, "date"),
    LedgerColumn("note", gettext_lazy("备注"), 16),
)
WRAPPED: Final = tuple(
    (index, int(column.width)) for index, column in enumerate(COLUMNS) if index and column.style == "text"
)


def start_slips_export(*, actor: User, on: date, filters: SlipFilters, now: datetime) -> Job:
    asked = {"on": on.isoformat(), "filters": asdict(filters)}
    return start_job(actor=actor, kind=JOB, title=_("导出督查单"), parameters=asked, now=now)


def run_slips(job: Job) -> JobResult:
    """Safe twice: an export changes nothing, and the same content is stored once."""
    asked = dict(job.parameters["filters"])
    asked["about"] = tuple(asked["about"]) if asked["about"] else None
    report_job(job, 1, 2, _("正在生成工作簿"))
    on = date.fromisoformat(job.parameters["on"])
    filters = SlipFilters(**asked)
    return JobResult(upload=export_slips(actor=job.started_by, on=on, filters=filters, now=clock.now()))


@translation.override("zh-hans")  # the office's own form, whoever takes it out
def export_slips(*, actor: User, on: date, filters: SlipFilters, now: datetime) -> Upload:
    """What the actor sees of the list; in the access log with what was asked."""
    name = _("督查单%(on)s.xlsx") % {"on": on.isoformat()}

    def write(file: IO[bytes]) -> str:
        count = _write(file, actor, on, filters, now)
        words = {"name": name, "count": count, "asked": asked_of(filters)}
        return _("导出%(name)s，%(count)s张，条件：%(asked)s") % words

    return keep_workbook(actor=actor, name=name, now=now, write=write)


def _write(file: IO[bytes], actor: User, on: date, filters: SlipFilters, now: datetime) -> int:
    slips = slips_for(actor, filters, on)
    count = slips.count()
    frame = Frame(_("督查单"))
    add_styles(frame)
    note = _("截至%(on)s，共%(count)s张") % {"on": on.isoformat(), "count": count}
    title = _("%(county)s督查单台账") % {"county": settings.COUNTY_NAME}
    draw_head(frame, frame.sheet, COLUMNS, title, note, settings.OFFICE_NAME)
    print_setup(frame.sheet, actor, now, HEAD)
    stream(frame, _rows(slips, frame.close()), HEAD_ROWS + 1, file)
    return count


def _rows(slips: Any, numbers: dict[str, int]) -> Iterator[Row]:
    styles = [numbers[column.style] for column in COLUMNS]
    answers = SlipAnswer.objects.filter(slip=OuterRef("pk")).order_by("-pk")
    rows = slips.select_related("unit", "follows", "approved_by__person", "drafted_by__person").annotate(
        answered_at=Subquery(answers.values("at")[:1]), answer=Subquery(answers.values("text")[:1])
    )
    for serial, slip in enumerate(rows.iterator(chunk_size=AT_ONCE), start=1):
        cells = _cells(serial, slip)
        line = [cells[column.field] for column in COLUMNS]
        yield row_height(line, WRAPPED), styles, line


def _cells(serial: int, slip: Slip) -> dict[str, Any]:
    answered: datetime | None = slip.answered_at  # type: ignore[attr-defined]
    former = slip.follows.number if slip.follows else ""
    return {
        "serial": serial,
        "number": slip.number,
        "name": slip.name,
        "title": slip.title,
        "unit": slip.unit.short_name,
        "requirement": slip.requirement,
        "issued_on": as_number(slip.issued_on),
        "approved_by": str(slip.approved_by or ""),
        "drafted_by": str(slip.drafted_by or ""),
        "signed_on": as_number(_day(slip.signed_at)),
        "answer_by": as_number(slip.answer_by),
        "answered_on": as_number(_day(answered)),
        "answer": slip.answer or "",  # type: ignore[attr-defined]
        "returns": slip.returns,
        "status": slip.get_status_display(),
        "ended_on": as_number(slip.ended_on),
        "note": "；".join(filter(None, (slip.reason, _("前一张：%s") % former if former else ""))),
    }


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
