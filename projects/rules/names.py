"""Numbers and codes of projects."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

# GB/T 40058-2021: 年月4 - 区划6 - 部门2 - 类型2 - 随机5和校验1. Codes given before 2021 have other shapes.
_CODE: Final = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}")


def project_number(year: int, serial: int) -> str:
    """The county's own number of a project: 2026-0007."""
    return f"{year}-{serial:04d}"


def code_warning(code: str) -> str | None:
    """What is unusual about a 投资项目代码, or None. A warning only: older codes have other shapes."""
    if _CODE.fullmatch(code):
        return None
    return _(
        "项目代码“%(code)s”不是“2305-620000-04-01-123456”的样式（GB/T 40058-2021），"
        "2021年以前的代码请核对后保留。"
    ) % {"code": code}
