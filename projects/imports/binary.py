"""What the fast reader does not tell about an old .xls: passwords, macros, hidden rows and error cells."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]

from projects.imports.markup import Scan

BOUNDSHEET, FILEPASS, ROW, COLINFO, FORMULA, BOOLERR = 0x85, 0x2F, 0x208, 0x7D, 0x06, 0x205
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def refusal(path: str) -> str:
    """Why an OLE file must not be read: "encrypted", "macros", "not_a_workbook", "broken" or ""."""
    try:
        with olefile.OleFileIO(path) as ole:
            if ole.exists("EncryptedPackage"):
                return "encrypted"
            stream = _workbook(ole)
            if not stream:
                return "not_a_workbook"
            if ole.exists("_VBA_PROJECT_CUR") or ole.exists("VBA"):
                return "macros"
            return "encrypted" if any(kind == FILEPASS for kind, _, _ in _records(stream, 0)) else ""
    except (OSError, ValueError, IndexError, struct.error):
        return "broken"


def scan_sheets(path: str) -> dict[str, Scan]:
    with olefile.OleFileIO(path) as ole:
        stream = _workbook(ole)
    scans = {}
    for kind, body, _ in _records(stream, 0):
        if kind == BOUNDSHEET and len(body) > 8:
            start = struct.unpack_from("<I", body)[0]
            scans[_name(body)] = _scan(stream, start)
    return scans


def _scan(stream: bytes, start: int) -> Scan:
    scan = Scan()
    for kind, body, _ in _records(stream, start):
        if kind == ROW and len(body) >= 16:
            if struct.unpack_from("<H", body, 12)[0] & 0x20:
                scan.hidden_rows.append(struct.unpack_from("<H", body)[0])
        elif kind == COLINFO and len(body) >= 10:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1:
                scan.hidden_columns.extend(range(first, min(last, 255) + 1))
        elif kind == BOOLERR and len(body) >= 8 and body[7]:
            scan.errors.append((*struct.unpack_from("<2H", body), ERRORS.get(body[6], "#")))
        elif kind == FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            scan.errors.append((*struct.unpack_from("<2H", body), ERRORS.get(body[8], "#")))
    return scan


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes, int]]:
    """The records of one substream, up to its EOF record."""
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<2H", stream, position)
        if kind == 0x0A:
            return
        yield kind, stream[position + 4 : position + 4 + size], position
        position += 4 + size


def _name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    raw = body[8 : 8 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _workbook(ole: olefile.OleFileIO) -> bytes:
    for name in ("Workbook", "Book"):
        if ole.exists(name):
            return ole.openstream(name).read()
    return b""
