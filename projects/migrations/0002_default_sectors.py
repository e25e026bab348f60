"""The eight 板块 that a county's report is usually told by. The office renames and reorders them."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SECTORS = [
    ("项目建设", "项目建设投入加大"),
    ("工业经济", "工业经济运行平稳"),
    ("农业农村", "农业农村提质增效"),
    ("城镇建设", "城镇建设提质扩容"),
    ("旅游三产", "旅游三产稳步发展"),
    ("民生工程", "民生工程加快推进"),
    ("社会稳定", "社会大局和谐稳定"),
    ("党的建设", "党的建设持续加强"),
]


def add_sectors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sectors = apps.get_model("projects", "Sector").objects
    sectors.bulk_create(
        sectors.model(name=name, heading=heading, order=order)
        for order, (name, heading) in enumerate(SECTORS, start=1)
    )


def remove_sectors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("projects", "Sector").objects.filter(name__in=[name for name, _ in SECTORS]).delete()


class Migration(migrations.Migration):
    # Its rows are written under the triggers of the history, which ask for this function.
    dependencies = [("projects", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunPython(add_sectors, remove_sectors)]
