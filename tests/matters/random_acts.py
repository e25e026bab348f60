"""What random people may try: every service that takes a step, with whatever they happen to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from accounts.models import User
from rulebook.rules import Measure
from supervision.matters import services
from supervision.matters.models import Matter
from supervision.matters.rules.entries import DutyWords, InstructionWords
from supervision.matters.rules.entries_feedback import FeedbackWords
from supervision.matters.rules.states import BY_NAME
from tests.matters.build import at_noon
from tests.town import Town

OFFICE: Final = ("supervisor", "office_head")
HEAD: Final = ("office_head",)
UNIT: Final = ("lead_head", "helping_head", "strange_head", "lead_clerk", "helping_clerk")
LEADER: Final = ("leader",)
LEAD: Final = ("lead_clerk", "lead_head")
DECIDERS: Final = (*OFFICE, *LEADER)


@dataclass(frozen=True)
class Scene:
    """Who acts on which row on which day; ``more`` days from then, and ``flag``, colour what is said."""

    town: Town
    user: User
    pk: int
    day: date
    more: int
    flag: bool

    @property
    def now(self) -> datetime:
        return at_noon(self.day)

    @property
    def then(self) -> date:
        return self.day + timedelta(self.more)


@dataclass(frozen=True)
class Act:
    """``people`` are those who may in the ordinary run of things, ``statuses`` those of the row."""

    table: str
    people: tuple[str, ...]
    run: Callable[[Scene], Any]
    statuses: tuple[str, ...]


def _plain(step: str, people: tuple[str, ...], name: str, **said: Any) -> Act:
    """A service that takes the row and words that are always the same."""
    return _on(step, people, name, lambda scene: said)


def _on(step: str, people: tuple[str, ...], name: str, said: Callable[[Scene], dict[str, Any]]) -> Act:
    """``step``: a move of the table, or a thing and the statuses at which it may be tried."""
    service, table = getattr(services, name), step.split(".")[0]
    statuses = BY_NAME[step].sources if step in BY_NAME else tuple(step.split(".")[1:])
    key = f"{table}_id"
    return Act(table, people, lambda s: service(actor=s.user, **{key: s.pk}, now=s.now, **said(s)), statuses)


def _written(s: Scene) -> dict[str, Any]:
    kind = "final" if s.flag else "progress"
    help_needed = "协调用地" if s.more % 3 == 0 else ""
    words = FeedbackWords("进展顺利", s.more if s.more > 0 else None, "", help_needed, "", kind)
    return {"words": words, "period_start": None}


def _asked(s: Scene) -> dict[str, Any]:
    return {"new_due_on": s.day + timedelta(30 + s.more), "reason": "连续降雨", "progress": "完成四成"}


def _judged(s: Scene) -> dict[str, Any]:
    return {"facts_clear": True, "problem_solved": s.flag, "form_right": True, "opinion": "已核"}


def _ended(s: Scene) -> dict[str, Any]:
    return {"reason": "县长办公会议定", "approver_id": s.town.leader_post.pk if s.flag else None}


def _merged(s: Scene) -> dict[str, Any]:
    return _ended(s) | {"into_id": Matter.objects.order_by("pk")[0].pk}


def _said_again(s: Scene) -> dict[str, Any]:
    given_on = s.day if s.flag else s.day - timedelta(1)
    words = InstructionWords(s.town.leader_post.pk, given_on, "再查一遍", reference="批办单第31号")
    return {"words": words, "due_on": s.then if s.more > 5 else None}


def _another_unit(s: Scene) -> dict[str, Any]:
    unit = s.town.strange if s.flag else s.town.below_lead
    return {"unit_id": unit.pk, "reason": "职责调整"}


def _one_more_unit(s: Scene) -> dict[str, Any]:
    return {"words": DutyWords((s.town.strange if s.flag else s.town.below_lead).pk, "helping")}


def _stopped(s: Scene) -> dict[str, Any]:
    return {"until": s.then, "reason": "汛期"}


def _exempted(s: Scene) -> dict[str, Any]:
    return {"measure": Measure.DAYS_LEFT, "until": s.then, "reason": "等待批复"}


def _no_longer_exempted(s: Scene) -> dict[str, Any]:
    return {"measure": Measure.DAYS_LEFT, "reason": "已批复"}


ACTS: Final = {
    "issue": _plain("matter.issue", OFFICE, "issue_matter"),
    "sign": _plain("duty.sign", UNIT, "sign_duty"),
    "refuse": _plain("duty.refuse", UNIT, "refuse_duty", reason="非本单位职责"),
    "insist": _plain("duty.insist", OFFICE, "insist_duty", reason="职责明确"),
    "start": _plain("duty.start", UNIT, "start_duty"),
    "reassign": _on("duty.release", OFFICE, "reassign_duty", _another_unit),
    "release": _plain("duty.release", OFFICE, "release_duty", reason="不再需要"),
    "add_unit": _on("matter.issued", OFFICE, "add_duty", _one_more_unit),
    "accept": _plain("duty.accept", OFFICE, "accept_duty"),
    "redo": _plain("duty.redo", OFFICE, "redo_duty", reason="数据不符"),
    "write": _on("duty.signed.under_way", UNIT, "write_feedback", _written),
    "no_change": _plain("duty.signed.under_way", UNIT, "no_change"),
    "hand_up": _plain("feedback.hand_up", UNIT, "hand_up_feedback"),
    "pull_back": _plain("feedback.pull_back", UNIT, "pull_back_feedback", reason="写具体些"),
    "sign_report": _plain("feedback.sign", UNIT, "sign_feedback"),
    "receive": _plain("feedback.receive", OFFICE, "receive_feedback"),
    "return": _plain("feedback.return", OFFICE, "return_feedback", reason="缺照片"),
    "answer": _plain("feedback.sent.received", LEADER, "answer_help", text="已协调"),
    "propose": _on("matter.issued", LEAD, "propose_extension", _asked),
    "agree": _plain("extension.agree", LEAD, "agree_extension"),
    "retract": _plain("extension.retract", LEAD, "retract_extension"),
    "approve": _plain("extension.approve", DECIDERS, "approve_extension"),
    "refuse_time": _plain("extension.refuse", DECIDERS, "refuse_extension", decision="理由不足"),
    "suspend": _on("matter.issued", OFFICE, "suspend_matter", _stopped),
    "resume": _plain("matter.issued.shown", OFFICE, "resume_matter"),
    "exempt": _on("matter.issued.shown", HEAD, "grant_exemption", _exempted),
    "end_exemption": _on("matter.issued.shown", HEAD, "end_exemption", _no_longer_exempted),
    "set_due": _on("matter.issued", OFFICE, "set_due_date", lambda s: {"due_on": s.then, "reason": "会议"}),
    "review": _on("matter.show", OFFICE, "review_matter", _judged),
    "read": _plain("matter.read", LEADER, "read_matter", note="同意"),
    "instruct_again": _on("matter.instruct_again", LEADER, "instruct_again", _said_again),
    "lapse": _plain("matter.lapse", OFFICE, "lapse_matter"),
    "withdraw": _on("matter.withdraw", HEAD, "withdraw_matter", _ended),
    "merge": _on("matter.merge", HEAD, "merge_matter", _merged),
    "long_term": _on("matter.make_long_term", HEAD, "make_long_term", _ended),
    "look_back": _plain("matter.closed.long_term", OFFICE, "look_back", reason="又有反映"),
}
# What carries the work on is done most of the time; without that nothing would ever be closed.
ORDINARY: Final = (
    "issue",
    "sign",
    "write",
    "sign_report",
    "accept",
    "review",
    "read",
    "instruct_again",
    "propose",
    "agree",
    "approve",
)
# What leaves nothing to do, or all to do anew; anybody may still try it.
RARE: Final = {"withdraw", "merge", "long_term", "refuse", "release", "reassign", "add_unit"}
USUAL: Final = tuple(sorted(set(ACTS) - RARE))
