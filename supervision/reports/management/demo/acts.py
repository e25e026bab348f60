"""What people do with a matter, day by day of September: one call each, by the services that pages use."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from accounts.models import User
from supervision.matters import services
from supervision.matters.models import Duty, Extension, Feedback, Matter
from supervision.matters.rules.entries import InstructionWords
from supervision.matters.rules.entries_feedback import FeedbackWords
from supervision.matters.rules.words import DutyStatus, FeedbackKind
from supervision.reports.management.demo.cast import Cast

PASSED: dict[str, Any] = {"facts_clear": True, "problem_solved": True, "form_right": True}
NOT_PASSED: dict[str, Any] = {**PASSED, "problem_solved": False}
NEXT_DUE = date(2026, 10, 15)
NOT_SOLVED = "现场仍有问题未整改到位，请补充佐证后重报。"
PAPER = "纸质批阅件存督查办，编号阅办2026-{number}"


def at(day: int, hour: int = 9, *, month: int = 9) -> datetime:
    """An hour of a day of the story's month."""
    return timezone.make_aware(datetime.combine(date(2026, month, day), time(hour)))


class Acts:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def lead(self, matter: Matter) -> Duty:
        return matter.duties.standing().select_related("unit").get(role="lead")

    # --- the units --------------------------------------------------------------------------------
    def sign(self, matter: Matter, day: int) -> None:
        """Every unit that was told."""
        for duty in matter.duties.filter(status=DutyStatus.TO_SIGN).select_related("unit"):
            services.sign_duty(actor=self.cast.clerk(duty.unit), duty_id=duty.pk, now=at(day, 10))

    def refuse(self, matter: Matter, day: int) -> Duty:
        duty = self.lead(matter)
        reason = "按“三定”规定，此项工作不属本单位职责。"
        return services.refuse_duty(
            actor=self.cast.clerk(duty.unit), duty_id=duty.pk, reason=reason, now=at(day)
        )

    def reassign(self, matter: Matter, unit: str, day: int) -> None:
        """The new unit signs on the next day and begins."""
        duty = services.reassign_duty(
            actor=self.cast.office,
            duty_id=self.lead(matter).pk,
            unit_id=self.cast.units[unit].pk,
            reason="经核对职责清单，改由该单位牵头。",
            now=at(day),
        )
        clerk = self.cast.clerk(self.cast.units[unit])
        services.sign_duty(actor=clerk, duty_id=duty.pk, now=at(day + 3))
        services.start_duty(actor=clerk, duty_id=duty.pk, now=at(day + 3, 15))

    def tell(self, matter: Matter, day: int, **words: Any) -> Feedback:
        """The clerk drafts and hands up, the head signs."""
        duty = self.lead(matter)
        clerk, head = self.cast.clerk(duty.unit), self.cast.head(duty.unit)
        row = services.write_feedback(
            actor=clerk, duty_id=duty.pk, words=FeedbackWords(**words), period_start=None, now=at(day)
        )
        services.hand_up_feedback(actor=clerk, feedback_id=row.pk, now=at(day, 10))
        return services.sign_feedback(actor=head, feedback_id=row.pk, now=at(day, 11))

    def finish(self, matter: Matter, day: int, text: str) -> Feedback:
        """The head reports the work done."""
        duty = self.lead(matter)
        head = self.cast.head(duty.unit)
        words = FeedbackWords(progress=text, percent=100, kind=FeedbackKind.FINAL.value)
        row = services.write_feedback(
            actor=head, duty_id=duty.pk, words=words, period_start=None, now=at(day)
        )
        return services.sign_feedback(actor=head, feedback_id=row.pk, now=at(day, 10))

    def finish_part(self, duty: Duty, day: int) -> Feedback:
        """A helping unit's head reports its part done."""
        head = self.cast.head(duty.unit)
        words = FeedbackWords(progress="配合任务已完成。", percent=100, kind=FeedbackKind.FINAL.value)
        row = services.write_feedback(
            actor=head, duty_id=duty.pk, words=words, period_start=None, now=at(day)
        )
        return services.sign_feedback(actor=head, feedback_id=row.pk, now=at(day, 10))

    def correct(self, row: Feedback, day: int, text: str) -> Feedback:
        """What was sent back is written anew and sent again."""
        head = self.cast.head(row.duty.unit)
        words = FeedbackWords(progress=text, percent=100, kind=row.kind)
        services.write_feedback(actor=head, duty_id=row.duty_id, words=words, period_start=None, now=at(day))
        return services.sign_feedback(actor=head, feedback_id=row.pk, now=at(day, 10))

    def ask_longer(self, matter: Matter, day: int, until: date, reason: str) -> Extension:
        actor = self.cast.head(self.lead(matter).unit)
        progress = "主体任务已完成，剩余工作正在收尾。"
        return services.propose_extension(
            actor=actor, matter_id=matter.pk, new_due_on=until, reason=reason, progress=progress, now=at(day)
        )

    # --- the office and the leader ----------------------------------------------------------------
    def receive(self, row: Feedback, day: int) -> None:
        services.receive_feedback(actor=self.cast.office, feedback_id=row.pk, now=at(day, 16))

    def review(self, matter: Matter, day: int, *, passes: bool) -> None:
        verdict = PASSED if passes else NOT_PASSED
        opinion = "对照完成标准核查属实，同意办结。" if passes else NOT_SOLVED
        services.review_matter(
            actor=self.cast.office, matter_id=matter.pk, opinion=opinion, now=at(day, 15), **verdict
        )

    def read(self, matter: Matter, day: int) -> None:
        """By the leader's own hand where the leader has an account, else as recorded from paper."""
        matter.refresh_from_db()
        own = matter.shown_to_id == self.cast.leading_post.pk
        actor: User = self.cast.leader if own else self.cast.office
        note = "" if own else PAPER.format(number=matter.pk)
        services.read_matter(actor=actor, matter_id=matter.pk, note=note, now=at(day))

    def instruct_again(self, matter: Matter, day: int, text: str) -> Matter:
        matter.refresh_from_db()
        post_id = matter.shown_to_id
        if post_id is None:
            raise ValueError(matter)
        words = InstructionWords(post_id, at(day).date(), text, reference=f"阅办2026-{matter.pk}")
        return services.instruct_again(
            actor=self.cast.office, matter_id=matter.pk, words=words, due_on=NEXT_DUE, now=at(day)
        )

    def answer(self, row: Feedback, day: int, text: str) -> None:
        matter = row.duty.matter
        in_charge = (matter.leader_id or matter.approver_id) == self.cast.leading_post.pk
        actor = self.cast.leader if in_charge else self.cast.office
        services.answer_help(actor=actor, feedback_id=row.pk, text=text, now=at(day))
