"""Every verb of the room, once: on which row, by which service, at which address, who may, who sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from accounts.models import Role, User
from supervision.inspections import services
from supervision.inspections.models import Category, Origin
from supervision.inspections.rules.entries import RectificationWords
from tests.inspections.acting import NOW
from tests.inspections.build import (
    finding_words,
    make_conclusion,
    make_finding,
    make_inspection,
    make_item,
    make_recommendation,
    make_review,
    plan_words,
    team_words,
)
from tests.inspections.build_rectifications import (
    make_evidence,
    make_extension,
    make_rectification,
    make_verification,
)
from tests.inspections.rectifying import measure_words
from tests.town import Town, make_user

Row = Any
Words = dict[str, Any]
OFFICE: Final = frozenset({"supervisor", "office_head"})
HEAD: Final = frozenset({"office_head"})
TEAM: Final = frozenset({"nobody"})  # 吴授权 leads the team, and goes to verify
REVIEWER: Final = frozenset({"stranger"})
UNIT: Final = frozenset({"lead_clerk", "lead_head", "api_client"})
UNIT_HEADS: Final = frozenset({"lead_head", "api_client"})
LEADER: Final = frozenset({"leader"})
# Who sees all; what is the team's; what the unit was told; what was handed out.
COUNTY: Final = OFFICE | {"leader", "auditor"}
INSIDE: Final = COUNTY | TEAM
TOLD: Final = INSIDE | UNIT | {"data_clerk"}
ORDERED: Final = COUNTY | UNIT | {"data_clerk"}
DAY: Final = date(2026, 9, 12)


@dataclass(frozen=True)
class Verb:
    """``words`` are what the service is told beside the row, and what the API is sent, in plain values.

    ``path`` is the address of what has another one than its name says; "-" has none. ``said`` turns the
    words into the service's arguments where they are not the same.
    """

    name: str
    may: frozenset[str]
    row: str
    service: Callable[..., Any]
    words: Callable[[Town, Row], Words] = lambda town, row: {}
    sees: frozenset[str] = TOLD
    path: str = ""
    said: Callable[[Town, Row], Words] | None = None
    key: str = ""

    def do(self, actor: User, town: Town, row: Row) -> Any:
        key = {} if self.key == "-" else {self.key or f"{self.thing}_id": row.pk}
        return self.service(actor=actor, now=NOW, **key, **(self.said or self.words)(town, row))

    @property
    def thing(self) -> str:
        return self.name.partition(".")[0].removeprefix("rectification_")

    def address(self, row: Row) -> tuple[str, str]:
        """The method and the path below /api/v1/."""
        thing, _dot, verb = self.name.partition(" ")[0].partition(".")
        path = self.path or f"{thing.replace('_', '-')}s/{{}}/{verb.replace('_', '-')}/"
        method, _blank, rest = path.rpartition(" ")
        return method or "post", rest.format(row.pk)


# --- rows -----------------------------------------------------------------------------------------
def inspection(status: str) -> Callable[[Town], Row]:
    return lambda town: make_inspection(town, status=status, overlap_reason="县政府要求")


def finding(status: str) -> Callable[[Town], Row]:
    return lambda town: make_finding(town, inspection("on_site")(town), status=status)


def conclusion(status: str) -> Callable[[Town], Row]:
    def build(town: Town) -> Row:
        visited = inspection("finished")(town)
        return make_conclusion(town, visited, status=status, findings=[make_finding(town, visited)])

    return build


def recommendation(kind: str, status: str) -> Callable[[Town], Row]:
    return lambda town: make_recommendation(town, conclusion("delivered")(town), kind, status=status)


def ordered(status: str, **values: Any) -> Callable[[Town], Row]:
    return lambda town: make_rectification(town, status=status, **values)


def finished(town: Town) -> Row:
    """All measures are done, with evidence of it."""
    row = make_rectification(town, status="under_way")
    row.measures.update(done_on=DAY, outcome="已封堵")
    make_evidence(town, row)
    return row


def visit(status: str) -> Callable[[Town], Row]:
    """By somebody from elsewhere, who recorded it, and 吴授权."""

    def build(town: Town) -> Row:
        visitor = User.objects.filter(username="visitor").first()
        visitor = visitor or make_user("visitor", "沈核查", town.strange, Role.UNIT_CLERK)
        row = make_rectification(town, status="checked")
        return make_verification(town, row, [visitor, town.nobody], status=status)

    return build


def extension(status: str, ordinal: int = 1) -> Callable[[Town], Row]:
    return lambda town: make_extension(
        town, make_rectification(town, status="under_way"), status=status, ordinal=ordinal
    )


ROWS: Final[dict[str, Callable[[Town], Row]]] = {
    **{
        f"inspection {status}": inspection(status)
        for status in ("draft", "submitted", "approved", "on_site", "finished")
    },
    "visited": lambda town: make_conclusion(town, inspection("finished")(town)).inspection,
    "item": lambda town: make_item(town, inspection("on_site")(town)),
    **{f"finding {status}": finding(status) for status in ("draft", "notified", "disputed", "agreed")},
    **{f"conclusion {one}": conclusion(one) for one in ("draft", "submitted", "issued", "delivered")},
    "review": lambda town: make_review(town, conclusion("delivered")(town)),
    **{
        f"recommendation {status}": recommendation("criticism", status)
        for status in ("draft", "submitted", "approved")
    },
    "accountability": recommendation("accountability", "approved"),
    **{
        f"rectification {status}": ordered(status)
        for status in ("draft", "issued", "planned", "under_way", "applied", "checked", "verified")
    },
    **{f"rectification {status}": ordered(status) for status in ("approved", "long_term", "closed")},
    "shown long enough": ordered("published", published_until=date(2026, 9, 11)),
    "finished": finished,
    "visit assigned": visit("assigned"),
    "visit recorded": visit("recorded"),
    "extension proposed": extension("proposed"),
    "extension asked": extension("asked"),
    "second extension": extension("asked", 2),
}


# --- words ----------------------------------------------------------------------------------------
def told(**words: Any) -> Callable[[Town, Row], Words]:
    return lambda town, row: words


def plan(town: Town, row: Row) -> Words:
    return {"words": plan_words(), "unit_ids": [town.lead.pk], "team": team_words(town)}


def plan_sent(town: Town, row: Row) -> Words:
    words = vars(plan_words())
    days = {name: str(words[name]) for name in ("starts_on", "ends_on")}
    team = [{"user_id": town.nobody.pk, "role": "leader"}]
    return {**words, **days, "methods": ["checks"], "unit_ids": [town.lead.pk], "team": team}


def authority(town: Town, row: Row) -> Words:
    return {"basis": "decision", "approver_id": town.leader_post.pk, "approved_on": "2026-09-01"}


def finding_sent(town: Town, row: Row) -> Words:
    words = finding_words(town)
    names = ("unit_id", "category_id", "title", "description")
    return {name: getattr(words, name) for name in names} | {"inspection_id": row.pk}


def concluding(town: Town, row: Row) -> Words:
    return {"inspection_id": row.pk, "unit_id": town.lead.pk, "text": "责令限期改正。"}


def signed(town: Town, row: Row) -> Words:
    return {"signatory_id": town.leader_post.pk, "issued_on": "2026-09-12"}


def decision(town: Town, row: Row) -> Words:
    return {"decision": "原结论事实清楚", "signatory_id": town.leader_post.pk}


def changed(town: Town, row: Row) -> Words:
    return {**decision(town, row), "text": "改为责令说明情况。", "finding_ids": []}


def order(town: Town, row: Row) -> Words:
    category = Category.objects.get(code="money").pk
    return {"title": "资金滞留", "problem": "滞留三个月", "category_id": category, "unit_id": town.lead.pk}


def own_order(town: Town, row: Row) -> Words:
    return {**order(town, row), "origin_id": Origin.objects.get(code="inspection").pk}


def own_words(town: Town, row: Row) -> Words:
    return {"words": RectificationWords(**own_order(town, row))}


def outside(town: Town, row: Row) -> Words:
    return {"origin_code": "audit", "external_number": "县审2026-014"}


def measures_sent(town: Town, row: Row) -> Words:
    return {"measures": [vars(measure_words(town)) | {"due_on": "2026-10-30"}]}


def ending(town: Town, row: Row) -> Words:
    return {"reason": "领导同意", "approver_id": town.leader_post.pk}


def days(words: Callable[[Town, Row], Words]) -> Callable[[Town, Row], Words]:
    """The same with days as days."""

    def said(town: Town, row: Row) -> Words:
        return {
            name: date.fromisoformat(value) if name.endswith(("_on", "_until")) or name == "on" else value
            for name, value in words(town, row).items()
        }

    return said


REASON: Final = told(reason="情况属实")
VISITED: Final = told(visited_on="2026-09-12", situation="排口已封堵", passes=True)
DONE: Final = told(done_on="2026-09-12", outcome="已封堵")
LOOKED: Final = told(on="2026-09-12", holds=True, situation="没有反弹")
LATER: Final = told(new_due_on="2026-11-30", reason="汛期", progress="完成四成")
S: Final = services


def measure(town: Town, row: Row) -> Words:
    return DONE(town, row) | {"measure_id": row.measures.get().pk}


INSPECTING: Final = (
    Verb("inspection.create", OFFICE, "inspection draft", S.draft_inspection, plan_sent, path="inspections/",
         said=plan, key="-"),
    Verb("inspection.revise", OFFICE, "inspection draft", S.revise_inspection, plan_sent, INSIDE,
         "put inspections/{}/", plan),
    Verb("inspection.submit", OFFICE, "inspection draft", S.submit_inspection, sees=INSIDE),
    Verb("inspection.send_back", HEAD, "inspection submitted", S.send_back_inspection, REASON, INSIDE),
    Verb("inspection.approve", HEAD, "inspection submitted", S.approve_inspection, authority, INSIDE,
         said=days(authority)),
    Verb("inspection.amend", OFFICE, "inspection approved", S.amend_inspection, REASON),
    Verb("inspection.cancel", HEAD, "inspection approved", S.cancel_inspection, REASON),
    Verb("inspection.begin", OFFICE | TEAM, "inspection approved", S.begin_inspection),
    Verb("inspection.prepare", OFFICE | TEAM, "inspection on_site", S.prepare_checklist),
    Verb("inspection.check", OFFICE | TEAM, "item", S.check_item, told(result="fine"), path="-",
         key="item_id"),
    Verb("inspection.finish", OFFICE | TEAM, "inspection on_site", S.finish_inspection),
    Verb("inspection.close", OFFICE, "visited", S.close_inspection),
    Verb("finding.record", OFFICE | TEAM, "inspection on_site", S.record_finding, finding_sent,
         path="findings/", key="inspection_id", said=lambda town, row: {"words": finding_words(town)}),
    Verb("finding.revise", OFFICE | TEAM, "finding draft", S.revise_finding, path="-",
         said=lambda town, row: {"words": finding_words(town, title="值班记录不全")}),
    Verb("finding.notify", OFFICE | TEAM, "finding draft", S.notify_finding, sees=INSIDE),
    Verb("finding.agree", UNIT, "finding notified", S.agree_finding),
    Verb("finding.dispute", UNIT, "finding notified", S.dispute_finding, told(statement="已补记")),
    Verb("finding.uphold", OFFICE | TEAM, "finding disputed", S.uphold_finding, REASON),
    Verb("finding.drop", OFFICE | TEAM, "finding disputed", S.drop_finding, REASON),
    Verb("conclusion.draft", OFFICE, "inspection finished", S.draft_conclusion, concluding,
         path="conclusions/", key="-"),
    Verb("conclusion.revise", OFFICE, "conclusion draft", S.revise_conclusion,
         told(text="责令整改。", finding_ids=[]), INSIDE, "put conclusions/{}/"),
    Verb("conclusion.submit", OFFICE, "conclusion draft", S.submit_conclusion, sees=INSIDE),
    Verb("conclusion.send_back", HEAD, "conclusion submitted", S.send_back_conclusion, REASON, INSIDE),
    Verb("conclusion.issue", HEAD, "conclusion submitted", S.issue_conclusion, signed, INSIDE,
         said=days(signed)),
    Verb("conclusion.deliver", OFFICE | UNIT, "conclusion issued", S.deliver_conclusion,
         told(receipt_note="路局长签收，回执存卷")),
    Verb("review.file", UNIT, "conclusion delivered", S.file_review, REASON, path="conclusions/{}/reviews/",
         key="conclusion_id"),
    Verb("review.appoint", HEAD, "review", S.appoint_reviewers,
         lambda town, row: {"user_ids": [town.helping_clerk.pk]}, TOLD | REVIEWER),
    Verb("review.uphold", REVIEWER, "review", S.uphold_review, decision, TOLD | REVIEWER),
    Verb("review.change", REVIEWER, "review", S.change_review, changed, TOLD | REVIEWER),
    Verb("review.revoke", REVIEWER, "review", S.revoke_review, decision, TOLD | REVIEWER),
    Verb("review.retract", UNIT, "review", S.retract_review, sees=TOLD | REVIEWER),
    Verb("recommendation.draft", OFFICE, "conclusion delivered", S.draft_recommendation,
         told(kind="criticism", addressee="县交通局", text="通报批评。"), path="-", key="conclusion_id"),
    Verb("recommendation.submit", OFFICE, "recommendation draft", S.submit_recommendation, path="-"),
    Verb("recommendation.approve", HEAD, "recommendation submitted", S.approve_recommendation, path="-",
         said=lambda town, row: {"approver_id": town.leader_post.pk, "decided_on": DAY}),
    Verb("recommendation.refuse", HEAD, "recommendation submitted", S.refuse_recommendation, REASON,
         path="-"),
    Verb("recommendation.carry_out", OFFICE, "recommendation approved", S.carry_out_recommendation,
         told(outcome="已通报"), path="-"),
    Verb("recommendation.hand_over", OFFICE, "accountability", S.hand_over_recommendation,
         told(transferred_to="县纪委监委"), path="-"),
    Verb("clue.transfer", OFFICE | TEAM, "inspection on_site", S.transfer_clue, path="-", key="inspection_id",
         said=told(kind="duty_crime", summary="虚报工程量", transferred_to="县监委", transferred_on=DAY)),
)  # fmt: skip
RECTIFYING: Final = (
    Verb("rectification.draft", OFFICE, "rectification draft", S.draft_rectification, own_order,
         path="rectifications/", said=own_words, key="-"),
    Verb("rectification.draft (of a finding)", OFFICE, "finding agreed", S.draft_from_finding, path="-",
         key="finding_id"),
    Verb("rectification.receive", OFFICE | {"api_client"}, "rectification draft", S.receive_rectification,
         lambda town, row: order(town, row) | outside(town, row), path="received-rectifications/", key="-",
         said=lambda town, row: {"words": RectificationWords(**order(town, row)), **outside(town, row)}),
    Verb("rectification.revise", OFFICE, "rectification draft", S.revise_rectification, own_order, COUNTY,
         "put rectifications/{}/", own_words),
    Verb("rectification.issue", OFFICE, "rectification draft", S.issue_rectification, sees=COUNTY),
    Verb("rectification.submit_plan", UNIT, "rectification issued", S.submit_plan, measures_sent, ORDERED,
         said=lambda town, row: {"measures": [measure_words(town)]}),
    Verb("rectification.return_plan", OFFICE, "rectification planned", S.return_plan, REASON, ORDERED),
    Verb("rectification.approve_plan", OFFICE, "rectification planned", S.approve_plan, sees=ORDERED),
    Verb("rectification.finish_measure", UNIT, "rectification under_way", S.finish_measure, measure, ORDERED,
         said=days(measure), key="-"),
    Verb("rectification.report", UNIT, "rectification under_way", S.report_progress, told(text="已封堵三处"),
         ORDERED),
    Verb("rectification.apply", UNIT_HEADS, "finished", S.apply_for_closing, told(text="已整改到位"),
         ORDERED),
    Verb("rectification.check", OFFICE, "rectification applied", S.check_papers, told(passes=True), ORDERED),
    Verb("rectification.approve", HEAD, "rectification verified", S.approve_closing, sees=ORDERED | TEAM),
    Verb("rectification.publish", OFFICE, "rectification approved", S.publish_rectification,
         sees=ORDERED | TEAM),
    Verb("rectification.close", OFFICE, "shown long enough", S.close_rectification, sees=ORDERED | TEAM),
    Verb("rectification.send_back", OFFICE, "rectification applied", S.send_back_rectification, REASON,
         ORDERED),
    Verb("rectification.make_long_term", HEAD, "rectification under_way", S.make_long_term, ending, ORDERED),
    Verb("rectification.review_yearly", OFFICE, "rectification long_term", S.review_yearly,
         told(situation="仍在管护", holds=True), ORDERED),
    Verb("rectification.withdraw", HEAD, "rectification issued", S.withdraw_rectification, ending, ORDERED),
    Verb("rectification.look_back", OFFICE, "rectification closed", S.look_back, LOOKED, ORDERED | TEAM,
         said=days(LOOKED)),
    Verb("rectification.archive", OFFICE, "rectification closed", S.start_archive, sees=ORDERED | TEAM),
    Verb("verification.assign", OFFICE, "rectification checked", S.assign_verification,
         lambda town, row: {"user_ids": [town.stranger.pk, town.nobody.pk]}, ORDERED,
         "rectifications/{}/verifications/", key="rectification_id"),
    Verb("verification.record", TEAM, "visit assigned", S.record_verification, VISITED, ORDERED | TEAM,
         said=days(VISITED)),
    Verb("verification.sign", TEAM, "visit recorded", S.sign_verification, sees=ORDERED | TEAM),
    Verb("verification.disagree", TEAM, "visit recorded", S.disagree_verification, REASON, ORDERED | TEAM),
    Verb("verification.cancel", OFFICE, "visit recorded", S.cancel_verification, REASON, ORDERED | TEAM),
    Verb("rectification_extension.propose", UNIT, "rectification under_way", S.propose_extension, LATER,
         ORDERED, "rectifications/{}/extensions/", days(LATER), "rectification_id"),
    Verb("rectification_extension.agree", UNIT_HEADS, "extension proposed", S.agree_extension, sees=ORDERED),
    Verb("rectification_extension.retract", UNIT, "extension proposed", S.retract_extension, sees=ORDERED),
    Verb("rectification_extension.approve", OFFICE, "extension asked", S.approve_extension, sees=ORDERED),
    Verb("rectification_extension.approve (second)", LEADER, "second extension", S.approve_extension,
         sees=ORDERED),
    Verb("rectification_extension.refuse", OFFICE, "extension asked", S.refuse_extension,
         told(decision="抓紧"), ORDERED),
)  # fmt: skip
VERBS: Final = (*INSPECTING, *RECTIFYING)
