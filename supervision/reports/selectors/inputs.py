"""All that a report says, gathered once: the same number of statements for any county."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from accounts.models import User
from indicators.models import IndicatorVersion, ObservationStatus, ValueKind
from indicators.selectors import IndicatorFigures, indicator_figures
from rulebook.rules import Month
from supervision.reports.rules.inputs import IndicatorLine, ReportInputs
from supervision.reports.selectors.county import (
    appendix_rows,
    county,
    problem_lines,
    sector_lines,
    total_figures,
)
from supervision.reports.selectors.milestones import milestones
from supervision.reports.selectors.reporting import data_notes, reporting
from supervision.reports.selectors.sources import observation_source

PRELIMINARY = (ObservationStatus.ESTIMATE, ObservationStatus.FLASH)


def report_inputs(
    user: User, period: Month, on: date, *, title: tuple[str, ...], issuer: str, opening: str = ""
) -> ReportInputs:
    """What a report on January to ``period``, written on the day ``on``, says; its notes are the reader's."""
    known = county(user, period, on)
    found = reporting(user, known, on)
    notes = data_notes(known, found, on)
    with translation.override("zh-hans"):  # a document and its sources are Chinese
        steps = milestones(known, on)
        return ReportInputs(
            title=title,
            issuer=issuer,
            issued_on=on,
            period=period.cumulative,
            cutoff=period.cumulative,
            total=total_figures(known),
            indicators=indicator_lines(user, period),
            sectors=sector_lines(known, steps.by_sector),
            problems=problem_lines(known, late=found.late),
            missed=steps.missed,
            missing=found.missing,
            due_next=steps.due_next,
            appendix=appendix_rows(known),
            opening=opening,
            notes=notes,
        )


def indicator_lines(user: User, period: Month) -> tuple[IndicatorLine, ...]:
    """The indicators of the report's first paragraph; one without a definition at the cut-off has ended."""
    found = indicator_figures(user, period, in_report=True)
    return tuple(
        _line(figures, figures.observation.version if figures.observation else figures.version, period)
        for figures in found
        if figures.version is not None
    )


def _line(figures: IndicatorFigures, version: IndicatorVersion, period: Month) -> IndicatorLine:
    """``version`` is the definition that the value was measured by."""
    row, unit = figures.observation, figures.indicator.unit
    return IndicatorLine(
        key=figures.indicator.code,
        name=version.name,
        unit=version.measured_in,
        value=row.value if row else None,
        growth=row.growth if row else None,
        previous_growth=figures.previous.growth if figures.previous else None,
        period=(figures.month or period).cumulative,
        source=observation_source(row) if row else f"指标{figures.indicator.code}，{period.label}没有数据",
        previous_label=_previous_label(figures),
        preliminary=row is not None and row.status in PRELIMINARY,
        point_in_time=version.value_kind == ValueKind.POINT,
        rank=row.rank if row else None,
        unit_in_charge=unit.short_name if unit else "",
    )


def _previous_label(figures: IndicatorFigures) -> str:
    previous = figures.previous
    return Month(previous.year, previous.month).short if previous else "上期"
