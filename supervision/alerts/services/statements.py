"""The two statements of a round: what to tell (``RAISE``), and what is told no more (``SETTLE``).

Both read from top to bottom: what is open in the ledger, what is due, what is asked of whom.
The parameters are made in ``planning``; ``{due}``, ``{leaders}`` and ``{excused}`` are querysets as SQL.
"""

from __future__ import annotations

from typing import Final

from ..models import KEYS, column
from .people import OWED

DUE: Final = f"""
    WITH RECURSIVE open AS MATERIALIZED (
        SELECT id, about_key, due_on, revision, recipient_id, addressee, rung, delivered_at
          FROM alerts_reminder WHERE subject = %(subject)s AND settled_at IS NULL
    ), due AS (
        SELECT * FROM (
            SELECT due.*, COALESCE({", ".join(f"due_{key}" for key in KEYS)}) AS key FROM ({{due}}) AS due
        ) AS due WHERE {{which}}
    ), in_charge (key, post_id) AS ({{leaders}})
"""  # noqa: S608 (our own names)

# Each due row on the step of each addressee on which it stands. ``may``: it waits for nobody, because the
# addressee is on the lowest rung or his patience is over, or because somebody was told of it before today.
# Whoever may be told, or stands on the ladder already, is told of the highest step, and of that alone.
TO_RAISE: Final = f"""
    {DUE.replace("{which}", "due_on_ <= %(until)s")}, step AS (
        SELECT * FROM unnest(%(addressees)s::text[], %(levels)s::int[], %(colours)s::text[],
                             %(channels)s::text[], %(after)s::date[], %(reached)s::date[], %(sure)s::date[])
                 WITH ORDINALITY
            AS step (addressee, level, colour, channels, after, reached, sure, place)
    ), asked AS (
        SELECT due.*, step.*,
               due_on_ <= sure OR (key, due_on_, revision_) IN (
                   SELECT about_key, due_on, revision FROM open
                    WHERE (delivered_at AT TIME ZONE %(zone)s)::date < %(on)s) AS may
          FROM due JOIN step ON due_on_ > step.after AND due_on_ <= step.reached
    ) {OWED}, new AS (
        SELECT owed.*,
               bool_or(may OR (key, due_on_, revision_, recipient) IN (
                           SELECT about_key, due_on, revision, recipient_id FROM open))
                   OVER (PARTITION BY key, due_on_, revision_, recipient) AS is_told
          FROM owed
         WHERE NOT EXISTS (
               SELECT FROM open
                WHERE open.about_key = owed.key AND open.due_on = owed.due_on_
                  AND open.revision = owed.revision_ AND open.recipient_id = owed.recipient
                  AND open.rung >= owed.level)
    ), to_raise AS (
        SELECT DISTINCT ON (key, due_on_, revision_, recipient) new.*,
               left(text_ || CASE WHEN level > 0 AND due_on_ >= %(on)s
                                  THEN to_char(due_on_, %(soon)s) ELSE '' END || note, 500) AS words
          FROM new
         WHERE is_told
         ORDER BY key, due_on_, revision_, recipient, level DESC, place, away NULLS FIRST, due_unit
    )
"""  # noqa: S608
# Whoever is told of a higher step is no longer told of the lower one.
RAISE: Final = f"""
    {TO_RAISE}, raised AS (
        INSERT INTO alerts_reminder
               (subject, {", ".join(column(key) for key in KEYS)}, unit_id, recipient_id, addressee,
                stands_in_for_id, due_on, revision, rung, colour, channels, text, raised_at, outcome)
        SELECT subject_, {", ".join(f"due_{key}" for key in KEYS)}, NULLIF(NULLIF(due_unit, -1), 0),
               recipient, addressee, away, due_on_, revision_, level, colour,
               string_to_array(channels, ','), words, %(now)s, ''
          FROM to_raise
        ON CONFLICT DO NOTHING
        RETURNING about_key, due_on, revision, recipient_id, rung
    ), lower AS (
        UPDATE alerts_reminder AS row SET settled_at = %(now)s, outcome = 'superseded'
          FROM open JOIN raised USING (about_key, due_on, revision, recipient_id)
         WHERE row.id = open.id AND open.rung < raised.rung
    )
    SELECT count(*) FROM raised
"""  # noqa: S608
# The ladder is not asked: what somebody was told stays told until the thing or the person changes. Still due
# on that day but not from him: reassigned. Due on another day: moved. Due no more: excused, or done.
SETTLE: Final = f"""
    {DUE.replace("{which}", "key IN (SELECT about_key FROM open)")}, asked AS (
        SELECT due.*, told.addressee
          FROM due JOIN (SELECT DISTINCT about_key, due_on, revision, addressee FROM open) AS told
            ON told.about_key = key AND told.due_on = due_on_ AND told.revision = revision_
    ) {OWED}, fate AS (
        SELECT open.id,
               CASE WHEN bool_or(due.due_on_ = open.due_on) THEN 'reassigned'
                    WHEN bool_or(due.due_on_ IS NOT NULL) THEN 'moved'
                    WHEN bool_or(excused.key IS NOT NULL) THEN 'excused'
                    ELSE 'done' END AS outcome
          FROM open
          LEFT JOIN due ON due.key = open.about_key AND due.revision_ = open.revision
          LEFT JOIN ({{excused}}) AS excused (key) ON excused.key = open.about_key
         WHERE NOT EXISTS (
               SELECT FROM owed
                WHERE owed.key = open.about_key AND owed.due_on_ = open.due_on
                  AND owed.revision_ = open.revision AND owed.recipient = open.recipient_id
                  AND owed.addressee = open.addressee)
         GROUP BY open.id
    )
    UPDATE alerts_reminder AS row SET settled_at = %(now)s, outcome = fate.outcome
      FROM fate WHERE row.id = fate.id
"""  # noqa: S608
