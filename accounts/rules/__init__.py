"""Pure rules about people, units and files: no database, no clock."""

from __future__ import annotations

from .days import day_words
from .file_types import DOCUMENTS, EVIDENCE, PICTURES, WORKBOOKS, clean_file_name, sniff
from .names import credit_code_error, pinyin_key, pinyin_of_person, username_of

__all__ = [
    "DOCUMENTS",
    "EVIDENCE",
    "PICTURES",
    "WORKBOOKS",
    "clean_file_name",
    "credit_code_error",
    "day_words",
    "pinyin_key",
    "pinyin_of_person",
    "sniff",
    "username_of",
]
