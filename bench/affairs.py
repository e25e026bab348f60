"""Matters of many years for the benchmarks, written by PostgreSQL itself beside ``bench.data``'s county."""

from __future__ import annotations

from typing import Final

from django.db import connection

from bench.data import COUNTY, UNITS

# Most of what a county ever ordered is closed; one in seven runs, with feedbacks month by month.
RUNNING: Final = 7
TABLES: Final = (
    "accounts_unit",
    "accounts_person",
    "accounts_user",
    "accounts_rolegrant",
    "accounts_post",
    "accounts_tenure",
    "matters_matter",
    "matters_duty",
    "matters_feedback",
    "matters_step",
    "matters_extension",
)
LEADERS: Final = """
    INSERT INTO accounts_post (id, name, unit_id, is_county_leader, is_chief, "order")
    SELECT i, '副县长' || i, 1, true, false, i FROM generate_series(1, 12) i;
    INSERT INTO accounts_tenure (post_id, person_id, valid_from)
    SELECT i, i, '2020-01-01' FROM generate_series(1, 12) i;
    INSERT INTO accounts_rolegrant (user_id, role, unit_id, valid_from, reason, scopes)
    SELECT i, 'unit_head', i, '2020-01-01', '', '{}' FROM generate_series(1, %(units)s) i;
"""
MATTERS: Final = """
    INSERT INTO matters_matter
           (id, number, title, pinyin, source_id, source_number, source_title, source_date, basis,
            approver_id, approved_on, requirement, standard, urgency, classification, rhythm,
            helpers_report_to, leader_id, follow_kind, position, status, due_rule, due_on, original_due_on,
            due_basis, issued_on, shown_to_id, shown_on, shown_until, ended_on, end_reason, created_by_id,
            created_at, note)
    SELECT i, '督办〔' || extract(year FROM day) || '〕' || i || '号',
           (ARRAY['改造', '整治', '推进', '落实'])[1 + i %% 4] || (ARRAY['老城区道路', '农村饮水', '产业园区',
           '河道治理', '招商引资项目', '中小学校舍', '高标准农田'])[1 + i %% 7] || '第' || i || '项',
           'ls|' || (ARRAY['gzlcqdl', 'zzncys', 'tjcyyq'])[1 + i %% 3],
           (SELECT id FROM matters_source ORDER BY "order" LIMIT 1 OFFSET i %% 8), '县政发' || i, '常务会议',
           day, 'decision', 1 + i %% 12, day, '按期完成任务并报告结果', '', 'normal', 'internal', 'monthly',
           'lead', 1 + i %% 12, '', 1, CASE WHEN runs THEN 'issued' ELSE 'closed' END, 'matter_document',
           day + 30 + i %% 300, day + 30 + i %% 300, '交办后30个自然日内', day,
           CASE WHEN NOT runs THEN 1 + i %% 12 END, CASE WHEN NOT runs THEN day + 40 END,
           CASE WHEN NOT runs THEN day + 45 END, CASE WHEN NOT runs THEN day + 45 END, '', 100000, now(), ''
      FROM generate_series(1, %(matters)s) i,
           LATERAL (SELECT i %% %(running)s = 0 AS runs) r,
           LATERAL (SELECT CASE WHEN runs THEN date '2026-09-01' - i %% 240
                                ELSE date '2026-06-30' - i %% 2000 END AS day) d;
    INSERT INTO matters_duty
           (id, matter_id, unit_id, role, status, task, contact, issued_on, sign_by, signed_at, signed_by_id,
            reported_at, accepted_at, refusal)
    SELECT i, i, 1 + i %% %(units)s, 'lead',
           CASE WHEN status = 'closed' THEN 'accepted' WHEN i %% 70 = 0 THEN 'to_sign' ELSE 'under_way' END,
           '', '', issued_on, issued_on + 2,
           CASE WHEN status = 'closed' OR i %% 70 > 0 THEN issued_on + 1 + time '10:00' END,
           CASE WHEN status = 'closed' OR i %% 70 > 0 THEN 1 + i %% %(units)s END,
           CASE WHEN status = 'closed' THEN issued_on + 20 + i %% 50 + time '10:00' END,
           CASE WHEN status = 'closed' THEN issued_on + 80 + time '10:00' END, ''
      FROM matters_matter, LATERAL (SELECT id::int AS i) k;
    INSERT INTO matters_duty
           (id, matter_id, unit_id, role, status, task, contact, issued_on, sign_by, signed_at, signed_by_id,
            reported_at, accepted_at, refusal)
    SELECT %(matters)s + i, i, 1 + (i + 37) %% %(units)s, 'helping',
           CASE WHEN status = 'closed' THEN 'accepted' ELSE 'under_way' END, '', '', issued_on, issued_on + 2,
           issued_on + 1 + time '10:00', 1 + (i + 37) %% %(units)s,
           CASE WHEN status = 'closed' THEN issued_on + 20 + time '10:00' END,
           CASE WHEN status = 'closed' THEN issued_on + 80 + time '10:00' END, ''
      FROM matters_matter, LATERAL (SELECT id::int AS i) k WHERE id %% 2 = 0;
    INSERT INTO matters_extension
           (matter_id, ordinal, status, reason, progress, former_due_on, new_due_on, proposed_by_id,
            proposed_on, asked_by_id, asked_on, decided_by_id, decided_at, decision)
    SELECT id, 1, 'approved', '汛期停工', '已完成过半', due_on - 30, due_on, 1, due_on - 40, 1, due_on - 40,
           100000, now(), '' FROM matters_matter WHERE id %% 11 = 0;
    INSERT INTO matters_step (matter_id, duty_id, verb, by_id, at, note)
    SELECT id, id, 'duty.redo', 100000, issued_on + 50 + time '10:00', '补充佐证'
      FROM matters_matter WHERE id %% 13 = 0;
"""
FEEDBACKS: Final = """
    INSERT INTO matters_feedback
           (duty_id, kind, status, period_start, period_end, due_on, progress, percent, problem, help_needed,
            next_step, drafted_by_id, drafted_at, signed_by_id, sent_at, decided_by_id, decided_at,
            return_reason, answer)
    SELECT duty.id, 'progress', 'received', start::date, (start + interval '1 month')::date,
           (start + interval '1 month 5 days')::date, '已完成部分工作，正在推进', least(100, 10 * nth),
           '', '', '继续推进', duty.unit_id, start + interval '1 month', duty.unit_id,
           start + interval '1 month 2 days' + interval '1 day' * (duty.id %% 6), 100000,
           start + interval '1 month 9 days', '', ''
      FROM matters_duty AS duty,
           LATERAL (SELECT date_trunc('month', duty.issued_on) + interval '1 month' * nth AS start, nth
                      FROM generate_series(0, %(months)s - 1) nth) AS period
     WHERE start + interval '1 month 9 days' < '2026-09-10' AND duty.status <> 'to_sign';
"""


def build_affairs(*, matters: int, months: int) -> None:
    """``matters`` over 100 units, every other one with a helping unit; up to ``months`` feedbacks a duty."""
    sizes = {"units": UNITS, "matters": matters, "months": months, "running": RUNNING}
    with connection.cursor() as cursor:
        _set_triggers(cursor, "DISABLE")  # what a county of so many years wrote is not what is measured here
        for statement in (COUNTY, LEADERS, MATTERS, FEEDBACKS):
            cursor.execute(statement, sizes)
        for table in ("matters_matter", "matters_duty"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
        _set_triggers(cursor, "ENABLE")
        cursor.execute("VACUUM ANALYZE")


def _set_triggers(cursor: object, to: str) -> None:
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} {to} TRIGGER USER")  # type: ignore[attr-defined]
