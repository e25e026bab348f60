"""Definitions that stood before there were sentence forms keep the verb that reports gave them."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q


def by_unit(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    versions = apps.get_model("indicators", "IndicatorVersion").objects
    versions.filter(measured_in="元").update(sentence="reached")
    versions.filter(Q(value_kind="point") | Q(measured_in="%")).update(sentence="is")
    # A rate was kept as what adds up; its unit tells.
    versions.filter(measured_in__in=["%", "‰"], value_kind="cumulative").update(value_kind="rate")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_whole_indicators")]

    # Going back drops the column; a rate stays readable as what it is.
    operations = [migrations.RunPython(by_unit, migrations.RunPython.noop)]
