"""建议出单: what has come to a rung that proposes a slip, as proposals that the office decides on.

Read from the ledger of reminders, so that nobody is proposed who was not told. One statement whatever the
number; the unique key of the rung makes it safe to repeat.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from rulebook.models import GENERAL
from rulebook.selectors import ladders

from ...rules.slips import ABOUT, OPEN
from ...selectors.slip_facts import SUBJECTS_OF

# The rung of each kind of thing that proposes a slip, and what kind of thing it is.
RUNGS: Final = """
    WITH rung AS (
        SELECT * FROM unnest(%(subjects)s::text[], %(things)s::text[], %(levels)s::int[], %(colours)s::text[])
            AS rung (subject, thing, level, colour)
    ), owed AS (
        SELECT row.subject, COALESCE(duty.matter_id, row.about_key) AS key, row.unit_id, row.due_on,
               row.revision, max(row.rung) AS reached, min(row.text) AS text
          FROM alerts_reminder AS row LEFT JOIN matters_duty AS duty ON duty.id = row.duty_id
         WHERE row.settled_at IS NULL AND row.rung > 0 AND row.unit_id IS NOT NULL
           AND row.subject = ANY(%(subjects)s)
         GROUP BY row.subject, COALESCE(duty.matter_id, row.about_key), row.unit_id, row.due_on, row.revision
    ), reached AS (
        SELECT DISTINCT ON (owed.subject, key, unit_id, due_on, revision) owed.*, rung.thing, rung.level,
               rung.colour, {rank_of_rung} AS rank
          FROM owed JOIN rung ON rung.subject = owed.subject AND rung.level <= owed.reached
         ORDER BY owed.subject, key, unit_id, due_on, revision, rung.level DESC
    )
"""
RANK: Final = "array_position(ARRAY['blue', 'yellow', 'red'], {}::text)"
# A rung on which somebody has decided already, or a higher one, proposes nothing; nor does what has an open
# slip or a proposal as strong. Of several things that are late of one affair the worst is taken.
PROPOSE: Final = """
    , chosen AS (
        SELECT DISTINCT ON (thing, key, unit_id) *
          FROM reached
         WHERE NOT EXISTS (
                   SELECT FROM alerts_slip AS known
                    WHERE known.subject = reached.subject AND known.thing = reached.thing
                      AND known.about_key = reached.key AND known.unit_id = reached.unit_id
                      AND known.due_on = reached.due_on AND known.revision = reached.revision
                      AND known.rung >= reached.level AND known.status <> 'lapsed')
           AND NOT EXISTS (
                   SELECT FROM alerts_slip AS known
                    WHERE known.thing = reached.thing AND known.about_key = reached.key
                      AND known.unit_id = reached.unit_id AND known.kind = 'slip'
                      AND known.status = ANY(%(standing)s) AND {rank_of_known} >= reached.rank)
         ORDER BY thing, key, unit_id, level DESC, due_on, subject
    ), proposed AS (
        INSERT INTO alerts_slip
               (kind, colour, thing, {columns}, unit_id, subject, due_on, revision, rung, status,
                title, facts, requirement, reason, summoned, place, talk_record, proposed_at, number,
                answer_basis, receipt_note, returns)
        SELECT 'slip', colour, thing, {keys}, unit_id, subject, due_on, revision, level, 'proposed',
               left(text, 200), '[]', '', '', '', '', '', %(now)s, '', '', '', 0
          FROM chosen ORDER BY thing, key, unit_id
        ON CONFLICT DO NOTHING
        RETURNING id
    ), told AS (
        INSERT INTO alerts_slipstep (slip_id, verb, at, note)
        SELECT id, 'slip.propose', %(now)s, '' FROM proposed
    )
    SELECT count(*) FROM proposed
"""
# What is no longer owed at that rung, and what gave way to a stronger one.
LAPSE: Final = """
    , lapsed AS (
        UPDATE alerts_slip AS slip SET status = 'lapsed', ended_on = %(on)s
         WHERE slip.status = 'proposed'
           AND (NOT EXISTS (
                    SELECT FROM reached
                     WHERE reached.subject = slip.subject AND reached.thing = slip.thing
                       AND reached.key = slip.about_key AND reached.unit_id = slip.unit_id
                       AND reached.due_on = slip.due_on AND reached.revision = slip.revision
                       AND reached.level >= slip.rung)
                OR EXISTS (
                    SELECT FROM alerts_slip AS known
                     WHERE known.thing = slip.thing AND known.about_key = slip.about_key
                       AND known.unit_id = slip.unit_id AND known.kind = 'slip' AND known.id <> slip.id
                       AND (known.status = ANY(%(open)s) AND {rank_of_known} >= {rank_of_slip}
                            OR known.status = 'proposed' AND {rank_of_known} > {rank_of_slip})))
        RETURNING slip.id
    ), told AS (
        INSERT INTO alerts_slipstep (slip_id, verb, at, note)
        SELECT id, 'slip.lapse', %(now)s, '' FROM lapsed
    )
    SELECT count(*) FROM lapsed
"""


@transaction.atomic
@translation.override(settings.LANGUAGE_CODE)
def propose_slips(*, on: date, now: datetime) -> int:
    """Propose, once for a rung, what has reached one that asks for a slip; let lapse what was done since.

    Returns how many are new. Rounds at once wait for one another.
    """
    params = _rungs(on) | {
        "on": on,
        "now": now,
        "open": [status.value for status in OPEN],
        "standing": ["proposed", *(status.value for status in OPEN)],
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('alerts.propose_slips'))")
        _run(cursor, LAPSE, params)
        proposed = _run(cursor, PROPOSE, params)
        _run(cursor, LAPSE, params)
    return proposed


def _run(cursor: Any, sql: str, params: dict[str, Any]) -> int:
    named = {
        "rank_of_rung": RANK.format("rung.colour"),
        "rank_of_known": RANK.format("known.colour"),
        "rank_of_slip": RANK.format("slip.colour"),
        "columns": ", ".join(f"{key}_id" for key in ABOUT),
        "keys": ", ".join(f"CASE thing WHEN '{key}' THEN key END" for key in ABOUT),
    }
    cursor.execute((RUNGS + sql).format(**named), params)
    return int(cursor.fetchone()[0])


def _rungs(on: date) -> dict[str, list[Any]]:
    in_force = ladders(on)
    found = [
        (subject.value, thing, rung.level, rung.colour.value)
        for thing, subjects in SUBJECTS_OF.items()
        for subject in subjects
        for rung in in_force.get(subject.value) or in_force.get(GENERAL, ())
        if rung.proposes_slip
    ]
    columns = list(zip(*found, strict=True)) or [(), (), (), ()]
    return dict(zip(("subjects", "things", "levels", "colours"), map(list, columns), strict=True))
