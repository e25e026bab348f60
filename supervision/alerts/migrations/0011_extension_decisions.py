"""Requests for a later date are decided within days; local practice, to be changed in the rule book."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE: Final = date(2000, 1, 1)
KEY: Final = "extension_decision"


def add_default(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("rulebook", "DeadlineRule").objects.create(
        key=KEY,
        start_event="单位申请",
        amount=3,
        unit="working",
        shift_to_workday=False,
        valid_from=SINCE,
        note="系统默认（延期审批）",
    )


def remove_default(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("rulebook", "DeadlineRule").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("alerts", "0010_slip_deadlines"), ("rulebook", "0006_default_ladders")]

    operations = [migrations.RunPython(add_default, remove_default)]
