"""Values are appended, never changed; a repeat changes nothing; who may not is refused, and nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, connection, transaction

from accounts.models import Role, RoleGrant, Upload, User
from indicators.models import Indicator, IndicatorVersion, Observation, Target
from indicators.permissions import can
from indicators.services import (
    NewObservation,
    change_definition,
    define_indicator,
    record_observations,
    set_target,
)
from projects.models import ImportBatch
from tests.history import history_of
from tests.town import NOON, SINCE, Town

MAY_RECORD = {"supervisor", "office_head", "lead_clerk", "lead_head", "data_clerk", "api_client"}
MAY_DEFINE = {"supervisor", "office_head"}


def august(indicator: Indicator, **values: object) -> NewObservation:
    known: dict[str, object] = {"status": "2_flash", "value": D(250), "growth": D("7.5"), **values}
    return NewObservation(indicator.pk, 2026, 8, **known)  # type: ignore[arg-type]


def undone_batch(town: Town) -> ImportBatch:
    upload = Upload.objects.create(
        name="指标.xlsx",
        content_type="x",
        size=1,
        sha256="0" * 64,
        uploaded_by=town.supervisor,
        uploaded_at=NOON,
    )
    return ImportBatch.objects.create(
        upload=upload, unit=town.office, started_by=town.supervisor, started_at=NOON
    )


def test_a_better_figure_is_a_new_row_and_a_repeat_is_none(town: Town, freight: Indicator) -> None:
    def record(value: NewObservation) -> int:
        return len(record_observations(actor=town.supervisor, values=[value], now=NOON))

    assert record(august(freight)) == 1
    assert record(august(freight)) == 0
    assert record(august(freight, value=D(251))) == 1
    assert record(august(freight, status="5_final", value=D(252))) == 1
    rows = Observation.objects.order_by("pk").values_list("status", "revision", "value")
    assert list(rows) == [("2_flash", 1, D(250)), ("2_flash", 2, D(251)), ("5_final", 1, D(252))]
    assert Observation.objects.all().current().get().value == D(252)


def test_the_strongest_status_counts_whenever_it_was_entered(town: Town, freight: Indicator) -> None:
    values = [
        august(freight, status="4_returned", value=D(9)),
        august(freight, status="1_estimate", value=D(8)),
    ]
    for value in values:
        record_observations(actor=town.supervisor, values=[value], now=NOON)
    assert Observation.objects.all().current().get().value == D(9)


def test_the_same_month_twice_in_one_call_is_refused_in_words(town: Town, freight: Indicator) -> None:
    values = [august(freight), august(freight, value=D(251))]
    with pytest.raises(ValidationError, match="同一指标2026年8月的“快报”数据出现了两次，请只保留一个"):
        record_observations(actor=town.supervisor, values=values, now=NOON)
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"month": 13}, "月份13超出范围"),
        ({"year": 2019}, "该指标没有有效的口径"),
        ({"status": "9_guess"}, "数据状态“9_guess”不存在"),
        ({"value": None, "growth": None}, "数值和增速至少填一项"),
        ({"rank": 12, "rank_of": 11}, "位次应在1与参加排位数之间"),
        ({"rank": 3}, "位次应在1与参加排位数之间"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    town: Town, freight: Indicator, changes: dict[str, object], words: str
) -> None:
    value = replace(august(freight), **changes)  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as refused:
        record_observations(actor=town.supervisor, values=[value], now=NOON)
    assert words in " ".join(refused.value.messages)
    assert not Observation.objects.exists()


def test_what_an_undone_import_brought_does_not_count_and_its_number_is_not_used_again(
    town: Town, freight: Indicator
) -> None:
    batch = undone_batch(town)
    record_observations(actor=town.supervisor, values=[august(freight)], now=NOON, batch=batch)
    ImportBatch.objects.filter(pk=batch.pk).update(state="undone")
    assert not Observation.objects.all().current().exists()
    again = record_observations(actor=town.supervisor, values=[august(freight)], now=NOON)
    assert [row.revision for row in again] == [2]
    assert Observation.objects.all().current().get() == again[0]


@pytest.mark.parametrize(
    "statement", ["UPDATE indicators_observation SET value = 1", "DELETE FROM indicators_observation"]
)
def test_the_database_itself_refuses_to_change_a_value(
    town: Town, freight: Indicator, statement: str
) -> None:
    record_observations(actor=town.supervisor, values=[august(freight)], now=NOON)
    with (
        pytest.raises(InternalError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Observation.objects.get().value == D(250)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"month": 13}, "observation_month_is_1_to_12"),
        ({"value": None, "growth": None}, "observation_says_something"),
        ({"rank": 5}, "observation_rank_within_its_field"),
        ({"rank": 0, "rank_of": 3}, "observation_rank_within_its_field"),
    ],
)
def test_the_database_holds_the_rules_without_python(
    town: Town, freight: Indicator, values: dict[str, object], constraint: str
) -> None:
    known: dict[str, object] = {"month": 8, "value": D(1), **values}
    row = Observation(
        indicator=freight,
        version=freight.versions.get(),
        year=2026,
        status="2_flash",
        reported_by=town.supervisor,
        reported_at=NOON,
        **known,
    )
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Observation.objects.bulk_create([row])


def test_a_target_of_a_kind_stands_once_a_year(town: Town, freight: Indicator) -> None:
    second = Target(indicator=freight, year=2026, kind="level", value=1)
    with pytest.raises(IntegrityError, match="target_once_per_year_kind_and_setter"), transaction.atomic():
        Target.objects.bulk_create([second])


def test_a_curve_that_falls_is_refused(town: Town, freight: Indicator) -> None:
    curve = [D(month) / 100 for month in (10, 20, 15, 30, 40, 50, 60, 70, 80, 90, 95, 100)]
    with pytest.raises(ValidationError, match="分月计划3月的累计比例低于上月"):
        set_target(
            actor=town.supervisor, indicator_id=freight.pk, year=2026, kind="level", value=D(1), curve=curve
        )
    with pytest.raises(IntegrityError, match="target_curve_never_falls"), transaction.atomic():
        Target.objects.filter(kind="level").update(curve=curve)


def test_the_history_of_a_target_has_every_value_and_its_end(town: Town, freight: Indicator) -> None:
    set_target(actor=town.supervisor, indicator_id=freight.pk, year=2026, kind="level", value=D(450))
    freight.targets.get(kind="level").delete()
    kept = history_of(Target, kind="level")
    assert list(kept.values_list("pgh_label", "value")) == [
        ("insert", D(400)),
        ("update", D(450)),
        ("delete", D(450)),
    ]


def test_a_definition_cannot_end_before_it_has_begun(town: Town, freight: Indicator) -> None:
    for since in (date(2020, 1, 1), date(2019, 1, 1)):
        with pytest.raises(ValidationError):
            change_definition(actor=town.supervisor, indicator_id=freight.pk, since=since, name="改名")
    assert freight.versions.get().valid_to is None


def set_at_once(indicator_id: int, barrier: Barrier, refused: list[Exception]) -> None:
    barrier.wait()
    try:
        actor = User.objects.get(username="supervisor")
        set_target(actor=actor, indicator_id=indicator_id, year=2027, kind="level", value=D(1))
    except Exception as error:  # whatever a thread raises must reach the test
        refused.append(error)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_who_set_the_same_target_at_once_both_succeed(town: Town, freight: Indicator) -> None:
    barrier = Barrier(4)
    refused: list[Exception] = []
    threads = [Thread(target=set_at_once, args=(freight.pk, barrier, refused)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (refused, Target.objects.filter(year=2027).count()) == ([], 1)


def _record(user: User, freight: Indicator) -> None:
    value = august(freight, value=D(Observation.objects.count() + 1))
    record_observations(actor=user, values=[value], now=NOON)


def _set_target(user: User, freight: Indicator) -> None:
    set_target(actor=user, indicator_id=freight.pk, year=2027, kind="level", value=D(1))


def _define(user: User, freight: Indicator) -> None:
    code = f"new-{Indicator.objects.count()}"
    define_indicator(actor=user, code=code, name="件数", measured_in="件", since=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("act", "may"), [(_record, MAY_RECORD), (_set_target, MAY_DEFINE), (_define, MAY_DEFINE)]
)
def test_who_may_and_who_may_not(
    town: Town, freight: Indicator, act: Callable[[User, Indicator], None], may: set[str]
) -> None:
    done = set()
    for name, user in town.personas().items():
        before = [model.objects.count() for model in (Observation, Target, Indicator)]
        try:
            act(user, freight)
            done.add(name)
        except PermissionDenied:
            assert before == [model.objects.count() for model in (Observation, Target, Indicator)]
    assert done == may


def test_a_leader_who_heads_a_unit_enters_its_values_and_no_others(town: Town, freight: Indicator) -> None:
    RoleGrant.objects.create(user=town.leader, role=Role.UNIT_HEAD, unit=town.lead, valid_from=SINCE)
    leader = User.objects.get(pk=town.leader.pk)
    assert can(leader, "observation.record", freight) is True
    Indicator.objects.filter(pk=freight.pk).update(unit=town.strange)
    freight.refresh_from_db()
    assert can(leader, "observation.record", freight) is False


def test_a_new_definition_leaves_the_old_values_their_own(town: Town, freight: Indicator) -> None:
    old = record_observations(actor=town.supervisor, values=[august(freight)], now=NOON)[0]
    change_definition(
        actor=town.supervisor, indicator_id=freight.pk, since=date(2026, 9, 1), name="公路货运量"
    )
    new = record_observations(
        actor=town.supervisor, values=[replace(august(freight), month=9, value=D(280))], now=NOON
    )[0]
    assert (old.version.name, new.version.name) == ("货运量", "公路货运量")
    assert IndicatorVersion.objects.get(name="货运量").valid_to == date(2026, 9, 1)
