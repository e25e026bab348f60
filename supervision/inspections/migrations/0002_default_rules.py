"""The origins, categories, deadlines and lights a new office starts with; all can be succeeded by others.

Days are local practice, meant to be changed in the rule book, except the two of the Regulation.
"""

from __future__ import annotations

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
SOURCE = "系统默认（督查整改）"
REGULATION = "政府督查工作条例第十七条"
# code, name, from outside, notice before closing
ORIGINS = [
    ("inspection", "督查发现", False, False),
    ("monitoring", "日常监测", False, False),
    ("party_inspection", "巡察反馈", True, False),
    ("audit", "审计反馈", True, False),
    ("environment", "环保督察", True, True),
    ("petition", "信访反映", True, False),
    ("superior", "上级反馈", True, False),
    ("safety", "安全生产检查", True, False),
]
CATEGORIES = [
    ("progress", "进度滞后"),
    ("quality", "工程质量"),
    ("safety", "安全生产"),
    ("environment", "生态环境"),
    ("money", "资金使用"),
    ("land", "土地和手续"),
    ("service", "政务服务和作风"),
    ("livelihood", "民生保障"),
    ("figures", "数据真实"),
    ("other", "其他"),
]
# key: start event, days, unit, whether a day off moves it on, note
DEADLINES = {
    "finding_answer": ("送达", 3, "working", False, SOURCE),
    "conclusion_receipt": ("作出结论", 2, "working", False, SOURCE),
    "review_filing": ("送达", 30, "natural", True, REGULATION),
    "review_decision": ("申请复核", 30, "natural", True, REGULATION),
    "rectification_plan": ("交办", 10, "natural", True, SOURCE),
    "rectification_plan_review": ("报方案", 5, "working", False, SOURCE),
    "rectification_at_once": ("交办", 15, "natural", True, SOURCE),
    "rectification_short": ("交办", 60, "natural", True, SOURCE),
    "rectification_middle": ("交办", 180, "natural", True, SOURCE),
    "rectification_long": ("交办", 365, "natural", True, SOURCE),
    "rectification_check": ("申请销号", 5, "working", False, SOURCE),
    "rectification_verification": ("初审通过", 10, "working", False, SOURCE),
    "rectification_approval": ("核查通过", 5, "working", False, SOURCE),
    "rectification_publishing": ("批准", 3, "working", False, SOURCE),
    "rectification_notice": ("公示", 5, "working", False, SOURCE),
    "rectification_yearly": ("列入长期坚持", 365, "natural", True, SOURCE),
}
LIGHTS = {
    # measure: green and yellow at or above, in workdays; red below
    "days_left": (6, 0),
    "step_days_left": (1, 0),
}


def add_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    origins = apps.get_model("inspections", "Origin").objects
    origins.bulk_create(
        origins.model(code=code, name=name, is_outside=outside, needs_notice=notice, order=order)
        for order, (code, name, outside, notice) in enumerate(ORIGINS, 1)
    )
    categories = apps.get_model("inspections", "Category").objects
    categories.bulk_create(
        categories.model(code=code, name=name, order=order)
        for order, (code, name) in enumerate(CATEGORIES, 1)
    )
    deadlines = apps.get_model("rulebook", "DeadlineRule").objects
    deadlines.bulk_create(
        deadlines.model(
            key=key,
            start_event=event,
            amount=amount,
            unit=unit,
            shift_to_workday=shifts,
            valid_from=SINCE,
            note=note,
        )
        for key, (event, amount, unit, shifts, note) in DEADLINES.items()
    )
    lights = apps.get_model("rulebook", "LightRule").objects
    lights.bulk_create(
        lights.model(
            subject="rectification",
            measure=measure,
            green_at=green,
            yellow_at=yellow,
            valid_from=SINCE,
            note=SOURCE,
        )
        for measure, (green, yellow) in LIGHTS.items()
    )


def remove_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("inspections", "Origin").objects.filter(code__in=[row[0] for row in ORIGINS]).delete()
    apps.get_model("inspections", "Category").objects.filter(code__in=[row[0] for row in CATEGORIES]).delete()
    apps.get_model("rulebook", "LightRule").objects.filter(note=SOURCE).delete()
    apps.get_model("rulebook", "DeadlineRule").objects.filter(key__in=list(DEADLINES)).delete()


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial"), ("rulebook", "0004_rectification_measures")]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
