"""Rounds, settling, bundling and sending at the same moment, on a real PostgreSQL: with exact counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import Role
from projects.models import Milestone
from supervision.alerts.models import Digest, DigestLine, Reminder
from supervision.alerts.services import (
    bundle_reminders,
    plan_reminders,
    run_cycle,
    send_digests,
    settle_reminders,
)
from supervision.alerts.services.planning import BEGIN
from tests.alerts.post_office import PostOffice
from tests.alerts.workshop import held, somebody_waits_for_a_lock, wait_until
from tests.matters.build import fill_years
from tests.town import NOON, Town, build_town, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ON, LATE, UNITS = date(2026, 9, 12), date(2026, 9, 10), 12


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    with PostOffice() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.fixture
def late(post_office: PostOffice) -> Town:
    """A dozen units with a clerk each, who each owe two milestones."""
    town = build_town()
    fill_years()
    town.project.annual_plans.all().delete()
    for number in range(UNITS):
        unit = make_unit(f"第{number}乡", town.county)
        make_user(f"clerk{number}", f"联络员{number}", unit, Role.UNIT_CLERK)
        for name in ("路基", "路面"):
            Milestone.objects.create(project=town.project, name=f"{name}{number}", due_on=LATE, unit=unit)
    return town


def plan() -> None:
    plan_reminders(on=ON, now=NOON)


def settle() -> None:
    settle_reminders(on=ON, now=NOON)


def bundle() -> None:
    bundle_reminders(on=ON, now=NOON)


def go_round() -> None:
    run_cycle(on=ON, now=NOON)


def send() -> None:
    send_digests(on=ON, clock=lambda: NOON, at_any_hour=True)


def at_once(acts: Sequence[Callable[[], None]]) -> None:
    """All start together; what fails in a thread fails the test."""
    barrier, faults = Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        try:
            barrier.wait()
            act()
        except Exception as error:  # noqa: BLE001 (told below)
            faults.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_several_planners_beside_whole_rounds_raise_each_reminder_once(late: Town) -> None:
    at_once([plan] * 4 + [go_round] * 4)
    told = Counter(Reminder.objects.values_list("recipient__username", "milestone__name", "rung"))
    assert len(told) == 2 * UNITS
    assert set(told.values()) == {1}
    assert Reminder.objects.open().count() == 2 * UNITS


def test_a_round_waits_until_the_one_before_has_ended(late: Town) -> None:
    """A lock of its own: what is not yet written is unique to nobody."""

    def another() -> None:
        plan()
        connections.close_all()

    second = Thread(target=another)
    with held(BEGIN):
        second.start()
        wait_until(lambda: somebody_waits_for_a_lock() or not second.is_alive())
        assert second.is_alive()
        assert Reminder.objects.count() == 0
    second.join()
    assert Reminder.objects.count() == 2 * UNITS


def test_planners_beside_settling_settle_what_was_done_and_keep_the_rest(late: Town) -> None:
    plan()
    Milestone.objects.filter(name__startswith="路面").update(completed_on=ON, completion="已完工")
    Milestone.objects.filter(name__startswith="路基", unit__short_name__in=["第0乡", "第1乡"]).update(
        due_on=date(2026, 9, 11)
    )
    at_once([plan, settle, go_round] * 3)
    assert Counter(Reminder.objects.values_list("outcome", flat=True)) == {
        "done": UNITS,
        "moved": 2,
        "": UNITS,
    }
    standing = Reminder.objects.open().filter(milestone__name__startswith="路基")
    assert Counter(standing.values_list("due_on", flat=True)) == {LATE: UNITS - 2, date(2026, 9, 11): 2}


def test_bundling_beside_sending_tells_each_reminder_in_one_message(
    late: Town, post_office: PostOffice
) -> None:
    plan()
    at_once([bundle] * 4 + [send] * 4)
    send()  # a sender that came before there was anything left again
    assert len(post_office.letters) == len(set(post_office.message_ids)) == UNITS
    assert sorted(post_office.addresses) == sorted(f"clerk{n}@example.test" for n in range(UNITS))
    assert Counter(DigestLine.objects.values_list("reminder", flat=True)) == Counter(
        Reminder.objects.values_list("pk", flat=True)
    )
    assert Reminder.objects.filter(delivered_at=NOON).count() == 2 * UNITS
    assert Digest.objects.filter(attempts=1, sent_at=NOON).count() == Digest.objects.count() == UNITS


def test_a_sender_passes_by_a_message_that_another_holds(late: Town, post_office: PostOffice) -> None:
    """It neither waits for it nor sends it too."""
    go_round()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
        with held("SELECT 1 FROM alerts_digest ORDER BY send_after, id LIMIT 1 FOR UPDATE"):
            send()
        cursor.execute("RESET lock_timeout")
    assert len(post_office.letters) == UNITS - 1
    assert Digest.objects.order_by("send_after", "pk").values_list("attempts", "sent_at")[0] == (0, None)
    send()
    assert len(post_office.letters) == len(set(post_office.message_ids)) == UNITS


def test_several_senders_beside_each_other_send_each_message_once(
    late: Town, post_office: PostOffice
) -> None:
    go_round()
    at_once([send] * 8)
    assert len(post_office.letters) == len(set(post_office.message_ids)) == UNITS
    assert Digest.objects.filter(attempts=1, sent_at=NOON).count() == Digest.objects.count() == UNITS


def test_whole_rounds_beside_senders_lose_nothing_and_repeat_nothing(
    late: Town, post_office: PostOffice
) -> None:
    at_once([go_round, send] * 4)
    send()
    assert len(post_office.letters) == len(set(post_office.message_ids)) == UNITS
    assert Reminder.objects.filter(delivered_at=NOON, settled_at=None).count() == 2 * UNITS
    assert Reminder.objects.count() == DigestLine.objects.count() == 2 * UNITS
