"""From what is due to rows in the ledger, and from rows to one letter a day for each person.

The unique key of the ledger makes every step safe to repeat; nothing is looked up before it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from supervision.alerts import rules, selectors
from supervision.alerts.models import Digest, Reminder

NOTHING_DUE = """
    SELECT '' AS subject_, 0 AS due_project, 0 AS due_milestone, 0 AS due_indicator, 0 AS due_unit,
           now()::date AS due_on_, '' AS text_
     WHERE false
"""
# Who answers for a unit, and from which rung on: its clerks at once and its heads later; without a clerk its
# heads at once; without either the office, and the text says so. Unit 0 is nobody's.
OWED = """
    WITH due AS ({due}), granted AS (
        SELECT given.unit_id, given.user_id, given.role
          FROM accounts_rolegrant AS given
          JOIN accounts_user AS person ON person.id = given.user_id AND person.is_active
         WHERE given.valid_from <= %s AND (given.valid_to IS NULL OR given.valid_to > %s)
    ), staff AS (
        SELECT unit_id, user_id,
               CASE WHEN role = ANY(%s) OR NOT bool_or(role = ANY(%s)) OVER (PARTITION BY unit_id)
                    THEN 0 ELSE %s END AS from_rung
          FROM granted WHERE role = ANY(%s) AND unit_id IS NOT NULL
    ), answering AS (
        SELECT unit_id, user_id, min(from_rung) AS from_rung, '' AS note FROM staff GROUP BY unit_id, user_id
         UNION ALL
        SELECT DISTINCT unit.id, granted.user_id, 0, unit.note
          FROM (SELECT id, format(%s, short_name) AS note FROM accounts_unit
                 UNION ALL SELECT 0, %s) AS unit
         CROSS JOIN granted
         WHERE granted.role = ANY(%s) AND unit.id NOT IN (SELECT unit_id FROM staff)
    ), owed AS (
        SELECT due.*, COALESCE(due_project, due_milestone, due_indicator) AS key,
               answering.user_id, answering.from_rung, answering.note
          FROM due JOIN answering ON answering.unit_id = COALESCE(due.due_unit, 0)
    )
"""
# One statement a kind: due rows × the rung that each has reached × the people whom that rung tells.
# In order, so that rounds at once wait for one another and never in a circle.
RAISE = """
    INSERT INTO alerts_reminder
           (subject, project_id, milestone_id, indicator_id, due_on, text, rung, recipient_id, raised_at)
    SELECT subject_, due_project, due_milestone, due_indicator, due_on_, left(text_ || note, 500),
           reached.rung, user_id, %s
      FROM owed
      JOIN LATERAL (SELECT max(rung) AS rung FROM unnest(%s::int[]) AS rung WHERE %s - due_on_ > rung)
           AS reached ON reached.rung >= from_rung
     ORDER BY due_on_, key, user_id
    ON CONFLICT DO NOTHING
"""
# Open rows of a kind that this person no longer owes.
SETTLE = """
    UPDATE alerts_reminder AS row SET cancelled_at = %s
     WHERE row.subject = %s AND row.cancelled_at IS NULL
       AND NOT EXISTS (
           SELECT 1 FROM owed
            WHERE owed.key = COALESCE(row.project_id, row.milestone_id, row.indicator_id)
              AND owed.due_on_ = row.due_on AND owed.user_id = row.recipient_id
              AND owed.from_rung <= row.rung)
"""


@dataclass(frozen=True)
class Planned:
    raised: int
    settled: int
    bundled: int


@translation.override(settings.LANGUAGE_CODE)  # the text is kept for everyone, whoever starts the round
def plan_reminders(*, on: date, now: datetime) -> int:
    """Raise what is late on that day and was not raised; return how many rows are new."""
    raised = 0
    for subject in selectors.KINDS:
        owed, params = _owed(subject, on)
        raised += _execute(owed + RAISE, (*params, now, list(rules.RUNGS), on))
    return raised


def cancel_settled(*, on: date, now: datetime) -> int:
    """Withdraw open reminders of what was done, exempted, moved or handed over meanwhile.

    Should it be owed again, as when a report is returned, it is raised anew.
    """
    cancelled = 0
    for subject in selectors.KINDS:
        owed, params = _owed(subject, on)
        cancelled += _execute(owed + SETTLE, (*params, now, subject))
    return cancelled


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
    settled = cancel_settled(on=on, now=now)
    raised = plan_reminders(on=on, now=now)
    return Planned(raised=raised, settled=settled, bundled=bundle_reminders(on=on, now=now))


def _owed(subject: str, on: date) -> tuple[str, tuple[Any, ...]]:
    """What is due of a kind, and who owes it: the table ``owed`` and its parameters."""
    parts = [rows.query.sql_with_params() for rows in selectors.KINDS[subject](on)]
    due = " UNION ALL ".join(f"({sql})" for sql, _params in parts) or NOTHING_DUE
    clerks = list(rules.CLERKS[subject])
    staff = (clerks, clerks, rules.HEADS_FROM, [*clerks, *rules.HEADS])
    office = (
        _("（%s没有联络员和负责人账号，请督查办转告）"),
        _("（没有责任单位，请督查办落实）"),
        list(rules.OFFICE),
    )
    return OWED.format(due=due), (*(p for _sql, some in parts for p in some), on, on, *staff, *office)


def _execute(sql: str, params: tuple[Any, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
