"""Messages go out once each over a real SMTP server; a refusal is kept, retried and in the end told."""

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

from accounts.models import Person, Role, Unit, User
from projects.models import Project
from projects.models.responsibility import ResponsibilityRole
from rulebook.models import SendingRule
from supervision.alerts.models import Delivery, Digest, Reminder
from supervision.alerts.selectors import board
from supervision.alerts.services import Sent, resend_digest, run_cycle, send_digests
from tests.alerts.post_office import PostOffice
from tests.town import NOON, Town, accept_month, build_town, carry, make_project, make_unit, make_user

ON = date(2026, 9, 12)  # a Saturday: here messages go at any hour, test_hours.py is about the hours


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def send(now: datetime = NOON) -> Sent:
    return send_digests(on=ON, clock=Clock(now), at_any_hour=True)


def plan(*recipients: User) -> Digest:
    """What is owed is planned; only the messages to these people are left, of which the first's is given."""
    run_cycle(on=ON, now=NOON)
    Digest.objects.exclude(recipient__in=recipients).delete()
    return Digest.objects.get(recipient=recipients[0])


def also_late(town: Town, unit: Unit, name: str, **values: Any) -> Project:
    """One more project of which the unit has not reported August."""
    project = make_project(name, town.sector, **values)
    carry(project, ResponsibilityRole.RESPONSIBLE, unit)
    for month in range(1, 8):
        accept_month(project, month, month)
    return project


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    with PostOffice() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.fixture
def letter(town: Town) -> Digest:
    """To the clerk who has not reported August."""
    for month in range(1, 8):
        accept_month(town.project, month, month * 100)
    return plan(town.lead_clerk)


def plain(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def test_the_letter_names_what_is_late_and_until_when_it_was_due(
    letter: Digest, town: Town, post_office: PostOffice
) -> None:
    assert send() == Sent(delivered=1, failed=0)
    [mail] = post_office.letters
    assert (mail["To"], mail["Subject"]) == ("lead_clerk@example.test", "督查提醒：1项逾期待办")
    assert mail["Message-ID"] == f"<digest-{letter.pk}@localhost>"
    text = plain(mail)
    assert text.startswith("路联络同志：\n\n截至2026年9月12日，您有1项逾期待办，请尽快办理。\n")
    told = Reminder.objects.get(recipient=town.lead_clerk)
    assert (
        "月报逾期（1项）\n1. 省道过境段改建：2026年1—8月进展尚未报送（应于9月7日前完成）\n"
        f"   http://localhost:8000/alerts/{told.pk}/open/\n" in text
    )
    letter.refresh_from_db()
    assert (letter.sent_at, letter.attempts, letter.last_error) == (NOON, 1, "")
    delivery = Delivery.objects.get()
    assert (delivery.started_at, delivery.ended_at, delivery.answer) == (NOON, NOON, "250 kept")


def test_a_sent_letter_is_not_sent_again(letter: Digest, post_office: PostOffice) -> None:
    send()
    assert send(NOON + timedelta(days=1)) == Sent(delivered=0, failed=0)
    assert len(post_office.letters) == 1


def test_a_message_lists_the_worst_grouped_by_kind_and_counts_the_rest(
    letter: Digest, town: Town, post_office: PostOffice
) -> None:
    SendingRule.objects.update(daily_cap=3)
    for number in range(1, 6):
        also_late(town, town.lead, f"村道{number}", planned_start=date(2026, 8, 28 - number))
    plan(town.lead_clerk)
    send()
    [mail] = post_office.letters
    text = plain(mail)
    assert mail["Subject"] == "督查提醒：11项逾期待办"
    assert "开工逾期（3项）\n1. 村道5" in text and "\n2. 村道4" in text and "\n3. 村道3" in text
    assert "4. " not in text
    assert "另有8项没有逐条列出，请登录系统查看：\n- 月报逾期：6项\n- 开工逾期：2项\n" in text
    assert "http://localhost:8000/alerts/" in text
    named = Reminder.objects.filter(delivered_at=NOON)
    assert {reminder.text[:3] for reminder in named} == {"村道5", "村道4", "村道3"}


def test_a_refused_letter_keeps_the_error_and_goes_out_later(letter: Digest, post_office: PostOffice) -> None:
    post_office.refuse = 1
    assert send() == Sent(delivered=0, failed=1)
    letter.refresh_from_db()
    assert letter.last_error.startswith("SMTPDataError: (451, b'mailbox busy')")
    assert (letter.sent_at, letter.send_after) == (None, NOON + timedelta(minutes=10))
    assert send(NOON + timedelta(minutes=9)) == Sent(delivered=0, failed=0)
    assert send(NOON + timedelta(minutes=10)) == Sent(delivered=1, failed=0)
    assert post_office.message_ids == [f"<digest-{letter.pk}@localhost>"]


def test_after_five_attempts_it_stops_and_the_office_is_told(
    letter: Digest, town: Town, post_office: PostOffice
) -> None:
    post_office.refuse = 99
    for attempt in range(6):
        send(NOON + attempt * timedelta(hours=3))
    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at) == (5, None)
    assert letter.gave_up_at == NOON + timedelta(hours=12)
    assert post_office.refuse == 94
    assert [one.error for one in Delivery.objects.all()] == [letter.last_error] * 5
    run_cycle(on=ON, now=NOON)
    note = Reminder.objects.get(subject="undelivered", recipient=town.supervisor)
    assert (note.failed, note.text) == (
        letter,
        "2026-09-12：给路联络的电子邮件没有送达，请核对联系方式后重新发送",
    )
    resend_digest(actor=town.supervisor, digest_id=letter.pk, now=NOON)
    post_office.refuse = 0
    assert send() == Sent(delivered=1, failed=0)
    run_cycle(on=ON, now=NOON)
    note.refresh_from_db()
    assert note.outcome == "done"


def test_an_address_that_the_server_does_not_know_is_not_tried_again(
    letter: Digest, post_office: PostOffice
) -> None:
    post_office.unknown = "lead_clerk@example.test"
    assert send() == Sent(delivered=0, failed=1)
    letter.refresh_from_db()
    assert (letter.gave_up_at, letter.attempts) == (NOON, 1)
    assert "550" in letter.last_error


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
    assert letter.gave_up_at is None
    assert send(timezone.now()) == Sent(delivered=1, failed=0)
    letter.refresh_from_db()
    assert letter.attempts == 6
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


@pytest.mark.parametrize(
    ("address", "error"),
    [("", "没有电子邮件的地址"), ("联络@@example.test", "ValueError"), ("a@b\nBcc: c@d", "BadHeaderError")],
)
def test_an_address_that_cannot_be_written_to_is_told_and_stops_nobody_else(
    letter: Digest, town: Town, post_office: PostOffice, address: str, error: str
) -> None:
    Person.objects.filter(user=town.lead_clerk).update(email=address)
    also_late(town, town.strange, "游客中心")
    plan(town.lead_clerk, town.stranger)
    assert send() == Sent(delivered=1, failed=1)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.gave_up_at) == (None, NOON)
    assert letter.last_error.startswith(error)
    assert post_office.addresses == ["stranger@example.test"]


def test_a_sender_that_lost_its_lease_does_not_undo_what_the_next_one_wrote(
    letter: Digest, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens at "discard"
    times = iter([NOON, NOON, NOON + timedelta(minutes=30), NOON, NOON])

    def clock() -> datetime:
        now = next(times)
        if now != NOON:  # meanwhile another worker has taken the letter and sent it
            Digest.objects.update(attempts=2, sent_at=now)
        return now

    send_digests(on=ON, clock=clock, at_any_hour=True)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.last_error) == (NOON + timedelta(minutes=30), "")


def test_a_server_that_is_away_loses_nothing_and_costs_the_letters_behind_no_attempt(
    letter: Digest, town: Town, settings: Any
) -> None:
    also_late(town, town.strange, "游客中心")
    plan(town.lead_clerk, town.stranger)
    behind = Digest.objects.get(recipient=town.stranger)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens at "discard"
    assert send() == Sent(delivered=0, failed=1)
    letter.refresh_from_db()
    assert letter.last_error.startswith("ConnectionRefusedError")
    behind.refresh_from_db()
    assert (behind.attempts, behind.send_after) == (0, NOON)


def test_a_server_that_hangs_up_between_two_letters_is_called_again(
    letter: Digest, town: Town, post_office: PostOffice
) -> None:
    also_late(town, town.strange, "游客中心")
    plan(town.lead_clerk, town.stranger)
    post_office.hang_up = True
    assert send() == Sent(delivered=2, failed=0)
    assert len(set(post_office.message_ids)) == 2


def test_what_is_settled_after_planning_is_in_no_letter(
    letter: Digest, town: Town, post_office: PostOffice
) -> None:
    accept_month(town.project, 8, 800)
    assert send() == Sent(delivered=0, failed=0)
    letter.refresh_from_db()
    assert (post_office.letters, letter.sent_at, letter.attempts) == ([], None, 0)
    assert Reminder.objects.get(lines__digest=letter).outcome == "done"


def test_a_letter_whose_sender_died_comes_back_when_the_lease_ends(
    letter: Digest, post_office: PostOffice
) -> None:
    Digest.objects.update(attempts=1, send_after=NOON + timedelta(minutes=10))  # claimed, then killed
    assert send(NOON + timedelta(minutes=9)) == Sent(0, 0)
    assert send(NOON + timedelta(minutes=10)) == Sent(1, 0)


def send_at_once(barrier: Barrier) -> None:
    barrier.wait()
    send()
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_eight_senders_at_once_send_each_letter_once(post_office: PostOffice) -> None:
    town = build_town()
    for number in range(30):
        unit = make_unit(f"第{number}乡", town.county)
        make_user(f"clerk{number}", f"联络员{number}", unit, Role.UNIT_CLERK)
        carry(make_project(f"村道{number}", town.sector), ResponsibilityRole.RESPONSIBLE, unit)
    plan(*User.objects.filter(username__startswith="clerk"))
    barrier = Barrier(8)
    threads = [Thread(target=send_at_once, args=(barrier,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(post_office.letters) == 30
    assert len(set(post_office.addresses)) == 30
    assert Digest.objects.filter(sent_at=NOON, attempts=1).count() == 30
