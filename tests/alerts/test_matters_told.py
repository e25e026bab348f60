"""What one is told of a matter leads to its page: on the first screen, in the list and in the letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from rulebook.models import DeadlineRule
from supervision.alerts.models import Digest, Reminder, Subject
from supervision.alerts.services import Sent, plan_reminders, run_cycle, send_digests
from supervision.matters.models import Matter, Source
from supervision.matters.selectors import ledger
from tests.alerts.post_office import PostOffice
from tests.matters.build import fill_years, lead_of, make_feedback, make_matter
from tests.town import NOON, Town, build_town

ON = date(2026, 9, 12)


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    with PostOffice() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.fixture
def matter(town: Town) -> Matter:
    """Not signed for, and due in the past."""
    town.project.annual_plans.all().delete()
    fill_years()
    matter = make_matter(town, duty_status="under_way", rhythm="once", due_on=date(2026, 9, 9))
    make_feedback(town, lead_of(matter), status="returned")
    run_cycle(on=ON, now=NOON)
    return matter


def test_the_letter_says_first_what_is_late_then_the_news_each_with_its_address(
    matter: Matter, post_office: PostOffice
) -> None:
    assert send_digests(on=ON, clock=lambda: NOON, at_any_hour=True) == Sent(delivered=1, failed=0)
    [mail] = post_office.letters
    assert mail["To"] == "lead_clerk@example.test"
    assert (
        mail["Subject"].strip() == "督查提醒：1项逾期待办，1项事项提示"
    )  # a folded line begins with a space
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and html is not None
    lines = text.get_content().replace("\r\n", "\n").split("\n")
    assert (lines[0], lines[2]) == (
        "路联络同志：",
        "截至2026年9月12日，您有1项逾期待办，请尽快办理；另有1项请知悉或办理。",
    )
    late = next(number for number, line in enumerate(lines) if "修复县道塌方：尚未报办结" in line)
    news = next(number for number, line in enumerate(lines) if "反馈退回补正（缺少佐证）" in line)
    assert late < news
    assert html.get_content().count("修复县道塌方：") == 2


def test_a_letter_with_news_alone_names_nothing_late(town: Town, post_office: PostOffice) -> None:
    town.project.annual_plans.all().delete()
    fill_years()
    make_matter(town, status="shown")
    run_cycle(on=ON, now=NOON)
    send_digests(on=ON, clock=lambda: NOON, at_any_hour=True)
    [mail] = post_office.letters
    assert (mail["To"], mail["Subject"]) == ("leader@example.test", "督查提醒：1项事项提示")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "逾期" not in body.get_content()


KINDS_TOLD = (Subject.MATTER, Subject.RETURNED)


@pytest.mark.parametrize("page", ["home", "alerts"])
def test_the_pages_show_what_is_late_before_the_news_and_lead_to_the_matter(
    matter: Matter, town: Town, client: Client, page: str
) -> None:
    client.force_login(town.lead_clerk, backend="accounts.backends.RoleBackend")
    html = client.get(reverse(page)).content.decode()
    late, news = (Reminder.objects.get(recipient=town.lead_clerk, subject=kind) for kind in KINDS_TOLD)
    opened = [reverse("alerts-open", args=[reminder.pk]) for reminder in (late, news)]
    assert [html.count(f'href="{address}"') for address in opened] == [1, 1]
    assert html.index(late.text) < html.index(news.text)
    assert [client.get(address)["Location"] for address in opened] == [
        reverse("matter", args=[matter.pk])
    ] * 2


def test_the_ledger_counts_a_reminder_once_however_many_were_told(matter: Matter, town: Town) -> None:
    def counted() -> int:
        return int(ledger.matter_ledger(town.supervisor, ON).get(pk=matter.pk).reminder_count)

    assert counted() == 1  # what came back is news and no reminder
    run_cycle(on=date(2026, 9, 20), now=NOON)
    assert Reminder.objects.filter(matter=matter, rung=31).count() == 2  # the clerk and the head
    assert counted() == 2


def plan_at_once(barrier: Barrier) -> None:
    barrier.wait()
    plan_reminders(on=ON, now=NOON)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_eight_rounds_at_once_tell_of_each_matter_once() -> None:
    town = build_town()
    town.project.annual_plans.all().delete()
    DeadlineRule.objects.all().delete()
    source, _created = Source.objects.get_or_create(
        code="instruction",
        defaults={"name": "领导批示", "group": "affair", "deadline_rule": "x", "rhythm": "monthly"},
    )
    for _number in range(25):
        make_matter(town, source=source)
    barrier = Barrier(8)
    threads = [Thread(target=plan_at_once, args=(barrier,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = Reminder.objects.exclude(subject="calendar").values_list("subject", "recipient__username")
    assert sorted(set(rows)) == [
        ("assigned", "lead_clerk"),
        ("signature", "lead_clerk"),
    ]
    assert (len(rows), Digest.objects.count()) == (50, 0)
