"""What the fast reader does not tell about an .xlsx: hidden rows and columns, formats, formulas, real size.

The sheets are searched as text. A full parse of 750,000 cells would cost more than reading them.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

ATTRIBUTE = rb'[^>]*?\s%s="([^"]*)"'
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.S)
FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.S)
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<|<(?:\w+:)?is\b")
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="(\d+)"')
HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\shidden="(?:1|true)")([^>]*)>')
FAR_COLUMN = re.compile(rb' r="[A-Z]{3}')
FAR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]{3,})(\d+)"[^>]*[^>/]>')
ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\st="e")[^>]*?\sr="([A-Z]+\d+)"[^>]*>(.*?)</(?:\w+:)?c>', re.S
)


@dataclass(slots=True)
class Scan:
    """Facts about one sheet, all places counted from 0; `columns` is 0 unless something is far out."""

    columns: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    percents: list[tuple[int, int]] = field(default_factory=list)
    uncached: list[tuple[int, int, str]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)


def scan_sheets(archive: zipfile.ZipFile) -> dict[str, Scan]:
    """Scan every worksheet, by sheet name. Parts that are missing are left to the reader to judge."""
    percent_styles = _percent_styles(_part(archive, "xl/styles.xml"))
    return {
        name: scan_sheet(_part(archive, part), percent_styles)
        for name, part in _sheet_parts(archive).items()
        if part.startswith("xl/worksheets/")
    }


def scan_sheet(xml: bytes, percent_styles: list[bytes]) -> Scan:
    scan = Scan()
    if FAR_COLUMN.search(xml) and (far := FAR_CELL.search(xml)):
        scan.columns = column_index(far[1].decode()) + 1
    if b'hidden="' in xml:
        scan.hidden_rows = [int(row) - 1 for row in HIDDEN_ROW.findall(xml)]
    for attributes in HIDDEN_COLUMNS.findall(xml[: xml.find(b"<row") + 1 or None]):
        first, last = _attribute(attributes, b"min"), _attribute(attributes, b"max")
        if first.isdigit() and last.isdigit():
            scan.hidden_columns.extend(range(int(first) - 1, min(int(last), 1000)))
    if b't="e"' in xml:
        for place, inner in ERROR_CELL.findall(xml):
            value = VALUE.search(inner)
            scan.errors.append((*_place(place), (value[1] or b"#").decode() if value else "#"))
    if b"<f" in xml or b":f" in xml:
        scan.uncached = _uncached(xml)
    if percent_styles:
        style = rb'(?=[^>]*\ss="(?:%s)")' % b"|".join(percent_styles)
        found = re.findall(rb"<(?:\w+:)?c\b" + style + rb'[^>]*?\sr="([A-Z]+\d+)"[^>]*[^>/]>', xml)
        scan.percents = [_place(place) for place in found]
    return scan


def column_index(letters: str) -> int:
    """Column letters to a number from 0: "A" is 0, "AA" is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _uncached(xml: bytes) -> list[tuple[int, int, str]]:
    """Formulas whose value was never stored, as written by programs that do not calculate."""
    found = []
    for attributes, inner in CELL.findall(xml):
        formula = FORMULA.search(inner)
        if formula and not VALUE.search(inner):
            place = _attribute(attributes, b"r")
            if b't="str"' not in attributes and place:
                found.append((*_place(place), html.unescape((formula[1] or b"").decode("utf-8", "replace"))))
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → path of its part, by the workbook's relationships."""
    targets = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\b([^>]*)>", _part(archive, "xl/_rels/workbook.xml.rels")):
        target = _attribute(tag, b"Target").decode("utf-8", "replace")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        targets[_attribute(tag, b"Id")] = path
    parts = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\b([^>]*)>", _part(archive, "xl/workbook.xml")):
        identity = re.search(rb'\s\w+:id="([^"]*)"', tag)
        name = html.unescape(_attribute(tag, b"name").decode("utf-8", "replace"))
        parts[name] = targets.get(identity[1], "") if identity else ""
    return parts


def _percent_styles(xml: bytes) -> list[bytes]:
    """Numbers of the cell styles whose number format shows a percentage."""
    formats = {b"9", b"10"}
    for tag in re.findall(rb"<(?:\w+:)?numFmt\b([^>]*)>", xml):
        if b"%" in _attribute(tag, b"formatCode"):
            formats.add(_attribute(tag, b"numFmtId"))
    block = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", xml, re.S)
    styles = re.findall(rb"<(?:\w+:)?xf\b([^>]*)>", block[0]) if block else []
    return [b"%d" % number for number, tag in enumerate(styles) if _attribute(tag, b"numFmtId") in formats]


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        return b""


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb'(?:^|\s)%s="([^"]*)"' % name, tag)
    return found[1] if found else b""


def _place(reference: bytes) -> tuple[int, int]:
    letters = reference.rstrip(b"0123456789")
    return int(reference[len(letters) :]) - 1, column_index(letters.decode())
