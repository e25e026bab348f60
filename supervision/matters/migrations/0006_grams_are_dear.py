"""Taking a text apart costs far more than the planner believes: it should always ask the index instead."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_archive_of_what_ended")]
    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION matter_grams(text) COST 10000", "ALTER FUNCTION matter_grams(text) COST 100"
        )
    ]
