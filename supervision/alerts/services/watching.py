"""Watching the watcher: beat, workers and rounds write when they were last at work, and somebody looks.

Four signs, because each can fall silent alone: ``beat`` and ``worker`` are written by the processes
themselves, ``round`` and ``sending`` by the work that they should bring about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from supervision.alerts import rules
from supervision.alerts.models import Heartbeat
from supervision.alerts.selectors.watching import PROCESSES, Silence, in_words, silences

BEAT: Final = """
    INSERT INTO alerts_heartbeat (name, beaten_at) VALUES (%(name)s, %(now)s)
    ON CONFLICT (name) DO UPDATE
       SET beaten_at = greatest(alerts_heartbeat.beaten_at, excluded.beaten_at), told_at = NULL
"""


def note_heartbeat(*, name: str, now: datetime) -> None:
    """This process, or this work, is alive; from now on its next silence is told anew."""
    with connection.cursor() as cursor:
        cursor.execute(BEAT, {"name": name, "now": now})


def expect_heartbeats(*, now: datetime) -> None:
    """What was never heard of is expected from now on. Writes nothing once all are known."""
    if unheard := set(PROCESSES) - set(Heartbeat.objects.values_list("name", flat=True)):
        rows = [Heartbeat(name=name, beaten_at=now) for name in sorted(unheard)]
        Heartbeat.objects.bulk_create(rows, ignore_conflicts=True)


def tell_of_silence(*, on: date, now: datetime) -> int:
    """Write to the heads of the office about every silence of which nobody was told; return to how many.

    Once for each silence, however many web processes look: the row is claimed first. A letter that did not
    leave gives it back. Raises OSError, SMTPException.
    """
    claimed = _claim(now)
    addresses = _office_addresses(on) if claimed else []
    if not addresses:
        return 0
    try:
        _write(addresses, claimed)
    except Exception:  # whatever it was, the silence is still to be told
        Heartbeat.objects.filter(name__in=[one.name for one in claimed], told_at=now).update(told_at=None)
        raise
    return len(addresses)


@transaction.atomic
def _claim(now: datetime) -> list[Silence]:
    untold = Heartbeat.objects.select_for_update(skip_locked=True).filter(told_at__isnull=True)
    claimed = silences(now, untold)
    Heartbeat.objects.filter(name__in=[one.name for one in claimed]).update(told_at=now)
    return claimed


def _office_addresses(on: date) -> list[str]:
    """Of the heads of the office, and where it has none of everybody in it."""
    for roles in (rules.OFFICE_HEADS, rules.OFFICE):
        people = User.objects.with_role(*roles, on=on).filter(is_active=True).exclude(person__email="")
        if found := sorted(set(people.values_list("person__email", flat=True))):
            return found
    return []


@translation.override(settings.LANGUAGE_CODE)
def _write(addresses: Sequence[str], claimed: Sequence[Silence]) -> None:
    context = {
        "sentences": [in_words(one) for one in claimed],
        "address": settings.SITE_URL,
        "office_name": settings.OFFICE_NAME,
    }
    EmailMessage(
        render_to_string("emails/silence-subject.txt", context).strip(),
        render_to_string("emails/silence-body.txt", context),
        to=list(addresses),
    ).send()
