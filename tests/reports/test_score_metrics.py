"""What is counted: by metrics that read all units at once, row by row as the statistics count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import supervision.reports.selectors.scoring as selectors
from accounts.models import Unit
from projects.models import Exemption, MonthlyProgress
from supervision.inspections.selectors.statistics import rectification_statistics
from supervision.matters.models import Duty
from supervision.matters.selectors import unit_statistics
from supervision.reports.models import ScoreEvidence, ScoreRule
from supervision.reports.rules.scoring.spans import Found, Span, measured
from supervision.reports.selectors.scoring import METRICS, Metric, compute, register_metric
from supervision.reports.services.scoring import RuleWords
from tests.inspections.build_rectifications import make_rectification
from tests.matters.build import at_noon, fill_years, make_matter
from tests.reports.conftest import Told
from tests.reports.scoring import ON, SPAN, make_scheme
from tests.town import Town, accept_month, carry, make_project, make_unit

pytestmark = pytest.mark.django_db


def read(town: Town, key: str, span: Span = SPAN) -> dict[Unit, tuple[D, D]]:
    """Unit → (done, whole)."""
    rows: dict[int, list[Found]] = {}
    for row in METRICS[key].read(town.supervisor, span):
        rows.setdefault(row.unit_id, []).append(row)
    sums = {Unit.objects.get(pk=pk): measured(found) for pk, found in rows.items()}
    return {unit: (one.done, one.whole) for unit, one in sums.items()}


def test_no_metric_counts_sign_ins_or_clicks_and_none_can() -> None:
    """减负: presence in the system is no work. A point stands on rows of business, and on no log."""
    assert {metric.subject for metric in METRICS.values()} == {
        "project",
        "matter",
        "rectification",
        "indicator",
        "slip",
    }
    logs = ("AccessEntry", "last_login", "LogEntry", "record_access", "Receipt", "sign_in", "ApiCall")
    for file in Path(selectors.__file__).parent.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert [word for word in logs if word in text] == [], file.name
    columns = {field.name for field in ScoreEvidence._meta.concrete_fields}
    assert columns == {
        *("id", "event", "project", "matter", "rectification", "indicator", "slip", "manual"),
        *("part", "whole", "words"),
    }
    with pytest.raises(ValueError, match="access"):
        register_metric(Metric("sign_ins", "登录", METRICS["relapses"].kind, "access", lambda *_: ()))


def test_projects_count_for_who_leads_or_answers_for_them(told: Told) -> None:
    town = told.town
    done = {
        town.lead: (D(840), D(1200)),
        town.helping: (D(1000), D(2400)),
        town.strange: (D("3000.5"), D(10000)),
        town.below_lead: (D(390), D(600)),
    }
    assert read(town, "project_completion") == done, "helping units do not answer for the road"
    assert read(town, "project_schedule")[town.lead] == (D(840), D(800))
    Exemption.objects.create(
        project=told.halls,
        measure="investment_gap",
        reason="用地调规",
        granted_by=town.supervisor,
        valid_from=date(2026, 8, 1),
        valid_to=date(2026, 12, 1),
    )
    assert town.strange not in read(town, "project_completion"), "excused with a reason"
    assert read(town, "milestones_in_time") == {town.lead: (D(1), D(1)), town.strange: (D(0), D(1))}


def test_lights_are_added_up_month_by_month(told: Told) -> None:
    """标准厂房 has 30 % in August; before August nothing was reported, and nothing judged."""
    town = told.town
    accept_month(told.halls, 7, D(2000))
    assert read(town, "red_lights")[town.strange] == (D(2), D(8))
    assert read(town, "yellow_lights")[town.helping] == (D(1), D(8))
    july = Span(2026, 7, 7, ON)
    assert read(town, "red_lights", july)[town.strange] == (D(1), D(1))


def test_reports_count_by_their_first_sending(told: Told) -> None:
    """August is reported on 12 September, after the 5th; July of the home too. Nobody reported before."""
    town = told.town
    fill_years()
    early = at_noon(date(2026, 8, 4))
    MonthlyProgress.objects.filter(project=told.home).update(reported_at=early)
    assert read(town, "reports_in_time", Span(2026, 7, 8, ON)) == {
        town.lead: (D(0), D(2)),
        town.helping: (D(0), D(2)),
        town.strange: (D(0), D(2)),
        town.below_lead: (D(1), D(2)),
    }


def test_indicators_count_for_their_unit(told: Told) -> None:
    town = told.town
    assert read(town, "targets_met") == {town.helping: (D(0), D(1))}, "63.3 % against 66.7 %"
    assert read(town, "places_in_city") == {town.lead: (D(3), D(1))}


def test_matters_and_rectifications_count_as_their_statistics_do(town: Town) -> None:
    fill_years()
    for title, lead, reported in [("甲", town.lead, 8), ("乙", town.lead, 11), ("丙", town.helping, 9)]:
        make_matter(town, title, lead=lead, duty_status="accepted", due_on=date(2026, 9, 10))
        _reported(title, reported)
    make_matter(town, "丁", lead=town.strange, duty_status="under_way", due_on=date(2026, 9, 11))
    make_rectification(town, "戊", status="closed", unit=town.lead)
    make_rectification(town, "己", status="issued", unit=town.helping, due_on=date(2026, 9, 10))
    span = Span(2026, 9, 9, ON)
    known = {row.unit_id: row for row in unit_statistics(town.supervisor, ON, span.start, span.end)}
    for unit, (done, whole) in read(town, "matters_in_time", span).items():
        assert (done, whole) == (known[unit.pk].done_in_time, known[unit.pk].done), unit
    assert read(town, "matters_late", span) == {
        town.lead: (D(1), D(2)),
        town.helping: (D(0), D(1)),
        town.strange: (D(1), D(1)),
    }
    owed = {unit.pk: pair for unit, pair in read(town, "feedback_in_time", span).items()}
    assert owed == {pk: (D(r.fed_back), D(r.owed)) for pk, r in known.items() if r.owed}
    closed = {r.key: r for r in rectification_statistics(town.supervisor, ON, span.start, span.end)}
    for unit, (done, whole) in read(town, "rectification_closing", span).items():
        assert (done, whole) == (closed[unit.pk].received_closed, closed[unit.pk].received), unit
    assert read(town, "rectified_in_time", span) == {town.lead: (D(1), D(1)), town.helping: (D(0), D(1))}
    assert read(town, "relapses", span) == {town.lead: (D(0), D(1))}


def _reported(title: str, day: int) -> None:
    at = at_noon(date(2026, 9, day))
    Duty.objects.filter(matter__title=title).update(reported_at=at, accepted_at=at)


def test_the_engine_costs_the_same_for_one_unit_and_for_fifty(told: Told) -> None:
    fill_years()
    words = [
        RuleWords(
            metric.label,
            "ladder" if metric.kind == "place" else "events" if metric.kind == "count" else "ratio",
            key,
            weight=D(10),
        )
        for key, metric in METRICS.items()
    ]
    scheme = make_scheme(told.town, *[vars(one) for one in words])
    rules = list(ScoreRule.objects.filter(scheme=scheme))
    counts = []
    for few in (True, False):
        counts.append(_queries(told, rules))
        for number in range(8 if few else 0):
            unit = make_unit(f"第{number}单位")
            project = make_project(f"第{number}个项目", told.town.sector)
            carry(project, "responsible", unit)
            accept_month(project, 8, 500)
            make_matter(told.town, f"第{number}件", lead=unit, duty_status="accepted")
    assert counts[0] == counts[1] < 130, "lights take a statement a month, everything else a few"


def _queries(told: Told, rules: list[ScoreRule]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        compute(told.town.supervisor, rules, D(0), SPAN)
    return len(captured)
