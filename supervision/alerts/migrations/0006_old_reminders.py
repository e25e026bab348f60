"""Reminders from before there were ladders: days late become levels, a letter becomes a digest with lines."""

from __future__ import annotations

from django.db import migrations

CONVERT = """
    INSERT INTO alerts_digestline (digest_id, reminder_id)
    SELECT digest_id, id FROM alerts_reminder WHERE digest_id IS NOT NULL;

    UPDATE alerts_reminder AS row
       SET bundled_at = row.raised_at,
           delivered_at = digest.sent_at,
           channels = '{email}'
      FROM alerts_digest AS digest WHERE digest.id = row.digest_id;

    UPDATE alerts_reminder SET outcome = 'done' WHERE settled_at IS NOT NULL;
    -- The notes before a due date and the reminders after it are one ladder now.
    UPDATE alerts_reminder SET settled_at = now(), outcome = 'superseded'
     WHERE settled_at IS NULL AND subject IN ('due_soon', 'rectification_soon');
    UPDATE alerts_reminder
       SET colour = CASE WHEN rung >= 15 THEN 'red' WHEN rung >= 7 THEN 'yellow'
                         WHEN rung >= 3 THEN 'blue' ELSE 'note' END,
           rung = CASE WHEN subject IN ('due_soon', 'rectification_soon') THEN 11
                       WHEN rung >= 15 THEN 41 WHEN rung >= 7 THEN 31 WHEN rung >= 3 THEN 21
                       WHEN rung < 0 THEN 0
                       WHEN subject IN ('matter', 'rectification') THEN 12 ELSE 11 END,
           subject = CASE subject WHEN 'due_soon' THEN 'matter'
                                  WHEN 'rectification_soon' THEN 'rectification' ELSE subject END;
    -- Of what one person was told several times only the highest rung stays open.
    UPDATE alerts_reminder AS row SET settled_at = higher.raised_at, outcome = 'superseded'
      FROM alerts_reminder AS higher
     WHERE row.settled_at IS NULL AND higher.settled_at IS NULL AND higher.rung > row.rung
       AND (higher.subject, higher.due_on, higher.recipient_id) = (row.subject, row.due_on, row.recipient_id)
       AND COALESCE(higher.project_id, higher.milestone_id, higher.indicator_id, higher.matter_id,
                    higher.duty_id, higher.feedback_id, higher.extension_id, higher.finding_id,
                    higher.conclusion_id, higher.review_id, higher.verification_id, higher.rectification_id)
         = COALESCE(row.project_id, row.milestone_id, row.indicator_id, row.matter_id,
                    row.duty_id, row.feedback_id, row.extension_id, row.finding_id,
                    row.conclusion_id, row.review_id, row.verification_id, row.rectification_id);
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_ladder")]

    # Not reversible: which day of lateness a rung stood for is not told by its level.
    operations = [migrations.RunSQL(CONVERT, migrations.RunSQL.noop)]
