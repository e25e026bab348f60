"""督查要求: what matters, rectifications, units, projects and slips leave to be done, numbered through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.matters import matters
from supervision.reports.selectors.sources.problems import problems
from supervision.reports.selectors.sources.rectifications import rectifications
from supervision.reports.selectors.sources.registry import source
from supervision.reports.selectors.sources.slips import slips
from supervision.reports.selectors.sources.units import units


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
    return {
        "projects": problems(known, settings),
        "matters": matters(known, settings),
        "rectifications": rectifications(known, settings),
        "units": units(known, settings),
        "slips": slips(known, settings),
    }
