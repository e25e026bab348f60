"""Where photos of months and proof of milestones hang, and whose text was taken over from another report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules.copied import Library, TakenFrom
from accounts.selectors import Place

from ..models import Milestone, MilestoneEvidence, MonthlyProgress, ProgressPhoto
from ..models.progress import ProgressStatus

# Of one project only its newest earlier reports are compared, of the month only the newest of the others.
EARLIER_MONTHS: Final = 3
COMPARED_AT_MOST: Final = 300
# What left the unit; drafts are nobody's to copy from.
HANDED_IN: Final = (ProgressStatus.SUBMITTED, ProgressStatus.ACCEPTED)


def photo_places(user: User, upload_ids: Collection[int]) -> Iterator[Place]:
    """For ``register_place``. One statement."""
    seen = MonthlyProgress.objects.visible_to(user).filter(pk=OuterRef("progress"))
    rows = ProgressPhoto.objects.filter(upload__in=upload_ids).annotate(seen=Exists(seen))
    for photo in rows.select_related("progress__project", "progress__reported_by__unit"):
        row = photo.progress
        yield Place(
            upload_id=photo.upload_id,
            subject=subject_of(row),
            step=step_of(row),
            title=_title(row),
            unit=_unit(row),
            on=timezone.localdate(row.reported_at),
            visible=photo.seen,
            url=reverse("project", args=[row.project_id]),
            file_url=reverse("photo", args=[photo.pk]),
            not_before=date(row.year, row.month, 1),
            not_before_words=_("报告期开始"),
        )


def milestone_places(user: User, upload_ids: Collection[int]) -> Iterator[Place]:
    """For ``register_place``. One statement."""
    seen = Milestone.objects.visible_to(user).filter(pk=OuterRef("milestone"))
    rows = MilestoneEvidence.objects.filter(upload__in=upload_ids).annotate(seen=Exists(seen))
    for item in rows.select_related("milestone__project", "upload__uploaded_by__unit"):
        row, unit = item.milestone, item.upload.uploaded_by.unit
        words = {"project": row.project.name, "name": row.name}
        yield Place(
            upload_id=item.upload_id,
            subject=subject_of(row),
            step=_step_of_milestone(row),
            title=_("项目“%(project)s”节点“%(name)s”完成佐证") % words,
            unit=unit.short_name if unit else "",
            on=timezone.localdate(item.upload.uploaded_at),
            visible=item.seen,
            url=reverse("project", args=[row.project_id]),
            file_url=reverse("project-file", args=[row.project_id, item.upload_id]),
        )


def _step_of_milestone(row: Milestone) -> str:
    """What August's report shows may prove what was reached in August: that is one use."""
    return f"{row.completed_on:%Y-%m}" if row.completed_on else f"milestone-{row.pk}"


def subject_of(row: MonthlyProgress | Milestone) -> str:
    return f"project:{row.project_id}"


def step_of(row: MonthlyProgress) -> str:
    """Revisions of a month are one use."""
    return f"{row.year}-{row.month:02}"


def _title(row: MonthlyProgress) -> str:
    words = {"name": row.project.name, "year": row.year, "month": row.month}
    return _("项目“%(name)s”%(year)s年%(month)s月进展") % words


def _unit(row: MonthlyProgress) -> str:
    return row.reported_by.unit.short_name if row.reported_by.unit else ""


def report_text(row: MonthlyProgress) -> str:
    return "\n".join(part for part in (row.physical_progress, row.problem, row.next_step) if part)


def copied_reports(user: User, reports: Sequence[MonthlyProgress]) -> dict[int, TakenFrom]:
    """Report → what most of its text was taken from: its project's last months, or others of the same month.

    Only reports that were handed in no later count as a source. Two statements.
    """
    if not reports:
        return {}
    sources = {row.pk: row for row in (*_earlier(user, reports), *_of_the_month(user, reports))}
    library = Library({pk: report_text(row) for pk, row in sources.items()})
    found = {}
    for report in reports:
        among = {pk for pk, row in sources.items() if _may_be_source(row, report)}
        text = report_text(report)
        closest = library.closest(text, among=among)
        if closest:
            row = sources[closest.key]
            found[report.pk] = TakenFrom(
                copied=closest.copied,
                pieces=closest.copied.marked(text),
                source="·".join(part for part in (_unit(row), _title(row)) if part),
                url=reverse("project", args=[row.project_id]),
                same_subject=row.project_id == report.project_id,
            )
    return found


def _nth(row: Any) -> int:
    return int(row.year * 12 + row.month)


def _may_be_source(row: MonthlyProgress, report: MonthlyProgress) -> bool:
    if row.project_id == report.project_id:
        return 0 < _nth(report) - _nth(row) <= EARLIER_MONTHS
    return _nth(row) == _nth(report) and row.reported_at <= report.reported_at


def _handed_in(user: User) -> Any:
    rows = MonthlyProgress.objects.visible_to(user).filter(status__in=HANDED_IN)
    return rows.select_related("project", "reported_by__unit")


def _earlier(user: User, reports: Sequence[MonthlyProgress]) -> Iterable[MonthlyProgress]:
    wanted = Q()
    for row in reports:
        months = [divmod(_nth(row) - 1 - back, 12) for back in range(1, EARLIER_MONTHS + 1)]
        for year, month in months:
            wanted |= Q(project=row.project_id, year=year, month=month + 1)
    return _handed_in(user).filter(wanted)


def _of_the_month(user: User, reports: Sequence[MonthlyProgress]) -> Iterable[MonthlyProgress]:
    wanted = Q()
    for year, month in sorted({(row.year, row.month) for row in reports}):
        wanted |= Q(year=year, month=month)
    rows = _handed_in(user).filter(wanted).exclude(physical_progress="", problem="", next_step="")
    return rows.order_by("-reported_at", "-pk")[:COMPARED_AT_MOST]
