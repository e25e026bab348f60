"""A slip or notice as an official paper: what is late, what is asked, by when an answer is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from .official import Head, Imprint, Paper, Paragraph, Quote, Section, Text, date_text
from .slip_words import SlipFact
from .slips import SlipKind


@dataclass(frozen=True)
class SlipSheet:
    """All that stands on the paper. ``number`` empty and ``issued_on`` None: a draft."""

    source: str
    kind: str
    name: str
    office: str
    unit: str
    title: str
    requirement: str
    facts: Sequence[SlipFact]
    frozen_on: date
    former: str = ""
    reason: str = ""
    days: int | None = None
    answer_by: date | None = None
    number: str = ""
    issued_on: date | None = None
    summoned: str = ""
    meets: str = ""
    place: str = ""
    copies_to: str = ""


@translation.override("zh-hans")
def paper_of(sheet: SlipSheet) -> Paper:
    return Paper(
        title=_titled(sheet),
        preamble=(Paragraph(_opening(sheet)),),
        sections=(
            Section(_("一、基本情况"), tuple(_fact(fact, sheet.source) for fact in sheet.facts)),
            Section(_("二、工作要求"), tuple(Paragraph((line,)) for line in _quoted(sheet))),
            Section(*_ending(sheet)),
        ),
        closing=(),
        issuer=sheet.office,
        issued_on=sheet.issued_on,
        head=Head(sheet.office, number=sheet.number),
        addressee=sheet.unit,
        imprint=Imprint(copies_to=sheet.copies_to, printed_by=sheet.office, printed_on=sheet.issued_on),
    )


def _titled(sheet: SlipSheet) -> tuple[str, ...]:
    if sheet.kind == SlipKind.SLIP:
        return (sheet.name,)
    return (_("督查"), sheet.name) if sheet.kind == SlipKind.URGE else (sheet.name,)


def _opening(sheet: SlipSheet) -> Text:
    known: Text = (
        _("经督查，截至%(day)s，贵单位承办的“") % {"day": date_text(sheet.frozen_on)},
        Quote(sheet.title, sheet.source),
        _("”未按要求完成。"),
    )
    if sheet.former:
        known = (*known, _("此前已印发"), Quote(sheet.former, sheet.source), _("，仍未落实到位。"))
    elif sheet.reason:
        known = (*known, Quote(sheet.reason.rstrip("。"), sheet.source), "。")
    if sheet.kind == SlipKind.SUMMONS:
        return (*known, _("现决定约谈有关负责人，请按要求参加。"))
    return (*known, _("现予以%(word)s，请抓紧办理。") % {"word": _word_of(sheet)})


def _word_of(sheet: SlipSheet) -> str:
    return _("催办") if sheet.kind == SlipKind.URGE else _("督办")


def _fact(fact: SlipFact, source: str) -> Paragraph:
    return Paragraph((_("%(label)s：") % {"label": fact.label}, Quote(fact.value, source)))


def _quoted(sheet: SlipSheet) -> list[Quote]:
    lines = [line.strip() for line in sheet.requirement.splitlines() if line.strip()]
    return [Quote(line, sheet.source) for line in lines]


def _ending(sheet: SlipSheet) -> tuple[str, tuple[Paragraph, ...]]:
    if sheet.kind == SlipKind.SUMMONS:
        said = ((_("约谈对象"), sheet.summoned), (_("时间"), sheet.meets), (_("地点"), sheet.place))
        return _("三、约谈安排"), tuple(_fact(SlipFact(*one), sheet.source) for one in said)
    if sheet.answer_by:
        asked = _("请在收到后及时签收，并于%(day)s前书面反馈落实情况。")
        return _("三、反馈要求"), (Paragraph((asked % {"day": date_text(sheet.answer_by)},)),)
    days = Quote(str(sheet.days or "—"), sheet.source)
    when: Text = (_("请在收到后及时签收，并自印发之日起"), days, _("个工作日内书面反馈落实情况。"))
    return _("三、反馈要求"), (Paragraph(when),)
