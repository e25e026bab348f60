"""回避 (REG art. 17): who may not review a conclusion, and why. The database holds it too (models.locks)."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Finding, Review, TeamMember


def recused(review: Review, user_ids: Collection[int] | None = None) -> dict[int, str]:
    """Why, by user id; ``user_ids`` None asks for everybody. Four statements."""
    conclusion = review.conclusion
    people = User.objects.filter(unit=conclusion.unit_id).values_list("pk", flat=True)
    team = TeamMember.objects.filter(inspection=conclusion.inspection_id, user__isnull=False)
    findings = Finding.objects.filter(inspection=conclusion.inspection_id, unit=conclusion.unit_id)
    why: dict[int, str] = {}
    _mark(why, people, _("被督查单位的人员"))
    _mark(why, [review.filed_by_id], _("申请复核的人"))
    for found_by, resolved_by in findings.values_list("found_by_id", "resolved_by_id"):
        _mark(why, [found_by, resolved_by], _("记录或认定过问题"))
    _mark(why, team.values_list("user_id", flat=True), _("督查组成员"))
    _mark(why, [conclusion.drafted_by_id, conclusion.issued_by_id], _("起草或办理过结论"))
    return {pk: text for pk, text in why.items() if user_ids is None or pk in user_ids}


def _mark(why: dict[int, str], user_ids: Collection[int | None], text: str) -> None:
    for pk in user_ids:
        if pk is not None:
            why.setdefault(pk, text)
