"""What a team should look at in each unit: the plan's checkpoints, and what is late there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from projects.models import Project, Responsibility
from projects.models.responsibility import REPORTING
from projects.selectors import light_thresholds, reporting_month
from rulebook.rules import Light
from supervision.matters.models import Duty, Suspension
from supervision.matters.rules.words import DutyStatus, MatterStatus

from ..models import ChecklistItem, Inspection, Rectification
from ..rules.words import CheckOrigin

LENGTH: Final = 500
BEHIND: Final = (Light.YELLOW, Light.RED)
# The unit has not said that it is done.
OWED: Final = (DutyStatus.TO_SIGN, DutyStatus.SIGNED, DutyStatus.UNDER_WAY)


def wanted_items(inspection: Inspection, on: date) -> list[ChecklistItem]:
    """The rows, not yet written, in their order and each once. Not ``visible_to``: see ``services.site``."""
    units = list(inspection.inspected.values_list("unit_id", flat=True))
    lines = list(dict.fromkeys(line.strip() for line in inspection.checkpoints.splitlines() if line.strip()))
    items = [_item(inspection, unit_id, CheckOrigin.PLAN, line) for unit_id in units for line in lines]
    items += _projects_behind(inspection, units, on)
    items += _matters_overdue(inspection, units, on)
    items += _rectifications_open(inspection, units)
    return list({(item.unit_id, item.origin, item.text): item for item in items}.values())


def _projects_behind(inspection: Inspection, units: Collection[int], on: date) -> list[ChecklistItem]:
    """Those that the unit reports and that have a yellow or red light."""
    carried = Responsibility.objects.in_force(on).filter(unit__in=units, role__in=REPORTING)
    lit = Project.objects.with_light(reporting_month(on), on, light_thresholds(on))
    behind = lit.filter(pk__in=carried.values("project"), light__in=[light.value for light in BEHIND])
    projects = behind.in_bulk()
    pairs = (
        carried.filter(project__in=projects)
        .order_by("unit_id", "project_id")
        .distinct("unit_id", "project_id")
    )
    return [
        _item(
            inspection,
            unit_id,
            CheckOrigin.PROJECT,
            _project_text(projects[project_id]),
            project_id=project_id,
        )
        for unit_id, project_id in pairs.values_list("unit_id", "project_id")
    ]


def _matters_overdue(inspection: Inspection, units: Collection[int], on: date) -> list[ChecklistItem]:
    stopped = Suspension.objects.in_force(on).values("matter")
    duties = Duty.objects.filter(
        unit__in=units, status__in=OWED, matter__status=MatterStatus.ISSUED, matter__due_on__lt=on
    ).exclude(matter__in=stopped)
    return [
        _item(
            inspection,
            duty.unit_id,
            CheckOrigin.MATTER,
            _("督办事项逾期：%(matter)s") % {"matter": duty.matter},
            matter_id=duty.matter_id,
        )
        for duty in duties.select_related("matter").order_by("unit", "matter__due_on", "pk")
    ]


def _rectifications_open(inspection: Inspection, units: Collection[int]) -> list[ChecklistItem]:
    rows = Rectification.objects.running().filter(unit__in=units).order_by("unit", "due_on", "pk")
    return [
        _item(
            inspection,
            row.unit_id,
            CheckOrigin.RECTIFICATION,
            _("整改未销号：%(rectification)s") % {"rectification": row},
            rectification_id=row.pk,
        )
        for row in rows
    ]


def _item(inspection: Inspection, unit_id: int, origin: CheckOrigin, text: str, **of: int) -> ChecklistItem:
    return ChecklistItem(
        inspection=inspection, unit_id=unit_id, origin=origin.value, text=text[:LENGTH], **of
    )


def _project_text(project: Project) -> str:
    """Without its figures, so that the next list knows it again."""
    return _("项目进度滞后：%(project)s") % {"project": f"{project.number} {project.name}".strip()}
