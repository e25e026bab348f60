"""The limited child process: opens one workbook, writes the answer to standard output, and ends.

Started by `reader.run_child`; knows no Django, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import gc
import marshal
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from projects.imports import binary, markup

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAIN = (str, float, bool, int)


class Refused(Exception):
    """The file must not or cannot be read; `code` is one of `reader._refusal`."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def main() -> None:
    gc.disable()  # a short life with millions of small objects: collecting them costs a third of the time
    order = marshal.loads(sys.stdin.buffer.read())  # noqa: S302 - our own parent's words
    limit_self(order["limits"])
    # Native readers print to descriptor 1 or 2 when they panic; the answer must not be mixed with that.
    answer_to = os.dup(1)
    os.dup2(2, 1)
    with os.fdopen(answer_to, "wb") as out:
        out.write(marshal.dumps(carry_out(order)))


def limit_self(limits: dict[str, int]) -> None:
    """Bound memory, time and what may be written, and leave no core file behind."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    try:
        if order["do"] == "mark":
            return mark(order)
        return read(order["path"], order["limits"])
    except Refused as refused:
        return {"refused": refused.code, "facts": refused.facts}
    except MemoryError:
        return {"refused": "too_much_memory", "facts": {"limit": order["limits"]["memory_bytes"] >> 20}}
    except (
        BaseException
    ) as error:  # the process's outermost edge: a panic of the native reader is no Exception
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return {"refused": "broken"}


def mark(order: dict[str, Any]) -> dict[str, Any]:
    from projects.imports import marking  # openpyxl takes a quarter of a second to load

    path, limits = order["path"], order["limits"]
    if sniff(path, limits) == "xls":
        return marking.carry_out(order, read(path, limits))
    try:
        return marking.carry_out(order, None)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises a dozen kinds on files that Excel and the reader accept
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return marking.carry_out(order, read(path, limits))


def read(path: str, limits: dict[str, int]) -> dict[str, Any]:
    form = sniff(path, limits)
    if form == "xlsx":
        with zipfile.ZipFile(path) as archive:
            scans = markup.scan_sheets(archive)
    else:
        scans = binary.scan_sheets(path)
    return {"format": form, "sheets": list(read_sheets(path, scans, limits))}


def sniff(path: str, limits: dict[str, int]) -> str:
    """Decide by content, never by name, what the file is; refuse what must not be opened."""
    with open(path, "rb") as file:
        head = file.read(512)
    if not head:
        raise Refused("empty")
    if head.startswith(ZIP_MAGIC):
        return sniff_archive(path, limits)
    if head.startswith(OLE_MAGIC):
        if refusal := binary.refusal(path):
            raise Refused(refusal)
        return "xls"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")) or path.lower().endswith(
        ".csv"
    ):
        raise Refused("web_page")
    raise Refused("not_a_workbook")


def sniff_archive(path: str, limits: dict[str, int]) -> str:
    """Check what a zip archive claims to be, and refuse macros, passwords and bombs."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused("macros")
            if "xl/workbook.bin" in names:
                raise Refused("binary_format")
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise Refused("not_a_workbook")
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise Refused("encrypted")
            if b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise Refused("macros")
            refuse_bomb(archive, limits["inflated_bytes"])
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, KeyError) as error:
        raise Refused("broken") from error
    return "xlsx"


def refuse_bomb(archive: zipfile.ZipFile, limit: int) -> None:
    """Refuse by the declared sizes, which are free, then hold the strings to what they declared.

    zipfile never yields more than was declared and raises when the checksum differs; the sheets are read
    through it by `markup` as well, so no part reaches the native reader with a false size.
    """
    facts = {"limit": limit >> 20}
    if sum(info.file_size for info in archive.infolist()) > limit:
        raise Refused("bomb", **facts)
    spans = sorted((info.header_offset, info.compress_size) for info in archive.infolist())
    for (offset, size), (following, _) in zip(spans, spans[1:], strict=False):
        if offset + size > following:  # overlapping entries: one kernel inflated many times
            raise Refused("bomb", **facts)
    for info in archive.infolist():
        if info.filename.endswith(".xml") and not info.filename.startswith("xl/worksheets/"):
            with archive.open(info) as part:
                while part.read(1 << 20):
                    pass


def read_sheets(path: str, scans: dict[str, markup.Scan], limits: dict[str, int]) -> Iterator[dict[str, Any]]:
    import python_calamine

    try:
        with open(path, "rb") as file:
            book = python_calamine.CalamineWorkbook.from_filelike(file)
    except python_calamine.PasswordError as error:
        raise Refused("encrypted") from error
    sheets = [meta for meta in book.sheets_metadata if str(meta.typ).endswith(".WorkSheet")]
    if not sheets:
        raise Refused("no_sheets")
    if len(sheets) > limits["sheets"]:
        raise Refused("too_many_sheets", sheets=len(sheets), limit=limits["sheets"])
    left = limits["cells"]
    for meta in sheets:
        scan = scans.get(meta.name, markup.Scan())
        refuse_size(meta.name, 1, scan.columns, limits, left)
        sheet = book.get_sheet_by_name(meta.name)
        last_row, last_column = sheet.end or (-1, -1)
        height, width = last_row + 1, last_column + 1
        refuse_size(meta.name, height, width, limits, left)
        left -= height * width
        yield plain(meta, sheet, scan)


def refuse_size(name: str, rows: int, columns: int, limits: dict[str, int], left: int) -> None:
    if rows > limits["rows"] or columns > limits["columns"] or rows * columns > left:
        raise Refused("too_many_cells", sheet=name, rows=rows, columns=columns)


def plain(meta: Any, sheet: Any, scan: markup.Scan) -> dict[str, Any]:
    """One sheet in values that marshal knows; dates travel as text beside their places."""
    rows = sheet.to_python(skip_empty_area=False)
    moments = []
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if type(value) not in PLAIN:
                moments.append((number, column, *moment(value)))
                row[column] = ""
    for row, column in scan.percents:
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        if type(value) is float:
            rows[row][column] = percent_text(value)
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return {
        "name": meta.name,
        "hidden": not str(meta.visible).endswith(".Visible"),
        "rows": rows,
        "moments": moments,
        "merged": merged,
        "hidden_rows": scan.hidden_rows,
        "hidden_columns": scan.hidden_columns,
        "uncached": scan.uncached,
        "errors": scan.errors,
    }


def percent_text(value: float) -> str:
    """What the user sees in a cell with a percent format, exactly: 0.853 is "85.3%"."""
    return f"{(Decimal(f'{value:.15g}') * 100).normalize():f}%"


def moment(value: object) -> tuple[str, str]:
    if isinstance(value, datetime):
        return "datetime", value.isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, time):
        return "time", value.isoformat()
    if isinstance(value, timedelta):
        return "length", repr(value.total_seconds())
    return "length", "0"


if __name__ == "__main__":
    main()
