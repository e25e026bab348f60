"""What random people may try in this room: every service that carries it on, whatever they happen to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError

from supervision.inspections import services
from supervision.inspections.models import Finding, Rectification
from supervision.inspections.rules.entries import MeasureWords
from supervision.inspections.rules.states import MOVES
from tests.inspections.build import finding_words
from tests.inspections.rectifying import file_of
from tests.matters.random_acts import Act, Scene

OFFICE: Final = ("supervisor", "office_head")
HEAD: Final = ("office_head",)
TEAM: Final = ("nobody", "supervisor")
UNIT: Final = ("lead_clerk", "lead_head")
UNIT_HEAD: Final = ("lead_head",)
REVIEWERS: Final = ("stranger", "below_clerk")
VERIFIERS: Final = ("nobody", "supervisor", "stranger")
DECIDERS: Final = (*OFFICE, "leader")
SOURCES: Final = {move.name: move.sources for move in MOVES}
Said = Callable[[Scene], dict[str, Any]]


def _on(step: str, people: tuple[str, ...], name: str, said: Said = lambda scene: {}) -> Act:
    """``step``: a move of the table, or a thing and the statuses at which it may be tried."""
    service, table = getattr(services, name), step.split(".")[0]
    statuses = SOURCES[step] if step in SOURCES else tuple(step.split(".")[1:])
    key = f"{table.removeprefix('rectification_')}_id"

    def run(scene: Scene) -> Any:
        return service(actor=scene.user, **{key: scene.pk}, now=scene.now, **said(scene))

    return Act(table, people, run, statuses)


def _why(scene: Scene) -> dict[str, Any]:
    return {"reason": "情况有变"}


def _found(scene: Scene) -> dict[str, Any]:
    return {"words": finding_words(scene.town), "files": [file_of()] if scene.flag else []}


def _concluded(scene: Scene) -> dict[str, Any]:
    findings = Finding.objects.filter(inspection=scene.pk).order_by("-pk")[:1]
    wanted = [finding.pk for finding in findings]
    return {"unit_id": scene.town.lead.pk, "text": "责令限期改正。", "finding_ids": wanted}


def _signed(scene: Scene) -> dict[str, Any]:
    return {"signatory_id": scene.town.leader_post.pk, "issued_on": scene.day}


def _appointed(scene: Scene) -> dict[str, Any]:
    """Now and then somebody who took part, or of the unit."""
    names = ["stranger"] if scene.flag else ["stranger", "nobody"] if scene.more % 2 else ["below_clerk"]
    return {"user_ids": [getattr(scene.town, name).pk for name in names]}


def _decided(scene: Scene) -> dict[str, Any]:
    return {"decision": "经复核", "signatory_id": scene.town.leader_post.pk}


def _changed(scene: Scene) -> dict[str, Any]:
    return _decided(scene) | {"text": "变更后的结论。"}


def _planned(scene: Scene) -> dict[str, Any]:
    due_on = Rectification.objects.get(pk=scene.pk).due_on or scene.day
    late = due_on + timedelta(scene.more if scene.more > 35 else 0)
    return {"measures": [MeasureWords("排口", "封堵", scene.town.lead.pk, "路联络", late)]}


def _finish_all(scene: Scene) -> Any:
    """Its open measures, one after the other."""
    done: dict[str, Any] = {"done_on": scene.day, "outcome": "已完成", "now": scene.now}
    waiting = Rectification.objects.get(pk=scene.pk).measures.filter(done_on=None)
    if not waiting:
        raise ValidationError("all are done")
    for pk in waiting.values_list("pk", flat=True):
        services.finish_measure(actor=scene.user, measure_id=pk, **done)


def _applied(scene: Scene) -> dict[str, Any]:
    return {"text": "已整改到位", "files": [file_of()] if scene.flag else []}


def _sent(scene: Scene) -> dict[str, Any]:
    """Now and then too few, or one of the unit."""
    names = ["nobody", "supervisor"] if scene.flag else ["nobody", "stranger"]
    if scene.more % 9 == 0:
        names = ["nobody", "lead_clerk"] if scene.flag else ["nobody"]
    return {"user_ids": [getattr(scene.town, name).pk for name in names]}


def _seen(scene: Scene) -> dict[str, Any]:
    return {"visited_on": scene.day, "situation": "现场已查", "passes": scene.more > 2}


def _asked(scene: Scene) -> dict[str, Any]:
    return {"new_due_on": scene.day + timedelta(60 + scene.more), "reason": "降雨", "progress": "四成"}


def _ended(scene: Scene) -> dict[str, Any]:
    return _why(scene) | {"approver_id": scene.town.leader_post.pk if scene.flag else None}


def _looked(scene: Scene) -> dict[str, Any]:
    return {"on": scene.day, "holds": scene.more > 25, "situation": "又见污水"}


_FINISH: Final = _on("rectification.under_way.long_term", UNIT, "approve_plan")
ACTS: Final = {
    "amend": _on("inspection.amend", HEAD, "amend_inspection", _why),
    "finish": _on("inspection.finish", TEAM, "finish_inspection"),
    "close_inspection": _on("inspection.close", OFFICE, "close_inspection"),
    "find": _on("inspection.on_site", TEAM, "record_finding", _found),
    "conclude": _on("inspection.finished", OFFICE, "draft_conclusion", _concluded),
    "notify": _on("finding.notify", TEAM, "notify_finding"),
    "agree_finding": _on("finding.agree", UNIT, "agree_finding"),
    "dispute": _on("finding.dispute", UNIT, "dispute_finding", lambda s: {"statement": "不属实"}),
    "uphold_finding": _on("finding.uphold", TEAM, "uphold_finding", _why),
    "drop": _on("finding.drop", TEAM, "drop_finding", _why),
    "order": _on("finding.agreed.upheld", OFFICE, "draft_from_finding"),
    "submit_conclusion": _on("conclusion.submit", OFFICE, "submit_conclusion"),
    "issue_conclusion": _on("conclusion.issue", HEAD, "issue_conclusion", _signed),
    "deliver": _on("conclusion.deliver", UNIT, "deliver_conclusion"),
    "file": _on("conclusion.delivered", UNIT, "file_review", _why),
    "appoint": _on("review.filed", HEAD, "appoint_reviewers", _appointed),
    "uphold_review": _on("review.uphold", REVIEWERS, "uphold_review", _decided),
    "change": _on("review.change", REVIEWERS, "change_review", _changed),
    "revoke": _on("review.revoke", REVIEWERS, "revoke_review", _decided),
    "retract_review": _on("review.retract", UNIT, "retract_review"),
    "issue": _on("rectification.issue", OFFICE, "issue_rectification"),
    "submit_plan": _on("rectification.submit_plan", UNIT, "submit_plan", _planned),
    "return_plan": _on("rectification.return_plan", OFFICE, "return_plan", _why),
    "approve_plan": _on("rectification.approve_plan", OFFICE, "approve_plan"),
    "finish_measures": replace(_FINISH, run=_finish_all),
    "report": _on("rectification.under_way", UNIT, "report_progress", lambda s: {"text": "进展"}),
    "apply": _on("rectification.apply", UNIT_HEAD, "apply_for_closing", _applied),
    "check": _on(
        "rectification.check",
        OFFICE,
        "check_papers",
        lambda s: {"passes": s.more > 0, "reason": "材料不全"},
    ),
    "assign": _on("rectification.checked", OFFICE, "assign_verification", _sent),
    "record": _on("verification.record", VERIFIERS, "record_verification", _seen),
    "sign": _on("verification.recorded", VERIFIERS, "sign_verification"),
    "disagree": _on("verification.disagree", VERIFIERS, "disagree_verification", _why),
    "cancel": _on("verification.cancel", OFFICE, "cancel_verification", _why),
    "approve_closing": _on("rectification.approve", HEAD, "approve_closing"),
    "publish": _on("rectification.publish", OFFICE, "publish_rectification"),
    "close": _on("rectification.close", OFFICE, "close_rectification"),
    "send_back": _on("rectification.send_back", OFFICE, "send_back_rectification", _why),
    "long_term": _on("rectification.make_long_term", HEAD, "make_long_term", _ended),
    "withdraw": _on("rectification.withdraw", HEAD, "withdraw_rectification", _ended),
    "yearly": _on(
        "rectification.long_term",
        OFFICE,
        "review_yearly",
        lambda s: {"holds": s.flag, "situation": "复查"},
    ),
    "look_back": _on("rectification.closed", OFFICE, "look_back", _looked),
    "propose": _on("rectification.issued.under_way", UNIT, "propose_extension", _asked),
    "agree": _on("rectification_extension.agree", UNIT_HEAD, "agree_extension"),
    "retract": _on("rectification_extension.retract", UNIT, "retract_extension"),
    "approve": _on("rectification_extension.approve", DECIDERS, "approve_extension"),
    "refuse": _on(
        "rectification_extension.refuse", DECIDERS, "refuse_extension", lambda s: {"decision": "抓紧"}
    ),
}
# What carries the work on is done most of the time; without that little would ever be closed or decided.
ORDINARY: Final = (
    *("finish", "conclude", "submit_conclusion", "issue_conclusion", "deliver", "file", "appoint"),
    *("uphold_review", "change", "revoke", "issue", "submit_plan", "approve_plan", "finish_measures"),
    *("apply", "check", "assign", "record", "sign", "approve_closing", "publish", "close", "look_back"),
    *("propose", "agree", "approve"),
)
# What leaves little to do, or all to do anew; anybody may still try it.
RARE: Final = {
    *("amend", "drop", "retract_review", "return_plan", "disagree", "cancel", "send_back"),
    *("long_term", "withdraw", "retract", "refuse", "close_inspection"),
}
USUAL: Final = tuple(sorted(set(ACTS) - RARE))
