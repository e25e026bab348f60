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

from .models import (
    Conclusion,
    Designation,
    Finding,
    Inspection,
    Rectification,
    RectificationExtension,
    Review,
    TeamMember,
    Verification,
)
from .rules.words import TeamRole

__all__ = ["can", "require"]

# Another system that reports for a unit carries the signature that was given there.
HEADS: Final = (Role.UNIT_HEAD, Role.API_CLIENT)
FIRST: Final = 1
is_reporter = has_role(*REPORTERS)
is_leader = has_role(Role.LEADER)


def _organiser(inspection: Inspection) -> int:
    return inspection.organiser_id


def _unit(row: Finding | Conclusion | Rectification) -> int:
    return row.unit_id


def _concluded_unit(review: Review) -> int:
    return review.conclusion.unit_id


def _asking_unit(extension: RectificationExtension) -> int:
    return extension.rectification.unit_id


def _inspection_of(row: Inspection | Finding | Conclusion) -> Inspection | None:
    return row if isinstance(row, Inspection) else row.inspection


organises = has_role_for(_organiser, *REPORTERS)
works_on = has_role_for(_unit, *REPORTERS)
heads = has_role_for(_unit, *HEADS)
complains = has_role_for(_concluded_unit, *REPORTERS)
asks = has_role_for(_asking_unit, *REPORTERS)
heads_the_asking = has_role_for(_asking_unit, *HEADS)


def _roles_in(actor: User, inspection: Inspection) -> set[str]:
    """Of the team as it was loaded: a page asks this for each of its rows."""
    return {member.role for member in inspection.team.all() if member.user_id == actor.pk}


@predicate
def may_organise(actor: User, inspection: Inspection | None) -> bool:
    """The office, or a designated department (REG art. 7), whose limits the services look at."""
    if is_office(actor):
        return True
    if inspection is not None:
        return organises(actor, inspection)
    return Designation.objects.filter(unit_id__in=actor.units_as(*REPORTERS)).exists()


@predicate
def is_in_team(actor: User, row: Inspection | Finding | Conclusion | None) -> bool:
    inspection = None if row is None else _inspection_of(row)
    if inspection is None:
        return row is None and TeamMember.objects.filter(user=actor).exists()
    return bool(_roles_in(actor, inspection))


@predicate
def leads_team(actor: User, row: Inspection | Finding | Conclusion | None) -> bool:
    inspection = None if row is None else _inspection_of(row)
    return inspection is not None and TeamRole.LEADER in _roles_in(actor, inspection)


@predicate
def concludes(actor: User, conclusion: Conclusion | None) -> bool:
    return bool(may_organise(actor, None if conclusion is None else conclusion.inspection))


@predicate
def is_reviewer(actor: User, review: Review | None) -> bool:
    return review is None or any(row.user_id == actor.pk for row in review.reviewers.all())


@predicate
def is_verifier(actor: User, verification: Verification | None) -> bool:
    return verification is None or any(row.user_id == actor.pk for row in verification.verifiers.all())


@predicate
def is_the_offices(actor: User, extension: RectificationExtension | None) -> bool:
    """The first, and every one where no leader is in charge: else nobody could ever decide it."""
    return extension is None or extension.ordinal == FIRST or extension.rectification.leader_id is None


@predicate
def is_in_charge(actor: User, extension: RectificationExtension | None) -> bool:
    """The leader in charge of the rectification (责任领导)."""
    return extension is None or extension.rectification.leader_id in actor.posts


def _rule(names: str, test: Any) -> None:
    for name in names.split():
        add_rule(name, test)


_rule("year_plan.change designation.change", is_office_head)
_rule("category.change origin.change", is_office | is_system_admin)
_rule("inspection.create inspection.revise inspection.submit inspection.amend", may_organise)
_rule("inspection.send_back inspection.approve inspection.cancel", is_office_head)
_rule("inspection.begin inspection.finish", is_office | leads_team)
_rule("inspection.prepare inspection.check", is_office | is_in_team)
_rule("inspection.close", is_office)
_rule("finding.record finding.revise finding.notify finding.attach", is_office | is_in_team)
_rule("finding.agree finding.dispute", works_on)
_rule("finding.uphold finding.drop", is_office | leads_team)
_rule("conclusion.draft conclusion.revise conclusion.submit", concludes)
_rule("conclusion.send_back conclusion.issue", is_office_head)
_rule("conclusion.deliver", is_office | works_on)
_rule("review.file", works_on)
_rule("review.retract", complains)
_rule("review.appoint", is_office_head)
_rule("review.uphold review.change review.revoke", is_reviewer)
_rule(
    "recommendation.draft recommendation.submit recommendation.carry_out recommendation.hand_over", is_office
)
_rule("recommendation.approve recommendation.refuse", is_office_head)
_rule("clue.transfer", is_office | is_in_team)
_rule("rectification.draft rectification.revise rectification.issue", is_office)
_rule("rectification.return_plan rectification.approve_plan rectification.check", is_office)
_rule("rectification.publish rectification.close rectification.send_back", is_office)
_rule("rectification.look_back rectification.review_yearly rectification.archive", is_office)
_rule("rectification.approve rectification.make_long_term rectification.withdraw", is_office_head)
_rule("rectification.submit_plan rectification.report rectification.finish_measure", works_on)
_rule("rectification.attach", is_office | works_on)
_rule("rectification.apply", heads)
_rule("rectification.import", is_office)
_rule("rectification.receive", is_office | has_role(Role.API_CLIENT))
_rule("verification.assign verification.cancel", is_office)
_rule("verification.record verification.disagree verification.sign", is_verifier)
_rule("rectification_extension.propose", works_on)
_rule("rectification_extension.retract", asks)
_rule("rectification_extension.agree", heads_the_asking)
_rule(
    "rectification_extension.approve rectification_extension.refuse",
    (is_office & is_the_offices) | (is_leader & is_in_charge & ~is_the_offices),
)
_rule("rectification.view_statistics", is_office | is_leader | has_role(Role.AUDITOR) | is_reporter)
