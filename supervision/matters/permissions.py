"""Who may do which step of ``rules.states``. Rows are ``visible_to``'s; auditors do nothing here."""

from __future__ import annotations

from typing import Any, Final

from rules.predicates import predicate
from rules.rulesets import add_rule

from accounts.models import Role, User
from accounts.models.user import REPORTERS
from accounts.permissions import (
    can,
    has_role,
    has_role_for,
    is_office,
    is_office_head,
    is_system_admin,
    require,
)

from .models import Duty, Extension, Feedback, Matter
from .rules.words import DutyRole, DutyStatus, HelpersReportTo

__all__ = ["can", "require"]

# Another system that reports for a unit carries the signature that was given there.
HEADS: Final = (Role.UNIT_HEAD, Role.API_CLIENT)
FIRST: Final = 1
is_reporter = has_role(*REPORTERS)
is_leader = has_role(Role.LEADER)


def _duty_unit(duty: Duty) -> int:
    return duty.unit_id


works_on = has_role_for(_duty_unit, *REPORTERS)
heads = has_role_for(_duty_unit, *HEADS)


def _feedback_unit(feedback: Feedback) -> int:
    return feedback.duty.unit_id


drafts = has_role_for(_feedback_unit, *REPORTERS)
signs = has_role_for(_feedback_unit, *HEADS)


def _lead_unit(matter: Matter) -> int | None:
    """Of the duties as they were loaded: a page asks this for each of its rows."""
    standing = (duty for duty in matter.duties.all() if duty.status != DutyStatus.RELEASED)
    return next((duty.unit_id for duty in standing if duty.role == DutyRole.LEAD), None)


leads = has_role_for(_lead_unit, *REPORTERS)
leads_as_head = has_role_for(_lead_unit, *HEADS)


@predicate
def gathers(actor: User, duty: Duty | None) -> bool:
    """The lead unit takes what its helping units report, where the matter says so."""
    if duty is None or duty.role == DutyRole.LEAD or duty.matter.helpers_report_to != HelpersReportTo.LEAD:
        return False
    return leads(actor, duty.matter)


@predicate
def gathers_from(actor: User, feedback: Feedback | None) -> bool:
    return feedback is not None and gathers(actor, feedback.duty)


@predicate
def leads_the_asking(actor: User, extension: Extension | None) -> bool:
    return extension is None or leads(actor, extension.matter)


@predicate
def heads_the_asking(actor: User, extension: Extension | None) -> bool:
    return extension is None or leads_as_head(actor, extension.matter)


@predicate
def is_first(actor: User, extension: Extension | None) -> bool:
    return extension is None or extension.ordinal == FIRST


@predicate
def is_asked(actor: User, matter: Matter | None) -> bool:
    """The leader to whom it is shown: the present holder of that post."""
    return matter is None or matter.shown_to_id in actor.posts


@predicate
def is_in_charge(actor: User, extension: Extension | None) -> bool:
    """The leader in charge (包抓), or who approved the matter where nobody is."""
    if extension is None:
        return True
    matter = extension.matter
    return (matter.leader_id or matter.approver_id) in actor.posts


@predicate
def answers(actor: User, feedback: Feedback | None) -> bool:
    if feedback is None:
        return True
    matter = feedback.duty.matter
    return (matter.leader_id or matter.approver_id) in actor.posts


def _rule(names: str, test: Any) -> None:
    for name in names.split():
        add_rule(name, test)


_rule("matter.create matter.revise matter.attach matter.submit matter.issue matter.split", is_office)
_rule("matter.send_back matter.reject matter.register matter.withdraw matter.merge", is_office_head)
_rule("matter.make_long_term exemption.grant_matter exemption.end_matter", is_office_head)
_rule("matter.show matter.lapse matter.look_back matter.archive", is_office)
# A leader writes on paper too; the office then records it, with a note of where the paper is.
_rule("matter.read matter.instruct_again", is_office | (is_leader & is_asked))
_rule("matter.add_instruction", is_office | is_leader)
_rule("matter.suspend matter.resume matter.set_due_date", is_office)
_rule("source.change", is_office | is_system_admin)
_rule("duty.add duty.issue duty.insist duty.release duty.reassign", is_office)
_rule("duty.sign duty.refuse duty.start", works_on)
_rule("duty.report", heads)
_rule("duty.accept duty.redo", is_office | gathers)
_rule("feedback.write", works_on)
_rule("feedback.hand_up", drafts)
_rule("feedback.sign feedback.pull_back", signs)
_rule("feedback.receive feedback.return", is_office | gathers_from)
_rule("feedback.answer", is_office | (is_leader & answers))
_rule("extension.propose", leads)
_rule("extension.retract", leads_the_asking)
_rule("extension.agree", heads_the_asking)
_rule("extension.approve extension.refuse", (is_office & is_first) | (is_leader & is_in_charge & ~is_first))
_rule("matter.view_statistics", is_office | is_leader | has_role(Role.AUDITOR) | is_reporter)
