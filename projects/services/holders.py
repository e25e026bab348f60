"""Who carries what, for a whole workbook: the rows name all holders of a role, the others end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Responsibility
from ..permissions import require
from .rows import Written, lock_projects, note_change, save_all
from .writing import because, readable


@dataclass(frozen=True)
class ResponsibilityRow:
    """One holder: a post for 包抓领导, a unit for every other role. ``position`` 1 leads within the role."""

    project_id: int
    role: str
    unit_id: int | None = None
    post_id: int | None = None
    position: int = 1
    contact: str = ""


@transaction.atomic
def write_responsibilities(
    *, actor: User, rows: Sequence[ResponsibilityRow], since: date, reason: str = ""
) -> Written:
    """Let the rows hold from ``since``. For every (project, role) that they name they are complete:

    who holds it already stays, who is not named ends at ``since``, who is new begins. Roles that no row
    names stay as they are. Rows of ``Responsibility`` that would begin later refuse the act.
    """
    require(actor, "responsibility.change")
    lock_projects(row.project_id for row in rows)
    running = _running(rows, since)
    written, new, changed = Written(), [], []
    wanted = {_key(row): row for row in rows}
    held = {_key(row): row for row in running}
    for key, row in held.items():
        if key not in wanted:
            _require_before(row, since)
            note_change(written, changed, row, {"valid_to": since})
    for key, wish in wanted.items():
        if key in held:
            values = {"position": wish.position, **({"contact": wish.contact} if wish.contact else {})}
            note_change(written, changed, held[key], values)
        else:
            held[key] = Responsibility(**wish.__dict__, valid_from=since)
            new.append(held[key])
    with because(actor, reason), readable(Responsibility):
        save_all(Responsibility, new, changed, written)
    written.ids = [held[_key(row)].pk for row in rows]
    return written


Key = tuple[int, str, int | None, int | None]


def _key(row: Responsibility | ResponsibilityRow) -> Key:
    return row.project_id, row.role, row.unit_id, row.post_id


def _running(rows: Sequence[ResponsibilityRow], since: date) -> list[Responsibility]:
    """What is in force on the day, of the roles that the rows name."""
    roles = defaultdict(set)
    for row in rows:
        roles[row.project_id].add(row.role)
    there = Responsibility.objects.in_force(since).filter(project__in=roles).order_by("pk")
    return [row for row in there if row.role in roles[row.project_id]]


def _require_before(row: Responsibility, since: date) -> None:
    if row.valid_from >= since:
        raise ValidationError(
            _("%(holder)s自%(day)s起承担，不能在当日终止；请用另一个起始日期。")
            % {"holder": row, "day": row.valid_from},
            code="not_running",
        )
