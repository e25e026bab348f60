"""催办阶梯 and 发送规则: changed by whoever keeps the rule book, from a day on, and kept in history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from rulebook.models import GENERAL, LadderRung, SendingRule
from rulebook.rules import DayUnit
from rulebook.rules.ladder import Addressee, Channel, Colour, Rung
from rulebook.rules.sending import SendingTerms
from rulebook.selectors import ladders, sending_terms
from rulebook.services import change_ladder, change_sending_rule
from tests.history import history_of as history
from tests.town import Town

pytestmark = pytest.mark.django_db
TODAY, NEW_DAY, LATER = date(2026, 9, 12), date(2026, 10, 1), date(2027, 1, 1)
NOTE = Rung(Colour.NOTE, 1, -2, DayUnit.WORKING, (Addressee.CLERK,), (Channel.EMAIL,))
BLUE = Rung(Colour.BLUE, 1, 3, DayUnit.NATURAL, (Addressee.CLERK, Addressee.UNIT_HEAD))
RED = replace(BLUE, colour=Colour.RED, offset=9, addressees=(Addressee.CHIEF,), proposes_slip=True)
KEEPS_THE_BOOK = {"office_head", "system_admin"}


def climb(actor: Any, *rungs: Rung, ladder: str = "milestone", since: date = NEW_DAY) -> list[LadderRung]:
    return change_ladder(actor=actor, ladder=ladder, valid_from=since, rungs=rungs, note="县长办公会纪要")


def test_the_office_head_and_the_administrator_change_ladder_and_hours_and_nobody_else(town: Town) -> None:
    before = ladders(NEW_DAY), sending_terms(NEW_DAY)
    for name, user in town.personas().items():
        if name in KEEPS_THE_BOOK:
            continue
        with pytest.raises(PermissionDenied):
            climb(user, NOTE)
        with pytest.raises(PermissionDenied):
            change_sending_rule(actor=user, valid_from=NEW_DAY, terms=SendingTerms(daily_cap=5))
    assert (ladders(NEW_DAY), sending_terms(NEW_DAY)) == before
    for number, name in enumerate(sorted(KEEPS_THE_BOOK), start=1):
        user = town.personas()[name]
        climb(user, NOTE, replace(BLUE, offset=number))
        change_sending_rule(actor=user, valid_from=NEW_DAY, terms=SendingTerms(daily_cap=number))
        assert ladders(NEW_DAY)["milestone"] == (NOTE, replace(BLUE, offset=number))
        assert sending_terms(NEW_DAY) == SendingTerms(daily_cap=number)


def test_a_ladder_is_climbed_from_its_day_on_and_the_past_stays(town: Town) -> None:
    general = ladders(TODAY)[GENERAL]
    climb(town.office_head, NOTE, BLUE, RED, ladder=GENERAL)
    assert ladders(TODAY)[GENERAL] == ladders(date(2026, 9, 30))[GENERAL] == general
    assert ladders(NEW_DAY)[GENERAL] == (NOTE, BLUE, RED)
    old = LadderRung.objects.filter(ladder=GENERAL, valid_to=NEW_DAY)
    assert old.count() == len(general)
    kept = history(LadderRung, ladder=GENERAL, pgh_label="update")
    assert sorted(kept.values_list("pgh_obj_id", flat=True)) == sorted(old.values_list("pk", flat=True))
    said = {(event.pgh_context["user"], event.pgh_context["reason"]) for event in kept}
    assert said == {(town.office_head.pk, "县长办公会纪要")}


def test_what_was_planned_for_later_gives_way_and_stays_in_the_history(town: Town) -> None:
    planned = climb(town.office_head, NOTE, since=LATER)
    climb(town.office_head, NOTE, BLUE)
    assert not LadderRung.objects.filter(pk__in=[row.pk for row in planned]).exists()
    assert ladders(LATER)["milestone"] == (NOTE, BLUE)
    assert (
        history(LadderRung, pgh_obj_id=planned[0].pk).values_list("pgh_label", flat=True).last() == "delete"
    )


def test_without_rungs_a_kind_climbs_the_general_ladder_which_must_have_some(town: Town) -> None:
    climb(town.office_head, NOTE)
    assert climb(town.office_head, since=LATER) == []
    assert "milestone" in ladders(NEW_DAY) and "milestone" not in ladders(LATER)
    with pytest.raises(ValidationError, match="阶梯至少要有一级"):
        climb(town.office_head, ladder=GENERAL)


@pytest.mark.parametrize(
    ("rungs", "ladder", "said"),
    [
        ((NOTE, replace(BLUE, offset=-2)), "milestone", "“蓝色”第1级应晚于前一级：前一级为-2天，本级为-2天"),
        ((BLUE, replace(RED, offset=1)), "milestone", "“红色”第1级应晚于前一级"),
        ((NOTE,), "no_such_kind", "没有“no_such_kind”这个阶梯"),
        ((replace(NOTE, addressees=()),), "milestone", ""),
        ((replace(NOTE, proposes_slip=True),), "milestone", "提示一级不能建议督查单"),
    ],
)
def test_what_cannot_be_climbed_is_refused_and_changes_nothing(
    town: Town, rungs: tuple[Rung, ...], ladder: str, said: str
) -> None:
    before = list(LadderRung.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refused:
        climb(town.office_head, *rungs, ladder=ladder)
    assert said in " ".join(refused.value.messages)
    assert list(LadderRung.objects.order_by("pk").values()) == before


def test_hours_change_from_a_day_on_until_the_next_planned_change(town: Town) -> None:
    usual = sending_terms(TODAY)
    late = SendingTerms(
        opens_at=time(10), closes_at=time(18), workdays_only=False, daily_cap=7, leaders_weekday=5
    )
    change_sending_rule(actor=town.office_head, valid_from=LATER, terms=late, note="年初")
    change_sending_rule(actor=town.office_head, valid_from=NEW_DAY, terms=SendingTerms(daily_cap=12))
    assert [sending_terms(day).daily_cap for day in (TODAY, NEW_DAY, date(2026, 12, 31), LATER)] == [
        usual.daily_cap,
        12,
        12,
        7,
    ]
    assert sending_terms(LATER) == late
    assert history(SendingRule, note="年初").get().pgh_context["user"] == town.office_head.pk


@pytest.mark.parametrize(
    "terms",
    [
        SendingTerms(opens_at=time(20), closes_at=time(8)),
        SendingTerms(daily_cap=0),
        SendingTerms(daily_cap=201),
        SendingTerms(leaders_weekday=8),
    ],
)
def test_hours_that_cannot_be_are_refused(town: Town, terms: SendingTerms) -> None:
    before = list(SendingRule.objects.values())
    with pytest.raises(ValidationError):
        change_sending_rule(actor=town.office_head, valid_from=NEW_DAY, terms=terms)
    assert list(SendingRule.objects.values()) == before


def test_the_database_refuses_two_hours_of_one_day_and_two_rungs_of_one_place() -> None:
    with pytest.raises(IntegrityError, match="sending_rule_one_at_a_time"), transaction.atomic():
        SendingRule.objects.bulk_create([SendingRule(valid_from=NEW_DAY)])
    one = LadderRung.objects.filter(ladder=GENERAL).first()
    assert one is not None
    one.pk, one.valid_from = None, NEW_DAY
    with pytest.raises(IntegrityError, match="ladder_rung"), transaction.atomic():
        LadderRung.objects.bulk_create([one])
