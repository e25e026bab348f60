"""Formulas of published schemes by their own examples, and what becomes of units without a task."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from supervision.reports.rules.scoring.formulas import Measured, Terms, doubled, points
from supervision.reports.rules.scoring.ranking import Standing, listed, places
from supervision.reports.rules.scoring.sheets import Judged, Sheet, sheet
from supervision.reports.rules.scoring.words import Colour, Formula, Kind, NoTasks, Treatment

RATE, COUNT = Kind.RATE, Kind.COUNT


def rate(percent: str | int) -> Measured:
    return Measured(D(percent), D(100))


def events(count: int) -> Measured:
    return Measured(D(count), D(20))


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("100", "40.00"),
        ("104", "42.00"),
        ("103.9", "41.00"),
        ("97", "39.00"),
        ("140", "55.00"),
        ("50", "25.00"),
    ],
)
def test_zaozhuang_gives_or_takes_one_point_for_each_two_per_cent_up_to_fifteen(
    percent: str, expected: str
) -> None:
    terms = Terms(
        Formula.STEP,
        weight=D(40),
        step=D(2),
        up=D(1),
        down=D(1),
        whole_steps=True,
        cap_up=D(15),
        cap_down=D(15),
    )
    assert points(terms, RATE, rate(percent)) == D(expected)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("100", "0"),
        ("95", "-0.50"),
        ("110", "2.00"),
        ("130", "6.00"),
        ("140", "7.00"),
        ("200", "10"),
        ("-50", "-10"),
    ],
)
def test_a_city_award_pays_overfulfilment_in_two_bands(percent: str, expected: str) -> None:
    """Each point below −0.1; 100–130 % +0.2 a point; beyond 130 % +0.1; at most ±10."""
    terms = Terms(
        Formula.STEP,
        down=D("0.1"),
        up=D("0.2"),
        second_from=D(130),
        second_up=D("0.1"),
        cap_up=D(10),
        cap_down=D(10),
    )
    assert points(terms, RATE, rate(percent)) == D(expected)


def test_yanan_gives_sixty_times_the_completion_rate() -> None:
    terms = Terms(Formula.RATIO, weight=D(60))
    assert points(terms, RATE, Measured(D("2.2"), D("3.97"))) == D("33.25")
    assert points(terms, RATE, rate(130)) == D(60), "overfulfilment is not paid unless the rule says so"
    assert points(Terms(Formula.RATIO, weight=D(60), cap_up=D(6)), RATE, rate(130)) == D(66)


def test_jiamusi_gives_and_takes_by_the_piece() -> None:
    done, late = Terms(Formula.EVENTS, per_event=D(1)), Terms(Formula.EVENTS, per_event=D(-1))
    redone = Terms(Formula.EVENTS, per_event=D(-2), cap_down=D(10))
    assert points(done, COUNT, events(7)) == D(7)
    assert points(late, COUNT, events(2)) == D(-2)
    assert points(redone, COUNT, events(6)) == D(-10)


def test_guangyuan_takes_a_point_from_the_second_yellow_light_on() -> None:
    terms = Terms(Formula.EVENTS, per_event=D(-1), free=1)
    assert [points(terms, COUNT, events(n)) for n in (0, 1, 2, 4)] == [D(0), D(0), D(-1), D(-3)]


def test_all_or_nothing_and_the_ladder_of_places() -> None:
    target = Terms(Formula.TARGET, weight=D(10), target=D(100))
    assert points(target, RATE, rate("99.9")) == D(0)
    assert points(target, RATE, rate(100)) == D(10)
    ladder = Terms(Formula.LADDER, weight=D(20))
    given = [points(ladder, RATE, Measured(D(1), D(1), place)) for place in (1, 2, 3, 20, 21, 40)]
    assert given == [D(20), D(19), D(18), D(1), D(0), D(0)]


def test_points_are_rounded_once_half_up_and_a_share_never_falls_below_nought() -> None:
    assert points(Terms(Formula.RATIO, weight=D(10)), RATE, Measured(D(2), D(3))) == D("6.67")
    assert points(Terms(Formula.RATIO, weight=D(1)), RATE, Measured(D("0.125"), D(1))) == D("0.13")
    steep = Terms(Formula.STEP, weight=D(5), down=D(1))
    assert points(steep, RATE, rate(80)) == D(0)
    assert points(Terms(Formula.STEP, weight=D(5), down=D(1), floor=D(-3)), RATE, rate(80)) == D(-3)


def test_without_a_task_there_is_nothing_to_measure() -> None:
    with pytest.raises(ValueError, match="Measured"):
        points(Terms(Formula.RATIO, weight=D(10)), RATE, Measured())


# --- sheets ---------------------------------------------------------------------------------------
def proposals(no_tasks: NoTasks) -> Judged:
    return Judged(1, Terms(Formula.RATIO, weight=D(27)), RATE, no_tasks)


PROJECTS = Judged(2, Terms(Formula.RATIO, weight=D(73)), RATE, NoTasks.FULL)


def scored(rule: Judged, **measured: Measured) -> Sheet:
    return sheet(
        D(0), [rule, PROJECTS], {2: rate(90), **{int(key[1:]): one for key, one in measured.items()}}
    )


def test_panjin_gives_a_unit_without_proposals_the_full_27_points() -> None:
    found = scored(proposals(NoTasks.FULL))
    assert [(line.points, line.treatment) for line in found.lines] == [
        (D(27), Treatment.FULL),
        (D("65.70"), Treatment.MEASURED),
    ]
    assert found.score == D("92.70")


def test_an_excluded_rule_leaves_the_others_to_be_brought_up_to_full_marks() -> None:
    found = scored(proposals(NoTasks.EXCLUDE))
    assert (found.conversion, found.score) == (D("24.30"), D("90.00"))
    assert scored(proposals(NoTasks.EXCLUDE), _1=rate(50)).score == D("79.20")


def test_deductions_count_double_for_a_unit_that_only_helps() -> None:
    """A district starts at 100; a report not given −10, doubled where a unit has no matter of its own."""
    lead = Judged(1, Terms(Formula.RATIO, weight=D(20)), RATE, NoTasks.DOUBLE)
    missing = Judged(2, Terms(Formula.EVENTS, per_event=D(-10)), COUNT, NoTasks.EXCLUDE)
    found = sheet(D(80), [lead, missing], {2: events(1)})
    assert [(line.points, line.treatment) for line in found.lines] == [
        (D(20), Treatment.FULL),
        (D(-20), Treatment.DOUBLED),
    ]
    assert found.score == D(80)
    assert sheet(D(80), [lead, missing], {1: rate(100), 2: events(1)}).score == D(90)
    assert doubled(Terms(Formula.RATIO, weight=D(60)), D(45)) == D(30)


def test_a_unit_without_any_task_is_not_ranked() -> None:
    """佳木斯: units without a task this year do not take part."""
    done = Judged(1, Terms(Formula.EVENTS, per_event=D(1)), COUNT, NoTasks.EXCLUDE)
    late = Judged(2, Terms(Formula.EVENTS, per_event=D(-1)), COUNT, NoTasks.EXCLUDE)
    leader = Judged(3, Terms(Formula.MANUAL, cap_up=D(20)), COUNT, NoTasks.EXCLUDE)
    idle = sheet(D(0), [done, late, leader], {3: Measured(D(25), D(1))})
    assert (idle.takes_part, idle.score) == (False, D(20))
    assert sheet(D(0), [done, late, leader], {1: events(3), 2: events(1)}).score == D(2)
    assert sheet(D(0), [done, late], {1: events(0), 2: events(0)}).takes_part
    weighted = sheet(D(0), [proposals(NoTasks.EXCLUDE), late], {2: events(0)})
    assert not weighted.takes_part, "it could only have lost points"


# --- places and lists -----------------------------------------------------------------------------
def test_equal_values_share_a_place_and_the_next_one_is_left_out() -> None:
    values = {1: D(90), 2: D(95), 3: D(90), 4: D(80)}
    assert places(values) == {2: 1, 1: 2, 3: 2, 4: 4}
    assert places(values, lower_is_better=True) == {4: 1, 1: 2, 3: 2, 2: 4}


def test_lists_are_made_group_by_group_and_nobody_is_black_for_being_last_alone() -> None:
    towns = [Standing(n, "乡镇", D(score)) for n, score in enumerate([95, 88, 84, 79, 60], start=1)]
    bureaus = [Standing(n, "部门", D(score)) for n, score in enumerate([99, 98, 97, 90], start=11)]
    found = listed([*towns, *bureaus], target=D(80), best=2, last=2)
    assert [(one.key, one.colour, one.place) for one in found if one.key < 10] == [
        (1, Colour.RED, 1),
        (2, Colour.RED, 2),
        (4, Colour.BLACK, 4),
        (5, Colour.BLACK, 5),
    ]
    assert {one.colour for one in found if one.key > 10} == {Colour.RED}, "the last one met the target"
    poor = [Standing(1, "一组", D(70)), Standing(2, "一组", D(60))]
    assert {one.colour for one in listed(poor, target=D(80), best=1, last=1)} == {Colour.BLACK}
