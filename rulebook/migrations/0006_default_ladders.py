"""The ladders and the hours of sending that a new office starts with; all can be succeeded by others."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE: Final = date(2000, 1, 1)
SOURCE: Final = "系统默认"
UNIT: Final = ["clerk", "unit_head"]
# colour, offset, unit of days, who, channels, whether a slip is proposed
CLIMB: Final = (
    ("note", 1, "natural", ["clerk"], ["email"], False),
    ("blue", 4, "natural", ["clerk"], ["email"], False),
    ("yellow", 8, "natural", UNIT, ["email"], True),
    ("red", 16, "natural", [*UNIT, "leader"], ["email"], True),
)


def _before(days: int) -> tuple[str, int, str, list[str], list[str], bool]:
    return "note", -days, "working", ["clerk"], ["email"], False


LADDERS: Final = {
    "general": CLIMB,
    "matter": (_before(3), *CLIMB),
    "rectification": (_before(5), *CLIMB),
}


def add_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("rulebook", "LadderRung")
    rows = []
    for ladder, rungs in LADDERS.items():
        seen: list[str] = []
        for colour, offset, unit, addressees, channels, slip in rungs:
            seen.append(colour)
            rows.append(
                model(
                    ladder=ladder,
                    colour=colour,
                    step=seen.count(colour),
                    offset=offset,
                    unit=unit,
                    addressees=addressees,
                    channels=channels,
                    proposes_slip=slip,
                    valid_from=SINCE,
                    note=SOURCE,
                )
            )
    model.objects.bulk_create(rows)
    apps.get_model("rulebook", "SendingRule").objects.create(valid_from=SINCE, note=SOURCE)


def remove_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("LadderRung", "SendingRule"):
        apps.get_model("rulebook", name).objects.filter(note=SOURCE).delete()


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0005_ladders"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
