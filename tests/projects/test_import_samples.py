"""The sample county's own workbooks, imported as its office would, give the county's own figures."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count, Sum

from accounts.models import Post, Tenure, Unit, User
from indicators.models import Indicator, Observation, Target
from projects.models import (
    AnnualPlan,
    FundingLine,
    ImportBatch,
    Milestone,
    MonthlyProgress,
    Project,
    Receipt,
    Responsibility,
    StabilityAssessment,
    StatisticsEntry,
)
from samples.generate import county, story
from samples.generate.mistakes_book import MISTAKES
from tests.projects.importing import SAMPLES, bring_in, check, errors
from tests.town import make_unit, make_user

FIRST = ("机构人员名册.xlsx", "2026年重点项目台账.xlsx", "包抓责任一览表.xlsx", "关键节点.xlsx")
MONTHS = ("2026年1—5月重点项目进展.xlsx", "2026年6月重点项目进度表.xlsx", "2026年7月各单位上报进展.xlsx")
AUGUST = "2026年8月重点项目进展.xls"
INDICATORS = "经济指标.xlsx"


@pytest.fixture
def office(db: None) -> User:
    return make_user("supervisor", "杜明察", make_unit("督查办公室"), "supervisor", "system_admin")


@pytest.mark.slow
def test_the_county_comes_in_as_its_facts_say_and_every_mistake_is_named_at_its_cell(office: User) -> None:
    """One test: the county is brought in once for both."""
    for name in (*FIRST, *MONTHS, INDICATORS):
        assert bring_in(office, SAMPLES / name).state == "written", name
    every_mistake_is_named_and_nothing_else_is(office)
    assert bring_in(office, SAMPLES / AUGUST).state == "written"
    has_people()
    has_projects()
    has_duties()
    has_months()
    has_funding()
    has_indicators()
    for name in (*FIRST, *MONTHS, INDICATORS, AUGUST):
        again = check(office, SAMPLES / name)
        assert (again.state, again.summary["nothing"]) == ("ready", True), (name, again.changes[:3])


def has_people() -> None:
    units = county.units()
    assert set(Unit.objects.values_list("short_name", flat=True)) == {*units, "督查办公室"}
    for unit in Unit.objects.exclude(short_name="督查办公室"):
        known = units[unit.short_name]
        assert (unit.name, unit.credit_code or "") == (known.name, known.credit_code)
        assert (unit.parent.short_name if unit.parent else "") == known.parent
    leaders = Post.objects.filter(is_county_leader=True)
    assert set(leaders.values_list("name", flat=True)) == {tenure.post for tenure in county.tenures()}
    held = Tenure.objects.filter(post__in=leaders)
    assert set(held.values_list("post__name", "person__name", "valid_from", "valid_to")) == {
        (tenure.post, tenure.person, tenure.since, tenure.until) for tenure in county.tenures()
    }


def has_projects() -> None:
    facts = {project.name: project for project in county.projects()}
    rows = {row.name: row for row in Project.objects.select_related("parent", "sector")}
    assert set(rows) == set(facts)
    for name, row in rows.items():
        fact = facts[name]
        assert (row.parent.name if row.parent else "") == fact.parent
        assert row.total_investment == (None if fact.is_parent else fact.total)
    plans = {plan.project.name: plan for plan in AnnualPlan.objects.select_related("project")}
    assert set(plans) == {project.name for project in county.leaves()}
    for name, plan in plans.items():
        fact = facts[name]
        assert (plan.planned_investment, plan.carried_in or 0) == (fact.plan, fact.before)
        assert plan.get_kind_display() == fact.kind
    per_sector = dict(
        AnnualPlan.objects.values_list("project__sector__order")
        .annotate(Sum("planned_investment"))
        .order_by()
    )
    expected: Counter[int] = Counter()
    for project in county.leaves():
        expected[county.SECTORS.index(project.sector) + 1] += project.plan  # type: ignore[assignment]
    assert per_sector == expected


def has_duties() -> None:
    on = date(2026, 9, 12)
    held = Responsibility.objects.in_force(on).select_related("project", "post", "unit")
    by_role: dict[tuple[str, str], set[str]] = {}
    for row in held:
        by_role.setdefault((row.project.name, row.role), set()).add(str(row.post or row.unit))
    for project in county.projects():
        leader = {county.leader(project.leader, on).post} if project.leader else set()
        assert by_role.get((project.name, "leader"), set()) == leader, project.name
        assert by_role[project.name, "lead"] == {project.units[0]}
        helpers = set(filter(None, [project.helper]))
        assert by_role.get((project.name, "helping"), set()) == helpers
        carried = by_role.get((project.name, "responsible"), set()) | by_role.get(
            (project.name, "supporting"), set()
        )
        assert carried == set(project.units[1:])


def has_months() -> None:
    rows = {
        (row.project.name, row.month): row
        for row in MonthlyProgress.objects.filter(status="accepted").select_related("project")
    }
    for project in county.leaves():
        for month in story.months(project):
            row = rows.get((project.name, month.month))
            if month.year_to_date is None:
                assert row is None
                continue
            assert row is not None
            assert (row.month_amount, row.year_to_date) == (month.done, month.year_to_date)
            assert row.since_start == month.since_start
            assert row.physical_progress == month.text
    assert len(rows) == 77 * 8 - 5
    last = MonthlyProgress.objects.filter(status="accepted", month=8)
    assert last.aggregate(Sum("year_to_date"))["year_to_date__sum"] == Decimal("165042.08")
    milestones = [node for project in story.with_milestones() for node in story.milestones(project)]
    assert Milestone.objects.count() == len(milestones)
    assert Milestone.objects.filter(completed_on=None).count() == sum(n.done_on is None for n in milestones)


def has_funding() -> None:
    receipts = [amount for each in county.attractions() for _day, amount in each.receipts]
    found = Receipt.objects.aggregate(count=Count("pk"), sum=Sum("recognised"))
    assert found == {"count": len(receipts), "sum": sum(receipts)}
    assert Project.objects.filter(is_promotion=True).count() == len(county.attractions())
    assert StatisticsEntry.objects.count() == sum(bool(p.entered_on) for p in county.leaves())
    assert StabilityAssessment.objects.count() == sum(bool(p.stability) for p in county.leaves())
    railway = FundingLine.objects.filter(project__name="云平铁路云岭段工程").values_list("source", "planned")
    assert dict(railway) == {
        "central_budget": Decimal(51600),
        "fiscal": Decimal(17200),
        "loan": Decimal(17200),
    }


def has_indicators() -> None:
    facts = county.indicators()
    assert Indicator.objects.count() == len(facts)
    values = {
        (o.version.name, o.year, o.month): (o.value, o.growth)
        for o in Observation.objects.current().select_related("version")
    }
    expected = {
        (fact.name, *month): (fact.values.get(month), fact.growth.get(month))
        for fact in facts
        for month in {*fact.values, *fact.growth}
    }
    assert values == expected
    targets = {(t.indicator.versions.get().name, t.kind): t.value for t in Target.objects.all()}
    assert targets == {
        (fact.name, kind): value
        for fact in facts
        for kind, value in (("level", fact.target), ("growth", fact.target_growth))
        if value is not None
    }


def every_mistake_is_named_and_nothing_else_is(office: User) -> None:
    before = ImportBatch.objects.count(), Project.objects.count(), MonthlyProgress.objects.count()
    batch = check(office, SAMPLES / "错误示例.xlsx")
    assert batch.state == "blocked"
    found = {(f["sheet"], f["cell"]): f["severity"] for f in batch.findings if f["cell"]}
    expected = {(m.sheet, m.cell): "warning" if m.warning else "error" for m in MISTAKES}
    assert found == expected
    near = {f["cell"]: f.get("candidates") for f in batch.findings if f.get("candidates")}
    assert near["I5"][0] == "交运局（云岭县交通运输局）"
    assert near["H12"][0] == "秦问渠"
    assert near["A4"][0] == "规模以上工业增加值"
    assert all(f["message"] and f["remedy"] for f in batch.findings)
    assert batch.marked is not None and batch.marked.name == "错误示例（校验结果）.xlsx"
    after = ImportBatch.objects.count() - 1, Project.objects.count(), MonthlyProgress.objects.count()
    assert before == after


def test_a_file_that_cannot_be_read_gets_one_clear_answer(office: User) -> None:
    batch = check(office, SAMPLES / "坏文件" / "加密.xlsx")
    assert batch.state == "refused"
    assert errors(batch) == []
    assert batch.summary["refusal"]["remedy"]
