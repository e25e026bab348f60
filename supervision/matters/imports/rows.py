"""A row of an old ledger as a matter: what was ordered, by whom, who carries it, how far it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Post, Unit
from projects.imports.moments import When, parse_date
from projects.imports.names import parse_leaders
from projects.imports.planning.desk import Desk
from projects.imports.tables import Table
from projects.models import Sector

from ..models import Source
from ..rules.entries import DutyWords, InstructionWords, MatterWords
from ..rules.secrecy import classification_of
from ..rules.words import Basis, DutyRole, Rhythm, Urgency
from .cells import CONTACT_LENGTH, LENGTHS, Cells
from .words import (
    BASIS_OF_SOURCE,
    BASIS_WORDS,
    RHYTHM_WORDS,
    STAND_WORDS,
    URGENCY_WORDS,
    Sources,
    Stand,
    meant,
    short_title,
)

# “高望云：请住建局牵头……”
SPOKEN: Final = re.compile(r"\s*([^：:，。\n]{2,24})[：:]\s*(.+)", re.S)
NUMBERED: Final = re.compile(r"[^\s〔]{1,30}[〔［\[]\d{4}[〕］\]]第?\d{1,5}号")
ONLY_HERE: Final = (Stand.SUSPENDED, Stand.LONG_TERM, Stand.WITHDRAWN)
LABELS: Final = {
    Stand.SUSPENDED: gettext_lazy("暂缓"),
    Stand.LONG_TERM: gettext_lazy("转长期坚持"),
    Stand.WITHDRAWN: gettext_lazy("撤销、并案"),
}


@dataclass(frozen=True, slots=True)
class RowKey:
    row: int
    number: str
    title: str
    lead: Unit | None


@dataclass(frozen=True, slots=True)
class SheetMatter:
    """``stand`` is how it comes in. ``lead`` is None only for a draft."""

    row: int
    number: str
    words: MatterWords
    source: Source
    lead: Unit | None
    helpers: tuple[Unit, ...]
    duties: tuple[DutyWords, ...]
    instructions: tuple[InstructionWords, ...]
    approver: Post | None
    leader: Post | None
    issued: date | None
    signed: date | None
    closed: date | None
    told_on: date | None
    progress: str
    percent: int | None
    problem: str
    next_step: str
    stand: Stand


class Reader:
    """The rows of one sheet."""

    def __init__(self, desk: Desk, table: Table) -> None:
        self.desk, self.table = desk, table
        self.sources: Sources = desk.shared.setdefault("matter sources", Sources())
        self.sectors: dict[str, Sector | None] = {}

    def key(self, position: int) -> RowKey:
        """By what a matter is known again."""
        cells = Cells(self.desk, self.table, position, quiet=True)
        lead = next((unit for unit, words in self._duties(cells) if words.role == DutyRole.LEAD), None)
        return RowKey(cells.row, cells.value("number") or "", _title(cells)[0], lead)

    def read(self, position: int, *, quiet: bool = False) -> SheetMatter | None:
        """None when the row has a fault; what it is has been said, unless it was to be ``quiet``."""
        cells = Cells(self.desk, self.table, position, quiet=quiet)
        source, section_is_free = self._source(cells)
        approver, instructions, approved_on = self._authority(cells)
        basis = self._basis(cells, source, approver)
        duties = self._duties(cells)
        lead = next((unit for unit, words in duties if words.role == DutyRole.LEAD), None)
        leader = cells.leader("leader")
        stand = self._stand(cells, has_authority=bool(basis and approver and approved_on), lead=lead)
        words = self._words(
            cells,
            stand,
            source_id=source.pk if source else 0,
            basis=basis,
            approver_id=approver.pk if approver else None,
            approved_on=approved_on,
            leader_id=leader.pk if leader else None,
            sector_id=self._sector(cells) if section_is_free else None,
        )
        told = self._told(cells)
        if cells.is_faulty or source is None:
            return None
        return SheetMatter(
            row=cells.row,
            words=words,
            source=source,
            lead=lead,
            helpers=tuple(unit for unit, _words in duties if unit != lead),
            duties=tuple(words for _unit, words in duties),
            instructions=instructions,
            approver=approver,
            leader=leader,
            stand=stand,
            **told,
        )

    def _words(self, cells: Cells, stand: Stand, **known: Any) -> MatterWords:
        title, requirement = _title(cells)
        return MatterWords(
            title=title,
            requirement=requirement,
            **_document(cells),
            standard=cells.text("standard"),
            urgency=_urgency(cells),
            classification=_classification(cells),
            rhythm=_rhythm(cells),
            note=cells.text("remark"),
            **self._due(cells, stand),
            **known,
        )

    def _told(self, cells: Cells) -> dict[str, Any]:
        """How far it is, by whose days."""
        texts = {name: cells.text(name) for name in ("number", "progress", "problem", "next_step")}
        days = self._days(cells)
        return {**texts, **days, "told_on": cells.past_day("fed_back"), "percent": cells.percent()}

    # --- where it comes from ----------------------------------------------------------------------
    def _source(self, cells: Cells) -> tuple[Source | None, bool]:
        """By its column, the section, what it is from, the sheet; and whether the section is left over."""
        text = cells.value("source")
        if text and not self.desk.is_ignored("source", text):
            found = self.sources.find(self.desk.target_of("source", text))
            if found is None:
                cells.unknown("source", "source", text, _("来源类别"), self.sources.index.near(text))
            return found, True
        section = self.table.sections[cells.position]
        if section and (found := self.sources.find(section)):
            return found, False
        hints = (cells.value("source_title"), self.table.title, self.table.sheet, self.desk.file_name)
        found = next((source for hint in hints if hint and (source := self.sources.find(hint))), None)
        if found is None:
            cells.say(
                "title",
                "no_source",
                _("没有写明来源类别。"),
                _("请增加“来源类别”一列，或在标题中写明，例如“常务会议议定事项”。"),
            )
        return found, True

    def _sector(self, cells: Cells) -> int | None:
        """A section that is named as one of the sectors."""
        section = self.table.sections[cells.position].split("/")[-1]
        if section not in self.sectors:
            known = (sector for sector in self.desk.sectors if section in (sector.name, sector.heading))
            self.sectors[section] = next(known, None)
        sector = self.sectors[section]
        return sector.pk if sector else None

    def _authority(self, cells: Cells) -> tuple[Post | None, tuple[InstructionWords, ...], date | None]:
        """Who approved it and when; a leader who wrote on it approved it by that."""
        approver, approved_on = cells.leader("approver"), cells.past_day("approved_on")
        given_on = cells.past_day("source_date") or approved_on
        instructor, text = cells.leader("instructor"), cells.text("instruction")
        if instructor is None and (found := SPOKEN.fullmatch(text)):
            spoken = parse_leaders(found[1])
            instructor = self.desk.leader(spoken[0]) if isinstance(spoken, tuple) else None
            text = found[2] if instructor else text
        if instructor is None:
            return approver, (), approved_on
        if given_on is None:
            remedy = _("请填写来源日期（批示日期）。")
            cells.say(
                "instructor", "no_instruction_day", _("没有批示日期，批示没有登记。"), remedy, warns=True
            )
            return approver or instructor, (), approved_on
        words = InstructionWords(instructor.pk, given_on, text.strip(), registered_only=not text.strip())
        return approver or instructor, (words,), approved_on or (None if approver else given_on)

    def _basis(self, cells: Cells, source: Source | None, approver: Post | None) -> str:
        """As written, else what the source is; what somebody approved otherwise was suggested to them."""
        text = cells.value("basis")
        if not text:
            return BASIS_OF_SOURCE.get(source.code, Basis.PROPOSAL) if source and approver else ""
        found = meant(text, BASIS_WORDS)
        if found is None:
            message = _("立项依据“%(text)s”不认识。") % {"text": text}
            remedy = _("请填写政府决定、行政首长指令或督查机构建议经批准（政府督查工作条例第十一条）。")
            cells.say("basis", "unknown_basis", message, remedy, text)
        return found or ""

    # --- who carries it ---------------------------------------------------------------------------
    def _duties(self, cells: Cells) -> list[tuple[Unit, DutyWords]]:
        """The first of 牵头, or of 责任 where no 牵头 is written, leads; the others help."""
        found: dict[Unit, DutyWords] = {}
        leads_here = "lead_unit" if cells.value("lead_unit") else "responsible_units"
        for column in ("lead_unit", "responsible_units", "helping_units"):
            for unit, person in cells.units(column):
                leads = column == leads_here and not found
                contact = (cells.contact() if leads else "") or person[:CONTACT_LENGTH]
                role = DutyRole.LEAD if leads else DutyRole.HELPING
                found.setdefault(unit, DutyWords(unit.pk, role, contact=contact))
        return list(found.items())

    # --- how far it is ----------------------------------------------------------------------------
    def _days(self, cells: Cells) -> dict[str, date | None]:
        names = ("issued", "signed", "closed")
        days = {name: cells.past_day(name) for name in names}
        known = [(name, on) for name in names if (on := days[name])]
        labels = {"issued": _("交办日期"), "signed": _("签收日期"), "closed": _("销号日期")}
        for (former, before), (later, on) in pairwise(known):
            if on < before:
                message = _("%(later)s早于%(former)s。") % {"later": labels[later], "former": labels[former]}
                cells.say(later, "days_out_of_order", message, _("请核对两个日期。"), on)
        return days

    def _stand(self, cells: Cells, *, has_authority: bool, lead: Unit | None) -> Stand:
        stand = self._said(cells)
        if stand == Stand.DRAFT:
            return stand
        missing = [
            str(label)
            for label, is_there in (
                (_("立项依据、批准人和批准日期"), has_authority),
                (_("交办日期"), cells.value("issued")),
                (_("牵头单位"), lead),
            )
            if not is_there
        ]
        if not missing:
            return stand
        words = {"missing": "、".join(missing)}
        if stand == Stand.CLOSED:
            message = _("已销号的事项没有%(missing)s。") % words
            cells.say("closed", "closed_without_authority", message, _("请补齐后再导入。"))
        elif cells.value("issued"):
            message = _("没有%(missing)s，先作为草稿导入。") % words
            remedy = _("导入后请补齐，报请立项（政府督查工作条例第十一条）；或补在表中再导入。")
            cells.say("issued", "draft_only", message, remedy, warns=True)
        return Stand.CLOSED if stand == Stand.CLOSED else Stand.DRAFT

    def _said(self, cells: Cells) -> Stand:
        """By the word in 状态, else by the dates."""
        text, closed = cells.value("state"), cells.value("closed")
        by_days = Stand.CLOSED if closed else (Stand.RUNNING if cells.value("issued") else Stand.DRAFT)
        if not text:
            return by_days
        said = meant(text, STAND_WORDS)
        if said is None:
            remedy = _("请填写草稿、办理中或已销号。")
            cells.say("state", "unknown_state", _("状态“%(text)s”不认识。") % {"text": text}, remedy, text)
            return by_days
        if said in ONLY_HERE:
            message = _("“%(what)s”要有理由和批准人，不随台账导入。") % {"what": LABELS[said]}
            remedy = _("先按办理中导入，导入后请在系统中办理。")
            cells.say("state", "decided_here", message, remedy, text, warns=True)
            return by_days
        if said == Stand.CLOSED and not closed:
            cells.say(
                "state", "closed_without_day", _("写的是已销号，没有销号日期。"), _("请填写销号日期。"), text
            )
        elif (said != Stand.CLOSED and closed) or (said == Stand.DRAFT and cells.value("issued")):
            message = _("状态“%(text)s”与日期矛盾。") % {"text": text}
            cells.say("state", "state_contradicts", message, _("请核对状态和交办、销号日期。"), text)
        return said

    def _due(self, cells: Cells, stand: Stand) -> dict[str, Any]:
        """The sheet's own date, with the sheet as its basis; without one the source's rule gives it."""
        due, issued = cells.day("due"), cells.day("issued")
        if due is None:
            return {}
        if issued is not None and due < issued:
            cells.say("due", "due_before_issue", _("办结时限早于交办日期。"), _("请核对两个日期。"), due)
        elif stand == Stand.DRAFT and due < self.desk.on:
            remedy = _("报请立项前请重新确定时限。")
            cells.say("due", "due_past", _("草稿的办结时限已过，没有导入。"), remedy, due, warns=True)
            return {}
        return {
            "due_on": due,
            "due_basis": _("台账《%(file)s》所列时限") % {"file": self.desk.file_name[:150]},
        }


def _title(cells: Cells) -> tuple[str, str]:
    """Name and requirement; where only one is written it is both, a long one shortened for the name."""
    title, requirement = cells.text("title"), cells.text("requirement")
    return short_title(title or requirement), requirement or title


def _document(cells: Cells) -> dict[str, Any]:
    """来源文号、会议、批示, where one column has all three: each line is what its form says."""
    title = cells.text("source_title")
    if cells.has("source_number", "source_date"):
        number, day = cells.text("source_number"), cells.day("source_date")
        return {"source_title": title, "source_number": number, "source_date": day}
    found: dict[str, Any] = {"source_title": "", "source_number": "", "source_date": None}
    for line in filter(None, title.split("\n")):
        if isinstance(when := parse_date(line), When) and when.precision == "day":
            found["source_date"] = when.on
        elif NUMBERED.fullmatch(line) and len(line) <= LENGTHS["source_number"]:
            found["source_number"] = line
        else:
            found["source_title"] = "\n".join(filter(None, (found["source_title"], line)))
    return found


def _urgency(cells: Cells) -> str:
    text = cells.value("urgency")
    found = meant(text, URGENCY_WORDS) if text else Urgency.NORMAL
    if found is None:
        message = _("紧急程度“%(text)s”不认识。") % {"text": text}
        cells.say("urgency", "unknown_urgency", message, _("请填写一般、急件或特急。"), text)
    return (found or Urgency.NORMAL).value


def _rhythm(cells: Cells) -> str:
    """Empty: the source's own."""
    text = cells.value("rhythm")
    if not text:
        return ""
    found = meant(text, RHYTHM_WORDS)
    if found is None:
        message = _("反馈频次“%(text)s”不认识。") % {"text": text}
        remedy = _("请填写每周、每旬、每半月、每月、每季度或办结时一次。")
        cells.say("rhythm", "unknown_rhythm", message, remedy, text)
    if found == Rhythm.BY_STAGE:
        message = _("按阶段反馈的要有阶段节点，先按“办结时一次”导入。")
        cells.say("rhythm", "no_stages", message, _("导入后请补上阶段节点。"), text, warns=True)
        return Rhythm.ONCE.value
    return (found or Rhythm.MONTHLY).value


def _classification(cells: Cells) -> str:
    """Raises nothing: a state secret is refused at its cell, with the rule."""
    text = cells.value("classification") or ""
    try:
        return classification_of(text).value
    except ValidationError as error:
        code = getattr(error, "code", "") or "state_secret"
        cells.say(
            "classification", code, error.messages[0], _("请删去这一行，按保密规定在系统外办理。"), text
        )
        return ""
