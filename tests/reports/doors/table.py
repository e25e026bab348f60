"""Every definition of a figure with the doors at which it is found; a new one fails until it stands here.

``*`` stands for the key of a row. Where a door has no such figure, its place says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tests.reports.doors import indicators, matters, projects, rectifications, slips
from tests.reports.doors.asking import Reader


@dataclass(frozen=True)
class Doors:
    """A reader, or in words why there is none; ``places`` to which each tells what was computed."""

    screen: Reader | str
    api: Reader | str
    workbook: Reader | str
    api_places: int = 4
    workbook_places: int = 4


PROJECTS = Doors(projects.on_screen, projects.in_api, projects.in_workbook)
ROUNDED = replace(PROJECTS, workbook_places=1)  # the printed ledger has rates to one place
STARTS = replace(PROJECTS, workbook="the printed ledger has no days of start and finish")
MONEY = replace(
    STARTS,
    api="receipts and 稳评 are kept on the web alone",
    workbook="receipts and 稳评 have sheets of their own to come in by, none to leave by",
)
MILESTONES = replace(PROJECTS, workbook="milestones come in by a workbook, none leaves")
REPORTING = replace(PROJECTS, workbook="the ledger does not say of which month its figures are")
MATTERS = Doors(matters.on_screen, matters.in_api, matters.in_workbook)
DELAYS = replace(MATTERS, workbook="the printed ledger has no day to sign by and no reports that are owed")
UNITS = Doors(matters.units_on_screen, matters.units_in_api, matters.units_in_workbook)
RECTIFIED = Doors(rectifications.on_screen, rectifications.in_api, rectifications.in_workbook)
SLIPS = Doors(slips.on_screen, slips.in_api, slips.in_workbook)
SIGNED = replace(SLIPS, workbook="the list's workbook has the day of signing, not the day by which")
INDICATORS = Doors(indicators.on_screen, indicators.in_api, indicators.in_workbook)


def all_of(doors: Doors, keys: str, names: str) -> dict[str, Doors]:
    return {f"{key}.{name}": doors for key in keys.split() for name in names.split()}


COUNTS: Final = (
    "received closed closed_rate running running_rate others done in_time in_time_rate late red yellow"
)
SUMS: Final = (
    "ordered closed closing_rate running overdue relapsed sent_back "
    "amount amount_rectified money_rate red yellow"
)
TABLE: Final[dict[str, Doors]] = {
    **all_of(PROJECTS, "total sector.*", "projects planned completed red yellow"),
    **all_of(ROUNDED, "total sector.*", "rate points"),
    **all_of(STARTS, "total sector.*", "started finished"),
    **all_of(PROJECTS, "sector.*", "promoted"),
    **all_of(MONEY, "sector.*", "received assessed"),
    **all_of(MILESTONES, "sector.*", "milestones_due milestones_done"),
    **all_of(MILESTONES, "problems", "missed"),
    **all_of(MILESTONES, "milestone.*", "days_late"),
    **all_of(PROJECTS, "problems", "red yellow not_named"),
    **all_of(ROUNDED, "project.*", "rate gap points"),
    **all_of(STARTS, "project.*", "start_delay"),
    **all_of(
        PROJECTS, "dispatch", "projects new continued preparation reached behind reached_rate unmeasured"
    ),
    **all_of(PROJECTS, "dispatch", "month_completed"),
    **all_of(STARTS, "dispatch", "unstarted"),
    **all_of(PROJECTS, "warned.*", "red yellow"),
    "missing.*": REPORTING,
    **all_of(MATTERS, "matters matters.source.*", COUNTS),
    **all_of(MATTERS, "matters", "lagging not_named"),
    **all_of(MATTERS, "matter.*", "days_late days_left"),
    **all_of(DELAYS, "matter.*", "unsigned silent"),
    **all_of(UNITS, "units", "count worst_count clean_count not_named"),
    **all_of(
        UNITS, "unit.*", "received owed fed_back missed done in_time in_time_rate sent_back late overdue"
    ),
    **all_of(RECTIFIED, "rectifications rectifications.origin.* rectifications.unit.*", SUMS),
    **all_of(RECTIFIED, "rectifications", "overdue_count not_named"),
    **all_of(RECTIFIED, "rectification.*", "days_late"),
    **all_of(SLIPS, "slips", "issued slips blue yellow red urges summonses escalated units"),
    **all_of(SLIPS, "slips", "asked answered waiting timely timely_rate"),
    **all_of(SLIPS, "slips.unit.*", "received"),
    **all_of(SLIPS, "slip.*", "days_late"),
    **all_of(SIGNED, "slip.*", "unsigned"),
    **all_of(SIGNED, "slips", "overdue_count not_named"),
    **all_of(
        INDICATORS, "indicator.*", "value growth change rank rank_moved target target_rate target_points"
    ),
    **all_of(INDICATORS, "indicator.*", "growth_target growth_gap peer_gap forecast low high needed"),
    **all_of(INDICATORS, "indicator.*.light", "growth_change peer_gap rank_change growth_gap"),
    **all_of(INDICATORS, "indicator.*.light", "schedule_gap reach_gap"),
    **all_of(INDICATORS, "indicators", "compared rose fell kept"),
    **all_of(INDICATORS, "bulletin", "with_target on_time growth_targets growth_met"),
}
