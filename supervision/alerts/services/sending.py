"""Letters go out under a lease, outside any transaction; what happened is written down afterwards.

A worker that dies leaves the row; the lease ends and another takes it. So a letter is sent at least once,
and at most the one in flight is repeated, under the same Message-ID.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from supervision.alerts import rules, selectors
from supervision.alerts.models import Digest

# A batch of 20 letters of at most 20 s each must end before the lease does.
BATCH: Final = 20
LEASE: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Sent:
    delivered: int
    failed: int


def send_digests(*, clock: Callable[[], datetime]) -> Sent:
    """Send every letter that is due; ``clock`` tells the time of each attempt."""
    delivered = failed = 0
    while letters := _claim(now=clock()):
        for letter in letters:
            error = _post(letter)
            _record(letter, error, now=clock())
            delivered, failed = delivered + (error is None), failed + (error is not None)
    return Sent(delivered, failed)


@transaction.atomic
def _claim(*, now: datetime) -> list[Digest]:
    """Take letters that nobody else holds; from now on they are ours until the lease ends."""
    taken = selectors.due_digests(now).select_for_update(skip_locked=True, of=("self",))[:BATCH]
    ids = [letter.pk for letter in taken]
    Digest.objects.filter(pk__in=ids).update(send_after=now + LEASE, attempts=F("attempts") + 1)
    return list(Digest.objects.filter(pk__in=ids).select_related("recipient__person").order_by("pk"))


def _post(letter: Digest) -> str | None:
    """Hand the letter over to the mail server; the error in its own words when it was refused."""
    reminders = list(letter.reminders.open().order_by("due_on", "-rung", "pk"))
    with translation.override(letter.recipient.language):
        context = {"letter": letter, "reminders": reminders, "address": settings.SITE_URL}
        context |= {"office_name": settings.OFFICE_NAME}
        subject = render_to_string("emails/digest-subject.txt", context).strip()
        text = render_to_string("emails/digest-body.txt", context)
        html = render_to_string("emails/digest-body.html", context)
    mail = EmailMultiAlternatives(subject, text, to=[letter.recipient.person.email])
    mail.extra_headers["Message-ID"] = f"<digest-{letter.pk}@{settings.DEFAULT_FROM_EMAIL.partition('@')[2]}>"
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return None


def _record(letter: Digest, error: str | None, *, now: datetime) -> None:
    if error is None:
        letter.sent_at, letter.last_error = now, ""
    elif letter.attempts >= rules.MAX_ATTEMPTS:
        letter.gave_up_at, letter.last_error = now, error
    else:
        letter.send_after = now + timedelta(minutes=rules.pause_after(letter.attempts))
        letter.last_error = error
    letter.save(update_fields=["sent_at", "gave_up_at", "send_after", "last_error"])
