"""起草问题: from a project with a red or yellow light, a missed milestone, or an indicator that slowed."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from indicators.selectors import figures_of
from projects.models import Milestone, Project
from projects.selectors import answering_unit_id, light_thresholds, reporting_month
from rulebook.rules import Light, Month

from ..models import Category
from ..rules.drafted import (
    LateProject,
    MissedMilestone,
    SlowedIndicator,
    indicator_figures,
    indicator_sentence,
    milestone_figures,
    milestone_sentence,
    project_figures,
    project_sentence,
)
from ..rules.entries import FindingWords
from ..rules.words import Severity

BEHIND: Final = (Light.YELLOW, Light.RED)
CATEGORY: Final = "progress"
TITLE: Final = 200


def finding_draft(
    user: User,
    *,
    on: date,
    project_id: int | None = None,
    milestone_id: int | None = None,
    indicator_id: int | None = None,
    period: Month | None = None,
) -> FindingWords:
    """Words for ``record_finding``, from exactly one of the three, with its figures of today.

    ``period``: the cut-off, else the reporting month. Raises DoesNotExist for what the user does not see,
    ValidationError: ``nothing_late``, ``no_unit``.
    """
    cutoff = period or reporting_month(on)
    if project_id is not None:
        return _of_project(user, project_id, cutoff, on)
    if milestone_id is not None:
        return _of_milestone(user, milestone_id, on)
    if indicator_id is not None:
        return _of_indicator(user, indicator_id, cutoff)
    raise Project.DoesNotExist


def _of_project(user: User, project_id: int, period: Month, on: date) -> FindingWords:
    lit = Project.objects.visible_to(user).with_light(period, on, light_thresholds(on))
    project = lit.get(pk=project_id)
    if project.light not in BEHIND:
        raise _nothing_late(_("%(name)s没有亮红灯或黄灯") % {"name": project.name})
    one = LateProject(
        name=project.name,
        period=period.label,
        on=on,
        planned=project.planned,
        completed=project.completed,
        rate=project.completion_rate,
        gap=project.gap,
        planned_start=project.planned_start,
        days_late=-(project.start_delay or 0),
        months_missing=-(project.report_missing or 0),
    )
    return FindingWords(
        unit_id=_unit(answering_unit_id(project_id, on)),
        category_id=_category(),
        title=_("%(name)s进度滞后") % {"name": project.name[: TITLE - 10]},
        description=project_sentence(one),
        severity=(Severity.SERIOUS if project.light == Light.RED else Severity.GENERAL).value,
        basis=_("%(year)s年度投资计划、项目月报") % {"year": period.year},
        project_id=project.pk,
        figures=project_figures(one),
    )


def _of_milestone(user: User, milestone_id: int, on: date) -> FindingWords:
    row = Milestone.objects.visible_to(user).select_related("project").get(pk=milestone_id)
    if row.due_on >= on or (row.completed_on is not None and row.completed_on <= on):
        raise _nothing_late(_("节点“%(name)s”没有逾期") % {"name": row.name})
    one = MissedMilestone(row.project.name, row.name, row.due_on, on)
    title = _("%(project)s节点“%(name)s”逾期") % {"project": row.project.name, "name": row.name}
    return FindingWords(
        unit_id=_unit(row.unit_id or answering_unit_id(row.project_id, on)),
        category_id=_category(),
        title=title[:TITLE],
        description=milestone_sentence(one),
        basis=_("项目关键节点计划"),
        project_id=row.project_id,
        milestone_id=row.pk,
        figures=milestone_figures(one),
    )


def _of_indicator(user: User, indicator_id: int, period: Month) -> FindingWords:
    found = figures_of(user, indicator_id, period)
    newest, previous = found.observation, found.previous
    slowed = found.standing is not None and (found.standing.growth_change or 0) < 0
    if not slowed or newest is None or previous is None or newest.growth is None or previous.growth is None:
        raise _nothing_late(_("这项指标的增速没有回落"))
    one = SlowedIndicator(
        name=newest.version.name,
        period=found.label,
        before=found.previous_label,
        growth=newest.growth,
        previous=previous.growth,
        target=found.growth_target.value if found.growth_target else None,
        value=newest.value,
        unit=newest.version.measured_in,
    )
    return FindingWords(
        unit_id=_unit(found.indicator.unit_id),
        category_id=_category(),
        title=_("%(name)s增速回落") % {"name": one.name},
        description=indicator_sentence(one),
        basis=newest.source_document,
        indicator_id=found.indicator.pk,
        figures=indicator_figures(one),
    )


def _unit(unit_id: int | None) -> int:
    if unit_id is None:
        raise ValidationError(_("没有登记责任单位，请先登记。"), code="no_unit")
    return unit_id


def _category() -> int:
    """进度滞后, or the first that is in use where an office has done without it."""
    rows = Category.objects.filter(is_active=True).order_by("order", "pk")
    found = rows.filter(code=CATEGORY).first() or rows.first()
    if found is None:
        raise ValidationError(_("没有在用的问题类别。"), code="no_category")
    return found.pk


def _nothing_late(said: str) -> ValidationError:
    return ValidationError(_("%(said)s，请直接记录问题。") % {"said": said}, code="nothing_late")
