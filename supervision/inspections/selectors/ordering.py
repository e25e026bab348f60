"""What a rectification is ordered with: the words that a finding, or a former round, gives it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.rules import day_words

from ..models import Finding, LookBack, Origin, Rectification
from ..rules.entries import RectificationWords

INSPECTED, MONITORED = "inspection", "monitoring"
PROBLEM_LENGTH = 4000


def words_of_finding(finding: Finding) -> RectificationWords:
    """As it was found; a person adds the goal, the leader and the time class. Raises Origin.DoesNotExist."""
    code = MONITORED if finding.inspection_id is None else INSPECTED
    return RectificationWords(
        title=finding.title,
        problem=finding.description,
        category_id=finding.category_id,
        unit_id=finding.unit_id,
        origin_id=Origin.objects.only("pk").get(code=code).pk,
        severity=finding.severity,
        source_document=finding.number,
        project_id=finding.project_id,
        milestone_id=finding.milestone_id,
        matter_id=finding.matter_id,
        indicator_id=finding.indicator_id,
        amount=finding.amount,
    )


def words_of_rectification(row: Rectification) -> RectificationWords:
    """As it was ordered, for a form that revises it."""
    return RectificationWords(
        title=row.title,
        problem=row.problem,
        category_id=row.category_id,
        unit_id=row.unit_id,
        origin_id=row.origin_id,
        time_class=row.time_class,
        severity=row.severity,
        external_number=row.external_number,
        source_document=row.source_document,
        project_id=row.project_id,
        milestone_id=row.milestone_id,
        matter_id=row.matter_id,
        indicator_id=row.indicator_id,
        sector_id=row.sector_id,
        amount=row.amount,
        goal=row.goal,
        leader_id=row.leader_id,
        person=row.person,
        accepting_unit_id=row.accepting_unit_id,
        needs_notice=row.needs_notice,
        note=row.note,
        due_on=None if row.due_rule else row.due_on,
        due_basis="" if row.due_rule else row.due_basis,
    )


def relapse_of(looked: LookBack) -> RectificationWords:
    """The next round as the former one was ordered, with what was seen before the old problem.

    The amount is not taken over: it was counted with the round in which it was put right.
    """
    row = looked.rectification
    seen = _("%(day)s回头看：%(situation)s") % {"day": day_words(looked.on), "situation": looked.situation}
    former = words_of_rectification(row)
    problem = f"{seen}\n{row.problem}"[:PROBLEM_LENGTH]
    return replace(former, problem=problem, amount=None, due_on=None, due_basis="")
