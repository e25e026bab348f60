"""How long a unit has to sign for a slip and to answer it; local practice, to be changed in the rule book."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE: Final = date(2000, 1, 1)
SOURCE: Final = "系统默认（督查单）"
# key: working days after issue
DEADLINES: Final = {
    "slip_signature": 1,
    "slip_answer_blue": 5,
    "slip_answer_yellow": 3,
    "slip_answer_red": 2,
    "slip_answer_urge": 3,
}


def add_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rules = apps.get_model("rulebook", "DeadlineRule").objects
    rules.bulk_create(
        rules.model(
            key=key,
            start_event="印发",
            amount=days,
            unit="working",
            shift_to_workday=False,
            valid_from=SINCE,
            note=SOURCE,
        )
        for key, days in DEADLINES.items()
    )


def remove_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("rulebook", "DeadlineRule").objects.filter(note=SOURCE).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0009_reminders_of_slips"),
        ("rulebook", "0006_default_ladders"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
