"""Real workers and a real Redis are killed in the middle: nothing is lost, in-app nothing comes twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from supervision.alerts.models import Digest, Reminder
from tests.alerts.workshop import (
    CLERKS,
    MONTHS_DUE,
    PATIENCE,
    Workshop,
    build_late_county,
    open_workshop,
    wait_until,
)

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    with open_workshop(tmp_path) as shop:
        yield shop


@pytest.fixture
def late_county() -> None:
    build_late_county()


def end_leases() -> None:
    """Ten minutes pass."""
    Digest.objects.filter(sent_at__isnull=True).update(send_after=timezone.now())


def all_sent() -> bool:
    return Digest.objects.filter(sent_at__isnull=False).count() == CLERKS


def in_app() -> set[int]:
    """How many reminders each clerk was given."""
    return set(Counter(Reminder.objects.values_list("recipient", flat=True)).values())


def kill_at(workshop: Workshop, died: threading.Event) -> None:
    workshop.kill_worker()
    died.set()


def test_killing_the_worker_loses_no_reminder_and_repeats_none_in_app(
    late_county: None, workshop: Workshop
) -> None:
    office = workshop.post_office
    for letters_first in (3, 6, 9):
        died = threading.Event()
        office.at(letters_first, partial(kill_at, workshop, died))
        workshop.start_worker()
        workshop.nudge("plan_reminders", "send_digests")
        # The first round plans; a letter can only go out after it.
        wait_until(lambda: Digest.objects.count() == CLERKS)
        workshop.nudge("send_digests")
        assert died.wait(PATIENCE)
        end_leases()
    workshop.start_worker()
    workshop.nudge("plan_reminders", "send_digests")
    wait_until(all_sent)
    assert Reminder.objects.count() == CLERKS * MONTHS_DUE
    assert in_app() == {MONTHS_DUE}
    # Each kill may repeat the letters in flight, one for each of the worker's two processes.
    repeats = sum(Counter(office.message_ids).values()) - CLERKS
    assert 0 <= repeats <= 6
    assert len(set(office.message_ids)) == CLERKS


def test_a_redis_that_lost_everything_costs_nothing_but_a_nudge(
    late_county: None, workshop: Workshop
) -> None:
    workshop.nudge("plan_reminders", "send_digests")
    workshop.lose_redis()
    assert Reminder.objects.count() == 0
    workshop.start_worker()
    wait_until(lambda: _answers(workshop))
    workshop.nudge_until(lambda: Digest.objects.count() == CLERKS, "plan_reminders")
    workshop.lose_redis()
    wait_until(lambda: _answers(workshop))
    workshop.nudge_until(all_sent, "send_digests", "plan_reminders")
    assert in_app() == {MONTHS_DUE}
    assert Counter(workshop.post_office.message_ids).most_common(1)[0][1] == 1


def _answers(workshop: Workshop) -> bool:
    with Redis.from_url(workshop.redis_url) as redis:
        try:
            return bool(redis.ping())
        except RedisError:
            return False
