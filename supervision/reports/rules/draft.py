"""A whole 督查汇报 from its inputs: the same inputs give the same text."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from supervision.reports.rules.appendix import projects_table
from supervision.reports.rules.checks import length_warnings, period_warnings, sum_warnings
from supervision.reports.rules.indicators import indicator_paragraph
from supervision.reports.rules.inputs import ReportInputs
from supervision.reports.rules.problems import (
    NO_PROBLEM,
    NOTHING_DUE,
    next_step_items,
    numbered,
    problem_items,
)
from supervision.reports.rules.report import Paragraph, Report, Section
from supervision.reports.rules.sectors import (
    NO_PROJECTS,
    projects_text,
    sector_body,
    sector_lead,
)
from supervision.reports.rules.text import Quote, Text

CLOSING = "以上汇报，请予审阅，不妥之处敬请指正。"
NO_FIGURES = "各项指标和各板块项目暂无数据。"


def draft_report(inputs: ReportInputs) -> Report:
    """Preamble with the cut-off, what was done, what is wrong, what comes next, closing, appendix.

    A document is Chinese whatever language its drafter reads; only the warnings are in the drafter's.
    """
    with translation.override("zh-hans"):
        report = _document(inputs)
    warnings = inputs.notes + period_warnings(inputs) + sum_warnings(inputs) + length_warnings(report.plain())
    return replace(report, warnings=warnings)


def _document(inputs: ReportInputs) -> Report:
    return Report(
        title=inputs.title,
        preamble=(_preamble(inputs),),
        sections=(
            _progress(inputs),
            Section("二、存在问题和下一步打算"),
            _problems(inputs),
            _next_steps(inputs),
        ),
        closing=(CLOSING,),
        issuer=inputs.issuer,
        issued_on=inputs.issued_on,
        appendix=projects_table(inputs.appendix, inputs.total, inputs.percent_places),
    )


def _preamble(inputs: ReportInputs) -> Paragraph:
    opening: Text = (Quote(inputs.opening, inputs.issuer),) if inputs.opening else ()
    what = f"现将{inputs.period.short}重点工作督查情况汇报如下，数据{inputs.cutoff.cut_off}。"
    return Paragraph(
        (
            *opening,
            what,
            "从全县看，",
            *(projects_text("total", inputs.total, inputs.percent_places) or (NO_PROJECTS,)),
        )
    )


def _progress(inputs: ReportInputs) -> Section:
    paragraphs = []
    if inputs.indicators:
        paragraphs.append(Paragraph(indicator_paragraph(inputs.indicators, inputs.cutoff)))
    sectors = [
        (
            sector_lead(sector, inputs.percent_places),
            sector_body(sector, places=inputs.percent_places, named_at_most=inputs.named_at_most),
        )
        for sector in inputs.sectors
    ]
    paragraphs.extend(Paragraph(body, lead) for lead, body in numbered(sectors))
    return Section(
        f"一、{inputs.period.short}重点工作进展情况", tuple(paragraphs or [Paragraph((NO_FIGURES,))])
    )


def _problems(inputs: ReportInputs) -> Section:
    items = numbered(problem_items(inputs))
    paragraphs = [Paragraph(body, lead) for lead, body in items] or [Paragraph((NO_PROBLEM,))]
    return Section("（一）存在问题", tuple(paragraphs), level=2)


def _next_steps(inputs: ReportInputs) -> Section:
    items = numbered(next_step_items(inputs))
    paragraphs = [Paragraph(body, lead) for lead, body in items] or [Paragraph((NOTHING_DUE,))]
    return Section("（二）下一步打算", tuple(paragraphs), level=2)
