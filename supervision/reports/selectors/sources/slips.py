"""督查单: what was sent to units in writing this year, who answered in time, who has not, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from rulebook.rules import completion_rate
from rulebook.rules.ladder import Colour
from supervision.alerts.rules.slips import SlipKind, titled
from supervision.alerts.selectors.slips_sent import SentSlip, sent_slips
from supervision.reports.rules.figures import Figure, Words
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.registry import source

SLIP: Final = "alerts.slip"
ANSWER: Final = "alerts.slipanswer"
FEWEST: Final = 2  # of one alone nobody says that it is the most
TOTALS: Final = {
    "issued": _("本年印发的督查单、催办通知、约谈通知份数，撤回的不计"),
    "slips": _("其中督查单份数"),
    "blue": _("其中蓝色督查单份数"),
    "yellow": _("其中黄色督查单份数"),
    "red": _("其中红色督查单份数"),
    "urges": _("其中催办通知份数"),
    "summonses": _("其中约谈通知份数"),
    "escalated": _("其中已升级为更高一级的份数"),
    "asked": _("需书面反馈的份数，约谈的、已升级的不计"),
    "answered": _("其中已反馈份数，退回重报的不计"),
    "timely": _("其中按时反馈份数"),
    "timely_rate": _("按时反馈占已反馈的比例（%）"),
    "waiting": _("其中尚未反馈份数"),
}
LINE: Final = {
    "title": _("事项"),
    "unit": _("责任单位"),
    "paper": _("蓝色督查单、催办通知等"),
    "number": _("文号"),
    "answer_by": _("反馈期限"),
    "days_late": _("超过反馈期限的天数；没有超过的未知"),
    "unsigned": _("超过签收期限的天数；没有超过的未知"),
}


@source(
    "slips",
    _("督查单和通知"),
    {
        **TOTALS,
        "units": _("收到的单位个数"),
        "most": _("收到两份以上的单位，多的在前：name、received"),
        "only_unit": _("只有一个单位收到时，是哪个单位"),
        "overdue_list": _("超过签收、反馈期限的，含往年印发的，久的在前"),
        **{f"overdue_list[].{name}": label for name, label in LINE.items()},
        "overdue_count": _("超过签收、反馈期限的份数，含往年印发的"),
        "not_named": _("没有逐一点名的超期份数"),
        "late_units": _("超过签收、反馈期限的单位，同上次序"),
    },
)
def slips(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    rows = _sent(known)
    late = sorted((row for row in rows if _delay(row, known.on)), key=lambda r: (-_delay(r, known.on), r.pk))
    basis = known.standing("超过签收、反馈期限的督查单和通知", slip_rows(late))
    rest = max(0, len(late) - int(settings.get("named", 8)))
    return {
        **_totals([row for row in rows if row.issued_on.year == known.period.year], known),
        "overdue_list": [_line(row, known) for row in late],
        "overdue_count": Figure(
            "slips.overdue_count", len(late), "份", "超过签收、反馈期限的份数，含往年印发的", basis
        ),
        "not_named": Figure("slips.not_named", rest, "份", "没有逐一点名的超期份数", basis),
        "late_units": [Words(unit, "责任单位") for unit in dict.fromkeys(row.unit for row in late)],
    }


def _sent(known: Gathered) -> list[SentSlip]:
    """One statement, asked once for a document."""
    if "sent slips" not in known.kept:
        known.kept["sent slips"] = sent_slips(known.user, date(known.period.year, 1, 1), known.on)
    found: list[SentSlip] = known.kept["sent slips"]
    return found


def _delay(row: SentSlip, on: date) -> int:
    return row.answer_delay(on) or row.signature_delay(on) or 0


def slip_rows(rows: Iterable[SentSlip]) -> dict[str, list[int | None]]:
    """With the answers, which are never changed, only followed."""
    chosen = list(rows)
    return {SLIP: [row.pk for row in chosen], ANSWER: [row.answer for row in chosen]}


def _totals(rows: Sequence[SentSlip], known: Gathered) -> dict[str, Any]:
    filters = f"{known.period.year}年印发的督查单和通知"

    def count(name: str, meaning: str, holds: Callable[[SentSlip], bool]) -> Figure:
        chosen = [row for row in rows if holds(row)]
        return Figure(f"slips.{name}", len(chosen), "份", meaning, known.standing(filters, slip_rows(chosen)))

    def of_colour(colour: Colour) -> Figure:
        meaning = f"印发的{titled(SlipKind.SLIP, colour)}份数"
        return count(colour.value, meaning, lambda row: row.colour == colour)

    answered = [row for row in rows if row.is_asked and row.answered_on]
    timely, told = sum(row.is_timely for row in answered), {row.pk for row in answered}
    rate = completion_rate(timely, len(answered))  # type: ignore[arg-type]
    return {
        "issued": count("issued", "本年印发、未撤回的督查单、催办通知和约谈通知份数", lambda row: True),
        "slips": count("slips", "印发的督查单份数", lambda row: row.kind == SlipKind.SLIP),
        **{colour.value: of_colour(colour) for colour in (Colour.BLUE, Colour.YELLOW, Colour.RED)},
        "urges": count("urges", "印发的催办通知份数", lambda row: row.kind == SlipKind.URGE),
        "summonses": count("summonses", "印发的约谈通知份数", lambda row: row.kind == SlipKind.SUMMONS),
        "escalated": count("escalated", "已升级为更高一级的份数", lambda row: row.status == "escalated"),
        "asked": count("asked", "需书面反馈的份数，约谈的、已升级的不计", lambda row: row.is_asked),
        "answered": count("answered", "已反馈的份数，退回重报的不计", lambda row: row.pk in told),
        "timely": count("timely", "已反馈中在反馈期限内的份数", lambda row: row.pk in told and row.is_timely),
        "timely_rate": Figure(
            "slips.timely_rate",
            rate,
            "%",
            "按时反馈份数占已反馈份数的比例",
            known.standing(filters, slip_rows(answered)),
        ),
        "waiting": count("waiting", "尚未反馈的份数", lambda row: row.is_asked and row.pk not in told),
        **_units(rows, known, filters),
    }


def _units(rows: Sequence[SentSlip], known: Gathered, filters: str) -> dict[str, Any]:
    names = {row.unit_id: row.unit for row in rows}
    received = Counter(row.unit_id for row in rows)
    most = sorted((pk for pk in names if received[pk] >= FEWEST), key=lambda pk: (-received[pk], names[pk]))
    whole = known.standing(filters, slip_rows(rows))
    only = next(iter(names.items())) if len(names) == 1 else (0, "")
    return {
        "units": Figure("slips.units", len(names), "个", "收到督查单、通知的单位个数", whole),
        "only_unit": Words(only[1], f"单位{only[0]}"),
        "most": [
            {
                "name": Words(names[pk], f"单位{pk}"),
                "received": Figure(
                    f"slips.unit.{pk}.received",
                    received[pk],
                    "份",
                    "收到的督查单、通知份数",
                    known.standing(
                        f"{filters}，责任单位“{names[pk]}”",
                        slip_rows(row for row in rows if row.unit_id == pk),
                    ),
                ),
            }
            for pk in most
        ],
    }


def _line(row: SentSlip, known: Gathered) -> dict[str, Any]:
    key, origin = f"slip.{row.pk}", f"督查单{row.pk}"
    basis = known.standing(f"督查单、通知“{row.number}”", slip_rows([row]))
    return {
        "title": Words(row.title, origin),
        "unit": Words(row.unit, f"{origin}的责任单位"),
        "paper": titled(row.kind, row.colour),
        "number": Words(row.number, origin),
        "answer_by": row.answer_by,
        "days_late": Figure(
            f"{key}.days_late", row.answer_delay(known.on), "天", "反馈期限至数据截取日的天数", basis
        ),
        "unsigned": Figure(
            f"{key}.unsigned", row.signature_delay(known.on), "天", "签收期限至数据截取日的天数", basis
        ),
    }
