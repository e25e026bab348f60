"""坏文件/: workbooks that must be refused politely. All are small and harmless."""

from __future__ import annotations

import io
import secrets
import struct
from pathlib import Path

import msoffcrypto.format.ooxml
import xlsxwriter

from .page import DRAWN_AT

ENCRYPTED, MACRO, CUT, RENAMED = "加密.xlsx", "含宏.xlsm", "残缺.xlsx", "改名的文本.xlsx"
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _macro(folder / MACRO)
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as book:
        book.set_properties({"created": DRAWN_AT})
        book.add_worksheet("8月进展").write_row(0, 0, ["项目名称", "本月完成投资"])
    (folder / CUT).write_bytes(plain.getvalue()[: len(plain.getvalue()) // 2])
    (folder / RENAMED).write_text("项目名称,本月完成投资\n柳沙公路续建工程,231\n", encoding="gb18030")
    if not (folder / ENCRYPTED).exists():  # encryption is salted: made once, then kept
        _encrypt(plain, folder / ENCRYPTED)


def _encrypt(plain: io.BytesIO, path: Path) -> None:
    """Encrypt with a password that nobody keeps."""
    plain.seek(0)
    with path.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(secrets.token_urlsafe(24), target)


def _macro(path: Path) -> None:
    """A macro-bearing workbook whose macro project is an empty folder."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": DRAWN_AT})
        book.add_vba_project(io.BytesIO(_empty_macro_project()), is_stream=True)
        book.add_worksheet("8月进展").write_row(0, 0, ["项目名称", "本月完成投资"])


def _empty_macro_project() -> bytes:
    """The least OLE compound file: a header, one FAT sector, one directory with a storage “VBA”."""
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", *_HEADER)
    fat = struct.pack("<128I", _FAT, _END, *[_FREE] * 126)
    directory = _entry("Root Entry", kind=5, child=1) + _entry("VBA", kind=1) + _entry("", 0) + _entry("", 0)
    return header.ljust(76, b"\0") + struct.pack("<109I", 0, *[_FREE] * 108) + fat + directory


_HEADER = (0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)


def _entry(name: str, kind: int, child: int = _FREE) -> bytes:
    """A directory entry of 128 bytes; ``kind`` 0 unused, 1 storage, 5 root."""
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    start = _END if kind == 5 else 0
    ids = struct.pack("<III", _FREE, _FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", length, kind, 1)
        + ids
        + bytes(36)
        + struct.pack("<IQ", start, 0)
    )
