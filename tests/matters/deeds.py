"""Rows on which each verb of the room may be done, and the services that do it, with ordinary words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from accounts.models import User
from supervision.matters import services
from supervision.matters.models import Matter
from supervision.matters.rules.entries import DutyWords, InstructionWords
from supervision.matters.rules.entries_feedback import FeedbackWords
from tests.matters.build import (
    at_noon,
    helper_of,
    lead_of,
    make_exemption,
    make_extension,
    make_feedback,
    make_matter,
    make_suspension,
)
from tests.matters.registry import duties_of, words_of
from tests.town import Town

STORY_DAY: Final = date(2026, 9, 12)
NOW: Final = at_noon(STORY_DAY)


def other(town: Town) -> Matter:
    return Matter.objects.filter(title="并入的事项").first() or make_matter(town, "并入的事项")


# --- rows -----------------------------------------------------------------------------------------
def matter(status: str, **values: Any) -> Callable[[Town], Matter]:
    def build(town: Town) -> Matter:
        return make_matter(town, **({"status": status, "helping": [town.helping]} | values))

    return build


def lead(status: str, **values: Any) -> Callable[[Town], Any]:
    return lambda town: lead_of(matter("issued", duty_status=status, **values)(town))


def helper(status: str) -> Callable[[Town], Any]:
    def build(town: Town) -> Any:
        duty = helper_of(matter("issued", duty_status=status)(town))
        if status in ("reported", "accepted"):
            make_feedback(town, duty, kind="final", status="sent")
        return duty

    return build


def reported(town: Town) -> Matter:
    """With the final reports of its units, to be reviewed."""
    row = matter("issued", duty_status="reported")(town)
    for duty in row.duties.all():
        make_feedback(town, duty, kind="final", status="sent")
    return row


def feedback(status: str, of: str = "lead", **values: Any) -> Callable[[Town], Any]:
    def build(town: Town) -> Any:
        row = matter("issued", duty_status="under_way")(town)
        duty = lead_of(row) if of == "lead" else helper_of(row)
        return make_feedback(town, duty, status=status, **values)

    return build


def extension(status: str, ordinal: int = 1) -> Callable[[Town], Any]:
    def build(town: Town) -> Any:
        row = matter("issued", duty_status="under_way")(town)
        return make_extension(town, row, date(2026, 10, 20), status=status, ordinal=ordinal)

    return build


def approvable(town: Town) -> Matter:
    authority = {"basis": "instruction", "approver": town.leader_post, "approved_on": STORY_DAY}
    return matter("submitted", **authority)(town)


def beside_another(town: Town) -> Matter:
    other(town)
    return matter("issued")(town)


def suspended(town: Town) -> Matter:
    row = matter("issued")(town)
    make_suspension(town, row, date(2026, 9, 10), date(2026, 9, 25), former_due_on=row.due_on)
    return row


def exempted(town: Town) -> Matter:
    row = matter("issued")(town)
    make_exemption(town, row, "days_left", date(2026, 9, 10), date(2026, 9, 25))
    return row


# --- services -------------------------------------------------------------------------------------
def of_matter(service: Callable[..., Any], **words: Any) -> Callable[[User, Any, Town], Any]:
    return lambda actor, row, town: service(actor=actor, matter_id=row.pk, now=NOW, **words)


def of_duty(service: Callable[..., Any], **words: Any) -> Callable[[User, Any, Town], Any]:
    return lambda actor, row, town: service(actor=actor, duty_id=row.pk, now=NOW, **words)


def of_feedback(service: Callable[..., Any], **words: Any) -> Callable[[User, Any, Town], Any]:
    return lambda actor, row, town: service(actor=actor, feedback_id=row.pk, now=NOW, **words)


def of_extension(service: Callable[..., Any], **words: Any) -> Callable[[User, Any, Town], Any]:
    return lambda actor, row, town: service(actor=actor, extension_id=row.pk, now=NOW, **words)


def ended_by(service: Callable[..., Any]) -> Callable[[User, Any, Town], Any]:
    return lambda actor, row, town: service(
        actor=actor, matter_id=row.pk, reason="领导同意", approver_id=town.leader_post.pk, now=NOW
    )


def merge(actor: User, row: Any, town: Town) -> Any:
    return services.merge_matter(
        actor=actor,
        matter_id=row.pk,
        into_id=other(town).pk,
        reason="领导同意",
        approver_id=town.leader_post.pk,
        now=NOW,
    )


def instruct_again(actor: User, row: Any, town: Town) -> Any:
    words = InstructionWords(town.leader_post.pk, STORY_DAY, "再查一遍涵洞", reference="批示件2号")
    return services.instruct_again(
        actor=actor, matter_id=row.pk, words=words, due_on=date(2026, 10, 31), now=NOW
    )


def add_instruction(actor: User, row: Any, town: Town) -> Any:
    words = InstructionWords(town.leader_post.pk, STORY_DAY, "请抓紧")
    return services.add_instruction(actor=actor, matter_id=row.pk, words=words, now=NOW)


def create(actor: User, row: Any, town: Town) -> Any:
    return services.create_matter(actor=actor, words=words_of(town), duties=duties_of(town), now=NOW)


def revise(actor: User, row: Any, town: Town) -> Any:
    words = words_of(town, title="修复县道桥涵")
    return services.revise_matter(actor=actor, matter_id=row.pk, words=words, now=NOW)


def split(actor: User, row: Any, town: Town) -> Any:
    parts = [(words_of(town, title="排查涵洞"), duties_of(town))]
    return services.split_matter(actor=actor, matter_id=row.pk, parts=parts, now=NOW)


def add_duty(actor: User, row: Any, town: Town) -> Any:
    words = DutyWords(town.strange.pk, "helping")
    return services.add_duty(actor=actor, matter_id=row.pk, words=words, now=NOW)


def reassign(actor: User, row: Any, town: Town) -> Any:
    return services.reassign_duty(
        actor=actor, duty_id=row.pk, unit_id=town.strange.pk, reason="职责在文旅局", now=NOW
    )


def write(actor: User, row: Any, town: Town) -> Any:
    return services.write_feedback(
        actor=actor, duty_id=row.pk, words=FeedbackWords("路基完成"), period_start=None, now=NOW
    )
