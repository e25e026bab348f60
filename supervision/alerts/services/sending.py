"""Letters go out under a lease, outside any transaction; what happened is written down afterwards.

A worker that dies leaves the row; the lease ends and another takes it. So a letter is sent at least once,
and at most the one in flight is repeated, under the same Message-ID.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from supervision.alerts import rules, selectors
from supervision.alerts.models import Digest
from supervision.alerts.permissions import require

# One letter a lease: however slowly a server answers each of its commands, ten minutes suffice for one.
LEASE: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Sent:
    delivered: int
    failed: int


def send_digests(*, clock: Callable[[], datetime]) -> Sent:
    """Send every letter that is due; ``clock`` tells the time of each attempt."""
    delivered = failed = 0
    while letter := _claim(now=clock()):
        error = _post(letter)
        _record(letter, error, now=clock())
        delivered, failed = delivered + (error is None), failed + (error is not None)
    return Sent(delivered, failed)


@transaction.atomic
def resend_digest(*, actor: User, digest_id: int, now: datetime) -> Digest:
    """Try a letter that was given up again, five times from now on. Raises Digest.DoesNotExist."""
    require(actor, "alerts.resend")
    letter = Digest.objects.select_for_update().get(pk=digest_id)
    if letter.gave_up_at is None:
        raise ValidationError(_("这封提醒没有停止发送，无须重新发送。"))
    letter.gave_up_at, letter.attempts, letter.send_after = None, 0, now
    letter.save(update_fields=["gave_up_at", "attempts", "send_after"])
    return letter


@transaction.atomic
def _claim(*, now: datetime) -> Digest | None:
    """Take the next letter that nobody else holds; from now on it is ours until the lease ends."""
    letters = selectors.due_digests(now).select_related("recipient__person")
    letter = letters.select_for_update(skip_locked=True, of=("self",)).first()
    if letter is not None:
        letter.send_after, letter.attempts = now + LEASE, letter.attempts + 1
        letter.save(update_fields=["send_after", "attempts"])
    return letter


def _post(letter: Digest) -> str | None:
    """Hand the letter over to the mail server; the error in its own words when it was refused."""
    person = letter.recipient.person
    if person is None or not person.email:
        return _("没有电子邮箱")
    reminders = list(letter.reminders.open().about().order_by("due_on", "-rung", "pk"))
    with translation.override(letter.recipient.language):
        context = {
            "letter": letter,
            "late": [reminder for reminder in reminders if reminder.is_late],
            "news": [reminder for reminder in reminders if not reminder.is_late],
            "address": settings.SITE_URL,
            "office_name": settings.OFFICE_NAME,
        }
        subject = render_to_string("emails/digest-subject.txt", context).strip()
        text = render_to_string("emails/digest-body.txt", context)
        html = render_to_string("emails/digest-body.html", context)
    mail = EmailMultiAlternatives(subject, text, to=[person.email])
    mail.extra_headers["Message-ID"] = f"<digest-{letter.pk}@{settings.DEFAULT_FROM_EMAIL.partition('@')[2]}>"
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    # ValueError: an address or a header that cannot be written; it must not stop the letters behind it.
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return None


def _record(letter: Digest, error: str | None, *, now: datetime) -> None:
    """Write as the holder of the lease: whoever was later than it may not undo what the next one wrote."""
    if error is None:
        values: dict[str, Any] = {"sent_at": now, "last_error": ""}
    elif letter.attempts >= rules.MAX_ATTEMPTS:
        values = {"gave_up_at": now, "last_error": error}
    else:
        pause = timedelta(minutes=rules.pause_after(letter.attempts))
        values = {"send_after": now + pause, "last_error": error}
    Digest.objects.filter(pk=letter.pk, attempts=letter.attempts).update(**values)
