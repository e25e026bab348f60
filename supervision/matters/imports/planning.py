"""What an old ledger of matters would bring in, held against the matters that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Unit
from projects.imports.matching import plain_name
from projects.imports.names import LeaderName
from projects.imports.planning.desk import Desk
from projects.imports.planning.plan import Cell, told
from projects.imports.tables import Table

from ..models import Duty, Matter
from ..rules.words import (
    BASES,
    CLASSIFICATIONS,
    RHYTHMS,
    STATES,
    URGENCIES,
    Basis,
    Classification,
    DutyRole,
    Rhythm,
    State,
    Urgency,
)
from ..services import ImportedMatter, create_matter, import_matters
from .compared import differs, refusal, refusal_at
from .kind import COUNTED, MATTERS
from .rows import Reader, RowKey, SheetMatter
from .words import Stand

STANDS: Final = {
    Stand.DRAFT: STATES[State.DRAFT],
    Stand.RUNNING: STATES[State.UNDER_WAY],
    Stand.CLOSED: STATES[State.CLOSED],
}
# What a ledger and a matter that is known are compared in: column of the sheet → field of the matter.
COMPARED: Final = {
    "title": "title",
    "requirement": "requirement",
    "standard": "standard",
    "source_number": "source_number",
    "source_title": "source_title",
    "source_date": "source_date",
    "approver": "approver_id",
    "approved_on": "approved_on",
    "leader": "leader_id",
    "urgency": "urgency",
    "rhythm": "rhythm",
    "classification": "classification",
}


def plan_matters(desk: Desk, table: Table) -> None:
    sheet = desk.plan.open_sheet(table)
    reader = Reader(desk, table)
    known: Known = desk.shared.setdefault("known matters", Known())
    planned = []
    for position in range(len(table)):
        key = reader.key(position)
        if former := known.find(key):
            sheet.unchanged += 1
            _compare(desk, table, position, reader.read(position, quiet=True), former)
        elif (found := reader.read(position)) and not _is_twice(desk, table, key):
            planned.append(found)
            desk.plan.record(sheet, found.row, "create", found.words.title, found, _cells(table, found))
    if planned:
        _say_counted(desk, table)
        desk.plan.work.after.append(_writer(desk, table, planned))


class Known:
    """The matters that are there, by number, and by name with the unit that leads."""

    def __init__(self) -> None:
        self.by_number: dict[str, Matter] = {}
        self.by_name: dict[tuple[str, int | None], Matter] = {}
        leads = dict(Duty.objects.standing().filter(role=DutyRole.LEAD).values_list("matter_id", "unit_id"))
        # Of several rounds the first is the one that a ledger knows.
        for matter in Matter.objects.select_related("leader").order_by("-position", "-pk"):
            if matter.number:
                self.by_number[matter.number] = matter
            self.by_name[plain_name(matter.title), leads.get(matter.pk)] = matter

    def find(self, row: RowKey) -> Matter | None:
        if row.number:
            return self.by_number.get(row.number)
        return self.by_name.get(_name_key(row))


def _name_key(row: RowKey) -> tuple[str, int | None]:
    return plain_name(row.title), row.lead.pk if row.lead else None


def _is_twice(desk: Desk, table: Table, row: RowKey) -> bool:
    """The same matter in two rows of this import."""
    key = row.number or _name_key(row)
    place = (table.sheet, row.row, None)
    first = desk.seen.setdefault(("matter", key), place)
    if first == place:
        return False
    words = {"title": row.title, "sheet": first[0], "row": first[1]}
    column = "number" if row.number else "title"
    message = _("“%(title)s”与“%(sheet)s”第%(row)s行重复。") % words
    desk.plan.say(table, row.row, column, "twice", message, _("一事一项，请删去一行。"), value=row.title)
    return True


def _compare(desk: Desk, table: Table, position: int, row: SheetMatter | None, former: Matter) -> None:
    """A matter that lives here is not written over by a ledger; what differs is said."""
    if row is None:
        return
    differing = [
        str(MATTERS.by_name[column].label)
        for column, name in COMPARED.items()
        if column in table.columns
        and differs(getattr(row.words, name), getattr(former, name))
        and not _is_ours(table, position, column, row, former)
    ]
    due = row.words.due_on
    if due is not None and due not in (former.original_due_on, former.due_on):
        differing.append(str(MATTERS.by_name["due"].label))
    if row.progress and not _was_told(former, row.progress):
        differing.append(str(MATTERS.by_name["progress"].label))
    if not differing:
        return
    words = {"matter": former, "what": "、".join(differing)}
    message = _("系统中已有“%(matter)s”，%(what)s不同，没有改动。") % words
    remedy = _("已在系统中办理的以系统为准；需要更改的请在事项页面办理。")
    desk.plan.say(table, row.row, "title", "known_differs", message, remedy, severity="warning")


def _is_ours(table: Table, position: int, column: str, row: SheetMatter, former: Matter) -> bool:
    """As our own ledger writes it: the requirement with its standard, the leader with the post."""
    if column == "requirement" and former.standard:
        whole = _("%(requirement)s（%(standard)s）")
        return not differs(row.words.requirement, whole % vars(former))
    if column == "leader" and former.leader:
        written: tuple[LeaderName, ...] = table.data["leader"][position] or ()
        return any(former.leader.name in name.posts for name in written)
    return column == "rhythm" and former.rhythm == Rhythm.BY_STAGE and row.words.rhythm == Rhythm.ONCE


def _was_told(matter: Matter, progress: str) -> bool:
    told_of = matter.duties.values_list("feedbacks__progress", flat=True)
    return any(not differs(progress, text) for text in told_of)


def _say_counted(desk: Desk, table: Table) -> None:
    """The ledger's own lights and counts are not taken: the system has its own."""
    columns = [name for name in COUNTED if name in table.columns]
    for name in columns:
        if any(table.data[name]):
            label = MATTERS.by_name[name].label
            message = _("“%(column)s”由系统计算，没有导入。") % {"column": label}
            desk.plan.say(table, 0, name, "not_taken", message, "", severity="warning")


def _cells(table: Table, row: SheetMatter) -> Callable[[], Iterable[Cell]]:
    """The preview: what the matter will be, each with the column that says it."""
    words = row.words
    values: dict[str, Any] = {
        "state": STANDS[row.stand],
        "number": row.number,
        "source": row.source.name,
        "requirement": words.requirement if words.requirement != words.title else "",
        "lead_unit": row.lead,
        "helping_units": _names(row.helpers),
        "leader": row.leader,
        "basis": BASES[Basis(words.basis)] if words.basis else "",
        "approver": row.approver,
        "approved_on": words.approved_on,
        "issued": row.issued,
        "signed": row.signed,
        "due": words.due_on,
        "rhythm": RHYTHMS[Rhythm(words.rhythm)] if words.rhythm else row.source.get_rhythm_display(),
        "urgency": URGENCIES[Urgency(words.urgency)],
        "classification": CLASSIFICATIONS[Classification(words.classification)],
        "progress": row.progress,
        "percent": row.percent,
        "closed": row.closed,
    }

    def cells() -> list[Cell]:
        return [
            (str(MATTERS.by_name[name].label), _letter(table, name), "—", told(value))
            for name, value in values.items()
            if value not in (None, "")
        ]

    return cells


def _names(units: tuple[Unit, ...]) -> str:
    return "、".join(unit.short_name for unit in units)


def _letter(table: Table, name: str) -> str:
    column = table.columns.get(name)
    return column.letter if column else ""


def _writer(desk: Desk, table: Table, rows: list[SheetMatter]) -> Callable[[], None]:
    """By the room's own services: drafts as one enters them, the others as they stood in the old ledger."""
    drafts = [row for row in rows if row.stand == Stand.DRAFT]
    entries = [(row, _imported(row)) for row in rows if row.stand != Stand.DRAFT]

    def write() -> None:
        """Raises ValidationError with every row that is refused, and then nothing stays."""
        common: dict[str, Any] = {
            "actor": desk.actor,
            "now": desk.now,
            "batch_id": desk.batch.pk if desk.batch else None,
        }
        refused: list[str] = []
        try:
            import_matters(entries=[entry for _row, entry in entries], **common)
        except ValidationError as error:
            rows_of = [row.row for row, _entry in entries]
            refused += [refusal(table, rows_of, one) for one in error.error_list]
        for row in drafts:
            try:
                create_matter(words=row.words, duties=row.duties, instructions=row.instructions, **common)
            except ValidationError as error:
                refused += [refusal_at(table, row.row, message) for message in error.messages]
        if refused:
            raise ValidationError(refused)

    return write


def _imported(row: SheetMatter) -> ImportedMatter:
    """Raises ValueError for a draft, which was never handed out."""
    if row.issued is None:
        raise ValueError(row.row)
    return ImportedMatter(
        words=row.words,
        duties=row.duties,
        issued_on=row.issued,
        number=row.number,
        signed_on=row.signed,
        progress=row.progress,
        percent=row.percent,
        problem=row.problem,
        next_step=row.next_step,
        instructions=row.instructions,
        told_on=row.told_on,
        closed_on=row.closed,
    )
