"""Owed reports as SQL over sorted lists of spans: no calendar row is read per matter."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F, Func, IntegerField

from ..rules.lights import Pace
from ..rules.rhythms import REGULAR
from ..rules.words import GIVEN, Rhythm
from .workday_sql import listed

# Spans are in their order, so those that are answered or were never owed are a prefix of ``k`` spans; of the
# rest, those that fell due during a suspension are taken off. Each list is of spans past due.
REGULAR_REPORTS: Final = """
    (SELECT greatest(0, p.n - k.k) - COALESCE(
                (SELECT sum(greatest(0, width_bucket(s.valid_to - 1, p.dues)
                                        - greatest(width_bucket(s.valid_from - 1, p.dues), k.k)))
                   FROM matters_suspension s WHERE s.matter_id = {matter}), 0)
       FROM (VALUES {lists}) AS p(rhythm, n, starts, middles, dues)
      CROSS JOIN LATERAL (SELECT greatest(
                width_bucket({told} - 1, p.middles),
                width_bucket((SELECT max(f.period_start) FROM matters_feedback f
                               WHERE f.duty_id = {duty} AND f.status IN ({given})), p.starts)) AS k) k
      WHERE p.rhythm = {rhythm})
"""
STAGE_REPORTS: Final = """
    (SELECT count(*)
       FROM (SELECT due_on, COALESCE(lag(due_on) OVER (ORDER BY due_on) + 1, {issued}) AS starts_on
               FROM matters_stage WHERE matter_id = {matter} AND due_on >= {issued}) AS p
      WHERE p.due_on < %s AND {told} <= p.starts_on + (p.due_on + 1 - p.starts_on) / 2
        AND NOT EXISTS (SELECT FROM matters_feedback f WHERE f.duty_id = {duty} AND f.status IN ({given})
                           AND f.period_start >= p.starts_on)
        AND NOT EXISTS (SELECT FROM matters_suspension s WHERE s.matter_id = {matter}
                           AND s.valid_from <= p.due_on AND s.valid_to > p.due_on))
"""


class MissingReports(Func):
    """Of a duty: how many reports it owes that are past due (``rules.lights.missing_periods``)."""

    output_field = IntegerField()

    def __init__(self, pace: Pace) -> None:
        super().__init__(F("pk"), F("issued_on"), F("matter_id"), F("matter__rhythm"), F("matter__issued_on"))
        self.pace = pace

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        names = ("duty", "told", "matter", "rhythm", "issued")
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        columns = {name: sql for name, (sql, _params) in zip(names, parts, strict=True)}
        columns["given"] = ", ".join(f"'{status}'" for status in GIVEN)
        lists, params = self._lists()
        regular = REGULAR_REPORTS.format(lists=lists, **columns)
        stages = STAGE_REPORTS.format(**columns)
        by_stage = f"{columns['rhythm']} = '{Rhythm.BY_STAGE}'"
        sql = f"CASE WHEN {by_stage} THEN {stages} ELSE COALESCE({regular}, 0) END"
        return sql, [self.pace.on, *params]

    def _lists(self) -> tuple[str, list[Any]]:
        """One row for each regular rhythm: the starts, middles and due dates of its spans past due."""
        params: list[Any] = []
        for rhythm in REGULAR:
            spans = self.pace.past_due(rhythm)
            columns = ([getattr(span, name) for span in spans] for name in ("start", "middle", "due_on"))
            params += [rhythm.value, len(spans), *map(listed, columns)]
        return ", ".join(["(%s, %s, %s::date[], %s::date[], %s::date[])"] * len(REGULAR)), params
