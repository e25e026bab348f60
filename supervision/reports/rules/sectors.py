"""What is told of a set of projects: the whole county in the preamble, a sector in its paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from rulebook.rules import round_half_up
from supervision.reports.rules.figures import (
    count_fact,
    growth_fact,
    money_fact,
    percent_fact,
    schedule_fact,
)
from supervision.reports.rules.inputs import (
    AssessmentFigures,
    Highlight,
    MilestoneFigures,
    ProjectFigures,
    ReceiptFigures,
    SectorFigures,
)
from supervision.reports.rules.text import Fact, Quote, Text, clause, joined, sentence
from supervision.reports.rules.words import excerpt

NO_PROJECTS = "本年度未安排重点项目。"


def sector_lead(sector: SectorFigures, places: int) -> Text:
    """The opening words, as the gap to the schedule allows; a comma follows where nothing is claimed."""
    if sector.headline:
        return (Quote(f"{sector.headline}。", sector.figures.source),)
    name = Quote(sector.name, sector.figures.source)
    points = sector.figures.points
    if points is None or not sector.figures.projects:
        return (name, "方面，")
    short = round_half_up(points, places)
    pace = "快于时序" if short > 0 else "慢于时序" if short < 0 else "与时序同步"
    return (name, f"方面进展{pace}。")


def sector_body(sector: SectorFigures, *, places: int, named_at_most: int) -> Text:
    key = f"sector.{sector.key}"
    told = (
        *projects_text(key, sector.figures, places),
        *milestone_sentence(key, sector.milestones),
        *receipt_sentence(key, sector.receipts),
        *assessment_sentence(key, sector.assessments),
        *highlight_sentence(sector.highlights, named_at_most),
    )
    return told or (NO_PROJECTS,)


def projects_text(key: str, figures: ProjectFigures, places: int) -> Text:
    """What the projects cost, how they are built; nothing when there are none."""
    if not figures.projects:
        return ()
    return (*investment_sentence(key, figures, places), *construction_sentence(key, figures))


def investment_sentence(key: str, figures: ProjectFigures, places: int) -> Text:
    """Projects, planned, completed, share of the plan, gap to the schedule."""
    source = figures.source
    planned = money_fact(f"{key}.planned", figures.planned, source)
    return sentence(
        ("年内实施重点项目", count_fact(f"{key}.projects", figures.projects, "个", source)),
        clause("年度计划投资", planned),
        _completed(key, figures),
        clause("占年度计划的", percent_fact(f"{key}.rate", figures.rate, places, source))
        if figures.completed
        else None,
        clause(schedule_fact(f"{key}.points", figures.points, places, source)),
    )


def _completed(key: str, figures: ProjectFigures) -> Text:
    """The main figure: said to be missing when it is unknown, and that none was made when it is nil."""
    completed = money_fact(f"{key}.completed", figures.completed, figures.source)
    if completed.value is None:
        return ("累计完成投资", completed)
    if not completed.value:
        return (Fact(completed.key, completed.value, completed.unit, "尚未完成投资", completed.source),)
    return ("累计完成投资", completed)


def construction_sentence(key: str, figures: ProjectFigures) -> Text:
    """Started and finished, red and yellow."""
    built = joined((_started(key, figures), _finished(key, figures)), "、")
    return sentence(built, _lights(key, figures))


def _started(key: str, figures: ProjectFigures) -> Text | None:
    if figures.started is None:
        return None
    known = (f"{key}.started", figures.started, "个")
    if not figures.started:
        return (Fact(*known, "项目均未开工" if figures.projects > 1 else "尚未开工", figures.source),)
    if figures.started == figures.projects:
        return (Fact(*known, "项目全部开工" if figures.projects > 1 else "已开工", figures.source),)
    return ("已开工", count_fact(*known, figures.source))


def _finished(key: str, figures: ProjectFigures) -> Text | None:
    """Left out when none is finished: in the middle of a year that is no news."""
    if not figures.finished:
        return None
    known = (f"{key}.finished", figures.finished, "个")
    if figures.finished == figures.projects:
        return (Fact(*known, "全部竣工" if figures.projects > 1 else "已竣工", figures.source),)
    return ("竣工", count_fact(*known, figures.source))


def _lights(key: str, figures: ProjectFigures) -> Text | None:
    red = ("红灯", count_fact(f"{key}.red", figures.red, "个", figures.source))
    yellow = ("黄灯", count_fact(f"{key}.yellow", figures.yellow, "个", figures.source))
    shown = [light for light, number in ((red, figures.red), (yellow, figures.yellow)) if number]
    return ("亮", *joined(shown, "、")) if shown else None


def milestone_sentence(key: str, milestones: MilestoneFigures | None) -> Text:
    if milestones is None or not milestones.due:
        return ()
    due = count_fact(f"{key}.milestones_due", milestones.due, "个", milestones.source)
    done = (f"{key}.milestones_done", milestones.done, "个")
    if milestones.done == milestones.due:
        how = Fact(*done, "全部完成" if milestones.due > 1 else "已完成", milestones.source)
        return sentence(("到期节点", due), (how,))
    if not milestones.done:
        return sentence(("到期节点", due), (Fact(*done, "尚未完成", milestones.source),))
    return sentence(("到期节点", due), ("已完成", count_fact(*done, milestones.source)))


def receipt_sentence(key: str, receipts: ReceiptFigures | None) -> Text:
    if receipts is None:
        return ()
    return sentence(
        clause("实施招商引资项目", count_fact(f"{key}.promoted", receipts.projects, "个", receipts.source)),
        clause("到位资金", money_fact(f"{key}.received", receipts.received, receipts.source)),
        clause(growth_fact(f"{key}.received_growth", receipts.growth, receipts.source))
        if receipts.received is not None
        else None,
    )


def assessment_sentence(key: str, assessments: AssessmentFigures | None) -> Text:
    if assessments is None or not assessments.projects:
        return ()
    count = count_fact(f"{key}.assessed", assessments.projects, "个", assessments.source)
    return sentence((count, "项目完成社会稳定风险评估"))


def highlight_sentence(highlights: Sequence[Highlight], named_at_most: int) -> Text:
    """Project: its progress in the unit's own words. A project without words is not named."""
    told = [
        (Quote(f"{item.project}：{excerpt(item.progress)}", item.source),)
        for item in highlights
        if item.progress.strip()
    ]
    return ("从形象进度看，", *sentence(*told[:named_at_most], mark="；")) if told else ()
