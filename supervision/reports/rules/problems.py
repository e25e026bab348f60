"""What is behind, named with its unit, and what comes next. Each item is opening words and a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from rulebook.rules import Light
from supervision.reports.rules.figures import count_fact, schedule_fact
from supervision.reports.rules.indicators import change_of, has_slowed
from supervision.reports.rules.inputs import (
    DueMilestone,
    IndicatorLine,
    MissedMilestone,
    ProblemLine,
    ReportInputs,
)
from supervision.reports.rules.text import Quote, Text, joined, listed, sentence
from supervision.reports.rules.words import date_text, excerpt, ordinal

Item: TypeAlias = tuple[Text, Text]

NO_PROBLEM = "没有亮红灯、黄灯的项目，到期节点均已完成，各单位均已报送进度，指标增速未见回落。"
NOTHING_DUE = "继续按月调度各项重点工作。"


def problem_items(inputs: ReportInputs) -> list[Item]:
    found = (_lagging(inputs), _missed(inputs), _missing(inputs), _slowed(inputs))
    return [item for item in found if item]


def next_step_items(inputs: ReportInputs) -> list[Item]:
    found = (_speed_up(inputs), _keep_dates(inputs), _report_in_time(inputs), _watch(inputs))
    return [item for item in found if item]


def numbered(items: Sequence[Item]) -> list[tuple[Text, Text]]:
    """Opening words with 一是, 二是 … before them; a single item is not counted."""
    if len(items) == 1:
        return list(items)
    return [((ordinal(number), *lead), text) for number, (lead, text) in enumerate(items, 1)]


def _lagging(inputs: ReportInputs) -> Item | None:
    if not inputs.problems:
        return None
    lead = "部分项目进度滞后。" if len(inputs.problems) > 1 else "个别项目进度滞后。"
    counts = _lag_counts(inputs.problems)
    clauses = [_lagging_clause(line, inputs.percent_places) for line in inputs.problems]
    rest_in = "详见附件" if inputs.appendix else "从略"
    return (lead,), (*counts, *_told("problems", clauses, inputs.named_at_most, rest_in))


def _lag_counts(problems: Sequence[ProblemLine]) -> Text:
    """红灯项目2个、黄灯项目5个。 Left out for one project, whose light is said with its name."""
    if len(problems) == 1:
        return ()
    parts: list[Text] = []
    for light, name in ((Light.RED, "红灯项目"), (Light.YELLOW, "黄灯项目")):
        lines = [line for line in problems if line.light is light]
        if lines:
            source = "；".join(line.source for line in lines)
            parts.append((name, count_fact(f"problems.{light.code}", len(lines), "个", source)))
    return sentence(*parts, mark="、")


def _lagging_clause(line: ProblemLine, places: int) -> Text:
    reasons = [reason for reason in (_behind(line, places), _not_begun(line), _silent(line)) if reason]
    told = joined(reasons or [("亮红灯" if line.light is Light.RED else "亮黄灯",)], "，")
    words = (Quote(excerpt(line.problem), line.source),) if line.problem.strip() else None
    return joined(((*_named(line.project, line.unit, line.source), *told), words), "，")


def _behind(line: ProblemLine, places: int) -> Text | None:
    if line.points is None or line.points >= 0:
        return None
    return (schedule_fact(f"problem.{line.project}.points", line.points, places, line.source),)


def _not_begun(line: ProblemLine) -> Text | None:
    if not line.start_delay:
        return None
    late = count_fact(f"problem.{line.project}.start_delay", line.start_delay, "天", line.source)
    return ("超过计划开工日期", late, "尚未开工")


def _silent(line: ProblemLine) -> Text | None:
    return (f"{line.unreported}进展未报送",) if line.unreported else None


def _missed(inputs: ReportInputs) -> Item | None:
    if not inputs.missed:
        return None
    clauses = [_missed_clause(line, inputs.cutoff.year) for line in inputs.missed]
    return ("到期节点未按时完成。",), _told("missed", clauses, inputs.named_at_most)


def _missed_clause(line: MissedMilestone, year: int) -> Text:
    late = count_fact(f"milestone.{line.project}.{line.name}.days_late", line.days_late, "天", line.source)
    return (*_milestone(line), f"应于{date_text(line.due_on, within=year)}完成，已逾期", late)


def _missing(inputs: ReportInputs) -> Item | None:
    if not inputs.missing:
        return None
    units: list[Text] = [
        (
            Quote(line.unit, line.source),
            count_fact(f"missing.{line.unit}", line.projects, "个项目", line.source),
        )
        for line in inputs.missing
    ]
    return ("进度报送不及时。",), ("未按期报送进度的有", *joined(units, "、"), "。")


def _slowed(inputs: ReportInputs) -> Item | None:
    slowed = [line for line in inputs.indicators if has_slowed(line)]
    if not slowed:
        return None
    lead = "部分指标增速放缓。" if len(slowed) > 1 else "个别指标增速放缓。"
    return (lead,), sentence(*(_slowed_clause(line) for line in slowed), mark="；")


def _slowed_clause(line: IndicatorLine) -> Text:
    change = change_of(line)
    named = _named(line.name, line.unit_in_charge, line.source)
    return (*named, f"较{line.previous_label}", change) if change else named


def _speed_up(inputs: ReportInputs) -> Item | None:
    """The units' own next steps; a unit that has written none is asked for one."""
    if not inputs.problems:
        return None
    clauses = [_next_step_clause(line) for line in inputs.problems if line.next_step.strip()]
    silent = [line for line in inputs.problems if not line.next_step.strip()]
    told = _told("steps", clauses, inputs.named_at_most)
    return ("加快滞后项目进度。",), (*told, *_asked(silent, inputs.named_at_most))


def _next_step_clause(line: ProblemLine) -> Text:
    return (*_named(line.project, line.unit, line.source), Quote(f"：{excerpt(line.next_step)}", line.source))


def _asked(silent: Sequence[ProblemLine], named_at_most: int) -> Text:
    units = list(dict.fromkeys(line.unit for line in silent if line.unit))
    if not units:
        return ()
    sources = {line.unit: line.source for line in silent}
    names = listed([(Quote(unit, sources[unit]),) for unit in units], limit=named_at_most)
    return sentence(
        ("请", *names, "提出赶工措施和完成时限" if len(units) == 1 else "分别提出赶工措施和完成时限")
    )


def _keep_dates(inputs: ReportInputs) -> Item | None:
    year = inputs.cutoff.year
    overdue: Text = ()
    if inputs.missed:
        source = "；".join(line.source for line in inputs.missed)
        count = count_fact("steps.overdue", len(inputs.missed), "个", source)
        several = len(inputs.missed) > 1
        overdue = sentence(
            ("对逾期的", count, "节点逐一明确完成日期") if several else ("对逾期节点明确完成日期",)
        )
    soon = inputs.due_next[: inputs.named_at_most]
    coming = sentence(*(_coming_clause(line, year) for line in soon), mark="；")
    return (("抓好节点落实。",), (*overdue, *coming)) if overdue or coming else None


def _coming_clause(line: DueMilestone, year: int) -> Text:
    return (*_milestone(line), f"{date_text(line.due_on, within=year)}前完成")


def _report_in_time(inputs: ReportInputs) -> Item | None:
    if not inputs.missing:
        return None
    units: list[Text] = [(Quote(line.unit, line.source),) for line in inputs.missing]
    return ("按时报送进度。",), sentence(("请", *joined(units, "、"), "尽快补报"))


def _watch(inputs: ReportInputs) -> Item | None:
    slowed = [line for line in inputs.indicators if has_slowed(line)]
    if not slowed:
        return None
    names: list[Text] = [(Quote(line.name, line.source),) for line in slowed]
    return ("加强指标监测。",), sentence(
        ("对", *listed(names, limit=inputs.named_at_most), "逐月分析变动原因，查找差距")
    )


def _named(name: str, unit: str, source: str) -> Text:
    """A name with its unit in brackets, when there is one."""
    return (Quote(f"{name}（{unit}）" if unit else name, source),)


def _milestone(line: MissedMilestone | DueMilestone) -> Text:
    return (*_named(line.project, line.unit, line.source), Quote(f"“{line.name}”", line.source))


def _told(key: str, clauses: Sequence[Text], named_at_most: int, rest_in: str = "从略") -> Text:
    """The first clauses in full; how many are left, and where to, goes into a closing sentence."""
    shown = sentence(*clauses[:named_at_most], mark="；")
    left_out = clauses[named_at_most:]
    if not left_out:
        return shown
    sources = (piece.source for text in left_out for piece in text if not isinstance(piece, str))
    rest = count_fact(f"{key}.not_named", len(left_out), "个", "；".join(dict.fromkeys(sources)))
    return (*shown, "其余", rest, f"{rest_in}。")
