"""From an uploaded file to a `Book` of plain values, read in a child process that may die without harm.

A hostile workbook can make a reader allocate half a terabyte or loop for minutes; no `except` catches
that. So the file is opened by `python -m projects.imports.child` under limits of memory and time, and
this module only ever answers with a `Book` or an `UnreadableWorkbook`.
"""

from __future__ import annotations

import datetime
import marshal
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

Cell = str | float | int | bool | datetime.date | datetime.time | datetime.timedelta
Range = tuple[int, int, int, int]

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one workbook may cost. Sizes in bytes, time in seconds."""

    file_bytes: int = 20 * MEGABYTE
    inflated_bytes: int = 400 * MEGABYTE
    sheets: int = 100
    rows: int = 200_000
    columns: int = 700
    cells: int = 5_000_000
    memory_bytes: int = 2048 * MEGABYTE
    seconds: int = 60


@dataclass(slots=True)
class Sheet:
    """One sheet as values. Rows and columns count from 0 here; `rows[0][0]` is always A1.

    Merged ranges are (first row, first column, last row, last column). `uncached` are formulas that were
    never computed and `errors` are cells such as #DIV/0!, both as {(row, column): text}.
    """

    name: str
    hidden: bool
    rows: list[list[Cell]]
    merged: list[Range] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncached: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class Book:
    """A workbook that was read whole. `format` is "xlsx" or "xls"."""

    format: str
    sheets: list[Sheet]


class UnreadableWorkbook(Exception):
    """The one answer to every file that cannot be read; `code` is stable, the texts are for people."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message}{remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy


def open_workbook(path: Path | str, *, limits: Limits | None = None) -> Book:
    """Read an .xlsx or .xls file. Raises `UnreadableWorkbook` and nothing else."""
    limits = limits or Limits()
    try:
        size = os.path.getsize(path)
    except OSError as error:
        raise _refusal("missing") from error
    if size > limits.file_bytes:
        raise _refusal("too_big", size=size // MEGABYTE, limit=limits.file_bytes // MEGABYTE)
    order = {"do": "read", "path": os.path.abspath(path)}
    return _book(run_child(order, limits=limits))


def run_child(order: dict[str, Any], *, limits: Limits) -> dict[str, Any]:
    """Let the limited child carry out an order and return its answer.

    A subprocess rather than multiprocessing, because a Celery worker's processes are daemonic and may not
    have multiprocessing children. Answers come back by marshal: fast, and it holds plain values only.
    """
    order = {**order, "limits": {name: getattr(limits, name) for name in Limits.__dataclass_fields__}}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "projects.imports.child"],
            input=marshal.dumps(order),
            capture_output=True,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
            timeout=limits.seconds + 5,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("too_slow", seconds=limits.seconds) from error
    if done.returncode != 0:
        raise _death(done.returncode, limits)
    try:
        answer = marshal.loads(done.stdout)  # noqa: S302 - our own child's words, not the file's
    except (ValueError, EOFError, TypeError) as error:
        raise _refusal("broken") from error
    if "refused" in answer:
        raise _refusal(answer["refused"], **answer.get("facts", {}))
    return answer


def _death(returncode: int, limits: Limits) -> UnreadableWorkbook:
    """Name the reason for a child that died: SIGXCPU and SIGKILL are time, everything else is memory."""
    if returncode in (-24, -9):
        return _refusal("too_slow", seconds=limits.seconds)
    return _refusal("too_much_memory", limit=limits.memory_bytes // MEGABYTE)


def _book(answer: dict[str, Any]) -> Book:
    sheets = []
    for raw in answer["sheets"]:
        rows = raw["rows"]
        for row, column, kind, text in raw["moments"]:
            rows[row][column] = _moment(kind, text)
        sheets.append(
            Sheet(
                name=raw["name"],
                hidden=raw["hidden"],
                rows=rows,
                merged=raw["merged"],
                hidden_rows=frozenset(raw["hidden_rows"]),
                hidden_columns=frozenset(raw["hidden_columns"]),
                uncached={(row, column): text for row, column, text in raw["uncached"]},
                errors={(row, column): text for row, column, text in raw["errors"]},
            )
        )
    return Book(format=answer["format"], sheets=sheets)


def _moment(kind: str, text: str) -> Cell:
    """Turn the child's text back into a date, date with time, time of day or length of time."""
    match kind:
        case "date":
            return datetime.date.fromisoformat(text)
        case "datetime":
            return datetime.datetime.fromisoformat(text)
        case "time":
            return datetime.time.fromisoformat(text)
        case _:
            return datetime.timedelta(seconds=float(text))


def _refusal(code: str, **facts: Any) -> UnreadableWorkbook:
    messages: dict[str, tuple[str, str]] = {
        "missing": (_("没有找到这个文件。"), _("请重新上传。")),
        "empty": (_("文件是空的。"), _("请检查文件后重新上传。")),
        "too_big": (
            _("文件大小为 %(size)s MB，超过 %(limit)s MB 的上限。"),
            _("请删去图片等附件，或按月份、板块分成几个文件。"),
        ),
        "too_many_cells": (
            _("工作表“%(sheet)s”有 %(rows)s 行、%(columns)s 列，超过上限。"),
            _("请删去数据区以外的内容，或分成几个文件。"),
        ),
        "too_many_sheets": (
            _("工作簿有 %(sheets)s 张工作表，超过 %(limit)s 张的上限。"),
            _("请分成几个文件。"),
        ),
        "bomb": (
            _("文件解压后超过 %(limit)s MB，不像是正常的工作簿。"),
            _("请用 Excel 或 WPS 打开后另存为新的 .xlsx 文件。"),
        ),
        "encrypted": (
            _("工作簿设有打开密码，无法读取。"),
            _("请在 Excel 或 WPS 中取消打开密码后另存，再上传。"),
        ),
        "macros": (_("工作簿含有宏，为安全起见不予读取。"), _("请另存为不含宏的 .xlsx 文件后上传。")),
        "binary_format": (_("这是 .xlsb 二进制工作簿，无法读取。"), _("请另存为 .xlsx 文件后上传。")),
        "web_page": (
            _("文件扩展名是工作簿，内容却是网页或文本。"),
            _("请用 Excel 或 WPS 打开后另存为 .xlsx 文件，再上传。"),
        ),
        "not_a_workbook": (_("文件不是 Excel 工作簿。"), _("请上传 .xlsx 或 .xls 文件。")),
        "broken": (_("工作簿已损坏，无法读取。"), _("请用 Excel 或 WPS 打开并修复、另存后再上传。")),
        "no_sheets": (_("工作簿里没有可读的工作表。"), _("请检查文件后重新上传。")),
        "too_slow": (
            _("读取工作簿超过 %(seconds)s 秒，已停止。"),
            _("请删去多余的工作表和格式，或分成几个文件。"),
        ),
        "too_much_memory": (
            _("读取工作簿需要的内存超过 %(limit)s MB，已停止；文件可能已损坏，或在很远的行列里有内容。"),
            _("请把数据复制到新的工作簿，另存为 .xlsx 后上传。"),
        ),
    }
    message, remedy = messages.get(code, messages["broken"])
    return UnreadableWorkbook(code if code in messages else "broken", message % facts, remedy % facts)
