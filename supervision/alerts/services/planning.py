"""From what is due to rows in the ledger.

Two statements a kind (``statements``): settle what is no longer owed, raise what has come to a step of its
ladder. Rounds wait for one another, and each sees all that the one before wrote; so a round may be started
at any time, any number of times, from several places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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

from .bundling import bundle_reminders
from .people import SITTING
from .slips.proposing import propose_slips
from .statements import RAISE, SETTLE

# Further than any ladder reaches, with room for the holidays between.
AROUND: Final = timedelta(days=500)
NOTHING: Final = "SELECT NULL::bigint WHERE false"
NOTHING_DUE: Final = " ".join(
    ("SELECT", ", ".join(f"NULL::{TYPES.get(name, 'bigint')} AS {name}" for name in DUE), "WHERE false")
)
NO_LEADERS: Final = "SELECT NULL::bigint, NULL::bigint WHERE false"
# One round at a time. The tables of a round are made on the way: PostgreSQL guesses them to hold a few rows,
# and would look through a hundred thousand for each of a hundred thousand, or compile for seconds.
BEGIN: Final = """
    SELECT pg_advisory_xact_lock(20260922), set_config('enable_nestloop', 'off', true),
           set_config('jit', 'off', true), set_config('work_mem', '64MB', true)
"""


@dataclass(frozen=True)
class Planned:
    raised: int
    settled: int
    bundled: int
    proposed: int = 0


@dataclass(frozen=True)
class _Kind:
    """What fills the gaps of the statements for one kind of due thing, and their parameters."""

    sources: Mapping[str, str]
    params: Mapping[str, Any]
    asks_leaders: bool
    is_open: bool


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
def _settle(kinds: Sequence[_Kind], on: date, now: datetime) -> int:
    settled = 0
    with connection.cursor() as cursor:
        _begin(cursor, on)
        for kind in (kind for kind in kinds if kind.is_open):
            cursor.execute(SETTLE.format(**kind.sources), {**kind.params, "now": now})
            settled += cursor.rowcount
    return settled


@transaction.atomic
def _raise(kinds: Sequence[_Kind], on: date, now: datetime) -> int:
    raised = 0
    with connection.cursor() as cursor:
        _begin(cursor, on)
        for kind in kinds:
            sources = kind.sources if kind.asks_leaders else {**kind.sources, "leaders": NO_LEADERS}
            cursor.execute(RAISE.format(**sources), {**kind.params, "now": now})
            raised += cursor.fetchone()[0]
    return raised


@translation.override(settings.LANGUAGE_CODE)  # the text is kept for everyone, whoever starts the round
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


@translation.override(settings.LANGUAGE_CODE)
def _kinds(on: date, only: str = "") -> list[_Kind]:
    workdays, in_force = calendar(on - AROUND, on + AROUND), ladders(on)
    # Whatever was told, however far ahead, is looked at again: a ladder that changed settles nothing.
    told = Reminder.objects.open().order_by().values_list("subject").annotate(until=Max("due_on"))
    until = dict(told)
    kinds = []
    for subject, kind in selectors.KINDS.items():
        ladder = kind.climbs if kind.climbs in in_force else GENERAL
        if only and not (kind.climbs and only in (ladder, kind.climbs)):
            continue
        steps = steps_of(in_force.get(ladder, ()), on, workdays) if kind.climbs else NEWS
        kinds.append(_kind(subject, kind, on, steps, until.get(subject)))
    return kinds


def _kind(subject: str, kind: selectors.Kind, on: date, steps: Sequence[Step], told: date | None) -> _Kind:
    until = max((step.reached for step in steps), default=date.min)
    params = _columns(steps) | {
        "subject": subject,
        "on": on,
        "zone": settings.TIME_ZONE,
        "until": until,
        "desk": kind.desk,
        "soon": _('"（"FMMM"月"FMDD"日到期）"'),
    }
    sources = {
        "due": _union(kind.rows(on, max(until, told or until)), "due", params) or NOTHING_DUE,
        "leaders": _union(kind.leaders(on) if kind.leaders else (), "leader", params) or NO_LEADERS,
        "excused": _union(kind.excused(on) if kind.excused else (), "excused", params) or NOTHING,
    }
    asks_leaders = any(step.addressee is Addressee.LEADER for step in steps)
    return _Kind(sources, params, asks_leaders, is_open=told is not None)


def _columns(steps: Sequence[Step]) -> dict[str, Any]:
    return {
        "addressees": [step.addressee.value for step in steps],
        "levels": [step.level for step in steps],
        "colours": [step.colour.value for step in steps],
        "channels": [",".join(step.channels) for step in steps],
        "after": [step.after for step in steps],
        "reached": [step.reached for step in steps],
        "sure": [step.sure for step in steps],
    }


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


def _union(querysets: Iterable[Any], prefix: str, params: dict[str, Any]) -> str:
    """The rows of all as one SELECT; their parameters join ``params`` as ``prefix0``, ``prefix1`` …"""
    parts = [rows.query.sql_with_params() for rows in querysets]
    values = [value for _sql, given in parts for value in given]
    params |= {f"{prefix}{number}": value for number, value in enumerate(values)}
    names = iter(f"{prefix}{number}" for number in range(len(values)))
    sql = " UNION ALL ".join(f"({part})" for part, _given in parts)
    return re.sub("%%|%s", lambda gap: f"%({next(names)})s" if gap[0] == "%s" else gap[0], sql)
