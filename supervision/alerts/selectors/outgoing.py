"""What is to leave the house now, to which address, and where each item of it leads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from rulebook.rules.ladder import Channel

from ..models import ChannelChoice, Digest, Reminder, ReminderQuerySet
from ..models.digest import DigestQuerySet
from ..models.reminder import SHOWN_FIRST


def messages_to_send(on: date, now: datetime, resting: Collection[str] = ()) -> DigestQuerySet:
    """Messages of the day, and older ones whose attempts go on; those never tried wait to be put together.

    ``resting``: ways that are of no use now.
    """
    claimable = Digest.objects.claimable(now).exclude(channel__in=resting)
    return claimable.filter(Q(on=on) | Q(attempts__gt=0)).order_by("send_after", "pk")


def open_lines(digest: Digest) -> ReminderQuerySet:
    """What the message tells of and still is so, worst first."""
    reminders = Reminder.objects.filter(lines__digest=digest).open()
    return reminders.about().select_related("unit").order_by(*SHOWN_FIRST)


def address_of(digest: Digest) -> str:
    """Where the message goes; empty when its recipient has no such address any more."""
    person = digest.recipient.person
    if digest.channel == Channel.EMAIL:
        return person.email if person else ""
    if digest.channel == Channel.SMS:
        return person.phone if person else ""
    choice = ChannelChoice.objects.filter(user=digest.recipient, channel=digest.channel).first()
    return choice.address if choice else ""


def path_of(reminder: Reminder) -> str:
    """Opens the thing and notes that the recipient has read of it."""
    return reverse("alerts-open", args=[reminder.pk])
