"""Per unit and per leader, what a time brought: received, signed, fed back, done.

Every figure is of the days ``[start, end)`` and has its own base: what was received then, what fell due then,
what was accepted then. Nothing after ``on`` counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from accounts.models import Post, User
from rulebook.rules import Light

from ..models import Feedback, Matter
from ..models.figures import IS_RUNNING
from ..models.workday_sql import listed
from ..rules.rhythms import REGULAR
from ..rules.words import GIVEN, RUNNING, MatterStatus
from .ledger import DONE, IN_TIME, in_charge, late_on, midnight, with_done
from .pace import known_workdays, matter_pace, report_periods

ONE_DAY: Final = timedelta(days=1)
# The periods that may fall due in a time ended so long before it at most.
REPORTING_TIME: Final = timedelta(days=120)


@dataclass(frozen=True)
class UnitStatistics:
    """``to_sign``: of those received, who signed or whose day to sign is past; ``signed_in_time`` of these.

    ``fed_back`` in time of the ``owed`` reports that fell due, of an imported matter only since it came in,
    because earlier ones were not sent to this system; ``done_in_time`` of ``done``, by the date that
    counts. ``sent_back``, ``refused`` and ``extended`` (as lead unit) count the acts. ``average_days``: from
    交办 to 报办结 of ``done``, natural days; None without any.
    """

    unit_id: int
    unit: str
    received: int
    to_sign: int
    signed_in_time: int
    owed: int
    fed_back: int
    done: int
    done_in_time: int
    sent_back: int
    refused: int
    extended: int
    average_days: Decimal | None


# %(until)s: nothing on or after this day counts; %(due)s: nothing due on or after it is past due.
REPORTS: Final = """
WITH duty AS (
    SELECT d.id, d.unit_id, d.matter_id, d.role, d.status, d.issued_on, d.sign_by,
           (d.signed_at AT TIME ZONE %(zone)s)::date AS signed_on,
           (d.accepted_at AT TIME ZONE %(zone)s)::date AS accepted_on,
           CASE WHEN d.status IN ('reported', 'accepted')
                THEN (d.reported_at AT TIME ZONE %(zone)s)::date END AS reported_on
      FROM matters_duty d
     WHERE d.status <> 'planned' AND (%(all)s OR d.unit_id = ANY(%(units)s))
), stop AS (
    SELECT matter_id, sum(valid_to - valid_from)::int AS days FROM matters_suspension GROUP BY matter_id
), span AS (
    SELECT * FROM unnest(%(rhythms)s::text[], %(starts)s::date[], %(middles)s::date[], %(dues)s::date[])
               AS span(rhythm, starts_on, middle, due_on)
     WHERE due_on >= %(start)s AND due_on < %(due)s
), stage AS (
    SELECT m.id AS matter_id, s.due_on,
           COALESCE(lag(s.due_on) OVER (PARTITION BY m.id ORDER BY s.due_on) + 1, m.issued_on) AS starts_on
      FROM matters_stage s JOIN matters_matter m ON m.id = s.matter_id
     WHERE m.rhythm = 'by_stage' AND s.due_on >= m.issued_on
), asked AS (
    SELECT d.id, d.unit_id, d.matter_id, span.starts_on, span.due_on
      FROM span JOIN matters_matter m ON m.rhythm = span.rhythm AND m.issued_on <= span.middle
                                     AND (m.ended_on IS NULL OR m.ended_on > span.due_on)
                                     AND (m.created_at AT TIME ZONE %(zone)s)::date <= span.due_on
      JOIN duty d ON d.matter_id = m.id AND d.issued_on <= span.middle
     WHERE d.status NOT IN ('released', 'refused') AND (d.reported_on IS NULL OR d.reported_on > span.due_on)
     UNION ALL
    SELECT d.id, d.unit_id, d.matter_id, s.starts_on, s.due_on
      FROM stage s JOIN matters_matter m ON m.id = s.matter_id
                                        AND (m.ended_on IS NULL OR m.ended_on > s.due_on)
                                        AND (m.created_at AT TIME ZONE %(zone)s)::date <= s.due_on
      JOIN duty d ON d.matter_id = m.id AND d.issued_on <= s.starts_on + (s.due_on + 1 - s.starts_on) / 2
     WHERE s.due_on >= %(start)s AND s.due_on < %(due)s
       AND d.status NOT IN ('released', 'refused') AND (d.reported_on IS NULL OR d.reported_on > s.due_on)
), told AS (
    SELECT duty_id, period_start, min((sent_at AT TIME ZONE %(zone)s)::date) AS sent_on FROM matters_feedback
     WHERE status IN ({given}) AND period_start >= (SELECT min(starts_on) FROM asked)
     GROUP BY duty_id, period_start
), owed AS (
    SELECT asked.unit_id, asked.matter_id, asked.due_on, told.sent_on
      FROM asked LEFT JOIN told ON told.duty_id = asked.id AND told.period_start = asked.starts_on
     WHERE NOT EXISTS (SELECT FROM matters_suspension s WHERE s.matter_id = asked.matter_id
                          AND s.valid_from <= asked.due_on AND s.valid_to > asked.due_on)
)
"""
OWED: Final = f"{REPORTS} SELECT * FROM owed ORDER BY unit_id, due_on, matter_id"  # noqa: S608
COUNTED_THEN: Final = """
, part (unit_id, received, to_sign, signed, owed, fed, done, timely, days, redone, refused, extended) AS (
    SELECT unit_id, count(*), count(*) FILTER (WHERE signed_on IS NOT NULL OR sign_by < %(due)s),
           count(*) FILTER (WHERE signed_on <= sign_by), 0, 0, 0, 0, 0, 0, 0, 0
      FROM duty WHERE issued_on >= %(start)s AND issued_on < %(until)s AND status <> 'released'
     GROUP BY unit_id
     UNION ALL
    SELECT unit_id, 0, 0, 0, count(*), count(*) FILTER (WHERE sent_on <= due_on), 0, 0, 0, 0, 0, 0
      FROM owed GROUP BY unit_id
     UNION ALL
    SELECT d.unit_id, 0, 0, 0, 0, 0, count(*), count(*) FILTER (WHERE d.reported_on <= CASE
               WHEN stop.days IS NULL THEN m.original_due_on
               WHEN m.id NOT IN (SELECT matter_id FROM matters_extension WHERE status = 'approved')
                   THEN m.due_on
               ELSE m.original_due_on + stop.days END), sum(d.reported_on - d.issued_on), 0, 0, 0
      FROM duty d JOIN matters_matter m ON m.id = d.matter_id LEFT JOIN stop ON stop.matter_id = m.id
     WHERE d.status = 'accepted' AND d.accepted_on >= %(start)s AND d.accepted_on < %(until)s
     GROUP BY d.unit_id
     UNION ALL
    SELECT d.unit_id, 0, 0, 0, 0, 0, 0, 0, 0, count(*) FILTER (WHERE s.verb = 'duty.redo'),
           count(*) FILTER (WHERE s.verb = 'duty.refuse'), 0
      FROM matters_step s JOIN duty d ON d.id = s.duty_id
     WHERE s.verb IN ('duty.redo', 'duty.refuse') AND s.at >= %(from_time)s AND s.at < %(until_time)s
     GROUP BY d.unit_id
     UNION ALL
    SELECT d.unit_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*)
      FROM matters_extension e JOIN duty d ON d.matter_id = e.matter_id AND d.role = 'lead'
                                          AND d.status <> 'released'
     WHERE e.status = 'approved' AND e.decided_at >= %(from_time)s AND e.decided_at < %(until_time)s
     GROUP BY d.unit_id
)
SELECT u.id, u.short_name, sum(received)::int, sum(to_sign)::int, sum(signed)::int, sum(owed)::int,
       sum(fed)::int, sum(done)::int, sum(timely)::int, sum(redone)::int, sum(refused)::int,
       sum(extended)::int, round(sum(days)::numeric / NULLIF(sum(done), 0), 1)
  FROM part JOIN accounts_unit u ON u.id = part.unit_id
 GROUP BY u.id, u.short_name, u.pinyin ORDER BY u.pinyin, u.id
"""
UNITS: Final = REPORTS + COUNTED_THEN


def unit_statistics(user: User, on: date, start: date, end: date) -> list[UnitStatistics]:
    """Of every unit that had anything to do then, by name; a unit's people get their own."""
    return [UnitStatistics(*row) for row in _found(UNITS, user, on, start, end)]


@dataclass(frozen=True)
class OwedReport:
    """A report that fell due, and when it first came; None when it did not."""

    unit_id: int
    matter_id: int
    due_on: date
    sent_on: date | None

    @property
    def in_time(self) -> bool:
        return self.sent_on is not None and self.sent_on <= self.due_on


def owed_reports(user: User, on: date, start: date, end: date) -> list[OwedReport]:
    """One by one what ``unit_statistics`` counts as ``owed`` and ``fed_back``."""
    return [OwedReport(*row) for row in _found(OWED, user, on, start, end)]


def _found(statement: str, user: User, on: date, start: date, end: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        given = ", ".join(f"'{status}'" for status in GIVEN)
        cursor.execute(statement.format(given=given), _asked(user, on, start, end))
        return cursor.fetchall()


def _asked(user: User, on: date, start: date, end: date) -> dict[str, Any]:
    until, due = min(end, on + ONE_DAY), min(end, on)
    periods = report_periods(start - REPORTING_TIME, until, known_workdays())
    spans = [(rhythm, span) for rhythm in REGULAR for span in periods[rhythm]]
    return {
        "all": user.reach.everything,
        "units": list(user.reach.unit_ids),
        "zone": settings.TIME_ZONE,
        "start": start,
        "until": until,
        "due": due,
        "from_time": midnight(start),
        "until_time": midnight(until),
        "rhythms": [rhythm.value for rhythm, _span in spans],
        "starts": listed(span.start for _rhythm, span in spans),
        "middles": listed(span.middle for _rhythm, span in spans),
        "dues": listed(span.due_on for _rhythm, span in spans),
    }


@dataclass(frozen=True)
class LeaderStatistics:
    """Of the matters a post is in charge of (包抓, or else approved): ``received``, ``done`` and
    ``done_in_time`` in the time; the rest as it is today. ``to_read``: shown to the post itself.
    """

    post_id: int
    post: str
    holder: str
    received: int
    running: int
    red: int
    yellow: int
    late: int
    done: int
    done_in_time: int
    to_read: int
    to_answer: int


def leader_statistics(user: User, on: date, start: date, end: date) -> list[LeaderStatistics]:
    """In the order of the posts. The number of statements is constant."""
    found = {row["in_charge"]: row for row in _in_charge(user, on, start, end)}
    to_read = _shown(user)
    to_answer = _unanswered(user)
    posts = Post.objects.filter(pk__in={*found, *to_read, *to_answer} - {None}).with_holder(on)
    return [
        LeaderStatistics(
            post.pk,
            post.name,
            post.holder_name or "",
            **{name: found.get(post.pk, {}).get(name, 0) for name in COUNTED},
            to_read=to_read.get(post.pk, 0),
            to_answer=to_answer.get(post.pk, 0),
        )
        for post in posts.order_by("order", "pk")
    ]


COUNTED: Final = ("received", "running", "red", "yellow", "late", "done", "done_in_time")


def _in_charge(user: User, on: date, start: date, end: date) -> list[Mapping[str, Any]]:
    until = min(end, on + ONE_DAY)
    then = Q(lead__accepted_at__gte=midnight(start), lead__accepted_at__lt=midnight(until))
    rows = with_done(Matter.objects.visible_to(user).with_light(matter_pace(on)))
    cells = (
        rows.annotate(in_charge=in_charge()["in_charge"])
        .order_by()
        .values("in_charge", "light")
        .annotate(
            received=Count("pk", filter=Q(issued_on__gte=start, issued_on__lt=until)),
            running=Count("pk", filter=IS_RUNNING),
            late=Count("pk", filter=late_on(on)),
            done=Count("pk", filter=DONE & then),
            done_in_time=Count("pk", filter=IN_TIME & then),
        )
    )
    return _folded(cells)


def _folded(cells: Any) -> list[Mapping[str, Any]]:
    found: dict[int | None, dict[str, Any]] = {}
    for cell in cells:
        row = found.setdefault(
            cell["in_charge"], {"in_charge": cell["in_charge"]} | dict.fromkeys(COUNTED, 0)
        )
        for name in ("received", "running", "late", "done", "done_in_time"):
            row[name] += cell[name]
        for name, light in (("red", Light.RED), ("yellow", Light.YELLOW)):
            row[name] += cell["running"] if cell["light"] == light else 0
    return list(found.values())


def _shown(user: User) -> dict[int, int]:
    rows = Matter.objects.visible_to(user).filter(status=MatterStatus.SHOWN.value).order_by()
    return dict(rows.values_list("shown_to").annotate(found=Count("pk")))


def _unanswered(user: User) -> dict[int, int]:
    """Help that was asked for in what the post is in charge of."""
    running = [status.value for status in RUNNING]
    rows = Feedback.objects.visible_to(user).given().exclude(help_needed="").filter(answered_at__isnull=True)
    rows = rows.filter(duty__matter__status__in=running).annotate(
        in_charge=Coalesce(F("duty__matter__leader"), F("duty__matter__approver"))
    )
    return dict(rows.order_by().values_list("in_charge").annotate(found=Count("pk")))
