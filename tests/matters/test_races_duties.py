"""Two people at the same matter or duty at once: one wins, the other is told who; numbers are given once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from supervision.matters import services
from supervision.matters.models import Duty, Matter, Step
from tests.matters.build import lead_of
from tests.matters.registry import issued, submitted
from tests.town import NOON, Town

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("workdays"),
]


def at_once(*acts: tuple[User, Callable[[User], Any]]) -> list[str]:
    """What became of acts at the same moment, in their order: ``done`` or the refusal's words."""
    start = Barrier(len(acts))

    def one(user: User, act: Callable[[User], Any]) -> str:
        own = User.objects.get(pk=user.pk)
        assert own.granted
        start.wait(timeout=10)
        try:
            act(own)
        except ValidationError as refused:
            return "；".join(refused.messages)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, *zip(*acts, strict=True)))


def sign(duty: Duty) -> Callable[[User], Any]:
    return lambda user: services.sign_duty(actor=user, duty_id=duty.pk, now=NOON)


def test_of_two_clerks_who_sign_at_once_one_wins_and_the_other_learns_who(town: Town) -> None:
    duty = lead_of(issued(town))
    outcomes = at_once((town.lead_clerk, sign(duty)), (town.lead_head, sign(duty)))
    duty.refresh_from_db()
    assert sorted(outcomes)[0] == "done"
    assert sorted(outcomes)[1] == (
        f"交办单现在是“已签收”，不能“签收”；只有“待签收”时可以。此前已由{duty.signed_by}于9月12日“签收”。"
    )
    assert duty.signed_by == [town.lead_clerk, town.lead_head][outcomes.index("done")]
    assert Step.objects.filter(duty=duty).count() == 2


def test_of_a_signature_and_a_refusal_at_once_none_is_lost(town: Town) -> None:
    duty = lead_of(issued(town))
    outcomes = at_once(
        (town.lead_clerk, sign(duty)),
        (
            town.lead_head,
            lambda user: services.refuse_duty(actor=user, duty_id=duty.pk, reason="非本单位", now=NOON),
        ),
    )
    duty.refresh_from_db()
    # Signed first, it may still be refused; refused first, it cannot be signed.
    assert duty.status == "refused"
    _issue, *verbs = Step.objects.filter(duty=duty).order_by("pk").values_list("verb", flat=True)
    if outcomes[0] == "done":
        assert (outcomes[1], verbs) == ("done", ["duty.sign", "duty.refuse"])
    else:
        assert "此前已由路局长于9月12日“退回（非本单位职责）”" in outcomes[0]
        assert verbs == ["duty.refuse"]


def test_of_a_reassignment_and_a_signature_at_once_the_chain_holds(town: Town) -> None:
    matter = issued(town)
    duty = lead_of(matter)
    outcomes = at_once(
        (town.lead_clerk, sign(duty)),
        (
            town.supervisor,
            lambda user: services.reassign_duty(
                actor=user, duty_id=duty.pk, unit_id=town.strange.pk, reason="划转", now=NOON
            ),
        ),
    )
    duty.refresh_from_db()
    assert outcomes[1] == "done"
    assert duty.status == "released"
    assert (lead_of(matter).unit, lead_of(matter).replaces) == (town.strange, duty)
    if outcomes[0] != "done":
        assert "此前已由杜明察于9月12日“改派或解除”" in outcomes[0]
        assert duty.signed_at is None


def test_of_two_reassignments_at_once_one_wins(town: Town) -> None:
    matter = issued(town)
    duty = lead_of(matter)

    def to(unit_id: int) -> Callable[[User], Any]:
        return lambda user: services.reassign_duty(
            actor=user, duty_id=duty.pk, unit_id=unit_id, reason="划转", now=NOON
        )

    outcomes = at_once((town.supervisor, to(town.strange.pk)), (town.office_head, to(town.below_lead.pk)))
    assert outcomes.count("done") == 1
    assert matter.duties.filter(role="lead").exclude(status="released").count() == 1
    assert matter.duties.filter(role="lead").count() == 2


def test_matters_registered_at_once_get_numbers_without_gap(town: Town) -> None:
    matters = [submitted(town, title=f"事项{place}") for place in range(6)]

    def register(matter: Matter) -> Callable[[User], Any]:
        return lambda user: services.register_matter(actor=user, matter_id=matter.pk, now=NOON)

    outcomes = at_once(*[(town.office_head, register(matter)) for matter in matters])
    assert outcomes == ["done"] * 6
    numbers = sorted(Matter.objects.values_list("number", flat=True))
    assert numbers == [f"督办〔2026〕{place}号" for place in range(1, 7)]


def test_of_two_registrations_of_one_matter_one_wins_and_no_number_is_lost(town: Town) -> None:
    first, second = submitted(town), submitted(town)

    def register(matter: Matter) -> Callable[[User], Any]:
        return lambda user: services.register_matter(actor=user, matter_id=matter.pk, now=NOON)

    outcomes = at_once((town.office_head, register(first)), (town.office_head, register(first)))
    assert sorted(outcomes)[0] == "done"
    assert "不能“批准立项”" in sorted(outcomes)[1]
    last = services.register_matter(actor=town.office_head, matter_id=second.pk, now=NOON)
    assert last.number == "督办〔2026〕2号"
