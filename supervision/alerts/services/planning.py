"""From what is due to rows in the ledger.

Two statements a kind (``statements``): settle what is no longer owed, raise what has come to a step of its
ladder. Rounds wait for one another, and each sees all that the one before wrote; so a round may be started
at any time, any number of times, from several places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from rulebook.models import GENERAL
from rulebook.rules.ladder import Addressee
from rulebook.selectors import calendar, ladders
from supervision.alerts import rules, selectors
from supervision.alerts.models import Reminder
from supervision.alerts.rules.steps import NEWS, Step, steps_of
from supervision.alerts.selectors.kinds import DUE, TYPES
from supervision.alerts.selectors.present import subjects_present

from .bundling import bundle_reminders
from .people import SITTING
from .slips.proposing import propose_slips
from .statements import RAISE, SETTLE

# Further than any ladder reaches, with room for the holidays between.
AROUND: Final = timedelta(days=500)
NO_COLUMNS: Final = ", ".join(f"NULL::{TYPES.get(name, 'bigint')} AS {name}" for name in DUE)
NO_ROWS: Final = {
    "due": f"SELECT {NO_COLUMNS} WHERE false",
    "leaders": "SELECT NULL::bigint, NULL::bigint WHERE false",
    "excused": "SELECT NULL::bigint WHERE false",
}
# One round at a time. The tables of a round are made on the way: PostgreSQL guesses them to hold a few rows,
# and would look through a hundred thousand for each of a hundred thousand, sort them all, or compile for
# seconds. With hash joins alone a bad guess costs little.
BEGIN: Final = """
    SELECT pg_advisory_xact_lock(20260922), set_config('enable_nestloop', 'off', true),
           set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true),
           set_config('work_mem', '64MB', true)
"""


@dataclass(frozen=True)
class Planned:
    raised: int
    settled: int
    bundled: int
    proposed: int = 0


@dataclass(frozen=True)
class _Kind:
    """One kind of due thing on a day, and what fills the gaps of the statements for it.

    ``told``: the furthest due date of which somebody was told and it is open; None when nothing is.
    """

    subject: str
    kind: selectors.Kind
    on: date
    steps: Sequence[Step]
    told: date | None

    @property
    def until(self) -> date:
        return max((step.reached for step in self.steps), default=date.min)

    @cached_property
    def due(self) -> str:
        # Whatever was told, however far ahead, is looked at again: a ladder that changed settles nothing.
        return _rows(self.kind.rows(self.on, max(self.until, self.told or self.until)), "due")

    def settle(self, cursor: Any, now: datetime) -> int:
        leaders = _rows(self.kind.leaders(self.on) if self.kind.leaders else (), "leaders")
        excused = _rows(self.kind.excused(self.on) if self.kind.excused else (), "excused")
        cursor.execute(SETTLE.format(due=self.due, leaders=leaders, excused=excused), self._params(now))
        return int(cursor.rowcount)

    def tell(self, cursor: Any, now: datetime) -> int:
        asked = self.kind.leaders and any(step.addressee is Addressee.LEADER for step in self.steps)
        leaders = _rows(self.kind.leaders(self.on) if self.kind.leaders and asked else (), "leaders")
        cursor.execute(RAISE.format(due=self.due, leaders=leaders), self._params(now))
        return int(cursor.fetchone()[0])

    def _params(self, now: datetime) -> dict[str, Any]:
        return {
            "subject": self.subject,
            "on": self.on,
            "now": now,
            "zone": settings.TIME_ZONE,
            "until": self.until,
            "desk": self.kind.desk,
            "soon": _('"（"FMMM"月"FMDD"日到期）"'),
            "addressees": [step.addressee.value for step in self.steps],
            "levels": [step.level for step in self.steps],
            "colours": [step.colour.value for step in self.steps],
            "channels": [",".join(step.channels) for step in self.steps],
            "after": [step.after for step in self.steps],
            "reached": [step.reached for step in self.steps],
            "sure": [step.sure for step in self.steps],
        }


def plan_reminders(*, on: date, now: datetime, ladder: str = "") -> int:
    """Raise what has reached a step of its ladder that day, or is news; return how many rows are new.

    With ``ladder`` only of the kinds that climb it.
    """
    return _raise(_kinds(on, ladder), on, now)


def settle_reminders(*, on: date, now: datetime) -> int:
    """Settle open reminders of what was done, exempted, moved or handed over meanwhile.

    Should it be owed again, as when a report is returned, it is raised anew.
    """
    return _settle(_kinds(on), on, now)


def run_cycle(*, on: date, now: datetime) -> Planned:
    """One round of supervision: settle, raise, propose slips, bundle. Sending is another step."""
    kinds = _kinds(on)
    settled, raised = _settle(kinds, on, now), _raise(kinds, on, now)
    proposed = propose_slips(on=on, now=now)
    return Planned(raised, settled, bundle_reminders(on=on, now=now), proposed)


@transaction.atomic
@translation.override(settings.LANGUAGE_CODE)  # the text is kept for everyone, whoever starts the round
def _settle(kinds: Sequence[_Kind], on: date, now: datetime) -> int:
    with connection.cursor() as cursor:
        _begin(cursor, on)
        return sum(kind.settle(cursor, now) for kind in kinds if kind.told)


@transaction.atomic
@translation.override(settings.LANGUAGE_CODE)
def _raise(kinds: Sequence[_Kind], on: date, now: datetime) -> int:
    with connection.cursor() as cursor:
        _begin(cursor, on)
        return sum(kind.tell(cursor, now) for kind in kinds if kind.steps)


def _begin(cursor: Any, on: date) -> None:
    """Wait for the round that is under way, and note who sits where."""
    cursor.execute(BEGIN)
    roles = {
        "clerks": list(rules.CLERKS),
        "enterers": list(rules.ENTERERS),
        "heads": list(rules.HEADS),
        "office": list(rules.OFFICE),
        "office_heads": list(rules.OFFICE_HEADS),
        "leader": rules.LEADER,
    }
    cursor.execute(SITTING, roles | _words() | {"on": on})


def _kinds(on: date, only: str = "") -> list[_Kind]:
    """Those of which something can be due or is told of; the others cost nothing."""
    workdays, in_force, present = calendar(on - AROUND, on + AROUND), ladders(on), subjects_present()
    told = Reminder.objects.open().order_by().values_list("subject").annotate(until=Max("due_on"))
    until = dict(told)
    steps = {name: steps_of(ladder, on, workdays) for name, ladder in in_force.items()}
    kinds = []
    for subject, kind in selectors.KINDS.items():
        ladder = kind.climbs if kind.climbs in in_force else GENERAL
        if only and not (kind.climbs and only in (ladder, kind.climbs)):
            continue
        if subject in present or subject in until:
            climbed = steps.get(ladder, ()) if kind.climbs else NEWS
            kinds.append(_Kind(subject, kind, on, climbed, until.get(subject)))
    return kinds


def _words() -> dict[str, str]:
    return {
        "no_staff_below": _("（%s没有联络员和负责人账号，请转告）"),
        "no_staff": _("（%s没有联络员和负责人账号，请督查办转告）"),
        "no_head_below": _("（%s没有负责人账号，请转告）"),
        "no_head": _("（%s没有负责人账号，请督查办转告）"),
        "no_unit": _("（没有责任单位，请督查办落实）"),
        "no_leader_below": _("（%s暂无在任领导的账号，请阅处）"),
        "no_leader": _("（%s暂无在任领导的账号，请督查办转呈）"),
        "no_leader_named": _("（没有明确包抓领导，请督查办落实）"),
        "no_chief": _("（县主要领导没有账号，请督查办转呈）"),
    }


def _rows(querysets: Iterable[Any], what: str) -> str:
    """The rows of all as one SELECT, ready to stand in a statement that takes parameters."""
    compose = connection.ops.compose_sql  # type: ignore[attr-defined]
    parts = [compose(*rows.query.sql_with_params()) for rows in querysets]
    return " UNION ALL ".join(f"({part})" for part in parts).replace("%", "%%") or NO_ROWS[what]
