"""Projects, plans, milestones, money, 稳评, 入库 and exemptions: each write works, and refuses in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory.models
import pytest
from django.core.exceptions import ValidationError

from accounts.models import Upload
from projects import services
from projects.models import AnnualPlan, Exemption, Project, Receipt
from rulebook.rules import Measure
from tests.town import NOON, Town

DAY = date(2026, 9, 12)
TERMS = services.PlanTerms("continued", Decimal(1500), carried_in=Decimal(300), goals="主体完工")


def plan(town: Town, change: str, terms: services.PlanTerms = TERMS, reason: str = "追加投资") -> AnnualPlan:
    return services.set_annual_plan(
        actor=town.supervisor,
        project_id=town.project.pk,
        year=2026,
        terms=terms,
        change=change,
        on=DAY,
        reason=reason,
    )


def test_registered_projects_are_numbered_without_gaps_and_found_by_pinyin(town: Town) -> None:
    register: dict[str, Any] = {"actor": town.supervisor, "on": DAY, "sector": town.sector}
    first = services.register_project(name="县医院迁建", codes=["2305-620000-04-01-123456"], **register)
    with pytest.raises(ValidationError, match="名称"):
        services.register_project(name="县医院迁建", **register)
    second = services.register_project(name="职教中心", **register)
    assert (first.number, second.number) == ("2026-0001", "2026-0002")
    assert first.codes.get().code == "2305-620000-04-01-123456"
    assert list(Project.objects.search("xyyqj")) == [first]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": ""}, "项目名称|不能为空|null|blank|必"),
        ({"total_investment": Decimal(-1)}, "总投资不能为负数"),
        ({"levels": ["village"]}, "village|级别"),
        ({"levels": []}, "级别|空"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}, "止期不能早于起期"),
        ({"actual_finish": DAY}, "实际竣工须在实际开工之后"),
    ],
)
def test_a_wrong_fact_is_refused_and_costs_no_number(facts: dict[str, Any], words: str, town: Town) -> None:
    with pytest.raises(ValidationError, match=words):
        services.register_project(
            **{"actor": town.supervisor, "on": DAY, "name": "新桥", "sector": town.sector, **facts}
        )
    assert Project.objects.count() == 1
    new = services.register_project(actor=town.supervisor, on=DAY, name="新桥", sector=town.sector)
    assert new.number == "2026-0001"


def test_a_revision_changes_what_it_names_and_the_history_says_why(town: Town) -> None:
    services.revise_project(
        actor=town.supervisor,
        project_id=town.project.pk,
        reason="可研批复",
        name="省道改线",
        total_investment=Decimal("9000.5"),
        codes=["2305-620000-04-01-000001"],
    )
    town.project.refresh_from_db()
    assert (town.project.name, town.project.total_investment) == ("省道改线", Decimal("9000.5"))
    assert town.project.pinyin.endswith("sdgx")
    events = pghistory.models.Events.objects.tracks(town.project).order_by("pgh_id")
    assert [e.pgh_data["name"] for e in events] == ["省道过境段改建", "省道改线"]
    assert events.last().pgh_context["reason"] == "可研批复"
    services.revise_project(actor=town.supervisor, project_id=town.project.pk, name="省道改线")
    assert events.count() == 2


def test_each_change_of_a_plan_is_a_version_and_the_former_stay(town: Town) -> None:
    plan(town, "adjusted")
    plan(town, "removed", reason="用地未批")
    plan(town, "added", services.PlanTerms("new", Decimal(100), first_month=9), "重新列入")
    rows = AnnualPlan.objects.order_by("version")
    told = [(p.version, p.change, p.planned_investment, p.is_current, p.first_month) for p in rows]
    assert told == [
        (1, "initial", 1200, False, 1),
        (2, "adjusted", 1500, False, 1),
        (3, "removed", 1500, False, 1),
        (4, "added", 100, True, 9),
    ]


@pytest.mark.parametrize(
    ("change", "terms", "reason", "words"),
    [
        ("initial", TERMS, "", "已有计划"),
        ("adjusted", TERMS, "", "须写明事由"),
        ("adjusted", services.PlanTerms("continued", Decimal(-1)), "改", "不能为负数"),
        ("adjusted", services.PlanTerms("continued", None, first_month=13), "改", "1至12"),
        (
            "adjusted",
            services.PlanTerms("continued", None, curve=(Decimal(1),) * 11),
            "改",
            "应有12个月，现有11个",
        ),
        (
            "adjusted",
            services.PlanTerms(
                "continued", None, curve=(Decimal("0.5"), *(Decimal("0.4"),) * 10, Decimal(1))
            ),
            "改",
            "分月计划2月的累计比例低于上月",
        ),
        (
            "adjusted",
            services.PlanTerms("continued", None, curve=(Decimal("0.9"),) * 12),
            "改",
            "应为100%，现为90",
        ),
    ],
)
def test_a_wrong_plan_is_refused_and_the_current_one_stays(
    change: str, terms: services.PlanTerms, reason: str, words: str, town: Town
) -> None:
    with pytest.raises(ValidationError, match=words):
        plan(town, change, terms, reason)
    assert AnnualPlan.objects.get().is_current


def test_a_milestone_is_set_changed_completed_once_with_evidence(town: Town) -> None:
    office: dict[str, Any] = {"actor": town.supervisor, "project_id": town.project.pk, "name": "主体封顶"}
    row = services.set_milestone(due_on=date(2026, 8, 31), unit=town.lead, **office)
    same = services.set_milestone(due_on=date(2026, 9, 30), unit=town.lead, **office)
    assert (same.pk, same.due_on) == (row.pk, date(2026, 9, 30))
    photo = Upload.objects.create(
        file="a", name="a.jpg", content_type="image/jpeg", size=1, sha256="0" * 64,
        uploaded_by=town.lead_clerk, uploaded_at=NOON,
    )  # fmt: skip
    done: dict[str, Any] = {"actor": town.lead_clerk, "milestone_id": row.pk, "completed_on": DAY}
    with pytest.raises(ValidationError, match="须写明完成情况"):
        services.complete_milestone(completion=" ", **done)
    services.complete_milestone(completion="九月十二日封顶", evidence=[photo], **done)
    row.refresh_from_db()
    assert (row.completed_on, row.evidence.get().upload) == (DAY, photo)
    with pytest.raises(ValidationError, match="已完成"):
        services.complete_milestone(completion="再报", **done)
    with pytest.raises(ValidationError, match="已完成"):
        services.set_milestone(due_on=DAY, **office)


def test_money_is_planned_declared_and_recognised_within_what_was_declared(town: Town) -> None:
    pk = town.project.pk
    line = services.set_funding_line(
        actor=town.supervisor, project_id=pk, source="loan", planned=Decimal(300)
    )
    line = services.set_funding_line(
        actor=town.supervisor, project_id=pk, source="loan", planned=Decimal(400)
    )
    assert town.project.funding.get() == line and line.planned == 400
    receipt = services.record_receipt(
        actor=town.lead_clerk, project_id=pk, source="social", received_on=DAY, amount=Decimal(50)
    )
    with pytest.raises(ValidationError, match="申报金额之间"):
        services.decide_receipt(actor=town.supervisor, receipt_id=receipt.pk, recognised=Decimal("50.0001"))
    services.decide_receipt(actor=town.supervisor, receipt_id=receipt.pk, recognised=Decimal(45))
    assert Receipt.objects.values_list("status", "recognised").get() == ("recognised", 45)
    with pytest.raises(ValidationError, match="已有认定结论"):
        services.decide_receipt(actor=town.supervisor, receipt_id=receipt.pk, recognised=None)


def test_a_refused_receipt_recognises_nothing(town: Town) -> None:
    receipt = Receipt.objects.create(project=town.project, received_on=DAY, amount=50)
    services.decide_receipt(actor=town.office_head, receipt_id=receipt.pk, recognised=None, reason="财政资金")
    assert Receipt.objects.values_list("status", "recognised").get() == ("refused", None)


def test_assessments_and_statistics_are_recorded_once_a_day(town: Town) -> None:
    pk = town.project.pk
    services.record_assessment(actor=town.lead_clerk, project_id=pk, assessed_on=DAY, level="low")
    with pytest.raises(ValidationError, match="当日已登记稳评"):
        services.record_assessment(actor=town.lead_clerk, project_id=pk, assessed_on=DAY, level="high")
    entry: dict[str, Any] = {"actor": town.data_clerk, "project_id": pk, "entered_on": DAY}
    services.record_statistics_entry(**entry)
    with pytest.raises(ValidationError, match="统计截至日期"):
        services.record_statistics_entry(counted=Decimal(5), **entry)
    services.record_statistics_entry(counted=Decimal(5), counted_until=DAY, **entry)
    assert town.project.statistics.get().counted == 5


def test_an_exemption_has_a_reason_an_end_and_is_ended_early(town: Town) -> None:
    grant: dict[str, Any] = {
        "actor": town.office_head, "project_id": town.project.pk, "measure": Measure.START_DELAY,
        "since": date(2026, 9, 1), "until": date(2026, 10, 1),
    }  # fmt: skip
    with pytest.raises(ValidationError, match="不能为空"):
        services.grant_exemption(reason="", **grant)
    row = services.grant_exemption(reason="汛期", **grant)
    with pytest.raises(ValidationError, match="已有同一豁免"):
        services.grant_exemption(reason="汛期", **grant)
    end: dict[str, Any] = {"actor": town.office_head, "exemption_id": row.pk, "reason": "复工"}
    for outside in (date(2026, 9, 1), date(2026, 10, 1)):
        with pytest.raises(ValidationError, match="不在有效期内"):
            services.end_exemption(on=outside, **end)
    services.end_exemption(on=DAY, **end)
    assert not Exemption.objects.in_force(DAY).exists()
