"""Where a figure came from, in words that lead back to its rows: what, which, of what period.

A project's row is its id, its plan's and its newest accepted month's, so that the very revisions are named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

from indicators.models import Observation
from rulebook.rules import Month

NAMED_AT_MOST = 12  # more rows are counted and given a check sum


def project_source(row: Any, period: Month) -> str:
    plan, month = _or_none(row.plan_id_used), _or_none(row.month_id_used)
    return f"项目{row.pk}，年度计划{plan}，月报{month}（{period.cut_off}）"


def projects_source(which: str, rows: Sequence[Any], period: Month) -> str:
    """A set of projects; ``which`` says what it was filtered by."""
    ids = [f"{row.pk}/{_or_none(row.plan_id_used)}/{_or_none(row.month_id_used)}" for row in rows]
    return f"重点项目（{which}），{period.cut_off}；{_listed('项目/年度计划/月报', ids)}"


def rows_source(what: str, which: str, ids: Collection[int]) -> str:
    return f"{what}（{which}）；{_listed('行', [str(pk) for pk in sorted(ids)])}"


def observation_source(row: Observation) -> str:
    document = f"，来源《{row.source_document}》" if row.source_document else ""
    month = Month(row.year, row.month).label
    return f"指标值{row.pk}（{month}，{row.get_status_display()}，第{row.revision}次）{document}"


def _listed(name: str, ids: Sequence[str]) -> str:
    if len(ids) <= NAMED_AT_MOST:
        return f"{name} {'、'.join(ids)}" if ids else "没有行"
    digest = hashlib.sha256(",".join(ids).encode()).hexdigest()[:12]
    return f"{name}共{len(ids)}行，校验 {digest}"


def _or_none(pk: int | None) -> str:
    return "无" if pk is None else str(pk)
