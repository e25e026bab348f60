"""The rules a new office starts with; all of them can be succeeded by others from any day on."""

from __future__ import annotations

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Early enough for every month that an office may import.
SINCE = date(2000, 1, 1)
SOURCE = "系统默认"
LIGHTS = {
    # measure: green, watch and yellow at or above; red below
    "investment_gap": (0, -10, -30),  # percentage points
    "start_delay": (0, None, -30),  # days
    "report_missing": (0, None, -1),  # months
}
# The statistics bureau's figures come back later than the units' own reports.
DAYS_AFTER_THE_MONTH = {"monthly_progress": 5, "indicator_value": 25}


def add_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    light_rules = apps.get_model("rulebook", "LightRule").objects
    light_rules.bulk_create(
        light_rules.model(
            subject="project",
            measure=measure,
            green_at=green,
            watch_at=watch,
            yellow_at=yellow,
            valid_from=SINCE,
            note=SOURCE,
        )
        for measure, (green, watch, yellow) in LIGHTS.items()
    )
    deadline_rules = apps.get_model("rulebook", "DeadlineRule").objects
    deadline_rules.bulk_create(
        deadline_rules.model(
            key=key,
            start_event="月份结束",
            amount=amount,
            unit="natural",
            shift_to_workday=True,
            valid_from=SINCE,
            note=SOURCE,
        )
        for key, amount in DAYS_AFTER_THE_MONTH.items()
    )


def remove_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("LightRule", "DeadlineRule"):
        apps.get_model("rulebook", name).objects.filter(note=SOURCE).delete()


class Migration(migrations.Migration):
    # The triggers that keep the history of these rows call a function of this one.
    dependencies = [("rulebook", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
