"""Small builders: inspections, findings and conclusions at any status, written as rows past every service.

Ordinary dates of the story: planned for 7 to 25 September 2026, approved on the 1st, begun on the 8th,
finished on the 10th, concluded on the 11th, told on the 12th.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any, Final

from accounts.models import Unit, User
from supervision.inspections.models import (
    Category,
    ChecklistItem,
    Clue,
    Conclusion,
    Designation,
    Evidence,
    Finding,
    InspectedUnit,
    Inspection,
    Recommendation,
    Review,
    Reviewer,
    TeamMember,
    YearPlan,
)
from supervision.inspections.rules.entries import FindingWords, PlanWords, TeamWords
from supervision.inspections.rules.words import (
    ConclusionStatus,
    FindingStatus,
    InspectionStatus,
    RecommendationStatus,
    ReviewStatus,
)
from tests.inspections.build_rectifications import make_upload
from tests.matters.build import at_noon
from tests.town import Town

STARTS_ON: Final = date(2026, 9, 7)
ENDS_ON: Final = date(2026, 9, 25)
APPROVED_ON: Final = date(2026, 9, 1)
BEGAN_ON: Final = date(2026, 9, 8)
FINISHED_ON: Final = date(2026, 9, 10)
ISSUED_ON: Final = date(2026, 9, 11)
NOTIFIED_ON: Final = date(2026, 9, 9)
ANSWER_BY: Final = date(2026, 9, 14)
REVIEW_UNTIL: Final = date(2026, 10, 12)

P = InspectionStatus
VISITED: Final = (P.ON_SITE, P.FINISHED, P.CLOSED)
OVER: Final = (P.FINISHED, P.CLOSED)
_serial = count(1)


def plan_words(**values: Any) -> PlanWords:
    """A whole plan, outside the year's plan."""
    asked: dict[str, Any] = {
        "title": "汛期安全专项督查",
        "kind": "special",
        "content_category": "government_work",
        "content": "防汛责任制和在建工程度汛措施落实情况",
        "scope": "2026年汛期以来的工作",
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "methods": ("checks", "records"),
        "checkpoints": "值班记录\n\n物资储备\n值班记录",
        "unplanned_reason": "主汛期县政府要求",
    }
    return PlanWords(**asked | values)


def team_words(town: Town) -> list[TeamWords]:
    """吴授权 leads; an expert without an account is invited."""
    return [
        TeamWords(user_id=town.nobody.pk, role="leader"),
        TeamWords(name="于专家", employer="水利学会", kind="expert"),
    ]


def finding_words(town: Town, **values: Any) -> FindingWords:
    asked: dict[str, Any] = {
        "unit_id": town.lead.pk,
        "category_id": Category.objects.get(code="safety").pk,
        "title": "值班记录缺失",
        "description": "9月1日至3日没有值班记录。",
    }
    return FindingWords(**asked | values)


def make_inspection(
    town: Town,
    title: str = "汛期安全专项督查",
    *,
    status: str = P.ON_SITE,
    units: Sequence[Unit] | None = None,
    leader: User | None = None,
    **values: Any,
) -> Inspection:
    """Of 交通局 unless told, led by 吴授权; ``values`` are columns. Its parts are added to a draft."""
    status = InspectionStatus(status)
    row = Inspection.objects.create(**_columns(town, title) | _before_the_end(values))
    InspectedUnit.objects.bulk_create(
        InspectedUnit(inspection=row, unit=unit) for unit in units or [town.lead]
    )
    leader = leader or town.nobody
    TeamMember.objects.create(inspection=row, user=leader, name=leader.display_name, role="leader")
    TeamMember.objects.create(inspection=row, name="于专家", employer="水利学会", kind="expert")
    Inspection.objects.filter(pk=row.pk).update(**_standing(town, status) | values | {"status": status.value})
    row.refresh_from_db()
    return row


def _before_the_end(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "ended_on"}


def _columns(town: Town, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "kind": "special",
        "content_category": "government_work",
        "content": "防汛责任制落实情况",
        "scope": "2026年汛期以来的工作",
        "methods": ["checks"],
        "checkpoints": "值班记录\n物资储备",
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "organiser": town.office,
        "unplanned_reason": "主汛期县政府要求",
        "created_by": town.supervisor,
        "created_at": at_noon(date(2026, 8, 28)),
    }


def _standing(town: Town, status: InspectionStatus) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if status not in (P.DRAFT, P.SUBMITTED, P.CANCELLED):
        columns |= {
            "number": f"督查〔2025〕{next(_serial)}号",
            "basis": "decision",
            "basis_document": "县政府常务会议纪要〔2026〕9号",
            "approver": town.leader_post,
            "approved_on": APPROVED_ON,
        }
    if status in VISITED:
        columns["began_on"] = BEGAN_ON
    if status in OVER:
        columns["finished_on"] = FINISHED_ON
    if status in (P.CLOSED, P.CANCELLED):
        columns["ended_on"] = date(2026, 9, 12)
    return columns


def make_finding(
    town: Town,
    inspection: Inspection | None = None,
    title: str = "值班记录缺失",
    *,
    status: str = FindingStatus.AGREED,
    proved: bool = True,
    **values: Any,
) -> Finding:
    """On 交通局 unless told, found by 杜明察 and, where ``proved``, with a picture."""
    columns: dict[str, Any] = {
        "inspection": inspection,
        "unit": town.lead,
        "category": Category.objects.get(code="safety"),
        "title": title,
        "description": f"{title}。",
        "found_at": at_noon(BEGAN_ON),
        "found_by": town.supervisor,
        "recorded_at": at_noon(BEGAN_ON),
        "status": str(status),
    }
    if status != FindingStatus.DRAFT:
        columns |= {
            "number": f"问题〔2025〕{next(_serial)}号",
            "notified_on": NOTIFIED_ON,
            "answer_by": ANSWER_BY,
        }
    if status in (FindingStatus.AGREED, FindingStatus.DISPUTED):
        columns |= {
            "answered_by": town.lead_head,
            "answered_at": at_noon(FINISHED_ON),
            "statement": "情况说明",
        }
    if status in (FindingStatus.UPHELD, FindingStatus.DROPPED):
        resolved_at = at_noon(FINISHED_ON)
        columns |= {"resolution": "现场核实", "resolved_by": town.supervisor, "resolved_at": resolved_at}
    row = Finding.objects.create(**columns | values)
    if proved:
        added_at = at_noon(BEGAN_ON)
        Evidence.objects.create(
            finding=row, upload=make_upload(town), added_by=town.supervisor, added_at=added_at
        )
    return row


def make_conclusion(
    town: Town,
    inspection: Inspection,
    *,
    status: str = ConclusionStatus.DELIVERED,
    findings: Sequence[Finding] = (),
    **values: Any,
) -> Conclusion:
    """On 交通局 unless told, drafted by 杜明察, issued and delivered on the 11th."""
    columns: dict[str, Any] = {
        "inspection": inspection,
        "unit": town.lead,
        "text": "防汛值班制度没有落实，责令限期改正。",
        "status": str(status),
        "drafted_by": town.supervisor,
        "drafted_at": at_noon(FINISHED_ON),
    }
    if status not in (ConclusionStatus.DRAFT, ConclusionStatus.SUBMITTED):
        columns |= {
            "number": f"督查结论〔2025〕{next(_serial)}号",
            "signatory": town.leader_post,
            "issued_on": ISSUED_ON,
            "issued_by": town.office_head,
        }
        if status != ConclusionStatus.ISSUED:
            columns |= {
                "delivered_on": ISSUED_ON,
                "received_by": town.lead_clerk,
                "review_until": REVIEW_UNTIL,
                "review_basis": "政府督查工作条例第十七条",
            }
    row = Conclusion.objects.create(**columns | values)
    row.findings.set(findings)
    return row


def make_review(
    town: Town,
    conclusion: Conclusion,
    *,
    status: str = ReviewStatus.FILED,
    reviewers: Sequence[User] = (),
    **values: Any,
) -> Review:
    """Filed by 路局长 on the 12th; decided by the first of its reviewers, 文联络 unless told."""
    columns: dict[str, Any] = {
        "conclusion": conclusion,
        "reason": "值班记录已补齐",
        "filed_by": town.lead_head,
        "filed_on": date(2026, 9, 12),
        "allowed_until": REVIEW_UNTIL,
        "decide_by": REVIEW_UNTIL,
        "decide_basis": "政府督查工作条例第十七条",
    }
    row = Review.objects.create(**columns | values)
    people = list(reviewers) or [town.stranger]
    Reviewer.objects.bulk_create(Reviewer(review=row, user=user) for user in people)
    if status in (ReviewStatus.UPHELD, ReviewStatus.CHANGED, ReviewStatus.REVOKED):
        decided = {"decision": "原结论事实清楚", "decided_by": people[0], "decided_on": date(2026, 9, 12)}
        Review.objects.filter(pk=row.pk).update(status=status, signatory=town.leader_post, **decided)
    elif status == ReviewStatus.RETRACTED:
        Review.objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    return row


def make_recommendation(
    town: Town,
    conclusion: Conclusion,
    kind: str = "criticism",
    *,
    status: str = RecommendationStatus.DRAFT,
    **values: Any,
) -> Recommendation:
    columns: dict[str, Any] = {
        "conclusion": conclusion,
        "kind": kind,
        "addressee": "县交通局",
        "text": "在全县通报批评。",
        "status": str(status),
        "drafted_by": town.supervisor,
    }
    if status in ("approved", "carried_out", "handed_over"):
        columns |= {
            "approver": town.leader_post,
            "decided_on": date(2026, 9, 12),
            "decided_by": town.office_head,
        }
    if status == RecommendationStatus.HANDED_OVER:
        columns["transferred_to"] = "县纪委监委"
    return Recommendation.objects.create(**columns | values)


def make_clue(town: Town, inspection: Inspection, recorded_by: User, **values: Any) -> Clue:
    columns = {
        "kind": "duty_crime",
        "summary": "涉嫌虚报工程量",
        "transferred_to": "县监委",
        "transferred_on": date(2026, 9, 11),
        "recorded_at": at_noon(date(2026, 9, 11)),
    }
    return Clue.objects.create(inspection=inspection, recorded_by=recorded_by, **columns | values)


def make_item(town: Town, inspection: Inspection, text: str = "值班记录", **values: Any) -> ChecklistItem:
    columns = {"unit": town.lead, "origin": "plan", "text": text} | values
    return ChecklistItem.objects.create(inspection=inspection, **columns)


def make_designation(town: Town, unit: Unit, *objects: Unit, **values: Any) -> Designation:
    """For September 2026 unless told."""
    columns = {
        "affairs": "河道管护",
        "scope": "全县河道",
        "duties": "检查并提出问题",
        "approver": town.leader_post,
        "approved_on": date(2026, 8, 20),
        "valid_from": date(2026, 9, 1),
        "valid_to": date(2026, 10, 1),
    }
    row = Designation.objects.create(unit=unit, **columns | values)
    row.objects_named.set(objects)
    return row


def make_year_plan(town: Town, most_per_unit: int = 2, year: int = 2026) -> YearPlan:
    return YearPlan.objects.create(
        year=year, most_per_unit=most_per_unit, approver=town.leader_post, approved_on=date(year, 1, 10)
    )


def pdf(text: str = "1") -> io.BytesIO:
    """A file that is taken; different texts make different files."""
    return io.BytesIO(b"%PDF-1.7\n" + text.encode())
