"""The words of 考核评分: formulas, what becomes of units without tasks, statuses."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


class Formula(StrEnum):
    RATIO = "ratio"
    STEP = "step"
    TARGET = "target"
    LADDER = "ladder"
    EVENTS = "events"
    MANUAL = "manual"


FORMULAS: Final[dict[Formula, Any]] = {
    Formula.RATIO: _("按比率得分（满分×比率）"),
    Formula.STEP: _("按差值加减分（每高低一个步长加减若干分）"),
    Formula.TARGET: _("目标完成计分法（达到目标得满分，否则不得分）"),
    Formula.LADDER: _("争先进位计分法（按组内位次逐位递减）"),
    Formula.EVENTS: _("按件次加减分"),
    Formula.MANUAL: _("人工评定（须写理由并有依据文件）"),
}


class NoTasks(StrEnum):
    EXCLUDE = "exclude"
    FULL = "full"
    DOUBLE = "double"


NO_TASKS: Final[dict[NoTasks, Any]] = {
    NoTasks.EXCLUDE: _("不参与本项，其余各项折算为满分"),
    NoTasks.FULL: _("本项得满分"),
    NoTasks.DOUBLE: _("本项得满分，其余各项与满分的差加倍"),
}


class Treatment(StrEnum):
    """How a rule came to its points for one unit."""

    MEASURED = "measured"
    DOUBLED = "doubled"
    EXCLUDED = "excluded"
    FULL = "full"


TREATMENTS: Final[dict[Treatment, Any]] = {
    Treatment.MEASURED: _("按数据计分"),
    Treatment.DOUBLED: _("按数据计分，与满分的差加倍"),
    Treatment.EXCLUDED: _("本期没有此项任务，不参与"),
    Treatment.FULL: _("本期没有此项任务，得满分"),
}


class Kind(StrEnum):
    """What a metric gives: per cent, a number of events, or a place."""

    RATE = "rate"
    COUNT = "count"
    PLACE = "place"


KINDS: Final[dict[Kind, Any]] = {Kind.RATE: _("比率"), Kind.COUNT: _("件次"), Kind.PLACE: _("位次")}
# Which formulas make sense of which metrics.
FITTING: Final[dict[Kind, tuple[Formula, ...]]] = {
    Kind.RATE: (Formula.RATIO, Formula.STEP, Formula.TARGET, Formula.LADDER),
    Kind.COUNT: (Formula.EVENTS, Formula.LADDER),
    Kind.PLACE: (Formula.LADDER,),
}


class SchemeStatus(StrEnum):
    DRAFT = "draft"
    ADOPTED = "adopted"
    CLOSED = "closed"


SCHEME_STATUSES: Final[dict[SchemeStatus, Any]] = {
    SchemeStatus.DRAFT: _("草案"),
    SchemeStatus.ADOPTED: _("已审定施行"),
    SchemeStatus.CLOSED: _("已停用"),
}


class RoundStatus(StrEnum):
    DRAFT = "draft"
    CHECKING = "checking"
    APPROVED = "approved"


ROUND_STATUSES: Final[dict[RoundStatus, Any]] = {
    RoundStatus.DRAFT: _("核算中"),
    RoundStatus.CHECKING: _("交单位核对"),
    RoundStatus.APPROVED: _("已审定"),
}


class AppealStatus(StrEnum):
    FILED = "filed"
    UPHELD = "upheld"
    REFUSED = "refused"
    RETRACTED = "retracted"


APPEAL_STATUSES: Final[dict[AppealStatus, Any]] = {
    AppealStatus.FILED: _("待答复"),
    AppealStatus.UPHELD: _("申诉成立"),
    AppealStatus.REFUSED: _("申诉不成立"),
    AppealStatus.RETRACTED: _("已撤回"),
}


class AdjustmentStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


ADJUSTMENT_STATUSES: Final[dict[AdjustmentStatus, Any]] = {
    AdjustmentStatus.PROPOSED: _("待批准"),
    AdjustmentStatus.APPROVED: _("已批准"),
    AdjustmentStatus.REFUSED: _("未批准"),
}


class ListStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


LIST_STATUSES: Final[dict[ListStatus, Any]] = {
    ListStatus.PROPOSED: _("拟定"),
    ListStatus.APPROVED: _("已批准"),
    ListStatus.PUBLISHED: _("已公示"),
    ListStatus.WITHDRAWN: _("已撤回"),
}


class Colour(StrEnum):
    RED = "red"
    BLACK = "black"


COLOURS: Final[dict[Colour, Any]] = {Colour.RED: _("红榜"), Colour.BLACK: _("黑榜")}


def plain(words: dict[Any, Any]) -> dict[str, Any]:
    """Choices of a column."""
    return {word.value: label for word, label in words.items()}
