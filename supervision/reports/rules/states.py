"""The steps of a document: drafted, approved, numbered and issued; later withdrawn or corrected."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.rules.steps import Move, StepTable
from supervision.reports.rules.kinds import STATUSES, DocumentStatus

S = DocumentStatus
OFFICE: Final = _("督查办")
OFFICE_HEAD: Final = _("督查办主任")
REASON: Final = _("写明理由")


class Thing(StrEnum):
    DOCUMENT = "document"


def _move(verb: str, label: Any, sources: tuple[str, ...], target: str, who: Any, needs: Any = "") -> Move:
    return Move(Thing.DOCUMENT, verb, label, sources, target, who, needs)


MOVES: Final = (
    _move("submit", _("送审"), (S.DRAFT,), S.SUBMITTED, OFFICE, _("已成文，数字均有来源")),
    _move("send_back", _("退回修改"), (S.SUBMITTED, S.APPROVED), S.DRAFT, OFFICE_HEAD, REASON),
    _move("approve", _("审签"), (S.SUBMITTED,), S.APPROVED, OFFICE_HEAD, _("起草人不审签自己起草的公文")),
    _move("issue", _("编号印发"), (S.APPROVED,), S.ISSUED, OFFICE_HEAD),
    _move("withdraw", _("撤回"), (S.ISSUED,), S.WITHDRAWN, OFFICE_HEAD, REASON),
    _move("correct", _("由更正件替代"), (S.ISSUED,), S.CORRECTED, OFFICE_HEAD, _("更正件已印发")),
    _move("discard", _("作废"), (S.DRAFT, S.SUBMITTED, S.APPROVED), S.DISCARDED, OFFICE, REASON),
)
EVENTS: Final = {
    "document.draft": _("汇总数据成文"),
    "document.edit": _("修改文稿"),
    "document.regenerate": _("重新汇总数据"),
}
STEPS: Final = StepTable(
    things={Thing.DOCUMENT: _("公文")},
    statuses={Thing.DOCUMENT: STATUSES},
    moves=MOVES,
    events=EVENTS,
)
