"""What had ended could not be filed: the lock compared a generated column before it was generated."""

from __future__ import annotations


import pgtrigger.compiler
import pgtrigger.migrations
from accounts.migrations._together import Together
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0004_many_reviews_of_a_report'),
    ]

    operations = [
        Together([
            pgtrigger.migrations.RemoveTrigger(
                model_name='matter',
                name='ended_is_locked',
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='matter',
                trigger=pgtrigger.compiler.Trigger(name='ended_is_locked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" IN (\'rejected\', \'closed\', \'continued\', \'withdrawn\', \'merged\', \'long_term\'))', func="\n            IF to_jsonb(NEW) - '{archive_id,search_text}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{archive_id,search_text}'::text[] THEN\n                RAISE EXCEPTION 'this matter has ended and is locked' USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_ended_is_locked';\n            END IF;\n            RETURN NEW;\n        ", hash='25d14e627ac3aea332deae537f770e3c424fb012', operation='UPDATE', pgid='pgtrigger_ended_is_locked_67bfa', table='matters_matter', when='BEFORE')),
            ),
        ]),
    ]
