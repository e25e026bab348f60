"""Pure rules of projects: figures, the steps and checks of a month's report, plans, numbers.

Nothing here asks the database, the clock or the settings.
"""

from __future__ import annotations

from .figures import (
    MonthDone,
    ProjectFigures,
    ProjectState,
    YearPlan,
    points_behind,
    project_figures,
)
from .names import code_warning, project_number
from .plans import require_change
from .progress import (
    Doubt,
    Finding,
    ProgressBefore,
    ProgressEntry,
    check_progress,
    confirmed,
    plain,
    require_editable,
    require_step,
)

__all__ = [
    "Doubt",
    "Finding",
    "MonthDone",
    "ProgressBefore",
    "ProgressEntry",
    "ProjectFigures",
    "ProjectState",
    "YearPlan",
    "check_progress",
    "code_warning",
    "confirmed",
    "plain",
    "points_behind",
    "project_figures",
    "project_number",
    "require_change",
    "require_editable",
    "require_step",
]
