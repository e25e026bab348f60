"""Letters go out once each over a real SMTP server; a refusal is kept, retried and in the end told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from supervision.alerts.models import Digest, Reminder
from supervision.alerts.selectors import board
from supervision.alerts.services import Sent, read_reminders, resend_digest, run_cycle, send_digests
from tests.alerts.post_office import PostOffice
from tests.town import NOON, Town, accept_month, build_town, make_user

ON = date(2026, 9, 12)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    with PostOffice() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.fixture
def letter(town: Town) -> Digest:
    for month in range(1, 8):
        accept_month(town.project, month, month * 100)
    run_cycle(on=ON, now=NOON)
    return Digest.objects.get()


def test_the_letter_names_what_is_late_and_until_when_it_was_due(
    letter: Digest, post_office: PostOffice
) -> None:
    assert send_digests(clock=Clock(NOON)) == Sent(delivered=1, failed=0)
    [mail] = post_office.letters
    assert (mail["To"], mail["Subject"]) == ("lead_clerk@example.test", "督查提醒：1项逾期待办")
    assert mail["Message-ID"] == f"<digest-{letter.pk}@localhost>"
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "路联络同志：" in text
    assert "1. 省道过境段改建：2026年1—8月进展尚未报送（应于9月7日前完成）" in text
    letter.refresh_from_db()
    assert (letter.sent_at, letter.attempts, letter.last_error) == (NOON, 1, "")


def test_a_sent_letter_is_not_sent_again(letter: Digest, post_office: PostOffice) -> None:
    send_digests(clock=Clock(NOON))
    assert send_digests(clock=Clock(NOON + timedelta(days=1))) == Sent(delivered=0, failed=0)
    assert len(post_office.letters) == 1


def test_a_refused_letter_keeps_the_error_and_goes_out_later(letter: Digest, post_office: PostOffice) -> None:
    post_office.refuse = 1
    clock = Clock(NOON)
    assert send_digests(clock=clock) == Sent(delivered=0, failed=1)
    letter.refresh_from_db()
    assert letter.last_error.startswith("SMTPDataError: (451, b'mailbox busy')")
    assert (letter.sent_at, letter.send_after) == (None, NOON + timedelta(minutes=10))
    clock.now += timedelta(minutes=9)
    assert send_digests(clock=clock) == Sent(delivered=0, failed=0)
    clock.now += timedelta(minutes=1)
    assert send_digests(clock=clock) == Sent(delivered=1, failed=0)
    assert post_office.message_ids == [f"<digest-{letter.pk}@localhost>"]


def test_after_five_attempts_it_stops_and_says_so(letter: Digest, post_office: PostOffice) -> None:
    post_office.refuse = 99
    clock = Clock(NOON)
    for _attempt in range(6):
        send_digests(clock=clock)
        clock.now += timedelta(hours=3)
    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at) == (5, None)
    assert letter.gave_up_at == NOON + timedelta(hours=12)
    assert post_office.refuse == 94


def test_the_office_has_a_letter_that_was_given_up_sent_again(
    letter: Digest, town: Town, post_office: PostOffice
) -> None:
    Digest.objects.update(attempts=5, gave_up_at=NOON, last_error="SMTPDataError")
    again = reverse("alerts-resend", args=[letter.pk])
    client = Client()
    for persona, status in (("lead_clerk", 403), ("auditor", 403), ("stranger", 404), ("supervisor", 302)):
        client.force_login(town.personas()[persona], backend="accounts.backends.RoleBackend")
        assert client.post(again).status_code == status, persona
    letter.refresh_from_db()
    assert (letter.gave_up_at, letter.attempts) == (None, 0)
    assert send_digests(clock=timezone.now) == Sent(delivered=1, failed=0)
    with pytest.raises(ValidationError, match="无须重新发送"):
        resend_digest(actor=town.supervisor, digest_id=letter.pk, now=NOON)
    assert "没有停止发送" in client.post(again, follow=True).content.decode()


def test_the_board_offers_the_office_to_send_again_what_was_given_up(letter: Digest, town: Town) -> None:
    client, again = Client(), reverse("alerts-resend", args=[letter.pk])
    for persona, gave_up_at, offered in (
        ("supervisor", None, False), ("supervisor", NOON, True), ("auditor", NOON, False)
    ):  # fmt: skip
        Digest.objects.update(attempts=5, gave_up_at=gave_up_at)
        client.force_login(town.personas()[persona], backend="accounts.backends.RoleBackend")
        assert (again in client.get(reverse("alerts-board")).content.decode()) is offered


def test_what_was_given_up_is_shown_until_it_is_settled(letter: Digest, town: Town) -> None:
    Digest.objects.update(attempts=5, gave_up_at=NOON)
    assert board(town.supervisor, ON).failed == 1
    accept_month(town.project, 8, 800)
    run_cycle(on=ON, now=NOON)
    assert board(town.supervisor, ON).failed == 0


@pytest.mark.parametrize(("address", "error"), [("", "没有电子邮箱"), ("联络@@example.test", "ValueError")])
def test_an_address_that_cannot_be_written_to_is_told_and_stops_nobody_else(
    letter: Digest, town: Town, post_office: PostOffice, address: str, error: str
) -> None:
    Person.objects.filter(user=town.lead_clerk).update(email=address)
    other = Digest.objects.create(recipient=town.stranger, on=ON, send_after=NOON)
    Reminder.objects.create(
        subject="progress",
        project=town.project,
        recipient=town.stranger,
        due_on=ON,
        rung=0,
        text="进展尚未报送",
        raised_at=NOON,
        digest=other,
    )
    assert send_digests(clock=Clock(NOON)) == Sent(delivered=1, failed=1)
    letter.refresh_from_db()
    assert letter.sent_at is None
    assert letter.last_error.startswith(error)


def test_a_sender_that_lost_its_lease_does_not_undo_what_the_next_one_wrote(
    letter: Digest, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens at "discard"
    times = iter([NOON, NOON + timedelta(minutes=30), NOON])

    def clock() -> datetime:
        now = next(times)
        if now != NOON:  # meanwhile another worker has taken the letter and sent it
            Digest.objects.update(attempts=2, sent_at=now)
        return now

    send_digests(clock=clock)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.last_error) == (NOON + timedelta(minutes=30), "")


def test_a_server_that_is_away_loses_nothing(letter: Digest, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens at "discard"
    assert send_digests(clock=Clock(NOON)) == Sent(delivered=0, failed=1)
    letter.refresh_from_db()
    assert letter.last_error.startswith("ConnectionRefusedError")


def test_what_was_settled_before_sending_is_not_in_the_letter(
    letter: Digest, town: Town, post_office: PostOffice
) -> None:
    accept_month(town.project, 8, 800)
    run_cycle(on=ON, now=NOON)
    assert send_digests(clock=Clock(NOON)) == Sent(delivered=0, failed=0)
    letter.refresh_from_db()
    assert (post_office.letters, letter.sent_at) == ([], None)


def test_a_letter_whose_sender_died_comes_back_when_the_lease_ends(
    letter: Digest, post_office: PostOffice
) -> None:
    Digest.objects.update(attempts=1, send_after=NOON + timedelta(minutes=10))  # claimed, then killed
    assert send_digests(clock=Clock(NOON + timedelta(minutes=9))) == Sent(0, 0)
    assert send_digests(clock=Clock(NOON + timedelta(minutes=10))) == Sent(1, 0)


def test_reading_counts_once_and_only_for_oneself(letter: Digest, town: Town) -> None:
    reminder = Reminder.objects.get()
    later = NOON + timedelta(hours=1)
    assert read_reminders(actor=town.stranger, reminder_ids=[reminder.pk], now=NOON) == 0
    assert read_reminders(actor=town.lead_clerk, reminder_ids=[reminder.pk], now=NOON) == 1
    assert read_reminders(actor=town.lead_clerk, reminder_ids=[reminder.pk], now=later) == 0
    reminder.refresh_from_db()
    assert reminder.read_at == NOON


def send_at_once(barrier: Barrier) -> None:
    barrier.wait()
    send_digests(clock=Clock(NOON))
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_eight_senders_at_once_send_each_letter_once(post_office: PostOffice) -> None:
    town = build_town()
    people = [make_user(f"clerk{number}", f"联络员{number}", town.strange) for number in range(60)]
    Digest.objects.bulk_create(Digest(recipient=user, on=ON, send_after=NOON) for user in people)
    for letter in Digest.objects.all():
        Reminder.objects.create(
            subject="progress",
            project=town.project,
            recipient_id=letter.recipient_id,
            due_on=ON,
            rung=0,
            text="进展尚未报送",
            raised_at=NOON,
            digest=letter,
        )
    barrier = Barrier(8)
    threads = [Thread(target=send_at_once, args=(barrier,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(post_office.letters) == 60
    assert len(set(post_office.addresses)) == 60
    assert Digest.objects.filter(sent_at=NOON, attempts=1).count() == 60
