"""Every verb of the room, once: a row it may be done on, the service, the address, who may, who sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from accounts.models import User
from supervision.matters import services
from tests.matters.deeds import (
    add_duty,
    add_instruction,
    approvable,
    beside_another,
    create,
    ended_by,
    exempted,
    extension,
    feedback,
    helper,
    instruct_again,
    lead,
    matter,
    merge,
    of_duty,
    of_extension,
    of_feedback,
    of_matter,
    other,
    reassign,
    reported,
    revise,
    split,
    suspended,
    write,
)
from tests.matters.registry import words_of
from tests.town import Town

OFFICE: Final = frozenset({"supervisor", "office_head"})
HEAD: Final = frozenset({"office_head"})
LEADER: Final = frozenset({"leader"})
LEAD: Final = frozenset({"lead_clerk", "lead_head", "api_client"})
LEAD_HEADS: Final = frozenset({"lead_head", "api_client"})
# Who sees all, and who sees what 交通局 carries with 水务局's help; 统计数据员 of 交通局 does nothing.
COUNTY: Final = OFFICE | {"leader", "auditor"}
UNIT: Final = LEAD | {"data_clerk"}
INSIDERS: Final = COUNTY | UNIT | {"helping_clerk"}
AGAIN: Final = {"given_on": "2026-09-12", "text": "再查一遍涵洞", "reference": "批示件2号"}


@dataclass(frozen=True)
class Verb:
    """``row`` builds what it is done on; ``service`` does it; ``path`` and ``body`` are the API's.

    ``web``: the act as the pages name it, or the name of its page; "" where the web has none of its own.
    """

    name: str
    may: frozenset[str]
    row: Callable[[Town], Any]
    service: Callable[[User, Any, Town], Any]
    path: str = ""
    body: Callable[[Town, Any], dict[str, Any]] = lambda town, row: {}
    sees: frozenset[str] = INSIDERS
    web: str | None = None


def reason(town: Town, row: Any) -> dict[str, Any]:
    return {"reason": "领导同意"}


def ending(town: Town, row: Any) -> dict[str, Any]:
    return {"reason": "领导同意", "approver_id": town.leader_post.pk}


def again(town: Town, row: Any) -> dict[str, Any]:
    return AGAIN | {"post_id": town.leader_post.pk, "due_on": "2026-10-31"}


def merging(town: Town, row: Any) -> dict[str, Any]:
    return ending(town, row) | {"into_id": other(town).pk}


def entry(town: Town, row: Any) -> dict[str, Any]:
    words = words_of(town)
    return {"title": words.title, "source_id": words.source_id, "requirement": words.requirement}


REVIEW: Final = {"facts_clear": True, "problem_solved": True, "form_right": True, "opinion": "合格"}
LATER: Final = date(2026, 10, 20)
ASKING: Final = {"reason": "连续降雨", "progress": "完成四成"}
# A leader sees what is put before the post for approval, and what is registered.
DRAFT_SEEN: Final = OFFICE | {"auditor"}
FROM_HELPER: Final = COUNTY | UNIT | {"helping_clerk"}
VERBS: Final = {
    verb.name: verb
    for verb in (
        Verb("matter.create", OFFICE, matter("draft"), create, "matters/", entry, web="matter-register"),
        Verb(
            "matter.revise",
            OFFICE,
            matter("draft"),
            revise,
            "PATCH matters/{}/",
            lambda town, row: {"title": "修复县道桥涵"},
            DRAFT_SEEN,
            "matter-edit",
        ),
        Verb("matter.submit", OFFICE, matter("draft"), of_matter(services.submit_matter), sees=DRAFT_SEEN),
        Verb(
            "matter.send_back",
            HEAD,
            matter("submitted"),
            of_matter(services.send_back_matter, reason="依据不足"),
            body=reason,
            sees=DRAFT_SEEN,
        ),
        Verb(
            "matter.reject",
            HEAD,
            matter("submitted"),
            of_matter(services.reject_matter, reason="重复"),
            body=reason,
            sees=DRAFT_SEEN,
        ),
        Verb(
            "matter.register",
            HEAD,
            approvable,
            of_matter(services.register_matter),
            sees=COUNTY,
        ),
        Verb("matter.issue", OFFICE, matter("registered"), of_matter(services.issue_matter), sees=COUNTY),
        Verb(
            "matter.split",
            OFFICE,
            matter("issued"),
            split,
            body=lambda town, row: {"parts": [{"title": "排查涵洞", "requirement": "逐个排查"}]},
            web="matter-split",
        ),
        Verb(
            "matter.add_instruction",
            OFFICE | LEADER,
            matter("issued"),
            add_instruction,
            "matters/{}/instruct/",
            lambda town, row: {"post_id": town.leader_post.pk, "given_on": "2026-09-12", "text": "请抓紧"},
        ),
        Verb(
            "matter.show",
            OFFICE,
            reported,
            of_matter(services.review_matter, **REVIEW),
            "matters/{}/review/",
            lambda town, row: REVIEW,
        ),
        Verb(
            "matter.read",
            OFFICE | LEADER,
            matter("shown"),
            of_matter(services.read_matter, note="批阅件1号"),
            body=lambda town, row: {"note": "批阅件1号"},
        ),
        Verb(
            "matter.lapse",
            OFFICE,
            matter("shown", shown_until=date(2026, 9, 11)),
            of_matter(services.lapse_matter),
        ),
        Verb("matter.instruct_again", OFFICE | LEADER, matter("shown"), instruct_again, body=again),
        Verb(
            "matter.withdraw",
            HEAD,
            matter("issued"),
            ended_by(services.withdraw_matter),
            body=ending,
        ),
        Verb("matter.merge", HEAD, beside_another, merge, body=merging),
        Verb(
            "matter.make_long_term",
            HEAD,
            matter("issued"),
            ended_by(services.make_long_term),
            body=ending,
        ),
        Verb(
            "matter.look_back",
            OFFICE,
            matter("closed"),
            of_matter(services.look_back, reason="群众反映又塌方"),
            body=reason,
        ),
        Verb(
            "matter.suspend",
            OFFICE,
            matter("issued"),
            of_matter(services.suspend_matter, until=date(2026, 9, 25), reason="汛期"),
            body=lambda town, row: {"until": "2026-09-25", "reason": "汛期"},
        ),
        Verb("matter.resume", OFFICE, suspended, of_matter(services.resume_matter)),
        Verb(
            "matter.exempt",
            HEAD,
            matter("issued"),
            of_matter(services.grant_exemption, measure="days_left", until=LATER, reason="等待批复"),
            body=lambda town, row: {"measure": "days_left", "until": "2026-10-20", "reason": "等待批复"},
        ),
        Verb(
            "matter.end_exemption",
            HEAD,
            exempted,
            of_matter(services.end_exemption, measure="days_left", reason="已批复"),
            body=lambda town, row: {"measure": "days_left", "reason": "已批复"},
        ),
        Verb(
            "matter.set_due_date",
            OFFICE,
            matter("issued", due_on=None, due_basis="", due_rule="matter_from_signature"),
            of_matter(services.set_due_date, due_on=LATER, reason="会议确定"),
            body=lambda town, row: {"due_on": "2026-10-20", "reason": "会议确定"},
        ),
        Verb("matter.archive", OFFICE, matter("closed"), of_matter(services.start_archive)),
        Verb(
            "duty.add",
            OFFICE,
            matter("issued"),
            add_duty,
            "matters/{}/duties/",
            lambda town, row: {"unit_id": town.strange.pk, "role": "helping"},
            web="matter.add_duty",
        ),
        Verb(
            "duty.reassign",
            OFFICE,
            lead("refused"),
            reassign,
            body=lambda town, row: {"unit_id": town.strange.pk, "reason": "职责在文旅局"},
        ),
        Verb("duty.sign", LEAD, lead("to_sign"), of_duty(services.sign_duty)),
        Verb("duty.refuse", LEAD, lead("to_sign"), of_duty(services.refuse_duty, reason="x"), body=reason),
        Verb("duty.insist", OFFICE, lead("refused"), of_duty(services.insist_duty, reason="x"), body=reason),
        Verb(
            "duty.release",
            OFFICE,
            helper("to_sign"),
            of_duty(services.release_duty, reason="不再需要"),
            body=reason,
        ),
        Verb("duty.start", LEAD, lead("signed"), of_duty(services.start_duty)),
        Verb("duty.accept", OFFICE | LEAD, helper("reported"), of_duty(services.accept_duty)),
        Verb(
            "duty.redo",
            OFFICE | LEAD,
            helper("reported"),
            of_duty(services.redo_duty, reason="缺佐证"),
            body=reason,
        ),
        Verb(
            "feedback.write",
            LEAD,
            lead("under_way"),
            write,
            "duties/{}/feedbacks/",
            lambda town, row: {"progress": "路基完成"},
            web="matter-entry",
        ),
        Verb(
            "feedback.no_change",
            LEAD,
            lead("under_way", issued_on=date(2026, 7, 1)),
            of_duty(services.no_change),
            "duties/{}/no-change/",
            web="duty.no_change",
        ),
        Verb(
            "feedback.hand_up",
            LEAD,
            feedback("draft"),
            of_feedback(services.hand_up_feedback),
            sees=UNIT,
        ),
        Verb(
            "feedback.pull_back",
            LEAD_HEADS,
            feedback("handed_up"),
            of_feedback(services.pull_back_feedback, reason="写具体"),
            body=reason,
            sees=UNIT,
        ),
        Verb(
            "feedback.sign",
            LEAD_HEADS,
            feedback("handed_up"),
            of_feedback(services.sign_feedback),
            sees=UNIT,
        ),
        Verb(
            "feedback.receive",
            OFFICE | LEAD,
            feedback("sent", "helper"),
            of_feedback(services.receive_feedback),
        ),
        Verb(
            "feedback.return",
            OFFICE | LEAD,
            feedback("sent", "helper"),
            of_feedback(services.return_feedback, reason="缺照片"),
            body=reason,
        ),
        Verb(
            "feedback.answer",
            OFFICE | LEADER,
            feedback("sent", help_needed="缺80万元"),
            of_feedback(services.answer_help, text="已请财政局办理"),
            body=lambda town, row: {"text": "已请财政局办理"},
            sees=COUNTY | UNIT,
        ),
        Verb(
            "extension.propose",
            LEAD,
            matter("issued", duty_status="under_way"),
            of_matter(services.propose_extension, new_due_on=LATER, **ASKING),
            "matters/{}/extensions/",
            lambda town, row: ASKING | {"new_due_on": "2026-10-20"},
            web="matter-extension-propose",
        ),
        Verb("extension.agree", LEAD_HEADS, extension("proposed"), of_extension(services.agree_extension)),
        Verb("extension.retract", LEAD, extension("proposed"), of_extension(services.retract_extension)),
        Verb("extension.approve", OFFICE, extension("asked"), of_extension(services.approve_extension)),
        Verb(
            "extension.approve (second)",
            LEADER,
            extension("asked", 2),
            of_extension(services.approve_extension),
            "extensions/{}/approve/",
            web="extension.approve",
        ),
        Verb(
            "extension.refuse",
            OFFICE,
            extension("asked"),
            of_extension(services.refuse_extension, decision="抓紧办理"),
            body=lambda town, row: {"decision": "抓紧办理"},
        ),
    )
}
PLURALS: Final = {"matter": "matters", "duty": "duties", "feedback": "feedbacks", "extension": "extensions"}


def address_of(verb: Verb, row: Any) -> tuple[str, str]:
    """The method and the path below /api/v1/."""
    thing, _dot, name = verb.name.partition(".")
    path = verb.path or f"{PLURALS[thing]}/{{}}/{name.replace('_', '-')}/"
    method, _blank, rest = path.rpartition(" ")
    return method.lower() or "post", rest.format(row.pk)
