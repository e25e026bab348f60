"""Where a matter stands, said in one sentence: who has to do what until when, or how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.templatetags.ui import cn_date
from rulebook.rules import Light, Measure

from ..models import Duty
from ..models.dates import MEASURE_CHOICES
from ..rules.lights import MEASURES
from ..rules.words import RUNNING, DutyRole, State
from ..selectors.page import MatterPage


def situation(page: MatterPage, on: date) -> str:
    return SENTENCES[State(page.matter.state)](page, on)


def _lead(page: MatterPage) -> Duty | None:
    return next((duty for duty in page.duties if duty.role == DutyRole.LEAD), None)


def unstopped(words: str) -> str:
    """A reason that stands inside a sentence brings no full stop of its own."""
    return words.strip().rstrip("。；;.")


def _led(page: MatterPage) -> dict[str, Any]:
    lead = _lead(page)
    return {
        "unit": lead.unit.short_name if lead else _("牵头单位"),
        "sign_by": cn_date(lead.sign_by if lead else None),
        "reported": cn_date(timezone.localdate(lead.reported_at) if lead and lead.reported_at else None),
        "why": unstopped(lead.refusal) if lead else "",
        "due": cn_date(page.matter.due_on),
    }


def _draft(page: MatterPage, on: date) -> str:
    return _("草稿。补齐立项依据、批准人和批准日期后，报请立项。")


def _submitted(page: MatterPage, on: date) -> str:
    return _("等待督查办主任审批立项。")


def _rejected(page: MatterPage, on: date) -> str:
    return _("已决定不予立项。")


def _registered(page: MatterPage, on: date) -> str:
    return _("已立项，等待督查办交办。")


def _to_sign(page: MatterPage, on: date) -> str:
    return _("等待%(unit)s签收，签收时限%(sign_by)s。") % _led(page)


def _refused(page: MatterPage, on: date) -> str:
    return _("%(unit)s退回：%(why)s。等待督查办改派或维持交办。") % _led(page)


def _under_way(page: MatterPage, on: date) -> str:
    return _("%(unit)s办理中，办结时限%(due)s。") % _led(page)


def _reported(page: MatterPage, on: date) -> str:
    return _("%(unit)s已于%(reported)s报办结，等待督查办审核。") % _led(page)


def _suspended(page: MatterPage, on: date) -> str:
    row = next((s for s in page.matter.suspensions.all() if s.valid_from <= on < s.valid_to), None)
    said = {"until": cn_date(row.valid_to if row else None), "why": unstopped(row.reason) if row else ""}
    return _("暂缓至%(until)s：%(why)s。") % said


def _shown(page: MatterPage, on: date) -> str:
    said = {"post": page.matter.shown_to.name, "until": cn_date(page.matter.shown_until)}
    return _("已呈送%(post)s阅定；%(until)s前没有新的批示，即予销号。") % said


def _closed(page: MatterPage, on: date) -> str:
    day = cn_date(page.matter.ended_on)
    return _("已于%(day)s销号，内容锁定；需要复查的，由督查办“回头看”另立新件。") % {"day": day}


def _continued(page: MatterPage, on: date) -> str:
    return _("领导再次批示，转入下一轮办理。")


def _ended(words: Any) -> Callable[[MatterPage, date], str]:
    def say(page: MatterPage, on: date) -> str:
        matter = page.matter
        said = {
            "how": words(matter),
            "day": cn_date(matter.ended_on),
            "why": matter.end_reason,
            "post": matter.end_approver.name,
        }
        return _("%(how)s（%(day)s，%(post)s批准）：%(why)s") % said

    return say


SENTENCES: Final[dict[State, Callable[[MatterPage, date], str]]] = {
    State.DRAFT: _draft,
    State.SUBMITTED: _submitted,
    State.REJECTED: _rejected,
    State.REGISTERED: _registered,
    State.TO_SIGN: _to_sign,
    State.REFUSED: _refused,
    State.UNDER_WAY: _under_way,
    State.REPORTED: _reported,
    State.SUSPENDED: _suspended,
    State.SHOWN: _shown,
    State.CLOSED: _closed,
    State.CONTINUED: _continued,
    State.WITHDRAWN: _ended(lambda matter: _("已撤销")),
    State.MERGED: _ended(lambda matter: _("已并入%(number)s") % {"number": matter.merged_into.number}),
    State.LONG_TERM: _ended(lambda matter: _("已转为长期坚持的工作")),
}


@dataclass(frozen=True)
class MeasureLine:
    """One of the lights of a matter, and why it is so."""

    label: Any
    light: int
    words: str


def measures(page: MatterPage, on: date) -> list[MeasureLine]:
    """Empty for what does not run."""
    if page.matter.status not in RUNNING:
        return []
    return [
        MeasureLine(
            MEASURE_CHOICES[measure.value], getattr(page.matter, f"{measure}_light"), _why(page, measure, on)
        )
        for measure in MEASURES
    ]


def _why(page: MatterPage, measure: Measure, on: date) -> str:
    light, margin = getattr(page.matter, f"{measure}_light"), getattr(page.matter, measure)
    if light == Light.EXEMPT:
        rows = [row for row in page.matter.exemptions.all() if row.measure == measure.value]
        rows = [row for row in [*rows, *page.matter.suspensions.all()] if row.is_in_force(on)]
        return rows[0].reason if rows else ""
    return _SAID[measure](margin)


def _due_words(margin: int | None) -> str:
    if margin is None:
        return _("时限未定")
    if margin < 0:
        return ngettext("已超过%(days)s个工作日", "已超过%(days)s个工作日", -margin) % {"days": -margin}
    return ngettext("还有%(days)s个工作日", "还有%(days)s个工作日", margin) % {"days": margin}


def _signature_words(margin: int | None) -> str:
    if margin is None:
        return _("都已签收")
    if margin < 0:
        return ngettext("超过签收时限%(days)s个工作日", "超过签收时限%(days)s个工作日", -margin) % {
            "days": -margin
        }
    return ngettext("距签收时限%(days)s个工作日", "距签收时限%(days)s个工作日", margin) % {"days": margin}


def _feedback_words(margin: int | None) -> str:
    return _("欠%(count)s期") % {"count": -margin} if margin else _("没有欠报")


_SAID: Final[dict[Measure, Callable[[int | None], str]]] = {
    Measure.DAYS_LEFT: _due_words,
    Measure.SIGNATURE_DELAY: _signature_words,
    Measure.FEEDBACK_MISSING: _feedback_words,
}
