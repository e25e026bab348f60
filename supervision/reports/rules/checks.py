"""What a person should look at before a draft goes on: periods that differ, sums that do not meet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from rulebook.rules import Light
from supervision.reports.rules.figures import number_text
from supervision.reports.rules.inputs import ProjectFigures, ReportInputs

LONGEST_REPORT = 5000


def period_warnings(inputs: ReportInputs) -> tuple[str, ...]:
    """Where title, cut-off and an indicator's own period do not speak of the same time."""
    warnings = []
    if inputs.period.ends_on != inputs.cutoff.ends_on:
        warnings.append(
            _("标题写的是%(title)s，数据%(cutoff)s，请核对期间。")
            % {"title": inputs.period.short, "cutoff": inputs.cutoff.cut_off}
        )
    warnings.extend(
        _("%(name)s的数据期间是%(period)s，与汇报的%(cutoff)s不一致，文中已注明。")
        % {"name": line.name, "period": line.period.short, "cutoff": inputs.cutoff.short}
        for line in inputs.indicators
        if line.period.ends_on != inputs.cutoff.ends_on
    )
    return tuple(warnings)


def sum_warnings(inputs: ReportInputs) -> tuple[str, ...]:
    """Where the county's figures are not the sum of its parts. An unknown part makes no statement."""
    parts = [sector.figures for sector in inputs.sectors]
    lights = [line.light for line in inputs.problems]
    compared = [
        (_("项目个数"), inputs.total.projects, _sum([Decimal(part.projects) for part in parts])),
        (_("年度计划投资"), inputs.total.planned, _sum([_of_projects(part, part.planned) for part in parts])),
        (
            _("累计完成投资"),
            inputs.total.completed,
            _sum([_of_projects(part, part.completed) for part in parts]),
        ),
        (_("红灯项目"), inputs.total.red, Decimal(lights.count(Light.RED))),
        (_("黄灯项目"), inputs.total.yellow, Decimal(lights.count(Light.YELLOW))),
    ]
    return tuple(
        _("%(what)s：全县为%(total)s，各部分相加为%(sum)s，请核对。")
        % {"what": what, "total": number_text(total, 4), "sum": number_text(added, 4)}
        for what, total, added in compared
        if total is not None and added is not None and total != added
    )


def length_warnings(text: str) -> tuple[str, ...]:
    """A paper for superiors keeps to 5,000 characters (整治形式主义为基层减负)."""
    length = sum(not letter.isspace() for letter in text)
    if length <= LONGEST_REPORT:
        return ()
    return (_("全文%(length)s字，超过%(limit)s字，请压缩。") % {"length": length, "limit": LONGEST_REPORT},)


def _of_projects(figures: ProjectFigures, amount: Decimal | None) -> Decimal | None:
    """A sector without projects has no amounts, and that is known."""
    return amount if figures.projects else Decimal(0)


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(values) else None
