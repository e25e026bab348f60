"""Messages go out under a lease, outside any transaction; what happened is written down afterwards.

A worker that dies leaves the row; the lease ends and another takes it. So a message is sent at least once,
and at most the one in flight is repeated, under the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from rulebook.rules.ladder import Channel
from rulebook.rules.sending import SendingTerms
from rulebook.selectors import calendar, sending_terms
from supervision.alerts import rules
from supervision.alerts.models import Delivery, Digest, Reminder
from supervision.alerts.permissions import require
from supervision.alerts.selectors.outgoing import messages_to_send

from .channels import Down, Refused, Unreachable, Ways
from .composing import compose
from .planning import settle_reminders

# One message a lease: however slowly a server answers each of its commands, ten minutes suffice for one.
LEASE: Final = timedelta(minutes=10)
LONGEST: Final = 300


@dataclass(frozen=True)
class Sent:
    delivered: int
    failed: int


@dataclass(frozen=True)
class _Outcome:
    """What came of an attempt. ``told``: the reminders that the message listed, once it was taken."""

    error: str = ""
    answer: str = ""
    told: tuple[int, ...] = ()
    for_good: bool = False
    way_is_down: bool = False


NOTHING_LEFT: Final = _Outcome()


def send_digests(*, on: date, clock: Callable[[], datetime], at_any_hour: bool = False) -> Sent:
    """Send every message that is due; ``clock`` tells the time of each attempt.

    What was done, moved or handed over since the last round is settled first, so that nobody is told of it.
    A way that is down rests until the next call, and the messages behind keep their attempts.
    """
    now, terms = clock(), sending_terms(on)
    may_leave = _hours(terms, on, at_any_hour)
    delivered = failed = 0
    resting: set[str] = set()
    if not may_leave(now) or not messages_to_send(on, now).exists():
        return Sent(0, 0)
    settle_reminders(on=on, now=now)
    with Ways() as ways:
        while may_leave(now := clock()) and (letter := _claim(on, now, resting)):
            outcome = _attempt(ways, letter, on, terms.daily_cap)
            _record(letter, outcome, now=clock())
            delivered, failed = delivered + bool(outcome.told), failed + bool(outcome.error)
            if outcome.way_is_down:
                resting.add(letter.channel)
    return Sent(delivered, failed)


@transaction.atomic
def resend_digest(*, actor: User, digest_id: int, now: datetime) -> Digest:
    """Try a message that was given up again, with as many attempts. Raises Digest.DoesNotExist."""
    require(actor, "alerts.resend")
    letter = Digest.objects.select_for_update().get(pk=digest_id)
    if letter.gave_up_at is None:
        raise ValidationError(_("这封提醒没有停止发送，无须重新发送。"))
    letter.gave_up_at, letter.send_after = None, now
    letter.save(update_fields=["gave_up_at", "send_after"])
    return letter


def _hours(terms: SendingTerms, on: date, at_any_hour: bool) -> Callable[[datetime], bool]:
    """Says of a moment whether messages may leave at that time of the day ``on``."""
    workdays = calendar(on, on)

    def may_leave(now: datetime) -> bool:
        local = datetime.combine(on, timezone.localtime(now).time())
        return at_any_hour or terms.is_open(local, workdays)

    return may_leave


@transaction.atomic
def _claim(on: date, now: datetime, resting: Collection[str]) -> Digest | None:
    """Take the next message that nobody else holds; from now on it is ours until the lease ends."""
    letters = messages_to_send(on, now, resting).select_related("recipient__person")
    letter = letters.select_for_update(skip_locked=True, of=("self",)).first()
    if letter is not None:
        letter.send_after, letter.attempts = now + LEASE, letter.attempts + 1
        letter.save(update_fields=["send_after", "attempts"])
        Delivery.objects.create(digest=letter, attempt=letter.attempts, started_at=now)
    return letter


def _attempt(ways: Ways, letter: Digest, on: date, cap: int) -> _Outcome:
    """Hand the message over, or say in the other side's words why it was not taken."""
    composed = compose(letter, on, cap)
    if composed is None:
        return NOTHING_LEFT
    try:
        answer = ways.send(Channel(letter.channel), composed.message)
    except Refused as error:
        return _Outcome(error=_words(error), for_good=True)
    except Unreachable as error:
        return _Outcome(error=_words(error), way_is_down=isinstance(error, Down))
    return _Outcome(answer=answer[:LONGEST], told=composed.listed)


def _words(error: Exception) -> str:
    return str(error)[:LONGEST] or type(error).__name__


@transaction.atomic
def _record(letter: Digest, outcome: _Outcome, *, now: datetime) -> None:
    """Write as the holder of the lease: whoever was later than it may not undo what the next one wrote.

    What was taken was told, whoever holds the lease meanwhile.
    """
    held = Digest.objects.filter(pk=letter.pk, attempts=letter.attempts, sent_at__isnull=True)
    held.update(**_fate(letter, outcome, now))
    Delivery.objects.filter(digest=letter, attempt=letter.attempts, ended_at__isnull=True).update(
        ended_at=now, error=outcome.error, answer=outcome.answer
    )
    Reminder.objects.filter(pk__in=outcome.told, delivered_at__isnull=True).update(delivered_at=now)


def _fate(letter: Digest, outcome: _Outcome, now: datetime) -> dict[str, Any]:
    if outcome is NOTHING_LEFT:  # should something of it be owed again, that is another reminder
        return {"last_error": ""}
    if not outcome.error:
        return {"sent_at": now, "last_error": ""}
    if outcome.for_good or letter.attempts % rules.MAX_ATTEMPTS == 0:
        return {"gave_up_at": now, "last_error": outcome.error}
    pause = rules.pause_after(letter.attempts % rules.MAX_ATTEMPTS)
    return {"send_after": now + timedelta(minutes=pause), "last_error": outcome.error}
