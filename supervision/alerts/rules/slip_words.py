"""What a person enters for a slip, and what the office asks for by default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from .slips import SlipKind


@dataclass(frozen=True)
class SlipWords:
    """``days``: working days to answer; None as the rule book says. The last three are of a summons."""

    requirement: str
    days: int | None = None
    reason: str = ""
    summoned: str = ""
    meets_at: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class SlipFact:
    """A fact as it stood when the slip was drafted, all of it text."""

    label: str
    value: str

    @property
    def row(self) -> dict[str, str]:
        return {"label": self.label, "value": self.value}


MOST_WORDS: Final = 2000


def usual_requirement(kind: str, colour: str) -> str:
    """What the drafter starts from, stronger with the colour."""
    if kind == SlipKind.SUMMONS:
        return _("请准备书面情况说明，如实报告未按期完成的原因、整改措施和完成时限。")
    if kind == SlipKind.URGE:
        return _("请抓紧办理，并书面反馈进展情况和完成时限。")
    return {
        "blue": _("请查明原因，抓紧办理，并书面反馈进展情况和完成时限。"),
        "yellow": _("请单位主要负责人亲自过问，限期整改，书面反馈未按期完成的原因、措施、责任人和完成时限。"),
        "red": _(
            "请单位主要负责人牵头立即整改，书面说明未按期完成的原因和责任，明确完成时限；"
            "逾期仍未完成的，将予以通报、约谈，并按规定提出问责建议。"
        ),
    }[colour]
