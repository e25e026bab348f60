"""Where evidence of this room hangs, and which progress was written down from another's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules.copied import Library, TakenFrom
from accounts.selectors import Hint, Place, evidence_hints

from ..models import Evidence, Progress
from ..rules.words import Side

COMPARED_AT_MOST: Final = 300
BEFORE: Final = "before"


def evidence_places(user: User, upload_ids: Collection[int]) -> Iterator[Place]:
    """For ``register_place``. Two statements."""
    seen = Evidence.objects.visible_to(user).filter(pk=OuterRef("pk"))
    rows = Evidence.objects.filter(upload__in=upload_ids).annotate(seen=Exists(seen))
    rows = rows.select_related("rectification", "finding", "checklist_item", "conclusion", "verification")
    for row in rows.select_related("added_by__unit"):
        title, url = _where(row)
        not_before, words = _not_before(row)
        yield Place(
            upload_id=row.upload_id,
            subject=subject_of(row),
            step=step_of(row),
            title=title,
            unit=row.added_by.unit.short_name if row.added_by.unit else "",
            on=timezone.localdate(row.added_at),
            visible=row.seen,
            url=url,
            file_url=reverse("inspection-evidence", args=[row.pk]),
            not_before=not_before,
            not_before_words=words,
            claimed_on=timezone.localdate(row.claimed_at) if row.claimed_at else None,
            claimed_at=(row.latitude, row.longitude) if row.latitude and row.longitude else None,
        )


def subject_of(row: Evidence) -> str:
    """What was found and what puts it right are one affair."""
    if row.rectification is not None:
        finding = row.rectification.finding_id
        return f"finding:{finding}" if finding else f"rectification:{row.rectification_id}"
    if row.finding_id is not None:
        return f"finding:{row.finding_id}"
    if row.conclusion_id is not None:
        return f"conclusion:{row.conclusion_id}"
    return f"checklist:{row.checklist_item_id}"


def step_of(row: Evidence) -> str:
    """How it was is shown again by right; how it is, is shown anew each time."""
    if row.rectification_id is None or row.side == Side.BEFORE:
        return BEFORE
    if row.verification_id is not None:
        return f"verification-{row.verification_id}"
    return f"{row.side}-{row.rectification_id}-{row.progress_id or 0}"


def _where(row: Evidence) -> tuple[str, str]:
    if row.rectification is not None:
        words = {"title": row.rectification.title, "side": row.get_side_display()}
        return (
            _("整改“%(title)s”%(side)s") % words,
            reverse("rectification", args=[row.rectification_id]),
        )
    if row.finding is not None:
        title = _("督查发现“%(title)s”") % {"title": row.finding.title}
        return title, reverse("finding", args=[row.finding_id])
    if row.conclusion is not None:
        return str(row.conclusion), reverse("conclusion", args=[row.conclusion_id])
    item = row.checklist_item
    assert item is not None  # noqa: S101 (one of the four, which the database holds)
    return item.text, reverse("inspection", args=[item.inspection_id])


def _not_before(row: Evidence) -> tuple[date | None, str]:
    """How it was may be older than the order; what was done about it may not."""
    if row.rectification is None or row.side == Side.BEFORE:
        return None, ""
    return row.rectification.issued_on, _("交办")


def hints_of(user: User, rows: Sequence[Evidence]) -> dict[int, tuple[Hint, ...]]:
    """Evidence → what a reviewer should look at twice, of this use alone. A fixed number of queries."""
    if not rows:
        return {}
    hints = evidence_hints(user, {row.upload_id for row in rows})
    keys = {row.pk: (row.upload_id, (subject_of(row), step_of(row))) for row in rows}
    return {
        pk: tuple(hint for hint in hints.of(upload_id) if hint.here.key == key)
        for pk, (upload_id, key) in keys.items()
    }


def copied_progress(user: User, reports: Sequence[Progress]) -> Mapping[int, TakenFrom]:
    """Progress → what most of its text was taken from: earlier ones of its own, or others' of the month.

    Progress comes with its rectification. Two statements.
    """
    if not reports:
        return {}
    sources = {row.pk: row for part in _candidates(user, reports) for row in part}
    library = Library({pk: row.text for pk, row in sources.items()})
    found = {}
    for report in reports:
        earlier = {pk for pk, row in sources.items() if pk < report.pk and row.at <= report.at}
        closest = library.closest(report.text, among=earlier)
        if closest:
            row = sources[closest.key]
            words = {"title": row.rectification.title, "day": timezone.localdate(row.at).isoformat()}
            found[report.pk] = TakenFrom(
                copied=closest.copied,
                pieces=closest.copied.marked(report.text),
                source=f"{row.rectification.unit.short_name}·" + _("整改“%(title)s”%(day)s的进展") % words,
                url=reverse("rectification", args=[row.rectification_id]),
                same_subject=row.rectification_id == report.rectification_id,
            )
    return found


def _candidates(user: User, reports: Sequence[Progress]) -> Iterator[Iterable[Any]]:
    rows = Progress.objects.visible_to(user).select_related("rectification__unit")
    own = {report.rectification_id for report in reports}
    yield rows.filter(rectification__in=own).order_by("-pk")[:COMPARED_AT_MOST]
    months = Q()
    for year, month in sorted({(day.year, day.month) for day in (_day(report) for report in reports)}):
        months |= Q(at__year=year, at__month=month)
    others = rows.filter(months).exclude(rectification__in=own)
    yield others.order_by("-pk")[:COMPARED_AT_MOST]


def _day(report: Progress) -> date:
    return timezone.localdate(report.at)
