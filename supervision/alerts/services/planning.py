"""From what is due to rows in the ledger, and from rows to one letter a day for each person.

The unique key of the ledger makes every step safe to repeat; nothing is looked up before it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from supervision.alerts import rules, selectors
from supervision.alerts.models import Digest, Reminder
from supervision.alerts.selectors import DueRows

# One statement a kind: due rows × the rung that each has reached × the people whom that rung tells.
RAISE = """
    INSERT INTO alerts_reminder
           (subject, project_id, milestone_id, indicator_id, due_on, text, rung, recipient_id, raised_at)
    SELECT due.subject_, due.due_project, due.due_milestone, due.due_indicator, due.due_on_, due.text_,
           reached.rung, told.user_id, %s
      FROM ({due}) AS due
      JOIN LATERAL (SELECT max(rung) AS rung FROM unnest(%s::int[]) AS rung WHERE %s - due.due_on_ > rung)
           AS reached ON reached.rung IS NOT NULL
      JOIN accounts_rolegrant AS told
        ON told.unit_id = due.due_unit
       AND told.valid_from <= %s AND (told.valid_to IS NULL OR told.valid_to > %s)
       AND (told.role = ANY(%s) OR (told.role = ANY(%s) AND reached.rung >= %s))
      JOIN accounts_user AS person ON person.id = told.user_id AND person.is_active
    ON CONFLICT ON CONSTRAINT reminder_once DO NOTHING
"""
# Open rows of a kind that no longer appear among what is due.
SETTLE = """
    UPDATE alerts_reminder AS row SET cancelled_at = %s
     WHERE row.subject = %s AND row.cancelled_at IS NULL
       AND NOT EXISTS (
           SELECT 1 FROM ({due}) AS due
            WHERE due.due_on_ = row.due_on
              AND due.due_project IS NOT DISTINCT FROM row.project_id
              AND due.due_milestone IS NOT DISTINCT FROM row.milestone_id
              AND due.due_indicator IS NOT DISTINCT FROM row.indicator_id)
"""


@dataclass(frozen=True)
class Planned:
    raised: int
    settled: int
    bundled: int


def plan_reminders(*, on: date, now: datetime) -> int:
    """Raise what is late on that day and was not raised; return how many rows are new."""
    told = (on, on, list(rules.CLERKS), list(rules.roles_told(rules.HEADS_FROM)), rules.HEADS_FROM)
    raised = 0
    for kind in selectors.KINDS.values():
        for due in kind(on):
            sql, params = _compiled(due)
            raised += _execute(RAISE.format(due=sql), (now, *params, list(rules.RUNGS), on, *told))
    return raised


def cancel_settled(*, on: date, now: datetime) -> int:
    """Withdraw open reminders of what was done, exempted, moved or handed over meanwhile."""
    cancelled = 0
    for subject, kind in selectors.KINDS.items():
        parts = [_compiled(due) for due in kind(on)]
        if not parts:
            continue
        union = " UNION ALL ".join(sql for sql, _params in parts)
        params = [param for _sql, some in parts for param in some]
        cancelled += _execute(SETTLE.format(due=union), (now, subject, *params))
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


def _compiled(due: DueRows) -> tuple[str, tuple[object, ...]]:
    return due.query.sql_with_params()


def _execute(sql: str, params: tuple[object, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
