"""机构人员名册: all its sheets become one call of the service of accounts, tried first for the preview."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Role, Tenure
from accounts.permissions import can
from accounts.services import RosterOutcome, RosterRow, write_roster
from projects.imports.planning.desk import Desk
from projects.imports.planning.plan import Action, Sheet
from projects.imports.tables import Table


def plan_roster(desk: Desk, table: Table) -> None:
    """Keep the rows of a sheet; they are planned together once all sheets are read."""
    sheet = desk.plan.open_sheet(table)
    held = set(Tenure.objects.values_list("post__name", "person__name"))
    for position, row in enumerate(table.row_numbers):
        if (table.sheet, row) not in desk.plan.faulty and (line := _line(desk, table, position, row, held)):
            desk.roster.append((table, sheet, row, line))


def _line(desk: Desk, table: Table, position: int, row: int, held: set[tuple[str, str]]) -> RosterRow | None:
    def cell(name: str) -> Any:
        values = table.data.get(name)
        return (values[position] if values is not None else None) or ""

    since, until = cell("held_from"), cell("held_to")
    is_over = bool(until) and until.on <= desk.on
    if is_over and (cell("post"), cell("person")) in held:
        return None  # an earlier holder, known already: the successor is in the post
    leads = "县级领导" in table.title or "县级领导" in table.sheet or bool(cell("is_county_leader"))
    leads_now = leads and not is_over and bool(cell("person"))
    opens = bool(cell("username")) or can(desk.actor, "role.grant", Role.LEADER)
    if leads_now and not opens and (cell("post"), cell("person")) not in held:
        _say_no_account(desk, table, row, cell("person"))
    unit = desk.unit(cell("unit"))
    parent = desk.unit(cell("parent")) if cell("parent") else None
    return RosterRow(
        place=f"{table.sheet}!{row}",
        unit=unit.name if unit else cell("unit"),
        short_name=cell("short_name"),
        unit_kind=cell("unit_kind"),
        parent=parent.name if parent else cell("parent"),
        credit_code=cell("credit_code"),
        ranking_group=cell("group"),
        person=cell("person"),
        post=cell("post"),
        phone=cell("head_phone") or ("" if cell("clerk") else cell("phone")),
        email=cell("email"),
        is_county_leader=True if leads else None,
        held_from=since.on if since else None,
        clerk=cell("clerk"),
        clerk_phone=cell("phone") if cell("clerk") else "",
        username=cell("username"),
        role=cell("role") or (Role.LEADER if leads_now and opens else ""),
    )


def _say_no_account(desk: Desk, table: Table, row: int, person: str) -> None:
    """Whoever may not grant a role that sees everything imports the leaders without accounts."""
    message = _("“%(person)s”的任职会登记，县领导账号不随本次导入开通。") % {"person": person}
    remedy = _("请督查办主任导入名册，或由系统管理员开账号、安全管理员授予“县领导”角色。")
    desk.plan.say(table, row, "person", "leader_account", message, remedy, severity="warning")


def finish_roster(desk: Desk) -> None:
    """Try the whole roster and take it back, so that every fault and every change is known."""
    if not desk.roster:
        return
    rows = [line for _table, _sheet, _row, line in desk.roster]

    def write() -> RosterOutcome:
        return write_roster(actor=desk.actor, rows=rows, on=desk.on, reason=desk.reason)

    try:
        with transaction.atomic():
            outcome = write()
            transaction.set_rollback(True)
    except ValidationError as error:
        _say(desk, error.messages)
        return
    _preview(desk, outcome)
    if outcome.changes:
        desk.plan.work.after.append(write)


def _say(desk: Desk, messages: Iterable[str]) -> None:
    places = {line.place: (table, row) for table, _sheet, row, line in desk.roster}
    for message in messages:
        place, _colon, text = message.partition("：")
        table, row = places.get(place, (desk.roster[0][0], 0))
        key = "unit" if "unit" in table.columns else "person"
        desk.plan.say(table, row, key, "roster", text or message, _("请改正后再导入。"))


def _preview(desk: Desk, outcome: RosterOutcome) -> None:
    sheets: dict[str, tuple[Sheet, int]] = {line.place: (s, row) for _t, s, row, line in desk.roster}
    by_place: dict[str, list[Any]] = {}
    for change in outcome.changes:
        by_place.setdefault(change.place, []).append(change)
    for place, (sheet, row) in sheets.items():
        changes = by_place.get(place)
        if not changes:
            sheet.unchanged += 1
            continue
        cells = [(f"{c.subject} {c.field}".strip(), "", c.old or "—", c.new) for c in changes]
        action: Action = "create" if all(not c.old for c in changes) else "change"
        desk.plan.record(sheet, row, action, changes[0].subject, tuple(cells), cells.copy)
