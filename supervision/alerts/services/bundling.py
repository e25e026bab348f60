"""From rows of the ledger to one message a day for each person and channel."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from rulebook.selectors import calendar, sending_terms
from supervision.alerts.selectors.ways import offered_channels

from .gathering import gather_untried

# Longer than any holiday and the week before it.
AROUND: Final = timedelta(days=45)
# By which ways a waiting reminder goes: those of its rung, e-mail moved to where the person chose, and none
# that leads nowhere. Leaders are told once a week, of red at once.
WAITING: Final = """
    WITH waiting AS (
        SELECT DISTINCT reminder.id, reminder.recipient_id, way.channel,
               CASE WHEN reminder.addressee IN ('leader', 'chief') AND reminder.colour <> 'red'
                    THEN %(leaders_day)s::date ELSE %(on)s::date END AS day
          FROM alerts_reminder AS reminder
          JOIN accounts_user AS recipient ON recipient.id = reminder.recipient_id AND recipient.is_active
          JOIN accounts_person AS person ON person.id = recipient.person_id
          LEFT JOIN alerts_channelchoice AS choice ON choice.user_id = recipient.id
         CROSS JOIN LATERAL (
               SELECT CASE WHEN asked = 'email' AND choice.channel = ANY(%(offered)s)
                           THEN choice.channel ELSE asked END AS channel
                 FROM unnest(reminder.channels) AS asked) AS way
         WHERE reminder.settled_at IS NULL AND reminder.bundled_at IS NULL
           AND way.channel = ANY(%(offered)s)
           AND CASE way.channel WHEN 'email' THEN person.email <> '' WHEN 'sms' THEN person.phone <> ''
                                ELSE choice.channel = way.channel AND choice.address <> '' END
    )
"""
OPEN_DIGESTS: Final = """
    INSERT INTO alerts_digest (recipient_id, "on", channel, send_after, attempts, last_error)
    SELECT DISTINCT recipient_id, day, channel,
           greatest(%(now)s, day::timestamp AT TIME ZONE %(zone)s), 0, ''
      FROM waiting ORDER BY recipient_id, day, channel
    ON CONFLICT DO NOTHING
"""
LOCK: Final = """
    SELECT id FROM alerts_digest
     WHERE attempts = 0 AND sent_at IS NULL AND "on" >= %(on)s ORDER BY id FOR UPDATE
"""
FILL: Final = """
    , filled AS (
        INSERT INTO alerts_digestline (digest_id, reminder_id)
        SELECT digest.id, waiting.id
          FROM waiting JOIN alerts_digest AS digest
            ON digest.recipient_id = waiting.recipient_id AND digest."on" = waiting.day
           AND digest.channel = waiting.channel AND digest.id = ANY(%(digests)s)
        ON CONFLICT DO NOTHING
        RETURNING reminder_id
    )
    UPDATE alerts_reminder SET bundled_at = %(now)s WHERE id IN (SELECT reminder_id FROM filled)
"""


@transaction.atomic
def bundle_reminders(*, on: date, now: datetime) -> int:
    """Put what was raised into each recipient's message of the day; once that is on its way, into tomorrow's.

    Messages are locked while they are filled, so that none goes out half full. What older messages would
    have told joins in. Six statements, however many reminders; returns how many were bundled.
    """
    terms = sending_terms(on)
    params: dict[str, Any] = {
        "on": on,
        "now": now,
        "offered": [channel.value for channel in offered_channels()],
        "zone": settings.TIME_ZONE,
        "leaders_day": terms.leaders_day(on, calendar(on - AROUND, on + AROUND)),
    }
    gather_untried(on=on, now=now)
    with connection.cursor() as cursor:
        cursor.execute(WAITING + OPEN_DIGESTS, params)
        cursor.execute(LOCK, params)
        digests = [row[0] for row in cursor.fetchall()]
        cursor.execute(WAITING + FILL, params | {"digests": digests})
        return int(cursor.rowcount)
