"""The sources, deadlines and lights a new office starts with; all can be succeeded by others from any day on.

Days are local practice, never law, and meant to be changed in the rule book.
"""

from __future__ import annotations

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
SOURCE = "系统默认（督办事项）"
# code, name, group, deadline, urgent deadline, rhythm of feedback
SOURCES = [
    ("higher_decision", "上级重大决策部署", "document", "matter_document", "", "monthly"),
    ("superior_order", "上级督办件", "document", "matter_instruction", "matter_instruction_urgent", "ten_days"),
    ("government_meeting", "县政府会议议定事项", "meeting", "matter_meeting", "", "monthly"),
    ("work_report", "政府工作报告任务", "document", "matter_document", "", "monthly"),
    ("instruction", "领导批示", "affair", "matter_instruction", "matter_instruction_urgent", "half_month"),
    ("congress_proposal", "人大代表建议", "document", "matter_proposal", "", "monthly"),
    ("consultative_proposal", "政协提案", "document", "matter_proposal", "", "monthly"),
    ("livelihood", "民生实事", "affair", "matter_document", "", "monthly"),
    ("key_project", "重点项目和招商引资", "affair", "matter_document", "", "monthly"),
    ("indicator", "主要经济指标", "affair", "matter_document", "", "monthly"),
    ("public_clue", "互联网+督查和群众反映", "affair", "matter_public", "", "weekly"),
    ("media", "媒体反映", "affair", "matter_public", "", "weekly"),
    ("other", "其他", "affair", "matter_default", "", "monthly"),
]
# key: start event, days, unit, whether a day off moves it on
DEADLINES = {
    "matter_critical": ("交办", 1, "working", False),
    "matter_instruction_urgent": ("交办", 5, "natural", True),
    "matter_instruction": ("交办", 15, "natural", True),
    "matter_document": ("交办", 30, "natural", True),
    "matter_minutes": ("会议", 20, "natural", True),
    "matter_meeting": ("交办", 30, "working", False),
    "matter_public": ("交办", 5, "natural", True),
    "matter_proposal": ("交办", 90, "natural", True),
    "matter_from_signature": ("签收", 15, "working", False),
    "matter_default": ("交办", 7, "natural", True),
    "matter_signature": ("交办", 2, "working", False),
    "matter_showing": ("呈阅", 5, "working", False),
    "matter_feedback_weekly": ("报告期结束", 1, "working", False),
    "matter_feedback_ten_days": ("报告期结束", 2, "natural", True),
    "matter_feedback_half_month": ("报告期结束", 2, "natural", True),
    "matter_feedback_monthly": ("报告期结束", 5, "natural", True),
    "matter_feedback_quarterly": ("报告期结束", 5, "natural", True),
}
LIGHTS = {
    # measure: green and yellow at or above; red below
    "days_left": (4, 0),  # workdays: yellow from three left, red when past
    "signature_delay": (0, -2),  # workdays
    "feedback_missing": (0, -2),  # periods
}


def add_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sources = apps.get_model("matters", "Source").objects
    sources.bulk_create(
        sources.model(
            code=code,
            name=name,
            group=group,
            deadline_rule=deadline,
            urgent_deadline_rule=urgent,
            rhythm=rhythm,
            order=order,
        )
        for order, (code, name, group, deadline, urgent, rhythm) in enumerate(SOURCES, 1)
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
            note=SOURCE,
        )
        for key, (event, amount, unit, shifts) in DEADLINES.items()
    )
    lights = apps.get_model("rulebook", "LightRule").objects
    lights.bulk_create(
        lights.model(
            subject="matter", measure=measure, green_at=green, yellow_at=yellow, valid_from=SINCE, note=SOURCE
        )
        for measure, (green, yellow) in LIGHTS.items()
    )


def remove_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("matters", "Source").objects.filter(code__in=[row[0] for row in SOURCES]).delete()
    for name in ("LightRule", "DeadlineRule"):
        apps.get_model("rulebook", name).objects.filter(note=SOURCE).delete()


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_initial"), ("rulebook", "0003_matter_measures")]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
