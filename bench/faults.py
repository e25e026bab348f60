"""Rectifications of many years for the benchmarks, written by PostgreSQL itself with all that proves them."""

from __future__ import annotations

from typing import Final

from django.db import connection

from bench.affairs import LEADERS
from bench.data import COUNTY, UNITS

# Most of what was ever found is closed; one in seven runs.
RUNNING: Final = 7
TABLES: Final = (
    "accounts_unit",
    "accounts_person",
    "accounts_user",
    "accounts_rolegrant",
    "accounts_post",
    "accounts_tenure",
    "accounts_upload",
    "inspections_rectification",
    "inspections_helpingunit",
    "inspections_plannedmeasure",
    "inspections_progress",
    "inspections_verification",
    "inspections_verifier",
    "inspections_evidence",
    "inspections_rectificationextension",
    "inspections_step",
)
RECTIFICATIONS: Final = """
    INSERT INTO inspections_rectification
           (id, number, origin_id, external_number, source_document, title, pinyin, problem, category_id,
            severity, amount, amount_rectified, goal, time_class, unit_id, leader_id, person, needs_notice,
            status, due_rule, due_on, original_due_on, due_basis, step_due_on, step_basis, issued_on,
            extends_to_similar, lasting_means, applied_by_id, applied_on, approved_by_id, approved_on,
            times_sent_back, ended_on, end_reason, end_approver_id, follows_id, position, created_by_id,
            created_at, note)
    SELECT i, '整改[' || extract(year FROM day) || ']' || i || '号',
           (SELECT id FROM inspections_origin ORDER BY "order" LIMIT 1 OFFSET i %% 8), 'W' || i, '审计报告',
           (ARRAY['污水直排', '护栏缺失', '手续不全', '资金闲置'])[1 + i %% 4] || '第' || i || '处',
           'ws|' || (ARRAY['wszp', 'hlqs', 'sxbq'])[1 + i %% 3], '现场检查发现，须限期整改',
           (SELECT id FROM inspections_category ORDER BY "order" LIMIT 1 OFFSET i %% 10),
           (ARRAY['minor', 'general', 'general', 'serious', 'major'])[1 + i %% 5],
           CASE WHEN i %% 3 = 0 THEN 100 + i %% 500 END, CASE WHEN i %% 6 = 0 THEN 50 + i %% 50 END,
           '整改到位', 'short', 1 + i %% %(units)s, 1 + i %% 12, '', false, status, 'rectification_short',
           day + 60 + i %% 90, day + 60, '交办后60个自然日内',
           CASE WHEN runs THEN date '2026-09-01' + i %% 40 END, '', day, '', '',
           CASE WHEN proved THEN 1 + i %% %(units)s END, CASE WHEN proved THEN day + 30 + i %% 70 END,
           CASE WHEN status = 'closed' THEN 100000 END, CASE WHEN status = 'closed' THEN day + 110 END,
           i %% 4 / 3, CASE WHEN status IN ('closed', 'withdrawn') THEN day + 115 END,
           CASE WHEN status IN ('long_term', 'withdrawn') THEN '须多年管护' ELSE '' END,
           CASE WHEN status IN ('long_term', 'withdrawn') THEN 1 END,
           CASE WHEN i %% 40 = 7 AND i > 300 THEN i - 301 END,
           CASE WHEN i %% 40 = 7 AND i > 300 THEN 2 ELSE 1 END, 100000, day, ''
      FROM generate_series(1, %(rectifications)s) i,
           LATERAL (SELECT i %% %(running)s = 0 AS runs) r,
           LATERAL (SELECT CASE WHEN runs THEN date '2026-09-01' - i %% 110
                                ELSE date '2026-05-10' - i %% 1900 END AS day) d,
           LATERAL (SELECT CASE WHEN runs THEN (ARRAY['issued', 'under_way', 'planned', 'applied', 'checked',
                                                      'under_way', 'long_term'])[1 + i / 7 %% 7]
                                WHEN i %% 50 = 1 THEN 'withdrawn' ELSE 'closed' END AS status) s,
           LATERAL (SELECT status IN ('applied', 'checked', 'closed') AS proved) p;
    INSERT INTO inspections_helpingunit (rectification_id, unit_id)
    SELECT id, 1 + (id + 38) %% %(units)s FROM inspections_rectification WHERE id %% 2 = 0;
    INSERT INTO inspections_plannedmeasure
           (rectification_id, problem, measure, unit_id, person, due_on, outcome)
    SELECT id, '问题', '措施', unit_id, '某人', due_on, '' FROM inspections_rectification;
    INSERT INTO inspections_progress
           (rectification_id, kind, text, percent, by_id, at, client_key)
    SELECT id, 'progress', '已完成部分工作，正在推进', 60, unit_id, issued_on + 20, gen_random_uuid()
      FROM inspections_rectification, generate_series(1, 2);
    INSERT INTO accounts_upload (id, file, name, content_type, size, sha256, uploaded_by_id,
                                 uploaded_at)
    VALUES (1, 'x', '现场.jpg', 'image/jpeg', 1, repeat('0', 64), 1, now());
    INSERT INTO inspections_evidence
           (upload_id, rectification_id, side, caption, claimed_place, client_key, added_by_id, added_at)
    SELECT 1, id, 'after', '', '', gen_random_uuid(), unit_id, applied_on
      FROM inspections_rectification WHERE applied_on IS NOT NULL;
    INSERT INTO inspections_verification
           (id, rectification_id, status, visited_on, place, situation, passes, assigned_by_id, assigned_at,
            recorded_by_id, recorded_at)
    SELECT id, id, 'passed', applied_on + 5, '现场', '已整改到位', true, 100000, applied_on, 100000,
           applied_on
      FROM inspections_rectification WHERE status = 'closed';
    INSERT INTO inspections_verifier (verification_id, user_id, unit_id, signed_at, opinion)
    SELECT id, 1 + (id + 11 + n) %% %(units)s, 1 + (id + 11 + n) %% %(units)s, recorded_at, ''
      FROM inspections_verification, generate_series(0, 1) n;
    INSERT INTO inspections_rectificationextension
           (rectification_id, ordinal, status, reason, progress, former_due_on, new_due_on, proposed_by_id,
            proposed_on, asked_by_id, asked_on, decided_by_id, decided_at, decision)
    SELECT id, 1, 'approved', '汛期停工', '已完成过半', due_on - 30, due_on, 1, due_on - 40, 1, due_on - 40,
           100000, issued_on + 40 + time '10:00', '' FROM inspections_rectification WHERE id %% 11 = 0;
    INSERT INTO inspections_step (rectification_id, verb, by_id, at, note)
    SELECT id, verb, 100000, issued_on + time '10:00' + interval '1 day' * days, ''
      FROM inspections_rectification,
           (VALUES ('rectification.issue', 0), ('rectification.submit_plan', 8),
                   ('rectification.send_back', 50)) AS told(verb, days)
     WHERE verb <> 'rectification.send_back' OR times_sent_back > 0;
"""


def build_faults(*, rectifications: int) -> None:
    """``rectifications`` over 100 units, with their measures, progress, visits and files."""
    sizes = {"units": UNITS, "rectifications": rectifications, "running": RUNNING}
    with connection.cursor() as cursor:
        _set_triggers(cursor, "DISABLE")  # what a county of so many years wrote is not what is measured here
        for statement in (COUNTY, LEADERS, RECTIFICATIONS):
            cursor.execute(statement, sizes)
        _set_triggers(cursor, "ENABLE")
        cursor.execute("VACUUM ANALYZE")


def _set_triggers(cursor: object, to: str) -> None:
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} {to} TRIGGER USER")  # type: ignore[attr-defined]
