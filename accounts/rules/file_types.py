"""What a file is by its content, whatever it calls itself."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import IO, Final

import filetype

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM: Final = "application/vnd.ms-excel.sheet.macroenabled.12"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# The container of .xls and .doc, and of a workbook with an opening password: only a reader can tell.
OLE: Final = "application/x-ole-storage"
PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
UNKNOWN: Final = "application/octet-stream"

PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
WORKBOOKS: Final = frozenset({XLSX, OLE})
DOCUMENTS: Final = frozenset({PDF, DOCX, XLSX, PPTX, OLE})
EVIDENCE: Final = PICTURES | DOCUMENTS

_HEAD: Final = 8192
_OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_OFFICE_PARTS: Final = {"xl": XLSX, "word": DOCX, "ppt": PPTX}
MAX_NAME: Final = 200


def sniff(file: IO[bytes]) -> str:
    """The content type of ``file`` by its bytes; it is left at its start."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_OLE_MAGIC):
        return OLE
    if head.startswith(b"PK"):
        return _sniff_zip(file)
    kind = filetype.guess(head)
    return str(kind.mime) if kind else UNKNOWN


def _sniff_zip(file: IO[bytes]) -> str:
    """Ask the archive's list of names alone: nothing is unpacked, so a bomb stays asleep.

    The order of the parts differs from writer to writer; looking at the first few would miss some.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return UNKNOWN
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names:
        return ZIP
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return XLSM
    folders = {name.partition("/")[0] for name in names}
    return next((kind for folder, kind in _OFFICE_PARTS.items() if folder in folders), ZIP)


def clean_file_name(name: str) -> str:
    """The last part of a path without invisible characters, at most ``MAX_NAME`` long; the ending stays.

    Invisible characters include those that turn the direction of writing, which hide an ending.
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in plain if unicodedata.category(char)[0] != "C").strip(" .")
    ending = PurePosixPath(plain).suffix[:10]
    return plain if len(plain) <= MAX_NAME else plain[: MAX_NAME - len(ending)] + ending
