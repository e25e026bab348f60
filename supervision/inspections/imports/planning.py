"""What an old ledger of rectifications would bring in, held against those that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projects.imports.matching import plain_name
from projects.imports.planning.desk import Desk
from projects.imports.planning.plan import Cell, told
from projects.imports.tables import Table
from supervision.matters.imports.compared import differs, refusal

from ..models import Rectification
from ..rules.words import RECTIFICATION_STATUSES, SEVERITIES, TIME_CLASSES, Severity, TimeClass
from ..rules.words import RectificationStatus as Status
from ..services.importing import ImportedRectification, import_rectifications
from .kind import NOT_TAKEN, RECTIFICATIONS
from .rows import Reader, RowKey, SheetRectification

# What a ledger and a known rectification are compared in: column of the sheet → field.
COMPARED: Final = {
    "title": "title",
    "problem": "problem",
    "category": "category_id",
    "severity": "severity",
    "amount": "amount",
    "goal": "goal",
    "unit": "unit_id",
    "leader": "leader_id",
    "accepting_unit": "accepting_unit_id",
}


def plan_rectifications(desk: Desk, table: Table) -> None:
    sheet = desk.plan.open_sheet(table)
    reader = Reader(desk, table)
    known: Known = desk.shared.setdefault("known rectifications", Known())
    planned = []
    for positions in reader.groups():
        key = reader.key(positions[0])
        if former := known.find(key):
            sheet.unchanged += 1
            _compare(desk, table, reader.read(positions, quiet=True), former)
        elif (found := reader.read(positions)) and not _is_twice(desk, table, key):
            planned.append(found)
            desk.plan.record(sheet, found.row, "create", found.words.title, found, _cells(table, found))
    if planned:
        _say_not_taken(desk, table)
        desk.plan.work.after.append(_writer(desk, table, planned))


class Known:
    """The rectifications that are there: by the number of their source, by ours, by name and unit."""

    def __init__(self) -> None:
        self.by_external: dict[tuple[int | None, str], Rectification] = {}
        self.by_number: dict[str, Rectification] = {}
        self.by_name: dict[tuple[int | None, str, int | None], Rectification] = {}
        # Of several rounds the first is the one that a ledger knows.
        for row in Rectification.objects.order_by("-position", "-pk"):
            if row.external_number:
                self.by_external[row.origin_id, row.external_number] = row
            if row.number:
                self.by_number[row.number] = row
            self.by_name[row.origin_id, plain_name(row.title), row.unit_id] = row

    def find(self, key: RowKey) -> Rectification | None:
        if key.number:
            return self.by_number.get(key.number)
        if key.external_number:
            return self.by_external.get((key.origin, key.external_number))
        return self.by_name.get(_name_key(key))


def _name_key(key: RowKey) -> tuple[int | None, str, int | None]:
    return key.origin, plain_name(key.title), key.unit.pk if key.unit else None


def _is_twice(desk: Desk, table: Table, key: RowKey) -> bool:
    """The same in two rows of this import that are not one problem with several measures."""
    if key.number:
        column, asked = "number", ("number", key.number)
    elif key.external_number:
        column, asked = "external_number", (str(key.origin), key.external_number)
    else:
        column, asked = "title", ("name", str(_name_key(key)))
    place = (table.sheet, key.row, None)
    first = desk.seen.setdefault(("rectification", asked), place)
    if first == place:
        return False
    words = {"text": asked[1] if column != "title" else key.title, "sheet": first[0], "row": first[1]}
    message = _("“%(text)s”与“%(sheet)s”第%(row)s行重复。") % words
    remedy = _("一个问题一个编号，请改正或删去一行；几条措施同属一个问题的，请合并问题和编号单元格。")
    desk.plan.say(table, key.row, column, "twice", message, remedy, value=words["text"])
    return True


def _compare(desk: Desk, table: Table, row: SheetRectification | None, former: Rectification) -> None:
    """What lives here is not written over by a ledger; what differs is said."""
    if row is None:
        return
    differing = [
        str(RECTIFICATIONS.by_name[column].label)
        for column, name in COMPARED.items()
        if column in table.columns and differs(getattr(row.words, name), getattr(former, name))
    ]
    due = row.words.due_on
    if due is not None and due not in (former.original_due_on, former.due_on):
        differing.append(str(RECTIFICATIONS.by_name["due"].label))
    if not differing:
        return
    words = {"row": former, "what": _("、").join(differing)}
    message = _("系统中已有“%(row)s”，%(what)s不同，没有改动。") % words
    remedy = _("已在系统中办理的以系统为准；需要更改的请在整改页面办理。")
    desk.plan.say(table, row.row, "title", "known_differs", message, remedy, severity="warning")


def _say_not_taken(desk: Desk, table: Table) -> None:
    """Who verified it, with what proof, is shown here by persons and files; the rest is reckoned."""
    for name in NOT_TAKEN:
        if name in table.columns and any(table.data[name]):
            message = _("“%(column)s”没有导入。") % {"column": RECTIFICATIONS.by_name[name].label}
            remedy = _("佐证、核查和公示在系统中办理，灯色和次数由系统计算。")
            desk.plan.say(table, 0, name, "not_taken", message, remedy, severity="warning")


def _cells(table: Table, row: SheetRectification) -> Callable[[], Iterable[Cell]]:
    """The preview: what it will be, each with the column that says it."""
    words, who = row.words, row.who
    stand = Status.DRAFT if row.issued is None else Status.UNDER_WAY if row.measures else Status.ISSUED
    values: dict[str, Any] = {
        "state": RECTIFICATION_STATUSES[stand],
        "number": row.number,
        "origin": row.origin.name,
        "external_number": words.external_number,
        "problem": words.problem if words.problem != words.title else "",
        "category": row.category.name,
        "severity": SEVERITIES[Severity(words.severity)],
        "amount": words.amount,
        "amount_rectified": row.amount_rectified,
        "unit": who.unit,
        "helping_units": _("、").join(unit.short_name for unit in who.helpers),
        "leader": who.leader,
        "accepting_unit": who.accepting,
        "measures": _("%(count)s条") % {"count": len(row.measures)} if row.measures else "",
        "issued": row.issued,
        "time_class": TIME_CLASSES[TimeClass(words.time_class)],
        "due": words.due_on,
        "progress": row.progress,
        "percent": row.percent,
        "remark": words.note,
    }

    def cells() -> list[Cell]:
        return [
            (str(RECTIFICATIONS.by_name[name].label), _letter(table, name), "—", told(value))
            for name, value in values.items()
            if value not in (None, "")
        ]

    return cells


def _letter(table: Table, name: str) -> str:
    column = table.columns.get(name)
    return column.letter if column else ""


def _writer(desk: Desk, table: Table, rows: Sequence[SheetRectification]) -> Callable[[], None]:
    """By the room's own service, all or none."""

    def write() -> None:
        """Raises ValidationError with every row that is refused."""
        try:
            import_rectifications(
                actor=desk.actor,
                entries=[_imported(row) for row in rows],
                now=desk.now,
                batch_id=desk.batch.pk if desk.batch else None,
            )
        except ValidationError as error:
            places = [row.row for row in rows]
            raise ValidationError([refusal(table, places, one) for one in error.error_list]) from error

    return write


def _imported(row: SheetRectification) -> ImportedRectification:
    return ImportedRectification(
        words=row.words,
        helping_ids=tuple(unit.pk for unit in row.who.helpers),
        measures=row.measures,
        number=row.number,
        issued_on=row.issued,
        progress=row.progress,
        percent=row.percent,
        amount_rectified=row.amount_rectified,
        told_on=row.told_on,
    )
