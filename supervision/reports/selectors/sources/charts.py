"""图: the completion of sectors against the schedule, the growth of indicators; each with its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from rulebook.rules.wording import growth_text, percent_text
from supervision.alerts.rules.official import Picture
from supervision.reports.rules.charts import WIDTH_MM, Bar, bars_png, font_file, height_mm
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.indicators import OBSERVATION, indicator_lines
from supervision.reports.selectors.sources.projects import project_rows
from supervision.reports.selectors.sources.registry import source

FIELDS = {"picture": _("图，不写句式")}


@source("sectors_chart", _("各板块完成率图"), FIELDS)
def sectors_chart(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    sectors = [
        s for s in known.county.sectors if s.totals.projects and known.sector_id in (None, s.sector_id)
    ]
    bars = [Bar(s.name, s.totals.completion_rate, s.schedule_share) for s in sectors]
    told = [
        f"{bar.name}{'暂无数据' if bar.value is None else percent_text(bar.value)}"
        + ("" if bar.mark is None else f"，时序{percent_text(bar.mark)}")
        for bar in bars
    ]
    rows = [row for s in sectors for row in known.county.of_sector(s.sector_id)]
    basis = known.basis(f"{known.period.year}年度计划内重点项目，按板块", project_rows(rows))
    return _picture("各板块年度计划投资完成率", "完成率（竖线为时序进度）", bars, told, basis)


@source("growth_chart", _("主要指标增速图"), FIELDS)
def growth_chart(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    lines = [line for line in indicator_lines(known) if line["growth"].known]
    bars = [Bar(line["name"].text, line["growth"].value) for line in lines]
    told = [f"{bar.name}{growth_text(bar.value)}" for bar in bars if bar.value is not None]
    rows = [pk for line in lines for _label, pks in line["growth"].basis.rows for pk in pks]
    basis = known.basis("主要指标同比增速", {OBSERVATION: rows})
    return _picture("主要指标同比增速", "同比增速", bars, told, basis)


def _picture(title: str, legend: str, bars: Sequence[Bar], told: Sequence[str], basis: Any) -> dict[str, Any]:
    """Nothing to draw, or no font to write its names with: no picture."""
    if len(bars) < 2 or not font_file():
        return {}
    alt = f"{title}：{'；'.join(told)}。"
    return {
        "picture": Picture(bars_png(bars, legend), alt, WIDTH_MM, height_mm(bars), title),
        "basis": basis,
    }
