"""Days to sign for a slip, to answer it and to decide on a later date; local practice, to be changed in the rule book."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE: Final = date(2000, 1, 1)
SOURCE: Final = "系统默认（催办与督查单）"
# key: what they start with, working days after it
DEADLINES: Final = {
    "slip_signature": ("印发", 1),
    "slip_answer_blue": ("印发", 5),
    "slip_answer_yellow": ("印发", 3),
    "slip_answer_red": ("印发", 2),
    "slip_answer_urge": ("印发", 3),
    "extension_decision": ("单位申请", 3),
}


def add_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rules = apps.get_model("rulebook", "DeadlineRule").objects
    rules.bulk_create(
        rules.model(
            key=key,
            start_event=event,
            amount=days,
            unit="working",
            shift_to_workday=False,
            valid_from=SINCE,
            note=SOURCE,
        )
        for key, (event, days) in DEADLINES.items()
    )


def remove_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("rulebook", "DeadlineRule").objects.filter(note=SOURCE).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0008_slips"),
        ("rulebook", "0006_default_ladders"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
