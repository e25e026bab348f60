"""Ledger page, statistics and search over 200,000 matters and a million feedbacks; twenty people at once.

Limit of a page: the same answer by one statement written by hand for this county alone (monthly reports, no
exemptions), in the same run; the answers are compared before they are timed. Limit of signing and reporting:
the statements that it sends, bare, from as many connections at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from time import perf_counter
from typing import Any, Final

from django.db import close_old_connections, connection, connections, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from bench import data
from bench.affairs import build_affairs
from bench.clock import medians
from rulebook.rules import Measure
from supervision.matters.models import Duty
from supervision.matters.rules.entries_feedback import FeedbackWords
from supervision.matters.rules.lights import first_day_at
from supervision.matters.rules.words import Rhythm
from supervision.matters.selectors import ledger_totals, matter_ledger, matter_pace
from supervision.matters.selectors.ledger import MatterFilters
from supervision.matters.selectors.statistics import unit_statistics
from supervision.matters.services import sign_duty, sign_feedback, write_feedback

ON: Final = date(2026, 9, 12)
NOW: Final = datetime(2026, 9, 12, 4, tzinfo=UTC)
MATTERS, MONTHS, PEOPLE, EACH = 200_000, 4, 20, 12
SHOWN: Final = 50
WORD: Final = "河道治理第7"

LEDGER: Final = """
WITH period AS (
    SELECT * FROM unnest(%(starts)s::date[], %(middles)s::date[]) AS period(starts_on, middle)
), running AS (
    SELECT m.id, m.due_on, lead.status AS lead_status FROM matters_matter m
      JOIN matters_duty lead ON lead.matter_id = m.id AND lead.role = 'lead' AND lead.status <> 'released'
     WHERE m.status = 'issued' {mine}
), owing AS (
    SELECT d.matter_id, d.status, d.sign_by,
           (SELECT count(*) FROM period WHERE d.issued_on <= period.middle AND period.starts_on > COALESCE(
                (SELECT max(f.period_start) FROM matters_feedback f
                  WHERE f.duty_id = d.id AND f.status IN ('sent', 'received')), '-infinity')) AS missing
      FROM matters_duty d JOIN running ON running.id = d.matter_id
     WHERE d.status IN ('to_sign', 'signed', 'under_way')
), worst AS (
    SELECT matter_id, max(missing) AS missing, min(sign_by) FILTER (WHERE status = 'to_sign') AS sign_by
      FROM owing GROUP BY matter_id
), lit AS (
    SELECT id, greatest(
               CASE WHEN due_on < %(on)s THEN 5 WHEN due_on < %(soon)s THEN 4 ELSE 1 END,
               CASE WHEN sign_by IS NULL OR sign_by >= %(on)s THEN 1
                    WHEN sign_by >= %(lately)s THEN 4 ELSE 5 END,
               CASE WHEN COALESCE(missing, 0) = 0 THEN 1 WHEN missing <= 2 THEN 4 ELSE 5 END) AS light
      FROM running LEFT JOIN worst ON worst.matter_id = running.id
), page AS (
    SELECT m.id, m.number, m.title, m.due_on, s.name, COALESCE(lit.light, 0) AS light
      FROM matters_matter m JOIN matters_source s ON s.id = m.source_id LEFT JOIN lit ON lit.id = m.id
     WHERE true {mine} ORDER BY m.id DESC LIMIT 50
)
SELECT (SELECT array_agg(ARRAY[light, count] ORDER BY light)
          FROM (SELECT light, count(*) FROM lit GROUP BY light) counted),
       (SELECT count(*) FROM matters_matter m WHERE true {mine}),
       (SELECT array_agg(ARRAY[page.id, page.light] ORDER BY page.id DESC) FROM page)
"""
MINE: Final = """AND m.id IN (SELECT d.matter_id FROM matters_duty d
                 WHERE d.unit_id = %(unit)s AND d.status NOT IN ('planned', 'released'))"""
FOUND: Final = """AND m.id IN (SELECT id FROM matters_matter
                 WHERE matter_grams(search_text) @> %(pairs)s AND search_text LIKE %(like)s)"""


def run() -> Iterator[tuple[str, float]]:
    build_affairs(matters=MATTERS, months=MONTHS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matters_feedback")
        print(f"  {MATTERS:,} matters, {cursor.fetchone()[0]:,} feedbacks")
    for name, user in (("office", data.office()), ("clerk", data.clerk())):
        yield f"matters_ledger_{name}", _ledger(name, user)
    yield "matters_statistics", _statistics(data.office())
    yield "matters_search", _search(data.office())
    yield "matters_sign_and_report", _twenty_people()


def _ledger(name: str, user: User) -> float:
    asked = _asked(user)
    statement = LEDGER.format(mine="" if user.reach.everything else MINE)
    lights, count, page = one_row(statement, asked)
    totals = ledger_totals(user, ON)
    assert {light: found for light, found in lights} == {int(k): v for k, v in totals.lights.items()}, totals
    assert count == totals.count
    assert [list(row) for row in page] == _shown(user, MatterFilters())
    return ratio_of(
        {
            f"ledger page as {name}": browsed(user, "matters"),
            "one statement": partial(one_row, statement, asked),
        }
    )


def _asked(user: User) -> dict[str, Any]:
    pace = matter_pace(ON)
    green = {measure: rule.green_at for measure, rule in pace.thresholds.items()}
    lately = pace.thresholds[Measure.SIGNATURE_DELAY].yellow_at
    soon = green[Measure.DAYS_LEFT]
    assert soon is not None and lately is not None
    spans = pace.past_due(Rhythm.MONTHLY)
    return {
        "on": ON,
        "soon": first_day_at(soon, ON, pace.workdays),
        "lately": first_day_at(lately, ON, pace.workdays),
        "starts": [span.start for span in spans],
        "middles": [span.middle for span in spans],
        "unit": user.unit_id,
    }


def _statistics(user: User) -> float:
    """The selector is one statement; the page is held against it alone."""
    with CaptureQueriesContext(connection) as captured:
        found = unit_statistics(user, ON, date(2026, 1, 1), date(2027, 1, 1))
    assert len(found) == data.UNITS
    statement = max((query["sql"] for query in captured.captured_queries), key=len)
    return ratio_of(
        {
            "statistics page": browsed(user, "matter-unit-statistics", "since=2026-01&until=2026-12"),
            "its one statement": partial(_bare, statement),
        }
    )


def _search(user: User) -> float:
    pairs = sorted({WORD[place : place + 2] for place in range(len(WORD) - 1)})
    asked = _asked(user) | {"pairs": pairs, "like": f"%{WORD}%"}
    statement = LEDGER.format(mine=FOUND)
    _lights, count, page = one_row(statement, asked)
    chosen = MatterFilters(text=WORD)
    assert count == ledger_totals(user, ON, chosen).count > 0
    assert [list(row) for row in page] == _shown(user, chosen)
    return ratio_of(
        {
            "search page": browsed(user, "matters", f"text={WORD}"),
            "one statement": partial(one_row, statement, asked),
        }
    )


def _shown(user: User, filters: MatterFilters) -> list[list[int]]:
    return [[row.pk, row.light] for row in matter_ledger(user, ON, filters)[:SHOWN]]


def browsed(user: User, name: str, query: str = "") -> Callable[[], None]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    address = f"{reverse(name)}?{query}"

    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, response.status_code

    return get


def one_row(statement: str, asked: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return tuple(cursor.fetchall()[0])


def _bare(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchall()


def ratio_of(ways: Mapping[str, Callable[[], object]]) -> float:
    taken = list(medians(ways, rounds=5).values())
    return taken[0] / taken[1]


def _twenty_people() -> float:
    """Everybody signs and reports a dozen duties of their own units; then the same statements, bare."""
    waiting = list(Duty.objects.filter(status="to_sign").order_by("pk")[: PEOPLE * EACH * 2])
    ours, bare = waiting[: PEOPLE * EACH], waiting[PEOPLE * EACH :]
    assert len(bare) == PEOPLE * EACH, "not enough duties to sign"
    seconds = _at_once([partial(_sign_and_report, duty) for duty in ours])
    scripts = [_recorded(duty) for duty in bare]
    limit = _at_once([partial(_replay, script) for script in scripts])
    for name, took in (("sign and report", seconds), ("its statements alone", limit)):
        print(f"  {name:<40} {PEOPLE * EACH / took:10.1f} a second by {PEOPLE} people")
    return seconds / limit


def _sign_and_report(duty: Duty) -> None:
    """As the unit's clerk, who is its head too: sign the duty, write the feedback, sign it."""
    person = User.objects.get(username=f"clerk{duty.unit_id}")
    sign_duty(actor=person, duty_id=duty.pk, now=NOW)
    words = FeedbackWords(progress="已进场施工，完成总量的三成。", percent=30, next_step="加快进度。")
    row = write_feedback(actor=person, duty_id=duty.pk, words=words, period_start=None, now=NOW)
    sign_feedback(actor=person, feedback_id=row.pk, now=NOW)


class _Undo(Exception):
    pass


def _recorded(duty: Duty) -> list[str]:
    """The statements of one person's work, which is then taken back."""
    reset_queries()
    with CaptureQueriesContext(connection) as captured, suppress(_Undo), transaction.atomic():
        _sign_and_report(duty)
        raise _Undo
    plain = (query["sql"] for query in captured.captured_queries)
    return [sql for sql in plain if "SAVEPOINT" not in sql and sql not in ("BEGIN", "COMMIT", "ROLLBACK")]


def _replay(script: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for sql in script:
            cursor.execute(sql)


def _at_once(acts: Sequence[Callable[[], None]]) -> float:
    """Seconds until all is done by so many people, each with a connection of their own."""

    def work(mine: Sequence[Callable[[], None]]) -> None:
        close_old_connections()
        try:
            for act in mine:
                act()
        finally:
            connections.close_all()

    shares = [acts[person::PEOPLE] for person in range(PEOPLE)]
    began = perf_counter()
    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(work, shares))
    return perf_counter() - began
