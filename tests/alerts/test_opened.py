"""What leaves the house: read by its link, in the reader's language, by the way that the reader chose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from rulebook.models import SendingRule
from supervision.alerts.models import ChannelChoice, Delivery, Digest, Reminder
from supervision.alerts.services import bundle_reminders
from supervision.alerts.services.composing import compose
from tests.alerts.rows import RAISED, letter, many, told
from tests.matters.build import at_noon, fill_years
from tests.town import Town

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 14)  # a Monday
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture
def waiting(town: Town) -> Iterator[list[Reminder]]:
    """Four duties of the clerk's, to be told by e-mail; nobody owes anything else."""
    fill_years()
    rows = many(town.sector, town.lead_clerk, 4)
    Reminder.objects.update(channels=["email"])
    yield rows


def sent_at(moment: datetime) -> Any:
    """Bundled and sent as they stand; what the round would settle is not asked here."""
    bundle_reminders(on=moment.date(), now=moment)
    return [(row.channel, row.lines.count()) for row in Digest.objects.order_by("channel")]


def test_the_link_of_a_message_notes_the_reading_of_its_recipient_alone(client: Client, town: Town) -> None:
    row = told(town.project, town.lead_clerk, unit=town.lead)
    composed = compose(letter(town.lead_clerk, row), ON, 30)
    assert composed is not None
    [link] = re.findall(r"http://localhost:8000(/alerts/\d+/open/)", composed.message.text)
    thing = reverse("project", args=[town.project.pk])
    answer = client.get(link)  # from the mailbox, not signed in
    assert answer["Location"] == f"{reverse('sign-in')}?next={link}"
    client.force_login(town.stranger)
    assert client.get(link).status_code == 404
    for user in (town.lead_head, town.supervisor, town.auditor):
        client.force_login(user)
        assert client.get(link)["Location"] == thing
        row.refresh_from_db()
        assert row.read_at is None
    client.force_login(town.lead_clerk)
    assert client.get(link)["Location"] == thing
    row.refresh_from_db()
    first = row.read_at
    assert first is not None and row.delivered_at == first
    client.get(link)
    row.refresh_from_db()
    assert row.read_at == first


def test_a_person_moves_the_way_and_is_told_all_the_same(
    town: Town, waiting: list[Reminder], settings: Any
) -> None:
    own = ("WECOM_CORP_ID", "WECOM_AGENT_ID", "WECOM_SECRET")
    settings.GATEWAYS = settings.GATEWAYS | dict.fromkeys(own, "https://gateway.test")
    ChannelChoice.objects.create(user=town.lead_clerk, channel="wecom", address="lulianluo")
    assert sent_at(at_noon(ON)) == [("wecom", 4)]
    assert Reminder.objects.filter(bundled_at__isnull=False).count() == 4


def test_a_way_that_is_no_longer_set_up_leads_back_to_e_mail(town: Town, waiting: list[Reminder]) -> None:
    ChannelChoice.objects.create(user=town.lead_clerk, channel="wecom", address="lulianluo")
    assert sent_at(at_noon(ON)) == [("email", 4)]


def test_the_cap_of_the_rule_book_lists_so_many_and_counts_the_rest(
    town: Town, waiting: list[Reminder]
) -> None:
    SendingRule.objects.update(daily_cap=3)
    [digest] = [letter(town.lead_clerk, *waiting)]
    composed = compose(digest, ON, 3)
    assert composed is not None
    assert (len(composed.message.items), composed.message.more, len(composed.listed)) == (3, 1, 3)
    assert "另有1项没有逐条列出" in composed.message.text
    assert composed.message.text.count("/open/") == 3


def test_who_reads_english_gets_an_english_letter_about_what_stands_there(town: Town) -> None:
    User.objects.filter(pk=town.lead_clerk.pk).update(language="en")
    row = told(town.project, town.lead_clerk, unit=town.lead)
    more = many(town.sector, town.lead_clerk, 2)
    composed = compose(letter(User.objects.get(pk=town.lead_clerk.pk), row, *more), ON, 2)
    assert composed is not None
    message = composed.message
    assert message.subject == "Supervision reminder: 3 overdue"
    own = ("路联络", "请报8月进展", "请报第0号", "请报第1号", settings.OFFICE_NAME)
    for text in (message.text, message.short):
        for words in own:  # names and the office's own words stay as they stand in the ledger
            text = text.replace(words, "")
        assert CHINESE.findall(text) == []


def test_the_database_numbers_each_attempt_once_and_keeps_no_result_of_one_that_goes_on(town: Town) -> None:
    digest = letter(town.lead_clerk, told(town.project, town.lead_clerk))
    Delivery.objects.create(digest=digest, attempt=1, started_at=RAISED)
    known: dict[str, Any] = {"digest": digest, "started_at": RAISED}
    for name, values in (
        ("delivery_attempt_once", {"attempt": 1}),
        ("delivery_says_how_it_ended", {"attempt": 2, "error": "450 busy"}),
        ("delivery_says_how_it_ended", {"attempt": 2, "answer": "250 kept"}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Delivery.objects.bulk_create([Delivery(**known, **values)])
    Delivery.objects.bulk_create([Delivery(**known, attempt=2)])  # the first sender was killed


def test_contact_and_deputies_are_reached_from_the_persons_menu(client: Client, town: Town) -> None:
    for user in (town.lead_clerk, town.leader, town.system_admin):
        client.force_login(user)
        html = client.get(reverse("profile")).content.decode()
        menu = html[html.index('class="account-menu"') :]
        assert f'<a href="{reverse("alerts-contact")}">' in menu
        assert f'<a href="{reverse("alerts-deputies")}">' in menu
