"""A plan stays as it was approved, whoever asks."""

from __future__ import annotations

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0004_both_halves_of_a_place"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="planversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",  # noqa: E501
                    hash="cd974f046a10621e9c77c1a4e0b2da4267103953",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e03dd",
                    table="inspections_planversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
