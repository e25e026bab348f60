"""督查要求: what matters, rectifications, units, projects and slips leave to be done, numbered through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.registry import SOURCES, source


@source(
    "requirements",
    _("下一步要求（几类数据合在一起）"),
    {
        "projects": _("同“存在问题和下一步”"),
        "matters": _("同“督办事项”"),
        "rectifications": _("同“问题整改”"),
        "units": _("同“各单位办理情况”"),
        "slips": _("同“督查单和通知”"),
    },
)
def requirements(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    parts = {
        "projects": "problems",
        "matters": "matters",
        "rectifications": "rectifications",
        "units": "units",
        "slips": "slips",
    }
    return {name: SOURCES[key].data(known, settings) for name, key in parts.items()}
