"""Where a rectification stands, in words: what comes next, by whom, by when, and what lies behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.rules import day_words

from ...models import Rectification
from ...rules.words import RUNNING, RectificationStatus

X = RectificationStatus


@dataclass(frozen=True)
class Stage:
    """One mark of the progress line. ``state``: done, now or coming; ``on``: the day that it was done."""

    label: Any
    state: str
    on: date | None = None


# What is awaited at each status, and the column with the day on which the wait ended.
LINE: Final[Sequence[tuple[Any, tuple[RectificationStatus, ...], str]]] = (
    (gettext_lazy("交办"), (X.DRAFT,), "issued_on"),
    (gettext_lazy("报方案"), (X.ISSUED,), ""),
    (gettext_lazy("审方案"), (X.PLANNED,), ""),
    (gettext_lazy("整改"), (X.UNDER_WAY, X.LONG_TERM), "applied_on"),
    (gettext_lazy("初审"), (X.APPLIED,), ""),
    (gettext_lazy("现场核查"), (X.CHECKED,), ""),
    (gettext_lazy("批准"), (X.VERIFIED,), "approved_on"),
    (gettext_lazy("公示"), (X.APPROVED, X.PUBLISHED), "published_until"),
    (gettext_lazy("销号"), (X.CLOSED,), "ended_on"),
)


def progress_line(row: Rectification) -> list[Stage]:
    """From 交办 to 销号; without 公示 where nothing is published. Empty for what was withdrawn."""
    if row.status == X.WITHDRAWN:
        return []
    line = [one for one in LINE if row.needs_notice or one[1][0] != X.APPROVED]
    place = next((at for at, (_label, statuses, _column) in enumerate(line) if row.status in statuses), 0)
    ended = row.status == X.CLOSED
    return [
        Stage(
            label,
            "done" if at < place or ended else "now" if at == place else "coming",
            getattr(row, column) if column and (at < place or ended) else None,
        )
        for at, (label, _statuses, column) in enumerate(line)
    ]


def late_words(due_on: date | None, on: date) -> str:
    """已超5天, of a day that is past."""
    if due_on is None or due_on >= on:
        return ""
    late = (on - due_on).days
    return ngettext("已超%(count)s天", "已超%(count)s天", late) % {"count": late}


def situation(row: Any, on: date, verifiers: Sequence[str] = ()) -> str:
    """One sentence: who is to do what by when. ``verifiers``: who was sent and has not settled it yet."""
    status = X(row.status)
    said = _SAID[status](row, verifiers)
    late = late_words(row.step_due_on, on) if row.status in RUNNING else ""
    return _("%(said)s，%(late)s。") % {"said": said, "late": late} if late else f"{said}。"


def _by(row: Any) -> str:
    """应于2026年9月12日前; empty without a date."""
    if row.step_due_on is None:
        return ""
    return _("应于%(day)s前") % {"day": day_words(row.step_due_on)}


def _day(day: date | None) -> str:
    return day_words(day) if day else "—"


def _draft(row: Any, verifiers: Sequence[str]) -> str:
    if row.position > 1:
        return _("回头看发现反弹，第%(place)s轮整改待核对后交办") % {"place": row.position}
    return _("已登记，待督查办交办")


def _issued(row: Any, verifiers: Sequence[str]) -> str:
    return _("%(unit)s%(by)s报整改方案") % {"unit": row.unit.short_name, "by": _by(row)}


def _planned(row: Any, verifiers: Sequence[str]) -> str:
    return _("方案已报，督查办%(by)s审定") % {"by": _by(row)}


def _under_way(row: Any, verifiers: Sequence[str]) -> str:
    back = ""
    if row.times_sent_back:
        back = _("（已退回%(count)s次）") % {"count": row.times_sent_back}
    words = {"unit": row.unit.short_name, "by": _by(row), "back": back}
    return _("%(unit)s%(by)s完成整改并申请销号%(back)s") % words


def _applied(row: Any, verifiers: Sequence[str]) -> str:
    words = {"unit": row.unit.short_name, "day": _day(row.applied_on), "by": _by(row)}
    return _("%(unit)s%(day)s申请销号，督查办%(by)s初审材料") % words


def _checked(row: Any, verifiers: Sequence[str]) -> str:
    if not verifiers:
        return _("材料初审通过，待督查办安排现场核查")
    return _("%(who)s%(by)s完成现场核查") % {"who": "、".join(verifiers), "by": _by(row)}


def _verified(row: Any, verifiers: Sequence[str]) -> str:
    return _("现场核查通过，督查办主任%(by)s批准") % {"by": _by(row)}


def _approved(row: Any, verifiers: Sequence[str]) -> str:
    return _("%(day)s批准销号，督查办%(by)s开始公示") % {"day": _day(row.approved_on), "by": _by(row)}


def _published(row: Any, verifiers: Sequence[str]) -> str:
    return _("公示至%(day)s，期满没有异议即销号") % {"day": _day(row.published_until)}


def _long_term(row: Any, verifiers: Sequence[str]) -> str:
    return _("列入长期坚持，%(by)s年度复查") % {"by": _by(row)}


def _closed(row: Any, verifiers: Sequence[str]) -> str:
    return _("%(day)s销号") % {"day": _day(row.ended_on)}


def _withdrawn(row: Any, verifiers: Sequence[str]) -> str:
    return _("%(day)s撤销：%(reason)s") % {"day": _day(row.ended_on), "reason": row.end_reason}


_SAID: Final[dict[RectificationStatus, Callable[[Any, Sequence[str]], str]]] = {
    X.DRAFT: _draft,
    X.ISSUED: _issued,
    X.PLANNED: _planned,
    X.UNDER_WAY: _under_way,
    X.APPLIED: _applied,
    X.CHECKED: _checked,
    X.VERIFIED: _verified,
    X.APPROVED: _approved,
    X.PUBLISHED: _published,
    X.LONG_TERM: _long_term,
    X.CLOSED: _closed,
    X.WITHDRAWN: _withdrawn,
}
