"""涉密不上网: which grades a matter may have, and the marks of state secrets that are turned away."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .words import CLASSIFICATIONS, Classification

_GRADE: Final = r"(?:绝\s?密|机\s?密|(?<!工作)(?<!商业)(?<!国家)秘\s?密)"
# How papers carry their grade (GB/T 9704-2012, 7.2.2: 秘密★1年); the bare words in a sentence are no mark.
_MARKS: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"{_GRADE}(?:级)?\s*[★☆＊*]\s*(?:[0-9０-９一二三四五六七八九十]+\s*[年月天日]|长期)?",
        rf"密\s*级\s*(?:[：:]|为|是|\s)?\s*{_GRADE}(?:级)?",
        rf"[【\[［（(〔〈<]\s*{_GRADE}(?:级)?\s*[】\]］）)〕〉>]",
        rf"^\s*{_GRADE}(?:级)?\s*$",
        rf"{_GRADE}级?(?:文件|公文|电报|传真|文电|件)",
        rf"{_GRADE}级?\s*[〔\[（(]?\s*(?:19|20)[0-9]{{2}}",
        rf"{_GRADE}级?\s*第?\s*[0-9]+\s*号",
    )
)
_SECRET_WORD: Final = re.compile(r"\s*(绝\s*密|机\s*密|秘\s*密)\s*(?:级|件)?\s*(?:[★☆＊*].*)?\s*")


def explanation() -> str:
    """The rule, and what to do instead."""
    return _(
        "涉密信息不得进入本系统（保守国家秘密法：涉密不上网、上网不涉密）。"
        "国家秘密请按保密规定在系统外办理，系统内至多登记编号和可以公开的办理要求。"
    )


def classification_of(word: str) -> Classification:
    """The grade that a word, in code or in Chinese, names; nothing said is 内部.

    Raises ValidationError: ``state_secret`` with the rule for 秘密、机密、绝密, else ``no_such_grade``.
    """
    plain = word.strip()
    if not plain:
        return Classification.INTERNAL
    if _SECRET_WORD.fullmatch(plain) or secret_marks(plain):
        raise ValidationError(
            _("密级不能是“%(grade)s”。%(rule)s") % {"grade": plain, "rule": explanation()},
            code="state_secret",
        )
    for grade, label in CLASSIFICATIONS.items():
        if plain in (grade.value, str(label)):
            return grade
    raise ValidationError(
        _("没有密级“%(grade)s”，只限%(known)s。")
        % {"grade": plain, "known": "、".join(str(label) for label in CLASSIFICATIONS.values())},
        code="no_such_grade",
    )


def secret_marks(text: str) -> tuple[str, ...]:
    """The marks of a grade of secrecy in a text, as they stand there: 机密★5年, 密级：秘密, 【绝密】."""
    found: dict[str, None] = {}
    for pattern in _MARKS:
        for match in pattern.finditer(text):
            mark = match.group().strip()
            if not any(mark in other for other in found):
                found[mark] = None
    return tuple(found)


def refuse_secrets(**texts: str) -> None:
    """Raise ValidationError by field (code ``state_secret``) for every text that carries a mark."""
    errors = {
        field: ValidationError(
            _("发现密级标志“%(mark)s”。%(rule)s") % {"mark": "”“".join(marks), "rule": explanation()},
            code="state_secret",
        )
        for field, text in texts.items()
        if (marks := secret_marks(text))
    }
    if errors:
        raise ValidationError(errors)
