"""What is wrong and what is odd about a month's report, one table; numbers, codes and plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projects.models.progress import ProgressStatus
from projects.rules import (
    Doubt,
    ProgressBefore,
    ProgressEntry,
    check_progress,
    code_warning,
    confirmed,
    plain,
    project_number,
    require_change,
    require_step,
)
from projects.rules.progress import NEXT_STATUS, STATUS_LABELS
from rulebook.rules import Month

AUGUST = Month(2026, 8)
TODAY = date(2026, 9, 12)
D = Decimal
BEFORE = ProgressBefore(
    month=7,
    year_to_date=D(700),
    physical_progress="桥墩完成",
    carried_in=D(200),
    total_investment=D(5000),
    actual_start=date(2025, 5, 1),
)
ENTRY = ProgressEntry(D(100), D(800), D(1000), "梁板架设")


def codes(entry: ProgressEntry, before: ProgressBefore = BEFORE, period: Month = AUGUST) -> list[str]:
    return [finding.code for finding in check_progress(entry, before, period, TODAY)]


def test_a_sound_report_raises_nothing() -> None:
    assert codes(ENTRY) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (
            {"month_amount": None, "year_to_date": None, "since_start": None, "physical_progress": " "},
            "empty",
        ),
        ({"year_to_date": D(-1)}, "year_negative"),
        ({"since_start": D(-1), "year_to_date": None}, "total_negative"),
        ({"since_start": D("799.9999")}, "year_above_total"),
        ({"finished_on": date(2025, 4, 30)}, "finish_before_start"),
        ({"finished_on": date(2026, 9, 13)}, "date_ahead"),
        ({"started_on": date(2026, 9, 13)}, "date_ahead"),
    ],
)
def test_an_error_is_found_and_cannot_be_confirmed(changed: dict[str, object], code: str) -> None:
    findings = check_progress(replace(ENTRY, **changed), BEFORE, AUGUST, TODAY)  # type: ignore[arg-type]
    assert code in [finding.code for finding in findings if not finding.confirmable]
    with pytest.raises(ValidationError):
        confirmed(findings, {finding.code: "就是这样" for finding in findings})


def test_a_month_that_has_not_begun_is_not_reported() -> None:
    assert "month_ahead" in codes(ENTRY, period=Month(2026, 10))
    assert "month_ahead" not in codes(ENTRY, period=Month(2026, 9))


def test_a_finish_needs_a_start() -> None:
    entry = replace(ENTRY, finished_on=date(2026, 8, 30))
    assert "finish_without_start" in codes(entry, replace(BEFORE, actual_start=None))
    assert codes(replace(entry, started_on=date(2026, 1, 1)), replace(BEFORE, actual_start=None)) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"year_to_date": None}, Doubt.AMOUNT_UNKNOWN),
        ({"month_amount": D(-5), "year_to_date": D(695), "since_start": D(895)}, Doubt.MONTH_NEGATIVE),
        ({"month_amount": None, "year_to_date": D(699), "since_start": D(899)}, Doubt.YEAR_FELL),
        ({"year_to_date": D("800.0001"), "since_start": D("1000.0001")}, Doubt.YEAR_SUM),
        ({"since_start": D("1000.0001")}, Doubt.TOTAL_SUM),
        ({"since_start": D("5000.0001")}, Doubt.TOTAL_EXCEEDED),
        ({"physical_progress": "桥墩完成 "}, Doubt.SAME_TEXT),
        ({"month_amount": D("300.0001"), "year_to_date": None}, Doubt.JUMP),
    ],
)
def test_a_doubt_is_found_and_confirmed_with_a_reason(changed: dict[str, object], code: Doubt) -> None:
    findings = check_progress(replace(ENTRY, **changed), BEFORE, AUGUST, TODAY)  # type: ignore[arg-type]
    assert code in [finding.code for finding in findings]
    assert all(finding.confirmable for finding in findings)
    with pytest.raises(ValidationError):
        confirmed(findings, {})
    with pytest.raises(ValidationError):
        confirmed(findings, {finding.code: "  " for finding in findings})
    kept = confirmed(findings, {finding.code: " 已核实 " for finding in findings})
    assert {"code": str(code), "reason": "已核实"}.items() <= next(
        w for w in kept if w["code"] == code
    ).items()


@pytest.mark.parametrize(
    ("changed", "before", "period"),
    [
        ({"month_amount": D(300)}, {}, AUGUST),  # thrice the mean is not yet a jump
        ({"since_start": D(4999)}, {"carried_in": None}, AUGUST),  # nothing to add up with
        (
            {"year_to_date": D(4000), "since_start": D(4200)},
            {"month": 6},
            AUGUST,
        ),  # a month between is missing
        ({"physical_progress": ""}, {"physical_progress": ""}, AUGUST),
        ({"since_start": D(5000)}, {"carried_in": None}, AUGUST),
    ],
)
def test_the_edges_raise_no_doubt(
    changed: dict[str, object], before: dict[str, object], period: Month
) -> None:
    entry = replace(ENTRY, **changed)  # type: ignore[arg-type]
    found = codes(entry, replace(BEFORE, **before), period)  # type: ignore[arg-type]
    assert [code for code in found if code not in {Doubt.YEAR_SUM}] == []


def test_in_january_the_year_is_the_month() -> None:
    january, none = Month(2026, 1), ProgressBefore()
    assert codes(ProgressEntry(D(100), D(100), D(100), "x"), none, january) == []
    assert codes(ProgressEntry(D(100), D(90), D(100), "x"), none, january) == [Doubt.YEAR_SUM]


def test_messages_name_the_amounts_without_padding_zeros() -> None:
    entry = replace(ENTRY, since_start=D("790.5000"))
    message = check_progress(entry, BEFORE, AUGUST, TODAY)[0].message
    assert message == "年初至本月累计800万元大于开工以来累计790.5万元，请核对两个累计数。"
    assert (plain(D("1200.0000")), plain(D("0.0000")), plain(D("12.3400"))) == ("1200", "0", "12.34")


def test_the_table_of_steps_speaks_of_every_status() -> None:
    assert set(NEXT_STATUS) == set(STATUS_LABELS) == set(ProgressStatus.values)
    assert {str(STATUS_LABELS[s.value]) == str(s.label) for s in ProgressStatus} == {True}
    require_step("draft", "submitted")
    with pytest.raises(ValidationError, match="“草稿”的月报不能改为“已采用”"):
        require_step("draft", "accepted")


@pytest.mark.parametrize("code", ["2305-620000-04-01-123456", "2112-621124-04-02-000001"])
def test_a_code_of_the_standard_shape_is_not_remarked_on(code: str) -> None:
    assert code_warning(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "2015-620000-48-01-123456",
        "2313-620000-04-01-123456",
        "2305-620000-04-01-12345",
        "",
        "２３０５-620000-04-01-123456",
    ],
)
def test_another_shape_is_a_warning(code: str) -> None:
    assert "GB/T 40058-2021" in str(code_warning(code))


def test_numbers_of_projects_sort_as_they_were_given() -> None:
    assert project_number(2026, 7) == "2026-0007"
    assert project_number(2026, 12345) == "2026-12345"


def test_a_plan_is_given_adjusted_removed_and_taken_in_again() -> None:
    chain = [None, "initial", "adjusted", "adjusted", "removed", "added", "removed"]
    for former, to in zip(chain, chain[1:], strict=False):
        require_change(former, str(to))
    for former, to in [
        (None, "adjusted"),
        ("initial", "added"),
        ("removed", "adjusted"),
        ("added", "initial"),
    ]:
        with pytest.raises(ValidationError):
            require_change(former, to)
