"""What an accepted report says of the project itself: its stage, its actual start and finish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from ..models import Project
from .writing import readable

# The newest word of these reports on each fact, unless a later accepted month has spoken already.
SAID = """
    SELECT m.project_id,
           (array_agg(m.stage ORDER BY m.year DESC, m.month DESC) FILTER (WHERE m.stage <> ''))[1] AS stage,
           (array_agg(m.started_on ORDER BY m.year DESC, m.month DESC)
               FILTER (WHERE m.started_on IS NOT NULL))[1] AS started_on,
           (array_agg(m.finished_on ORDER BY m.year DESC, m.month DESC)
               FILTER (WHERE m.finished_on IS NOT NULL))[1] AS finished_on
      FROM projects_monthlyprogress m
      JOIN mine ON mine.id = m.id
     WHERE (m.stage <> '' OR m.started_on IS NOT NULL OR m.finished_on IS NOT NULL)
       AND NOT EXISTS (
           SELECT FROM projects_monthlyprogress later
            WHERE later.project_id = m.project_id AND later.status = 'accepted'
              AND (later.year, later.month) > (m.year, m.month)
              AND NOT EXISTS (SELECT FROM mine WHERE mine.id = later.id))
     GROUP BY m.project_id
"""
UPDATE = f"""
    WITH mine AS (SELECT unnest(%s::bigint[]) AS id),
    said AS ({SAID}),
    former AS (
        SELECT p.id, p.stage, p.actual_start, p.actual_finish,
               coalesce(s.stage, p.stage) AS new_stage,
               coalesce(s.started_on, p.actual_start) AS new_start,
               coalesce(s.finished_on, p.actual_finish) AS new_finish
          FROM projects_project p JOIN said s ON s.project_id = p.id
    )
    UPDATE projects_project p
       SET stage = f.new_stage, actual_start = f.new_start, actual_finish = f.new_finish
      FROM former f
     WHERE p.id = f.id
       AND (f.stage, f.actual_start, f.actual_finish)
           IS DISTINCT FROM (f.new_stage, f.new_start, f.new_finish)
    RETURNING f.id, f.stage, f.actual_start, f.actual_finish
"""  # noqa: S608 (no value is spliced in)


def carry_facts(progress_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Let projects follow what these accepted reports state; silence changes nothing.

    Returns what the changed projects said before, as ``{"project", "stage", "actual_start",
    "actual_finish"}`` with ISO dates, so that it can be kept as JSON and be put back.
    """
    with readable(Project), connection.cursor() as cursor:
        cursor.execute(UPDATE, [list(progress_ids)])
        return [
            {
                "project": pk,
                "stage": stage,
                "actual_start": start.isoformat() if start else None,
                "actual_finish": finish.isoformat() if finish else None,
            }
            for pk, stage, start, finish in cursor.fetchall()
        ]
