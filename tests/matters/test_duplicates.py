"""疑似重复立项: same unit, much the same words, overlapping days; the reasons are told, nobody is stopped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from supervision.matters.rules.similar import Affair, likeness, reasons_of, share
from supervision.matters.selectors.duplicates import Duplicate, likely_duplicates
from tests.matters.build import end, make_matter
from tests.town import Town

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
UNITS = {1: "交通局", 2: "水务局"}


def affair(title: str, units: tuple[int, ...] = (1,), start: date = SEPTEMBER[0], end: Any = None) -> Affair:
    return Affair(title, f"{title}，按期办结。", units, start, end)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("修复县道塌方", "修复县道塌方", "1.00"),
        ("修复县道塌方", "修复  县道，塌方。", "1.00"),
        ("修复县道塌方", "抢修县道塌方路段", "0.55"),
        ("修路", "修路架桥", "0.75"),
        ("修复县道塌方", "水质检测公布", "0.00"),
        ("", "修路", "0"),
        ("，。", "修路", "0"),
        ("路", "路", "1.00"),
    ],
)
def test_the_share_of_common_pairs(one: str, other: str, expected: str) -> None:
    assert share(one, other) == Decimal(expected)
    assert share(other, one) == Decimal(expected)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_has_no_order(one: str, other: str) -> None:
    alike = likeness(affair(one), affair(other))
    assert 0 <= alike <= 1
    assert alike == likeness(affair(other), affair(one))


def test_the_reasons_name_words_units_and_days() -> None:
    alike, reasons = reasons_of(
        affair("修复县道塌方"), affair("抢修县道塌方路段", end=date(2026, 9, 20)), UNITS
    )
    assert alike == Decimal("0.58")
    assert reasons == (
        "内容相近（58%）",
        "同一承办单位：交通局",
        "办理时间重叠：2026年9月1日至2026年9月20日",
    )


def test_other_units_other_days_or_other_words_are_no_reason() -> None:
    asked = affair("修复县道塌方")
    assert reasons_of(asked, affair("抢修县道塌方路段", units=(2,)), UNITS)[1] == ()
    assert reasons_of(asked, affair("水质检测公布"), UNITS)[1] == ()
    earlier = affair("修复县道塌方", start=date(2026, 1, 1), end=date(2026, 8, 31))
    assert reasons_of(asked, earlier, UNITS)[1] == ()
    assert reasons_of(asked, affair("修复县道塌方", units=(2,)), UNITS)[1] == (
        "内容相近（100%）",
        "办理时间重叠：2026年9月1日至今",
    )


def found(town: Town, title: str = "修复县道塌方路段", **values: Any) -> list[Duplicate]:
    asked: dict[str, Any] = {
        "title": title,
        "requirement": "恢复通车",
        "unit_ids": [town.lead.pk],
        "start": SEPTEMBER[0],
        "until": SEPTEMBER[1],
    }
    return likely_duplicates(town.supervisor, **(asked | values))


@pytest.mark.django_db
@pytest.mark.usefixtures("workdays")
def test_the_likeliest_come_first_with_their_reasons(town: Town) -> None:
    near = make_matter(town, "县道塌方抢修")
    same = make_matter(town, "修复县道塌方")
    make_matter(town, "检测水质")
    make_matter(town, "修复县道塌方边坡", lead=town.strange)
    ours = found(town)
    assert [one.matter for one in ours] == [same, near]
    assert ours[0].reasons[1] == "同一承办单位：交通局"
    assert found(town, exclude=same.pk)[0].matter == near


@pytest.mark.django_db
@pytest.mark.usefixtures("workdays")
def test_the_very_same_title_is_found_at_another_unit(town: Town) -> None:
    other = make_matter(town, "修复县道塌方路段", lead=town.strange)
    (one,) = found(town)
    assert (one.matter, one.reasons[0]) == (other, "内容相近（90%）")


@pytest.mark.django_db
@pytest.mark.usefixtures("workdays")
@pytest.mark.parametrize("status", ["rejected", "withdrawn", "continued"])
def test_what_never_was_or_goes_on_elsewhere_is_no_duplicate(status: str, town: Town) -> None:
    make_matter(town, "修复县道塌方路段", status=status)
    assert found(town) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("workdays")
def test_what_was_closed_before_is_no_duplicate(town: Town) -> None:
    matter = make_matter(town, "修复县道塌方路段")
    end(town, matter, "closed", on=date(2026, 9, 5))
    assert found(town, start=date(2026, 9, 6)) == []
    assert [one.matter for one in found(town)] == [matter]


@pytest.mark.django_db
@pytest.mark.usefixtures("workdays")
def test_units_hear_only_of_their_own(town: Town) -> None:
    make_matter(town, "修复县道塌方路段")
    asked = {"title": "修复县道塌方路段", "requirement": "", "unit_ids": [town.lead.pk]}
    days = {"start": SEPTEMBER[0], "until": None}
    assert likely_duplicates(town.stranger, **asked, **days) == []  # type: ignore[arg-type]
    assert len(likely_duplicates(town.lead_clerk, **asked, **days)) == 1  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.usefixtures("workdays")
def test_at_most_five_are_told_and_the_count_of_statements_stays(town: Town) -> None:
    make_matter(town, "修复县道塌方路段一")
    found(town)
    with CaptureQueriesContext(connection) as one:
        found(town)
    for place in range(7):
        make_matter(town, f"修复县道塌方路段{place}")
    with CaptureQueriesContext(connection) as many:
        assert len(found(town)) == 5
    assert len(one) == len(many) == 2
