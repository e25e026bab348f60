"""What the database itself refuses: a changed plan, a closing without proof, a judge in his own cause."""

from __future__ import annotations

from typing import Final

import pgtrigger

from ..rules.words import ENDED

BEFORE_APPROVAL: Final = "'draft', 'cancelled'"
# ``search_text`` is generated after the triggers that come before, which see it as NULL.
MAY_DIFFER: Final = "'{archive_id,search_text}'::text[]"
# What of an inspection is not its plan: it goes on while the plan is locked.
GOES_ON: Final = (
    "'{status,number,basis,basis_document,approver_id,approved_on,revision,began_on,finished_on,"
    "ended_on}'::text[]"
)


def _refuse(name: str, text: str) -> str:
    return f"RAISE EXCEPTION '{text}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


def plan_is_locked() -> pgtrigger.Trigger:
    """What was sent for approval is not changed; a change goes back to draft first (REG art. 15)."""
    return pgtrigger.Trigger(
        name="plan_is_locked",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.status <> 'draft'
               AND to_jsonb(NEW) - {GOES_ON} IS DISTINCT FROM to_jsonb(OLD) - {GOES_ON} THEN
                {_refuse("inspection_plan_is_locked", "the plan is locked; a change needs approval again")}
            END IF;
            IF OLD.status NOT IN ('draft', 'submitted') AND NEW.status NOT IN ('draft')
               AND (NEW.basis, NEW.approver_id, NEW.approved_on, NEW.revision)
                   IS DISTINCT FROM (OLD.basis, OLD.approver_id, OLD.approved_on, OLD.revision) THEN
                {_refuse("inspection_plan_is_locked", "the approval is part of the plan")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def plan_part_is_locked() -> pgtrigger.Trigger:
    """Units and team belong to the plan."""
    return pgtrigger.Trigger(
        name="plan_part_is_locked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF (SELECT status FROM inspections_inspection
                 WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.inspection_id ELSE NEW.inspection_id END)
               <> 'draft' THEN
                {_refuse("inspection_plan_is_locked", "the plan is locked; a change needs approval again")}
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,  # noqa: S608 (only our own words)
    )


# Whoever took part in a conclusion: the team, who drafted or issued it, who wrote its findings down.
TOOK_PART: Final = """
    SELECT FROM inspections_conclusion c
     WHERE c.id = {conclusion}
       AND ({user} IN (c.drafted_by_id, c.issued_by_id)
            OR EXISTS (SELECT FROM inspections_teammember t
                        WHERE t.inspection_id = c.inspection_id AND t.user_id = {user})
            OR EXISTS (SELECT FROM inspections_finding f
                        WHERE f.inspection_id = c.inspection_id AND f.unit_id = c.unit_id
                          AND {user} IN (f.found_by_id, f.resolved_by_id)))
"""


def reviewer_took_no_part() -> pgtrigger.Trigger:
    """Recusal (REG art. 17)."""
    took_part = TOOK_PART.format(
        conclusion="(SELECT conclusion_id FROM inspections_review WHERE id = NEW.review_id)",
        user="NEW.user_id",
    )
    own_unit = """
        SELECT FROM inspections_review r
          JOIN inspections_conclusion c ON c.id = r.conclusion_id
          JOIN accounts_user u ON u.id = NEW.user_id
         WHERE r.id = NEW.review_id AND (u.unit_id = c.unit_id OR r.filed_by_id = u.id)
    """
    return pgtrigger.Trigger(
        name="reviewer_took_no_part",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF EXISTS ({took_part}) OR EXISTS ({own_unit}) THEN
                {_refuse("reviewer_took_no_part", "who took part in the conclusion may not review it")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def review_decided_by_uninvolved() -> pgtrigger.Trigger:
    """The one who decides is one of the reviewers, who took no part."""
    took_part = TOOK_PART.format(conclusion="NEW.conclusion_id", user="NEW.decided_by_id")
    return pgtrigger.Trigger(
        name="review_decided_by_uninvolved",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__decided_by__isnull=False),
        func=f"""
            IF EXISTS ({took_part})
               OR NOT EXISTS (SELECT FROM inspections_reviewer
                               WHERE review_id = NEW.id AND user_id = NEW.decided_by_id) THEN
                {_refuse("review_decided_by_uninvolved", "decided by a reviewer who took no part")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def ended_is_locked() -> pgtrigger.Trigger:
    """An ended rectification takes nothing but its archive."""
    return pgtrigger.Trigger(
        name="ended_is_locked",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__status__in=[status.value for status in ENDED]),
        func=f"""
            IF to_jsonb(NEW) - {MAY_DIFFER} IS DISTINCT FROM to_jsonb(OLD) - {MAY_DIFFER} THEN
                {_refuse("rectification_ended_is_locked", "this rectification has ended and is locked")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def locked_with_its_rectification(rectification_id: str) -> pgtrigger.Trigger:
    """Rows of an ended rectification are neither added nor changed."""
    ended = ", ".join(f"'{status}'" for status in ENDED)
    return pgtrigger.Trigger(
        name="locked_with_its_rectification",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF (SELECT status FROM inspections_rectification WHERE id = {rectification_id}) IN ({ended}) THEN
                {_refuse("rectification_ended_is_locked", "this rectification has ended and is locked")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


# Signed, of neither the unit that puts right nor one that helps, and not the applicant.
OUTSIDE: Final = """
    SELECT count(*) FROM inspections_verifier v
      JOIN inspections_verification w ON w.id = v.verification_id
      JOIN inspections_rectification r ON r.id = w.rectification_id
     WHERE {which} AND v.signed_at IS NOT NULL AND v.unit_id <> r.unit_id
       AND v.user_id IS DISTINCT FROM r.applied_by_id
       AND v.unit_id NOT IN (SELECT unit_id FROM inspections_helpingunit WHERE rectification_id = r.id)
"""


def verifier_is_outside() -> pgtrigger.Trigger:
    """谁验收谁负责: nobody verifies his own unit's work."""
    return pgtrigger.Trigger(
        name="verifier_is_outside",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF EXISTS (
                SELECT FROM inspections_verification w
                  JOIN inspections_rectification r ON r.id = w.rectification_id
                  JOIN accounts_user u ON u.id = NEW.user_id
                 WHERE w.id = NEW.verification_id
                   AND (r.unit_id IN (NEW.unit_id, u.unit_id) OR EXISTS (
                        SELECT FROM inspections_helpingunit h
                         WHERE h.rectification_id = r.id AND h.unit_id IN (NEW.unit_id, u.unit_id)))) THEN
                {_refuse("verifier_is_outside", "a verifier may not belong to a unit that is being checked")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def passed_by_two_outside() -> pgtrigger.Trigger:
    """Asked at the end of the transaction: what passed was signed by two people outside the unit."""
    return pgtrigger.Trigger(
        name="passed_by_two_outside",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
        func=f"""
            IF (SELECT status FROM inspections_verification WHERE id = NEW.id) = 'passed'
               AND ({OUTSIDE.format(which="w.id = NEW.id")}) < 2 THEN
                {_refuse("verification_by_two_outside", "two people outside the unit must sign")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608 (only our own words)
    )


def closed_with_proof() -> pgtrigger.Trigger:
    """Nothing is approved or closed without evidence and a verification that passed by two outside.

    What was seen before it was last applied for proves nothing of the work since.
    """
    signed = OUTSIDE.format(which="r.id = NEW.id AND w.status = 'passed' AND w.visited_on >= r.applied_on")
    return pgtrigger.Trigger(
        name="closed_with_proof",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
        func=f"""
            IF (SELECT status FROM inspections_rectification WHERE id = NEW.id)
                   IN ('verified', 'approved', 'published', 'closed')
               AND (NOT EXISTS (SELECT FROM inspections_evidence WHERE rectification_id = NEW.id)
                    OR ({signed}) < 2) THEN
                {_refuse("rectification_closed_with_proof", "evidence and two outside verifiers are needed")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608 (only our own words)
    )
