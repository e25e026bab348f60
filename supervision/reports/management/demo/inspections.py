"""Two inspections of the sample county: one finished and concluded, one on site, with what each found.

Each is told in one transaction. A run that was killed finds it told, or not begun.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db import transaction

from accounts.models import User
from projects.models import Project
from supervision.inspections import services
from supervision.inspections.models import Category, Conclusion, Finding, Inspection
from supervision.inspections.rules.entries import FindingWords, PlanWords, TeamWords
from supervision.inspections.rules.words import (
    SEVERITIES,
    Content,
    InspectionKind,
    MemberKind,
    Method,
    RecommendationKind,
    TeamRole,
)
from supervision.matters.rules.words import Basis
from supervision.reports.management.demo.cast import Cast
from supervision.reports.management.demo.pictures import BEFORE, Pictures
from supervision.reports.management.demo.proofs import Proofs, at, later
from supervision.reports.management.demo.rectifications import FACTS as RECTIFICATIONS
from supervision.reports.management.demo.rectifications import FINDINGS, play_rectifications

SPECIAL, GENERAL = "专项", "综合"
LEADS: Final = "县政府办"
MEMBERS: Final = {SPECIAL: ("发改局", "统计局"), GENERAL: ("发改局", "公安局")}
REVIEWERS: Final = ("财政局", "人社局")
REVIEWED: Final = "工信局"
PRAISED: Final = "园区管委会"
Fact = dict[str, str]
PLANS: Final = {
    SPECIAL: PlanWords(
        title="重点项目建设和营商环境专项督查",
        kind=InspectionKind.SPECIAL.value,
        content_category=Content.GOVERNMENT_WORK.value,
        content="省市县重点项目进度、质量、资金、手续和惠企政策兑现情况。",
        scope="2026年以来在建重点项目和相关政务服务。",
        starts_on=date(2026, 6, 8),
        ends_on=date(2026, 6, 19),
        methods=(Method.HEARING_REPORTS.value, Method.CHECKS.value, Method.RECORDS.value, Method.TALKS.value),
        checkpoints="项目形象进度与上报是否一致\n施工安全和质量\n资金拨付和手续办理\n企业诉求办理",
    ),
    GENERAL: PlanWords(
        title="民生实事和安全生产综合督查",
        kind=InspectionKind.COMPREHENSIVE.value,
        content_category=Content.LEGAL_DUTIES.value,
        content="民生实事办理、安全生产责任落实和民生工程质量。",
        scope="2026年民生实事、在建民生工程和重点行业领域。",
        starts_on=date(2026, 9, 7),
        ends_on=date(2026, 9, 25),
        methods=(Method.SELF_REPORT.value, Method.CHECKS.value, Method.INTERNET.value),
        checkpoints="民生实事完成进度\n消防和危化品管理\n群众反映问题办理",
    ),
}


def play_inspections(office: User, on: date, samples: Path) -> int:
    """Tell the stories that are not told yet; how many. ``samples``: the folder of the workbooks."""
    cast = Cast(office, on, samples / "facts")
    findings, fixes = _facts(samples, FINDINGS), _facts(samples, RECTIFICATIONS)
    told = 0
    pictures = Pictures(samples)
    if not Inspection.objects.filter(title=PLANS[GENERAL].title).exists():
        units = {row["单位"] for row in (*findings, *fixes)}
        cast.open_heads({*units, LEADS, *REVIEWERS})
    for kind, play in ((SPECIAL, _special), (GENERAL, _general)):
        if not Inspection.objects.filter(title=PLANS[kind].title).exists():
            with transaction.atomic():
                play(Visit(cast, pictures, kind, [row for row in findings if row["督查"] == kind]))
                told += 1
    return told + play_rectifications(Proofs(cast, pictures), samples)


def _facts(samples: Path, name: str) -> list[Fact]:
    with (samples / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Visit:
    """One inspection: what was found in it, by the code of the facts."""

    def __init__(self, cast: Cast, pictures: Pictures, kind: str, facts: list[Fact]) -> None:
        self.cast, self.pictures, self.facts, self.plan = cast, pictures, facts, PLANS[kind]
        self.kind = kind
        self.categories = {category.name: category.pk for category in Category.objects.all()}
        self.severities = {str(label): value.value for value, label in SEVERITIES.items()}
        self.projects = {project.number: project.pk for project in Project.objects.exclude(number="")}
        self.names = dict(Project.objects.values_list("name", "pk"))
        self.found: dict[str, Finding] = {}

    # --- the plan ---------------------------------------------------------------------------------
    def begin(self, approved: date, begins: date) -> Inspection:
        office, head = self.cast.office, self.cast.office_head
        units = [self.cast.units[name].pk for name in dict.fromkeys(row["单位"] for row in self.facts)]
        plan = services.save_year_plan(
            actor=head,
            year=2026,
            most_per_unit=2,
            approver_id=self.cast.posts["县长"].pk,
            approved_on=date(2026, 1, 20),
            document="云政办〔2026〕4号",
            now=at(date(2026, 1, 21)),
        )
        words = PlanWords(**{**vars(self.plan), "year_plan_id": plan.pk})
        row = services.draft_inspection(
            actor=office, words=words, unit_ids=units, team=self._team(), now=at(later(approved, -7))
        )
        services.submit_inspection(actor=office, inspection_id=row.pk, now=at(later(approved, -6)))
        services.approve_inspection(
            actor=head,
            inspection_id=row.pk,
            basis=Basis.DECISION.value,
            basis_document="县政府常务会议纪要",
            approver_id=self.cast.posts["县长"].pk,
            approved_on=approved,
            now=at(approved, 16),
        )
        services.prepare_checklist(actor=office, inspection_id=row.pk, now=at(approved, 17))
        services.begin_inspection(actor=office, inspection_id=row.pk, now=at(begins))
        return row

    def _team(self) -> list[TeamWords]:
        """Led by the head of the government's own office, as the government decided."""
        members = (self.cast.clerk(self.cast.units[name]) for name in MEMBERS[self.kind])
        return [
            TeamWords(self.cast.head(self.cast.units[LEADS]).pk, role=TeamRole.LEADER.value),
            TeamWords(self.cast.office.pk, role=TeamRole.DEPUTY.value),
            *(TeamWords(user.pk) for user in members),
            TeamWords(name="沈远岫", employer="县政协委员", kind=MemberKind.CONSULTATIVE.value),
        ]

    # --- what was found ---------------------------------------------------------------------------
    def record(self, inspection: Inspection) -> None:
        """On the day, with the picture that was taken there."""
        for row in self.facts:
            pictures = self.pictures.of(row["代号"], BEFORE)
            taken = pictures[0] if pictures else None
            day = date.fromisoformat(row["发现"])
            words = FindingWords(
                unit_id=self.cast.units[row["单位"]].pk,
                category_id=self.categories[row["类别"]],
                title=row["问题"],
                description=row["描述"],
                severity=self.severities[row["程度"]],
                basis=row["依据"],
                amount=Decimal(row["金额"]) if row["金额"] else None,
                place=row["地点"],
                latitude=taken.latitude if taken else None,
                longitude=taken.longitude if taken else None,
                found_at=taken.taken if taken else at(day, 15),
            )
            self.found[row["代号"]] = services.record_finding(
                actor=self.cast.office,
                inspection_id=inspection.pk,
                words=words,
                files=[picture.file for picture in pictures],
                now=at(day, 18),
            )

    def answer(self) -> None:
        """Two days on the unit is told, then agrees or disputes; what is disputed is upheld, or waits."""
        office = self.cast.office
        for row in self.facts:
            story, finding = row["情况"], self.found[row["代号"]]
            told = later(finding.recorded_at.date(), 1)
            if story == "弃":
                reason = "与另一问题重复，不予认定。"
                services.drop_finding(actor=office, finding_id=finding.pk, reason=reason, now=at(told))
                continue
            if story == "待核":
                continue
            services.notify_finding(actor=office, finding_id=finding.pk, now=at(told))
            self._answered(row, finding, told)

    def _answered(self, row: Fact, finding: Finding, told: date) -> None:
        clerk, story = self.cast.clerk(self.cast.units[row["单位"]]), row["情况"]
        if story == "认":
            services.agree_finding(actor=clerk, finding_id=finding.pk, now=at(told, 15))
        if story in ("异", "异维"):
            statement = "现场丈量的起点与设计桩号不一致，请复核。"
            services.dispute_finding(
                actor=clerk, finding_id=finding.pk, statement=statement, now=at(told, 16)
            )
        if story == "异维":
            reason = "经与设计、监理三方复测，原认定属实，维持。"
            services.uphold_finding(
                actor=self.cast.office, finding_id=finding.pk, reason=reason, now=at(later(told, 3))
            )

    # --- what the government concluded ------------------------------------------------------------
    def conclude(self, inspection: Inspection, day: date) -> dict[str, Conclusion]:
        """By unit, delivered three days later; its clerk signs for it."""
        by_unit: dict[str, list[Fact]] = {}
        for row in self.facts:
            if row["情况"] in ("认", "异维"):
                by_unit.setdefault(row["单位"], []).append(row)
        return {unit: self._concluded(inspection, unit, rows, day) for unit, rows in by_unit.items()}

    def _concluded(self, inspection: Inspection, unit: str, rows: list[Fact], day: date) -> Conclusion:
        office, head = self.cast.office, self.cast.office_head
        row = services.draft_conclusion(
            actor=office,
            inspection_id=inspection.pk,
            unit_id=self.cast.units[unit].pk,
            text=f"经督查，{unit}推进重点项目总体有力，同时存在{len(rows)}个问题："
            + "；".join(fact["问题"] for fact in rows)
            + "。请限期整改并报告结果。",
            finding_ids=[self.found[fact["代号"]].pk for fact in rows],
            now=at(later(day, -4)),
        )
        services.submit_conclusion(actor=office, conclusion_id=row.pk, now=at(later(day, -3)))
        services.issue_conclusion(
            actor=head,
            conclusion_id=row.pk,
            signatory_id=self.cast.posts["县长"].pk,
            issued_on=day,
            now=at(day, 10),
        )
        clerk = self.cast.clerk(self.cast.units[unit])
        return services.deliver_conclusion(actor=clerk, conclusion_id=row.pk, now=at(later(day, 3), 10))

    def review(self, conclusion: Conclusion, day: date) -> None:
        """Asked for by the unit, decided by people who took no part."""
        reviewers = [self.cast.head(self.cast.units[name]) for name in REVIEWERS]
        review = services.file_review(
            actor=self.cast.clerk(self.cast.units[REVIEWED]),
            conclusion_id=conclusion.pk,
            reason="“完成数虚报”系统计口径不同所致，申请复核。",
            now=at(day),
        )
        users: Collection[int] = [user.pk for user in reviewers]
        services.appoint_reviewers(
            actor=self.cast.office_head, review_id=review.pk, user_ids=users, now=at(later(day, 3))
        )
        services.uphold_review(
            actor=reviewers[0],
            review_id=review.pk,
            decision="经重新核对企业名单和验收资料，原结论事实清楚、证据充分，维持。",
            signatory_id=self.cast.posts["县长"].pk,
            now=at(later(day, 14)),
        )

    def recommend(self, conclusion: Conclusion, kind: RecommendationKind, text: str, day: date) -> None:
        row = services.draft_recommendation(
            actor=self.cast.office,
            conclusion_id=conclusion.pk,
            kind=kind.value,
            addressee=str(conclusion.unit),
            text=text,
            now=at(day),
        )
        services.submit_recommendation(actor=self.cast.office, recommendation_id=row.pk, now=at(day, 10))
        services.approve_recommendation(
            actor=self.cast.office_head,
            recommendation_id=row.pk,
            approver_id=self.cast.posts["县长"].pk,
            decided_on=later(day, 2),
            now=at(later(day, 2)),
        )
        services.carry_out_recommendation(
            actor=self.cast.office,
            recommendation_id=row.pk,
            outcome="已在县政府常务会议上通报。",
            now=at(later(day, 5)),
        )


def _special(visit: Visit) -> None:
    """From plan to end: a dispute, a review, two recommendations."""
    row = visit.begin(date(2026, 6, 3), date(2026, 6, 8))
    visit.record(row)
    visit.answer()
    services.finish_inspection(actor=visit.cast.office, inspection_id=row.pk, now=at(date(2026, 6, 19), 17))
    conclusions = visit.conclude(row, date(2026, 7, 3))
    visit.review(conclusions[REVIEWED], date(2026, 7, 17))
    visit.recommend(
        conclusions[REVIEWED],
        RecommendationKind.CRITICISM,
        "上报完成数与现场不符，建议通报批评。",
        date(2026, 8, 5),
    )
    visit.recommend(
        conclusions[PRAISED], RecommendationKind.PRAISE, "立行立改及时，建议通报表扬。", date(2026, 8, 5)
    )
    services.close_inspection(actor=visit.cast.office, inspection_id=row.pk, now=at(date(2026, 8, 14)))


def _general(visit: Visit) -> None:
    """On site since Tuesday."""
    row = visit.begin(date(2026, 9, 3), date(2026, 9, 8))
    visit.record(row)
    visit.answer()
