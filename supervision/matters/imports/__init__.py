"""督办事项台账 in: without authority a draft, handed out it runs, closed it is locked."""

from __future__ import annotations

from projects.imports.planning import register_kind, register_names, register_statistics

from .kind import MATTERS
from .planning import plan_matters
from .words import source_names

__all__ = ["MATTERS", "register"]


def register() -> None:
    register_kind(MATTERS, plan_matters, "matter.create")
    register_names("source", source_names)
    register_statistics("单位办理情况统计")
