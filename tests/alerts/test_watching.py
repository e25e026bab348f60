"""Beat, workers and rounds are heard of one by one; of each silence the office is told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from supervision.alerts import tasks
from supervision.alerts.models import Heartbeat
from supervision.alerts.selectors.watching import PROCESSES, silence_warnings, silences
from supervision.alerts.services.watching import expect_heartbeats, note_heartbeat, tell_of_silence
from supervision.celery import be_heard
from tests.town import NOON, Town, build_town

ON = date(2026, 9, 12)
HOUR = timedelta(hours=1)


@pytest.fixture
def heard(town: Town) -> Iterator[Town]:
    """Everything was heard of at noon; beat alone goes on."""
    expect_heartbeats(now=NOON - HOUR)
    for name in PROCESSES:
        note_heartbeat(name=name, now=NOON)
    note_heartbeat(name="beat", now=NOON + HOUR)
    yield town


def test_each_falls_silent_by_itself_after_the_limit_that_is_set(heard: Town, settings: Any) -> None:
    settings.SILENT_SECONDS = 1800
    assert silences(NOON + timedelta(seconds=1800)) == []
    later = NOON + timedelta(seconds=1801)
    assert [one.name for one in silences(later)] == ["worker", "round", "sending"]
    note_heartbeat(name="worker", now=later)
    note_heartbeat(name="worker", now=NOON)  # one that was late does not undo it
    assert silence_warnings(later) == (
        "自2026-09-12 12:00起没有完成过催办检查，新到期的事项没有生成提醒，请系统管理员检查",
        "自2026-09-12 12:00起没有完成过提醒发送，已生成的提醒没有发出，请系统管理员检查",
    )


def test_what_was_never_heard_of_is_silent_from_the_first_look_on(db: None) -> None:
    expect_heartbeats(now=NOON)
    expect_heartbeats(now=NOON + HOUR)
    assert set(Heartbeat.objects.values_list("name", "beaten_at")) == {(name, NOON) for name in PROCESSES}


def test_the_heads_of_the_office_are_written_to_once_for_each_silence(heard: Town) -> None:
    assert tell_of_silence(on=ON, now=NOON) == 0
    assert tell_of_silence(on=ON, now=NOON + HOUR) == 1
    assert tell_of_silence(on=ON, now=NOON + 2 * HOUR) == 1  # beat too, by now
    assert tell_of_silence(on=ON, now=NOON + 3 * HOUR) == 0
    assert [letter.to for letter in mail.outbox] == [["office_head@example.test"]] * 2
    assert [one in mail.outbox[0].body for one in ("beat", "worker", "2026-09-12 12:00")] == [
        False,
        True,
        True,
    ]
    note_heartbeat(name="worker", now=NOON + 3 * HOUR)
    assert tell_of_silence(on=ON, now=NOON + 3 * HOUR) == 0
    assert tell_of_silence(on=ON, now=NOON + 5 * HOUR) == 1


def test_without_a_head_everybody_in_the_office_is_written_to(heard: Town) -> None:
    Person.objects.filter(user=heard.office_head).update(email="")
    tell_of_silence(on=ON, now=NOON + HOUR)
    assert mail.outbox[0].to == ["supervisor@example.test"]


def test_a_letter_that_did_not_leave_is_written_again_at_the_next_look(heard: Town, settings: Any) -> None:
    good = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(ConnectionRefusedError):
        tell_of_silence(on=ON, now=NOON + HOUR)
    settings.EMAIL_BACKEND = good
    assert tell_of_silence(on=ON, now=NOON + HOUR) == 1


def test_the_rounds_are_heard_of_when_their_work_is_done(db: None, settings: Any) -> None:
    tasks.plan_reminders()
    tasks.send_digests()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"round", "sending"}


@pytest.mark.django_db(transaction=True)
def test_the_health_page_names_what_is_silent_and_has_the_office_told_once() -> None:
    build_town()
    long_ago = timezone.now() - HOUR
    expect_heartbeats(now=timezone.now())
    Heartbeat.objects.filter(name="beat").update(beaten_at=long_ago)
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["silent"]) == (200, {"beat": long_ago.isoformat()})
    assert Client().get("/health/all/").status_code == 503
    barrier = Barrier(4)

    def look() -> None:
        barrier.wait()
        Client().get("/health/")
        connections.close_all()

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while (waiting := _letter_writers()) is not None:
        waiting.join()
    assert len(mail.outbox) == 1
    be_heard("beat")
    assert Client().get("/health/").json()["silent"] == {}


def _letter_writers() -> Thread | None:
    import threading

    return next((thread for thread in threading.enumerate() if thread.name == "silence"), None)
