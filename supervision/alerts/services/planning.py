"""From what is due to rows in the ledger, and from rows to one letter a day for each person.

The unique key of the ledger makes every step safe to repeat; nothing is looked up before it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from supervision.alerts import rules, selectors
from supervision.alerts.models import KEYS, Digest, Reminder


def _coalesced(column: str) -> str:
    """The one key that is set; ``column`` says how the columns of the keys are called."""
    return f"COALESCE({', '.join(column.format(key) for key in KEYS)})"


NOTHING_DUE = f"""
    SELECT '' AS subject_, {", ".join(f"0 AS due_{key}" for key in KEYS)},
           0 AS due_unit, 0 AS due_post, 0 AS due_user, now()::date AS due_on_, '' AS text_
     WHERE false
"""  # noqa: S608 (our own names)
# Who answers for a unit, and from which rung on: its clerks at once and its heads later; without a clerk its
# heads at once; without either those of the nearest unit above that has some; and else the office, where the
# text says so. Unit 0 is nobody's, unit -1 the office itself. A post's leader is whoever holds it that day.
OWED = f"""
    WITH RECURSIVE due AS ({{due}}), granted AS (
        SELECT given.unit_id, given.user_id, given.role, person.person_id
          FROM accounts_rolegrant AS given
          JOIN accounts_user AS person ON person.id = given.user_id AND person.is_active
         WHERE given.valid_from <= %(on)s AND (given.valid_to IS NULL OR given.valid_to > %(on)s)
    ), staff AS (
        SELECT unit_id, user_id, min(from_rung) AS from_rung
          FROM (SELECT unit_id, user_id,
                       CASE WHEN role = ANY(%(clerks)s)
                              OR NOT bool_or(role = ANY(%(clerks)s)) OVER (PARTITION BY unit_id)
                            THEN %(first)s ELSE %(heads_from)s END AS from_rung
                  FROM granted
                 WHERE (role = ANY(%(clerks)s) OR role = ANY(%(heads)s)) AND unit_id IS NOT NULL) AS given
         GROUP BY unit_id, user_id
    ), office AS (
        SELECT DISTINCT user_id FROM granted WHERE role = ANY(%(office)s)
    ), climbing AS (
        SELECT id, short_name, parent_id AS above
          FROM accounts_unit WHERE id NOT IN (SELECT unit_id FROM staff)
         UNION ALL
        SELECT climbing.id, climbing.short_name, unit.parent_id
          FROM climbing JOIN accounts_unit AS unit ON unit.id = climbing.above
         WHERE climbing.above NOT IN (SELECT unit_id FROM staff)
    ), answering AS (
        SELECT unit_id, user_id, from_rung, '' AS note FROM staff
         UNION ALL
        SELECT climbing.id, staff.user_id, staff.from_rung, format(%(no_staff_below)s, short_name)
          FROM climbing JOIN staff ON staff.unit_id = climbing.above
         UNION ALL
        SELECT unit.id, office.user_id, %(first)s, unit.note
          FROM (SELECT id, format(%(no_staff)s, short_name) AS note FROM climbing WHERE above IS NULL
                 UNION ALL SELECT 0, %(no_unit)s
                 UNION ALL SELECT -1, '') AS unit
         CROSS JOIN office
    ), holding AS (
        SELECT tenure.post_id, granted.user_id
          FROM accounts_tenure AS tenure
          JOIN granted ON granted.person_id = tenure.person_id AND granted.role = %(leader)s
         WHERE tenure.valid_from <= %(on)s AND (tenure.valid_to IS NULL OR tenure.valid_to > %(on)s)
    ), presiding AS (
        SELECT DISTINCT post_id, user_id, '' AS note FROM holding
         UNION ALL
        SELECT post.id, office.user_id, format(%(no_leader)s, post.name)
          FROM accounts_post AS post CROSS JOIN office
         WHERE post.id NOT IN (SELECT post_id FROM holding)
    ), owed AS (
        SELECT due.*, {_coalesced("due_{}")} AS key,
               answering.user_id, answering.from_rung, answering.note
          FROM due JOIN answering ON answering.unit_id = COALESCE(due.due_unit, 0)
         WHERE due.due_post IS NULL AND due.due_user IS NULL
         UNION ALL
        SELECT due.*, {_coalesced("due_{}")}, presiding.user_id, %(first)s, presiding.note
          FROM due JOIN presiding ON presiding.post_id = due.due_post
         WHERE due.due_user IS NULL
         UNION ALL
        SELECT due.*, {_coalesced("due_{}")}, named.id, %(first)s, ''
          FROM due JOIN accounts_user AS named ON named.id = due.due_user AND named.is_active
    )
"""  # noqa: S608 (our own names)
# One statement a kind: due rows × the rung that each has reached × the people whom that rung tells.
# In order, so that rounds at once wait for one another and never in a circle.
RAISE = f"""
    INSERT INTO alerts_reminder
           (subject, {", ".join(f"{key}_id" for key in KEYS)}, due_on, text, rung, recipient_id, raised_at)
    SELECT subject_, {", ".join(f"due_{key}" for key in KEYS)}, due_on_, left(text_ || note, 500),
           reached.rung, user_id, %(now)s
      FROM owed
      JOIN LATERAL (SELECT max(rung) AS rung FROM unnest(%(ladder)s::int[]) AS rung
                     WHERE %(on)s - due_on_ > rung)
           AS reached ON reached.rung >= from_rung
     ORDER BY due_on_, key, user_id
    ON CONFLICT DO NOTHING
"""  # noqa: S608 (our own names)
# Open rows of a kind that this person no longer owes. A list that is hashed once: with NOT EXISTS the planner
# looks through all that is owed for every open row, until it has heard of what was raised this morning.
SETTLE = f"""
    , rungs AS (
        SELECT DISTINCT rung FROM alerts_reminder WHERE subject = %(subject)s AND cancelled_at IS NULL
    ), standing AS (
        SELECT key, due_on_, user_id, rung FROM owed JOIN rungs ON rungs.rung >= owed.from_rung
         WHERE due_on_ IS NOT NULL
    )
    UPDATE alerts_reminder AS row SET cancelled_at = %(now)s
     WHERE row.subject = %(subject)s AND row.cancelled_at IS NULL
       AND ({_coalesced("row.{}_id")}, row.due_on, row.recipient_id, row.rung)
           NOT IN (SELECT key, due_on_, user_id, rung FROM standing)
"""  # noqa: S608 (our own names)


@dataclass(frozen=True)
class Planned:
    raised: int
    settled: int
    bundled: int


@dataclass(frozen=True)
class _Due:
    """The due rows of a kind as SQL and its parameters; built once a round, for both statements."""

    subject: str
    sql: str
    params: dict[str, Any]


def plan_reminders(*, on: date, now: datetime) -> int:
    """Raise what is late on that day, or news, and was not raised; return how many rows are new."""
    return _raise(_all_due(on), on, now)


def cancel_settled(*, on: date, now: datetime) -> int:
    """Withdraw open reminders of what was done, exempted, moved or handed over meanwhile.

    Should it be owed again, as when a report is returned, it is raised anew.
    """
    return _settle(_all_due(on), on, now)


def _raise(due: Iterable[_Due], on: date, now: datetime) -> int:
    return sum(_execute(RAISE, kind, on, now) for kind in due)


def _settle(due: Iterable[_Due], on: date, now: datetime) -> int:
    return sum(_execute(SETTLE, kind, on, now) for kind in due)


@transaction.atomic
def bundle_reminders(*, on: date, now: datetime) -> int:
    """Put what was raised into each recipient's letter of the day; once that is on its way, into tomorrow's.

    Letters are locked while they are filled, so that none goes out half full.
    """
    waiting = Reminder.objects.open().filter(digest__isnull=True, recipient__is_active=True)
    recipients = waiting.exclude(recipient__person__isnull=True).exclude(recipient__person__email="")
    Digest.objects.bulk_create(
        [
            Digest(recipient_id=recipient, on=on, send_after=now)
            for recipient in recipients.order_by("recipient").values_list("recipient", flat=True).distinct()
        ],
        ignore_conflicts=True,
    )
    unsent = Digest.objects.select_for_update().filter(on=on, attempts=0, sent_at__isnull=True).order_by("pk")
    letters = dict(unsent.values_list("recipient", "pk"))
    return sum(
        waiting.filter(recipient=recipient).update(digest=letter) for recipient, letter in letters.items()
    )


def run_cycle(*, on: date, now: datetime) -> Planned:
    """One round of supervision: settle, raise, bundle. Sending is another step, outside transactions."""
    due = _all_due(on)
    settled, raised = _settle(due, on, now), _raise(due, on, now)
    return Planned(raised=raised, settled=settled, bundled=bundle_reminders(on=on, now=now))


@translation.override(settings.LANGUAGE_CODE)  # the text is kept for everyone, whoever starts the round
def _execute(sql: str, due: _Due, on: date, now: datetime) -> int:
    """Run a statement over the table ``owed`` of a kind: what is due, and who owes it."""
    kind = selectors.KINDS[due.subject]
    words = {
        "no_staff_below": _("（%s没有联络员和负责人账号，请转告）"),
        "no_staff": _("（%s没有联络员和负责人账号，请督查办转告）"),
        "no_unit": _("（没有责任单位，请督查办落实）"),
        "no_leader": _("（%s暂无在任领导的账号，请督查办转呈）"),
    }
    people = {
        "clerks": list(kind.clerks),
        "heads": list(rules.HEADS),
        "heads_from": rules.HEADS_FROM,
        "office": list(rules.OFFICE),
        "leader": rules.LEADER,
    }
    ladder = {"ladder": list(kind.ladder), "first": kind.ladder[0]}
    times = {"on": on, "now": now, "subject": due.subject}
    with connection.cursor() as cursor:
        cursor.execute(OWED.format(due=due.sql) + sql, due.params | words | people | ladder | times)
        return int(cursor.rowcount)


@translation.override(settings.LANGUAGE_CODE)
def _all_due(on: date) -> list[_Due]:
    return [_due(subject, kind, on) for subject, kind in selectors.KINDS.items()]


def _due(subject: str, kind: selectors.Kind, on: date) -> _Due:
    """The rows of a kind in one statement, its parameters named ``due0``, ``due1`` …"""
    parts = [rows.query.sql_with_params() for rows in kind.rows(on)]
    sql = " UNION ALL ".join(f"({part})" for part, _params in parts) or NOTHING_DUE
    values = [value for _part, params in parts for value in params]
    named = {f"due{number}": value for number, value in enumerate(values)}
    names = iter(named)
    sql = re.sub("%%|%s", lambda gap: f"%({next(names)})s" if gap[0] == "%s" else gap[0], sql)
    return _Due(subject, sql, named)
