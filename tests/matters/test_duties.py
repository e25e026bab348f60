"""签收、退回、改派: each step of a duty works for its own people only, and tells who did it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from accounts.models import User
from supervision.matters import services
from supervision.matters.models import Duty, Matter, Step
from supervision.matters.rules.entries import DutyWords
from supervision.matters.rules.states import BY_NAME, told_as
from supervision.matters.rules.words import DutyStatus, MatterStatus
from tests.matters.build import helper_of, lead_of, make_matter
from tests.matters.registry import OFFICE, issued, last_event, refused, refused_for_all_but, standing
from tests.town import NOON, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
TODAY: Final = date(2026, 9, 12)
MONDAY: Final = datetime(2026, 9, 14, 4, tzinfo=UTC)
LEAD_UNIT: Final = ("lead_clerk", "lead_head", "api_client")

Act = Callable[[User, Duty, Town], Any]
ACTS: dict[str, tuple[tuple[str, ...], Act]] = {
    "sign": (LEAD_UNIT, lambda actor, duty, _: services.sign_duty(actor=actor, duty_id=duty.pk, now=NOON)),
    "refuse": (
        LEAD_UNIT,
        lambda actor, duty, _: services.refuse_duty(
            actor=actor, duty_id=duty.pk, reason="不属本单位职责", now=NOON
        ),
    ),
    "start": (LEAD_UNIT, lambda actor, duty, _: services.start_duty(actor=actor, duty_id=duty.pk, now=NOON)),
    "insist": (
        OFFICE,
        lambda actor, duty, _: services.insist_duty(
            actor=actor, duty_id=duty.pk, reason="三定方案所列", now=NOON
        ),
    ),
    "release": (
        OFFICE,
        lambda actor, duty, _: services.release_duty(
            actor=actor, duty_id=duty.pk, reason="不再需要", now=NOON
        ),
    ),
    "reassign": (
        OFFICE,
        lambda actor, duty, town: services.reassign_duty(
            actor=actor, duty_id=duty.pk, unit_id=town.strange.pk, reason="职责已划转", now=NOON
        ),
    ),
}
MOVE_OF: Final = {"reassign": "release"}
UNIT_ACTS: Final = ("sign", "refuse", "start")


def move_of(act: str) -> Any:
    return BY_NAME[f"duty.{MOVE_OF.get(act, act)}"]


def duty_for(act: str, town: Town, duty_status: str, status: str = "issued") -> Duty:
    """The lead's, or for a release the helping unit's."""
    matter = make_matter(town, helping=[town.helping], status=status, duty_status=duty_status)
    return helper_of(matter) if act == "release" else lead_of(matter)


def steps_of(duty: Duty) -> list[tuple[str, str, str]]:
    steps = Step.objects.filter(duty=duty).order_by("pk").select_related("by__person")
    return [(step.verb, str(step.by), step.note) for step in steps]


@pytest.mark.parametrize("act", ACTS)
def test_every_step_leads_where_the_table_says_and_is_told(act: str, town: Town) -> None:
    allowed, do = ACTS[act]
    duty = duty_for(act, town, move_of(act).sources[0])
    actor = town.personas()[allowed[0]]
    do(actor, duty, town)
    duty.refresh_from_db()
    assert duty.status == move_of(act).target
    verb, by, _note = steps_of(duty)[0]
    assert (verb, by) == (move_of(act).name, str(actor))
    last = last_event(duty)
    assert (last.status, last.pgh_context["name"]) == (duty.status, str(actor))


@pytest.mark.parametrize("act", ACTS)
def test_everybody_whose_step_it_is_not_is_refused(act: str, town: Town) -> None:
    allowed, do = ACTS[act]
    duty = duty_for(act, town, move_of(act).sources[0])
    refused_for_all_but(town, allowed, lambda actor: do(actor, duty, town))


@pytest.mark.parametrize(
    ("act", "status"),
    [(act, status) for act in ACTS for status in DutyStatus if status not in move_of(act).sources],
)
def test_a_duty_at_another_place_is_left_as_it_is(act: str, status: str, town: Town) -> None:
    allowed, do = ACTS[act]
    if status == "released":
        matter = make_matter(town, helping=[town.helping])
        duty = services.release_duty(
            actor=town.supervisor, duty_id=helper_of(matter).pk, reason="不再需要", now=NOON
        )
        actor = town.helping_clerk if act in UNIT_ACTS else town.supervisor
    else:
        duty, actor = duty_for(act, town, status), town.personas()[allowed[0]]
    with refused(f"不能“{move_of(act).label}”") as caught:
        do(actor, duty, town)
    assert caught.value.code == "wrong_step"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", [s for s in MatterStatus if s != "issued"])
def test_duties_rest_while_their_matter_is_not_with_the_units(act: str, status: str, town: Town) -> None:
    allowed, do = ACTS[act]
    matter = standing(town, status, helping=[town.helping], duty_status=move_of(act).sources[0])
    duty = helper_of(matter) if act == "release" else lead_of(matter)
    with refused(f"督办事项现在是.*不能“{move_of(act).label}”"):
        do(town.personas()[allowed[0]], duty, town)


def test_a_signature_has_a_name_and_a_time(town: Town) -> None:
    duty = lead_of(issued(town))
    services.sign_duty(actor=town.lead_clerk, duty_id=duty.pk, now=MONDAY)
    duty.refresh_from_db()
    assert (duty.status, duty.signed_at, duty.signed_by) == ("signed", MONDAY, town.lead_clerk)
    assert duty.matter.due_on == date(2026, 9, 28)


def test_a_unit_above_signs_for_the_unit_below_and_never_the_other_way(town: Town) -> None:
    matter = make_matter(town, lead=town.below_lead)
    services.sign_duty(actor=town.lead_head, duty_id=lead_of(matter).pk, now=NOON)
    assert lead_of(matter).signed_by == town.lead_head


def test_the_leads_signature_starts_the_clock_once(town: Town) -> None:
    matter = issued(town, due_rule="matter_from_signature")
    services.sign_duty(actor=town.helping_clerk, duty_id=helper_of(matter).pk, now=NOON)
    matter.refresh_from_db()
    assert matter.due_on is None
    services.sign_duty(actor=town.lead_clerk, duty_id=lead_of(matter).pk, now=MONDAY)
    matter.refresh_from_db()
    # 15 workdays after the 14th: 20 September and 10 October are worked, 25–27 and 1–7 not.
    assert (matter.due_on, matter.original_due_on) == (date(2026, 10, 10), date(2026, 10, 10))
    assert matter.due_basis == "签收后15个工作日内"
    assert last_event(matter).pgh_context["reason"] == "牵头单位签收"
    services.refuse_duty(actor=town.lead_clerk, duty_id=lead_of(matter).pk, reason="非本单位", now=MONDAY)
    services.insist_duty(actor=town.supervisor, duty_id=lead_of(matter).pk, reason="应由你局", now=MONDAY)
    services.sign_duty(
        actor=town.lead_clerk, duty_id=lead_of(matter).pk, now=datetime(2026, 9, 16, 4, tzinfo=UTC)
    )
    matter.refresh_from_db()
    assert (matter.due_on, matter.original_due_on) == (date(2026, 10, 10), date(2026, 10, 10))


@pytest.mark.parametrize("act", ["refuse", "insist", "release", "reassign"])
def test_a_reason_is_asked_for(act: str, town: Town) -> None:
    duty = duty_for(act, town, move_of(act).sources[0])
    actor = town.lead_clerk if act == "refuse" else town.supervisor
    more = {"unit_id": town.strange.pk} if act == "reassign" else {}
    with refused("请写明理由"):
        getattr(services, f"{act}_duty")(actor=actor, duty_id=duty.pk, reason="  ", now=NOON, **more)


def test_a_refusal_keeps_its_reason_and_the_office_may_insist(town: Town) -> None:
    matter = issued(town)
    duty = lead_of(matter)
    services.sign_duty(actor=town.lead_clerk, duty_id=duty.pk, now=NOON)
    services.refuse_duty(actor=town.lead_head, duty_id=duty.pk, reason="属公路段", now=NOON)
    duty.refresh_from_db()
    assert (duty.status, duty.refusal) == ("refused", "属公路段")
    services.insist_duty(actor=town.supervisor, duty_id=duty.pk, reason="县长已定", now=MONDAY)
    duty.refresh_from_db()
    assert (duty.status, duty.refusal, duty.signed_at, duty.signed_by) == ("to_sign", "", None, None)
    assert duty.sign_by == date(2026, 9, 16)
    assert steps_of(duty) == [
        ("duty.issue", "杜明察", ""),
        ("duty.sign", "路联络", ""),
        ("duty.refuse", "路局长", "属公路段"),
        ("duty.insist", "杜明察", "县长已定"),
    ]


def test_a_reassigned_duty_keeps_its_chain_and_the_new_unit_its_own_day_to_sign(town: Town) -> None:
    matter = issued(town)
    first = lead_of(matter)
    services.refuse_duty(actor=town.lead_clerk, duty_id=first.pk, reason="非本单位职责", now=NOON)
    second = services.reassign_duty(
        actor=town.supervisor, duty_id=first.pk, unit_id=town.strange.pk, reason="职责在文旅", now=MONDAY
    )
    third = services.reassign_duty(
        actor=town.office_head, duty_id=second.pk, unit_id=town.below_lead.pk, reason="就近", now=MONDAY
    )
    assert (third.replaces, second.replaces) == (second, first)
    assert (third.role, third.task, third.contact, third.status) == ("lead", "抢修", "", "to_sign")
    assert (first.sign_by, third.issued_on, third.sign_by) == (
        date(2026, 9, 15),
        date(2026, 9, 14),
        date(2026, 9, 16),
    )
    first.refresh_from_db()
    assert (first.status, first.refusal) == ("released", "非本单位职责")
    assert lead_of(matter) == third
    assert steps_of(second) == [
        ("duty.issue", "杜明察", "改派自交通局"),
        ("duty.release", "任主事", "就近"),
    ]
    assert not Matter.objects.visible_to(town.stranger).exists()
    assert Matter.objects.visible_to(town.below_clerk).get() == matter


def test_a_duty_is_not_reassigned_to_who_carries_the_matter_already(town: Town) -> None:
    duty = lead_of(issued(town))

    def reassign(unit_id: int) -> None:
        services.reassign_duty(actor=town.supervisor, duty_id=duty.pk, unit_id=unit_id, reason="改", now=NOON)

    with refused("就是原承办单位"):
        reassign(town.lead.pk)
    with refused("该单位已承担这个事项"):
        reassign(town.helping.pk)
    town.strange.is_active = False
    town.strange.save()
    with refused("“文旅局”已停用"):
        reassign(town.strange.pk)


def test_the_lead_is_reassigned_and_never_just_relieved(town: Town) -> None:
    duty = lead_of(issued(town))
    with refused("牵头单位不能解除，只能改派"):
        services.release_duty(actor=town.supervisor, duty_id=duty.pk, reason="不需要", now=NOON)


def test_a_unit_is_added_while_the_units_are_at_work(town: Town) -> None:
    matter = issued(town)

    def add(actor: User, unit_id: int = town.strange.pk, role: str = "helping") -> Duty:
        words = DutyWords(unit_id, role, "宣传", "文联络")
        return services.add_duty(actor=actor, matter_id=matter.pk, words=words, now=MONDAY)

    refused_for_all_but(town, OFFICE, add)
    with refused("只能有一个牵头单位"):
        add(town.supervisor, role="lead")
    with refused("该单位已承担这个事项"):
        add(town.supervisor, town.helping.pk)
    with refused("没有这种责任|role"):
        add(town.supervisor, role="watching")
    duty = add(town.supervisor)
    assert (duty.status, duty.issued_on, duty.sign_by) == ("to_sign", date(2026, 9, 14), date(2026, 9, 16))
    assert steps_of(duty) == [("duty.add", "杜明察", "")]
    assert Matter.objects.visible_to(town.stranger).get() == matter


@pytest.mark.parametrize("status", [s for s in MatterStatus if s != "issued"])
def test_no_unit_is_added_before_or_after(status: str, town: Town) -> None:
    matter = standing(town, status)
    with refused(f"不能“{told_as('duty.add')}”"):
        services.add_duty(
            actor=town.supervisor, matter_id=matter.pk, words=DutyWords(town.strange.pk, "helping"), now=NOON
        )


def test_a_refused_step_says_who_came_before(town: Town) -> None:
    duty = lead_of(issued(town))
    services.sign_duty(actor=town.lead_clerk, duty_id=duty.pk, now=NOON)
    with refused("现在是“已签收”，不能“签收”.*此前已由路联络于9月12日“签收”。"):
        services.sign_duty(actor=town.lead_head, duty_id=duty.pk, now=MONDAY)
