"""The user's own workbook back, with the faulty cells marked and a first sheet that lists every problem."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from projects.imports.reader import Limits, run_child
from projects.imports.tables import RESULT_SHEET, Problem

# openpyxl needs ten times the time of the reader, and keeps every cell with its style in memory.
MARKING = Limits(seconds=180, memory_bytes=4096 * 1024 * 1024)


def mark_workbook(
    source: Path | str, problems: Iterable[Problem], target: Path | str, *, limits: Limits = MARKING
) -> None:
    """Write a marked copy of `source` to `target`, always .xlsx; an .xls comes back as its values.

    Runs in the limited child. Raises `UnreadableWorkbook` when the copy cannot be made.
    """
    run_child(
        {
            "do": "mark",
            "path": os.path.abspath(source),
            "target": os.path.abspath(target),
            "problems": [
                (each.sheet, each.row, each.column, each.value, each.message, each.remedy, each.severity)
                for each in problems
            ],
            "result_sheet": RESULT_SHEET,
            "headings": [_("序号"), _("级别"), _("工作表"), _("单元格"), _("内容"), _("问题"), _("处理办法")],
            "severities": {"error": _("错误"), "warning": _("提醒")},
            "whole_sheet": _("整表"),
            "author": _("校验"),
        },
        limits=limits,
    )
