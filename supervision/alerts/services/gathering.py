"""Messages of days gone by that were never tried: what they tell goes into the message of today.

So a week in which nothing could be sent ends with one message for each person and not with five.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import connection

UNTRIED: Final = 'attempts = 0 AND sent_at IS NULL AND gave_up_at IS NULL AND "on" < %(on)s'
OPEN: Final = f"""
    INSERT INTO alerts_digest (recipient_id, "on", channel, send_after, attempts, last_error)
    SELECT DISTINCT recipient_id, %(on)s::date, channel, %(now)s::timestamptz, 0, '' FROM alerts_digest AS old
     WHERE {UNTRIED}
       AND EXISTS (SELECT FROM alerts_digestline AS line
                     JOIN alerts_reminder AS reminder ON reminder.id = line.reminder_id
                    WHERE line.digest_id = old.id AND reminder.settled_at IS NULL)
     ORDER BY recipient_id, channel
    ON CONFLICT DO NOTHING
"""  # noqa: S608 (our own words)
LOCK: Final = f"""
    SELECT id FROM alerts_digest
     WHERE {UNTRIED} OR "on" = %(on)s AND attempts = 0 AND sent_at IS NULL
     ORDER BY id FOR UPDATE
"""  # noqa: S608
MOVE: Final = f"""
    UPDATE alerts_digestline AS line SET digest_id = today.id
      FROM (SELECT * FROM alerts_digest WHERE {UNTRIED}) AS old
      JOIN alerts_digest AS today
        ON today.recipient_id = old.recipient_id AND today.channel = old.channel
       AND today."on" = %(on)s AND today.attempts = 0 AND today.sent_at IS NULL
     WHERE line.digest_id = old.id
       AND line.reminder_id IN (SELECT id FROM alerts_reminder WHERE settled_at IS NULL)
"""  # noqa: S608


def gather_untried(*, on: date, now: datetime) -> int:
    """Within the transaction of the caller; how many items moved. Where today's is on its way, they wait."""
    with connection.cursor() as cursor:
        for statement in (OPEN, LOCK, MOVE):
            cursor.execute(statement, {"on": on, "now": now})
        return int(cursor.rowcount)
