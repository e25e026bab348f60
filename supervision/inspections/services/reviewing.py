"""复核 (REG art. 17): filed by the unit, decided by people who took no part."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Conclusion, Review, Reviewer
from ..permissions import require
from ..rules.limits import REVIEW_DECISION
from ..rules.states import Thing
from ..rules.words import ConclusionStatus, ReviewStatus
from ..selectors.limits import required_day
from ..selectors.recusal import recused
from .authority import people
from .concluding import findings_of, new_number, require_proved, require_signature
from .writing import (
    because,
    follow,
    in_words,
    insert,
    lock_conclusion,
    move,
    of_field,
    ready,
    reasoned,
    require_standing,
    told,
)


@transaction.atomic
def file_review(*, actor: User, conclusion_id: int, reason: str, now: datetime) -> Review:
    """申请复核 until the last day that was told with the conclusion; decided within 30 days of today.

    Raises ValidationError: ``review_too_late``, ``review_one_of_a_conclusion``, ``reason_missing``.
    """
    conclusion = lock_conclusion(conclusion_id)
    require(actor, "review.file", conclusion)
    require_standing(Thing.CONCLUSION, conclusion, [ConclusionStatus.DELIVERED], "review.file")
    refuse_secrets(reason=reason)
    on = timezone.localdate(now)
    # What is delivered has its last day, by the database.
    until = conclusion.review_until or date.min
    if on > until:
        said = _("申请复核的期限是%(until)s，已经过了（政府督查工作条例第十七条）。")
        raise ValidationError(said % {"until": day_words(until)}, code="review_too_late")
    limit = required_day(REVIEW_DECISION, on)
    row = Review(
        conclusion=conclusion,
        reason=reasoned(reason),
        filed_by=actor,
        filed_on=on,
        allowed_until=until,
        decide_by=limit.on,
        decide_basis=limit.basis,
    )
    with because(actor, _("申请复核")):
        insert(row)
    told(row, "review.file", actor, now, note=reason)
    return row


@transaction.atomic
def appoint_reviewers(*, actor: User, review_id: int, user_ids: Collection[int], now: datetime) -> Review:
    """Make the reviewers these. Raises ValidationError: ``reviewer_took_no_part`` with the names and why."""
    row = _locked(review_id)
    require(actor, "review.appoint", row)
    require_standing(Thing.REVIEW, row, [ReviewStatus.FILED], "review.appoint")
    wanted = User.objects.filter(is_active=True).in_bulk(list(dict.fromkeys(user_ids)))
    if refused := recused(row, [*wanted]):
        said = "；".join(f"{wanted[pk]}：{why}" for pk, why in refused.items())
        text = _("应当回避（政府督查工作条例第十七条）：%(said)s。") % {"said": said}
        raise of_field("reviewers", text, "reviewer_took_no_part")
    wanted = people(user_ids)
    if not wanted or len(wanted) < len(set(user_ids)):
        raise of_field("reviewers", _("请选择在用的复核人员。"), "no_reviewers")
    with because(actor, _("确定复核人员")), in_words():
        row.reviewers.exclude(user__in=wanted).delete()
        present = set(row.reviewers.values_list("user_id", flat=True))
        for pk in wanted:
            if pk not in present:
                insert(Reviewer(review=row, user_id=pk))
    told(row, "review.appoint", actor, now, note="、".join(str(user) for user in wanted.values()))
    return row


@transaction.atomic
def uphold_review(
    *, actor: User, review_id: int, decision: str, signatory_id: int | None, now: datetime
) -> Review:
    """维持结论."""
    return _decide(actor, _locked(review_id), "uphold", decision, signatory_id, now)


@transaction.atomic
def change_review(
    *,
    actor: User,
    review_id: int,
    decision: str,
    signatory_id: int | None,
    text: str,
    finding_ids: Collection[int] = (),
    now: datetime,
) -> Conclusion:
    """变更结论: the old one is replaced. Returns the new one, made with its own number, to be delivered."""
    row = _locked(review_id)
    old = row.conclusion
    _decide(actor, row, "change", decision, signatory_id, now)
    refuse_secrets(text=text)
    follow(actor, Thing.CONCLUSION, old, "replace", now, decision)
    findings = findings_of(old, finding_ids)
    require_proved(findings)
    on = timezone.localdate(now)
    new = Conclusion(
        inspection=old.inspection,
        unit_id=old.unit_id,
        text=text.strip(),
        replaces=old,
        status=ConclusionStatus.ISSUED.value,
        drafted_by=actor,
        drafted_at=now,
        issued_by=actor,
        issued_on=on,
        signatory_id=signatory_id,
        number=new_number(on),
    )
    with because(actor, _("复核变更")):
        insert(new)
        new.findings.set(findings)
    told(new, "conclusion.issue", actor, now, note=_("变更%(number)s") % {"number": old.number})
    return new


@transaction.atomic
def revoke_review(
    *, actor: User, review_id: int, decision: str, signatory_id: int | None, now: datetime
) -> Review:
    """撤销结论: it is of no force any more; what stands may be concluded anew."""
    row = _locked(review_id)
    _decide(actor, row, "revoke", decision, signatory_id, now)
    follow(actor, Thing.CONCLUSION, row.conclusion, "revoke", now, decision)
    return row


@transaction.atomic
def retract_review(*, actor: User, review_id: int, reason: str = "", now: datetime) -> Review:
    return move(actor, Thing.REVIEW, _locked(review_id), "retract", now, reason)


def _decide(
    actor: User, row: Review, verb: str, decision: str, signatory_id: int | None, now: datetime
) -> Review:
    ready(actor, Thing.REVIEW, row, verb)
    reasoned(decision)
    refuse_secrets(decision=decision)
    on = timezone.localdate(now)
    require_signature(on, signatory_id, on)
    values: dict[str, Any] = {
        "decision": decision.strip(),
        "decided_by": actor,
        "decided_on": on,
        "signatory_id": signatory_id,
    }
    return move(actor, Thing.REVIEW, row, verb, now, decision, **values)


def _locked(review_id: int) -> Review:
    """The review as it is once its conclusion is ours. Raises Review.DoesNotExist."""
    conclusion = lock_conclusion(Review.objects.values_list("conclusion_id", flat=True).get(pk=review_id))
    row = Review.objects.get(pk=review_id)
    row.conclusion = conclusion
    return row
