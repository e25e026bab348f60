"""By what an indicator is judged until an office decides otherwise from any day on."""

from __future__ import annotations

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
SOURCE = "系统默认"
LIGHTS = {
    # measure: green, watch and yellow at or above; red below
    "growth_change": (0, -1, -3),  # percentage points
    "peer_gap": (0, None, -2),  # percentage points
    "rank_change": (0, None, -2),  # places
    "growth_gap": (0, -1, -3),  # percentage points
    "schedule_gap": (0, -5, -15),  # percentage points
    "reach_gap": (0, None, -5),  # percent of the target
}


def add_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rules = apps.get_model("rulebook", "LightRule").objects
    rules.bulk_create(
        rules.model(
            subject="indicator",
            measure=measure,
            green_at=green,
            watch_at=watch,
            yellow_at=yellow,
            valid_from=SINCE,
            note=SOURCE,
        )
        for measure, (green, watch, yellow) in LIGHTS.items()
    )


def remove_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("rulebook", "LightRule").objects.filter(subject="indicator").delete()


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0007_indicator_measures")]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
