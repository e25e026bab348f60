"""What people do to put something right and have it closed: one call each, by the services of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from projects.rules import ProgressEntry
from projects.services.photos import add_photos
from projects.services.progress import save_progress
from rulebook.rules import Month
from supervision.inspections import services
from supervision.inspections.models import Rectification, RectificationExtension, Verification
from supervision.inspections.rules.entries import MeasureWords
from supervision.inspections.rules.words import Side
from supervision.reports.management.demo.cast import Cast
from supervision.reports.management.demo.pictures import AFTER, BEFORE, MONTHLY, OLD, Picture, Pictures

SATURDAY: Final = 5
SIDES: Final = {BEFORE: Side.BEFORE, AFTER: Side.AFTER}
# Who is sent with the office to see for themselves, whichever of them is not concerned.
SENT: Final = ("应急局", "统计局", "发改局")


def at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def later(day: date, days: int) -> date:
    """So many days on, and no weekend."""
    found = day + timedelta(days)
    return found + timedelta(max(0, 7 - found.weekday())) if found.weekday() >= SATURDAY else found


@dataclass(frozen=True)
class Subject:
    """A rectification with its facts: ``code`` of its pictures, ``measures`` and ``story`` as written."""

    row: Rectification
    code: str
    measures: tuple[str, ...]
    story: str
    # The code of the finding, or its own: whose place it is.
    place: str = ""


class Proofs:
    def __init__(self, cast: Cast, pictures: Pictures) -> None:
        self.cast, self.pictures = cast, pictures

    # --- the unit ---------------------------------------------------------------------------------
    def submit_plan(self, subject: Subject, day: date) -> None:
        row = subject.row
        if row.due_on is None:
            raise ValueError(row)
        person = f"{row.unit.short_name}分管负责人"
        measures = [
            MeasureWords(row.title, text, row.unit_id, person, row.due_on) for text in subject.measures
        ]
        services.submit_plan(
            actor=self.cast.clerk(row.unit), rectification_id=row.pk, measures=measures, now=at(day)
        )

    def plan(self, subject: Subject, day: date) -> None:
        self.submit_plan(subject, day)
        services.approve_plan(
            actor=self.cast.office, rectification_id=subject.row.pk, now=at(later(day, 2), 15)
        )

    def report(self, subject: Subject, day: date, *, percent: int = 60) -> None:
        """With the pictures that the unit has, wherever else it used them."""
        row, pictures = subject.row, self.pictures.of(subject.code, AFTER)
        for picture in pictures:
            if picture.way == MONTHLY and row.project_id is not None:
                self._report_month(row, row.project_id, picture)
        services.report_progress(
            actor=self.cast.clerk(row.unit),
            rectification_id=row.pk,
            text=f"“{row.title}”整改已启动：{'；'.join(subject.measures)}，正在逐项落实。",
            percent=percent,
            files=[picture.file for picture in pictures],
            now=at(day),
        )

    def _report_month(self, row: Rectification, project_id: int, picture: Picture) -> None:
        """The project's own report of August, which is late: a draft with this picture."""
        clerk, day = self.cast.clerk(row.unit), date(2026, 9, 3)
        entry = ProgressEntry(physical_progress="路基清表完成，正在备料")
        month = save_progress(
            actor=clerk, project_id=project_id, period=Month(2026, 8), entry=entry, now=at(day)
        )
        add_photos(actor=clerk, progress_id=month.pk, files=[picture.file], now=at(day, 10))

    def finish(self, subject: Subject, day: date) -> None:
        """Every measure is done."""
        clerk = self.cast.clerk(subject.row.unit)
        for measure in subject.row.measures.filter(done_on=None).order_by("pk"):
            outcome = f"已完成：{measure.measure}。"
            services.finish_measure(
                actor=clerk, measure_id=measure.pk, done_on=day, outcome=outcome, now=at(day, 16)
            )

    def apply(self, subject: Subject, day: date) -> None:
        """Measures done, pictures handed in as the unit says they were taken, the head applies."""
        self.finish(subject, later(day, -4))
        self.attach(subject, day)
        row = subject.row
        services.apply_for_closing(
            actor=self.cast.head(row.unit),
            rectification_id=row.pk,
            text=f"“{row.title}”已按方案整改到位：{'；'.join(subject.measures)}均已完成，申请销号。",
            extends_to_similar=f"已对{row.unit.short_name}同类问题全面排查。",
            lasting_means=f"已就“{row.title}”建立定期检查制度。",
            amount_rectified=row.amount,
            now=at(day, 10),
        )

    def attach(self, subject: Subject, day: date) -> None:
        for pair, side in ((1, BEFORE), (1, AFTER)):
            for picture in self.pictures.of(subject.code, side):
                self._attach(subject, picture, day, pair)

    def _attach(self, subject: Subject, picture: Picture, day: date, pair: int) -> None:
        """As claimed: what was used before is said to be of yesterday and of this place."""
        row, place = subject.row, self._place(subject)
        honest = picture.taken is not None and picture.way != OLD
        services.attach_evidence(
            actor=self.cast.clerk(row.unit),
            rectification_id=row.pk,
            files=[picture.file],
            side=SIDES[picture.side].value,
            pair=pair,
            caption=f"{row.title}（{picture.side}）"[:200],
            claimed_at=picture.taken if honest else at(later(day, -1), 10),
            claimed_place=row.finding.place if row.finding else row.unit.name,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            now=at(day),
        )

    def _place(self, subject: Subject) -> Picture | None:
        """The place of the problem, as its own first picture has it."""
        known = [*self.pictures.of(subject.place, BEFORE), *self.pictures.of(subject.code, AFTER)]
        return next((picture for picture in known if picture.latitude is not None), None)

    def ask_longer(self, row: Rectification, day: date, until: date, why: str) -> RectificationExtension:
        return services.propose_extension(
            actor=self.cast.head(row.unit),
            rectification_id=row.pk,
            new_due_on=until,
            reason=why,
            progress=f"“{row.title}”主体任务已完成，剩余工作正在收尾。",
            now=at(day),
        )

    # --- the office, and who is sent to see -------------------------------------------------------
    def check(self, subject: Subject, day: date, *, passes: bool = True, reason: str = "") -> None:
        services.check_papers(
            actor=self.cast.office,
            rectification_id=subject.row.pk,
            passes=passes,
            reason=reason,
            now=at(day, 14),
        )

    def assign(self, subject: Subject, day: date) -> Verification:
        """Two people of no unit that is concerned."""
        users = [self.cast.office, self.sent(subject)]
        return services.assign_verification(
            actor=self.cast.office,
            rectification_id=subject.row.pk,
            user_ids=[user.pk for user in users],
            now=at(day, 15),
        )

    def sent(self, subject: Subject) -> User:
        concerned = {subject.row.unit.short_name, *_helping(subject.row)}
        return self.cast.clerk(self.cast.units[next(name for name in SENT if name not in concerned)])

    def record(self, subject: Subject, verification: Verification, day: date, *, passes: bool = True) -> None:
        row = subject.row
        seen = "现场与佐证一致，措施已全部落实。" if passes else "现场与佐证照片不符，照片与另一件整改相同。"
        services.record_verification(
            actor=self.cast.office,
            verification_id=verification.pk,
            visited_on=day,
            place=row.finding.place if row.finding else row.unit.name,
            situation=f"实地查看“{row.title}”：{seen}",
            passes=passes,
            now=at(day, 11),
        )

    def verify(self, subject: Subject, day: date, *, passes: bool = True) -> None:
        """Papers, visit and both signatures within a week."""
        self.check(subject, later(day, 1))
        verification = self.assign(subject, later(day, 1))
        visited = later(day, 4)
        self.record(subject, verification, visited, passes=passes)
        services.sign_verification(
            actor=self.sent(subject),
            verification_id=verification.pk,
            opinion="同意记录。",
            now=at(visited, 16),
        )

    def approve(self, subject: Subject, day: date) -> None:
        services.approve_closing(
            actor=self.cast.office_head, rectification_id=subject.row.pk, opinion="同意销号。", now=at(day)
        )

    def close(self, subject: Subject, day: date) -> None:
        """From the application on; what needs no notice is closed by its approval."""
        self.apply(subject, day)
        self.verify(subject, day)
        self.approve(subject, later(day, 6))


def _helping(row: Rectification) -> list[str]:
    return list(row.helping.values_list("unit__short_name", flat=True))
