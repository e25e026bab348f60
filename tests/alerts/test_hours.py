"""Nothing leaves at night or on a day off; after days of silence each person gets one message.

The autumn of 2026: 20 September (a Sunday) and 10 October (a Saturday) are workdays, 1–7 October are not.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts.models import Deputy
from projects.models import Project
from rulebook.models import LadderRung, SendingRule
from rulebook.services import fill_calendar
from supervision.alerts.models import Digest, Reminder
from supervision.alerts.services import Sent, run_cycle, send_digests
from tests.town import Town, accept_month, carry, make_project

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(on: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute), SHANGHAI)


def send(on: date, hour: int = 9, minute: int = 0) -> Sent:
    return send_digests(on=on, clock=lambda: at(on, hour, minute))


def day_of_rounds(on: date) -> None:
    """A round in the night; what sends looks before, amid and after the hours."""
    run_cycle(on=on, now=at(on, 1))
    for hour in (1, 9, 23):
        send(on, hour)


@pytest.fixture
def late(town: Town) -> Town:
    """A project of which everything was reported up to July, and only its clerk is written to."""
    fill_calendar(actor=None, year=2026)
    for month in range(1, 8):
        accept_month(town.project, month, month)
    return town


def to_clerk() -> int:
    return sum(letter.to == ["lead_clerk@example.test"] for letter in mail.outbox)


@pytest.mark.parametrize(
    ("hour", "minute", "leaves"),
    [(7, 59, False), (8, 0, True), (19, 59, True), (20, 0, False), (0, 0, False)],
)
def test_messages_keep_the_hours_of_the_day(late: Town, hour: int, minute: int, leaves: bool) -> None:
    on = date(2026, 9, 14)
    run_cycle(on=on, now=at(on, 0))
    send(on, hour, minute)
    assert to_clerk() == leaves


@pytest.mark.parametrize(
    ("on", "leaves"),
    [
        (date(2026, 9, 19), False),  # an ordinary Saturday
        (date(2026, 9, 20), True),  # a make-up Sunday
        (date(2026, 9, 30), True),  # the end of the month
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),  # a make-up Saturday
    ],
)
def test_messages_keep_workdays_and_make_up_days(late: Town, on: date, leaves: bool) -> None:
    day_of_rounds(on)
    assert to_clerk() == leaves


def test_over_midnight_and_the_end_of_the_month_each_day_is_told_once(late: Town) -> None:
    """From Wednesday 30 September through the holidays to Saturday 10 October."""
    for day in (0, 1, 7, 8, 10):
        day_of_rounds(date(2026, 9, 30) + timedelta(days=day))
    days = list(
        Digest.objects.filter(recipient=late.lead_clerk, sent_at__isnull=False).values_list("on", flat=True)
    )
    assert len(days) == len(set(days)) == to_clerk()
    assert not [day for day in days if date(2026, 10, 1) <= day <= date(2026, 10, 7)]
    assert not Reminder.objects.open().filter(recipient=late.lead_clerk, delivered_at=None).exists()


def test_three_days_without_beat_end_with_one_message_at_the_highest_rung(late: Town) -> None:
    """Told on the 10th (note); the rounds of the 11th to the 13th never came; yellow is from the 15th on."""
    day_of_rounds(date(2026, 9, 10))
    assert to_clerk() == 1
    day_of_rounds(date(2026, 9, 16))
    assert to_clerk() == 2
    open_now = Reminder.objects.open().filter(recipient=late.lead_clerk, subject="progress")
    assert [reminder.rung for reminder in open_now] == [31]
    assert Reminder.objects.filter(recipient=late.lead_clerk, outcome="superseded").count() == 1


def test_days_in_which_nothing_could_be_sent_end_with_one_message(late: Town) -> None:
    """Rounds went on, workers that send did not: what the days in between would have told joins in."""
    for day in (8, 11, 15, 16):
        on = date(2026, 9, day)
        run_cycle(on=on, now=at(on, 1))
        if day == 11:
            make_late(late, "乡道")
    assert send(date(2026, 9, 16)).failed == 0
    assert to_clerk() == 1
    open_now = Reminder.objects.open().filter(recipient=late.lead_clerk)
    assert open_now.count() == 2
    assert not open_now.filter(delivered_at=None).exists()
    day_of_rounds(date(2026, 9, 16))
    assert to_clerk() == 1


def make_late(town: Town, name: str) -> Project:
    project = make_project(name, town.sector)
    carry(project, "responsible", town.lead)
    for month in range(1, 8):
        accept_month(project, month, month)
    return project


@pytest.mark.parametrize("change", ["done", "owner", "deputy", "due"])
def test_what_changed_after_planning_is_told_as_it_is_and_to_whom_it_is(late: Town, change: str) -> None:
    on = date(2026, 9, 14)
    run_cycle(on=on, now=at(on, 1))
    if change == "done":
        accept_month(late.project, 8, 800)
    elif change == "owner":
        late.lead_clerk.grants.update(valid_to=on)
    elif change == "deputy":
        Deputy.objects.create(
            user=late.lead_clerk, deputy=late.stranger, valid_from=on, valid_to=on + timedelta(days=5)
        )
    else:
        late.project.exemptions.create(
            measure="report_missing",
            reason="汛期",
            valid_from=on,
            valid_to=on + timedelta(days=30),
            granted_by=late.supervisor,
        )
    send(on)
    assert to_clerk() == 0
    assert Reminder.objects.open().filter(recipient=late.lead_clerk, subject="progress").count() == 0
    day_of_rounds(on)
    told = {"done": 0, "owner": 1, "deputy": 1, "due": 0}[change]
    others = {"lead_head@example.test", "stranger@example.test"}
    assert sum(letter.to[0] in others for letter in mail.outbox) == told
    assert to_clerk() == 0


def test_leaders_hear_once_a_week_and_of_red_at_once(late: Town) -> None:
    """The leader of the post is told of blue already: on Wednesdays; of red on the day itself."""
    SendingRule.objects.update(leaders_weekday=3)
    LadderRung.objects.filter(colour="blue").update(addressees=["clerk", "leader"])
    to_leader: list[date] = []
    for day in (11, 14, 16, 17, 22, 23):
        on = date(2026, 9, day)
        before = sum(letter.to == ["leader@example.test"] for letter in mail.outbox)
        day_of_rounds(on)
        after = sum(letter.to == ["leader@example.test"] for letter in mail.outbox)
        to_leader += [on] * (after - before)
    assert to_leader == [date(2026, 9, 16), date(2026, 9, 23)]
