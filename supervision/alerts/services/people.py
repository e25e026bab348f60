"""Who is told: in SQL, who sits at which desk on the day of the round.

A thing is asked of a desk: the staff of a unit, its head, a post, a named person, the head of the office or
the county's chief. At a unit's desk sit its clerks; without a clerk its heads; without either those of the
nearest unit above that has some; and else the office. At a post's desk sits whoever holds it that day; a
vacant post goes up to the county's chief, and without one to the office. The text says so each time. Whoever
is away is stood in for by the deputy. Unit 0 is nobody's, unit -1 the office itself.
"""

from __future__ import annotations

from typing import Final

# Made once a round; the statements of every kind read it. ``enterer`` is the desk of those who enter values.
SITTING: Final = """
    DROP TABLE IF EXISTS pg_temp.sitting;
    CREATE TEMP TABLE sitting ON COMMIT DROP AS
    WITH RECURSIVE granted AS (
        SELECT given.unit_id, given.user_id, given.role, person.person_id
          FROM accounts_rolegrant AS given
          JOIN accounts_user AS person ON person.id = given.user_id AND person.is_active
         WHERE given.valid_from <= %(on)s AND (given.valid_to IS NULL OR given.valid_to > %(on)s)
    ), staff AS (
        SELECT DISTINCT desk, unit_id, user_id
          FROM (SELECT *, bool_or(does_it) OVER (PARTITION BY desk, unit_id) AS has_clerk
                  FROM (SELECT 'clerk' AS desk, role = ANY(%(clerks)s) AS does_it, * FROM granted
                         UNION ALL
                        SELECT 'enterer', role = ANY(%(enterers)s), * FROM granted) AS work
                 WHERE unit_id IS NOT NULL AND (does_it OR role = ANY(%(heads)s))) AS given
         WHERE does_it OR NOT has_clerk
         UNION
        SELECT 'unit_head', unit_id, user_id FROM granted
         WHERE unit_id IS NOT NULL AND role = ANY(%(heads)s)
    ), office AS (
        SELECT DISTINCT user_id FROM granted WHERE role = ANY(%(office)s)
    ), office_head AS (
        SELECT DISTINCT user_id FROM granted WHERE role = ANY(%(office_heads)s)
         UNION ALL
        SELECT user_id FROM office
         WHERE NOT EXISTS (SELECT FROM granted WHERE role = ANY(%(office_heads)s))
    ), climbing AS (
        SELECT asked.desk, unit.id, unit.short_name, unit.parent_id AS above
          FROM accounts_unit AS unit CROSS JOIN (VALUES ('clerk'), ('enterer'), ('unit_head')) AS asked (desk)
         WHERE (asked.desk, unit.id) NOT IN (SELECT desk, unit_id FROM staff)
         UNION ALL
        SELECT climbing.desk, climbing.id, climbing.short_name, unit.parent_id
          FROM climbing JOIN accounts_unit AS unit ON unit.id = climbing.above
         WHERE (climbing.desk, climbing.above) NOT IN (SELECT desk, unit_id FROM staff)
    ), holding AS (
        SELECT DISTINCT tenure.post_id, granted.user_id
          FROM accounts_tenure AS tenure
          JOIN granted ON granted.person_id = tenure.person_id AND granted.role = %(leader)s
         WHERE tenure.valid_from <= %(on)s AND (tenure.valid_to IS NULL OR tenure.valid_to > %(on)s)
    ), chief AS (
        SELECT DISTINCT holding.user_id
          FROM holding JOIN accounts_post AS post ON post.id = holding.post_id AND post.is_chief
    ), vacancy AS (
        SELECT user_id, %(no_leader_below)s AS words FROM chief
         UNION ALL
        SELECT user_id, %(no_leader)s FROM office WHERE NOT EXISTS (SELECT FROM chief)
    ), seat AS (
        SELECT desk, unit_id AS desk_id, user_id, '' AS note FROM staff
         UNION ALL
        SELECT climbing.desk, climbing.id, staff.user_id,
               format(CASE climbing.desk WHEN 'unit_head' THEN %(no_head_below)s ELSE %(no_staff_below)s END,
                      short_name)
          FROM climbing JOIN staff ON staff.unit_id = climbing.above AND staff.desk = climbing.desk
         UNION ALL
        SELECT desk, id, office.user_id,
               format(CASE desk WHEN 'unit_head' THEN %(no_head)s ELSE %(no_staff)s END, short_name)
          FROM climbing CROSS JOIN office WHERE above IS NULL
         UNION ALL
        SELECT desk, unit.id, office.user_id, unit.note
          FROM (VALUES (0, %(no_unit)s), (-1, '')) AS unit (id, note)
         CROSS JOIN (VALUES ('clerk'), ('enterer')) AS asked (desk) CROSS JOIN office
         UNION ALL
        SELECT 'unit_head', unit.id, office_head.user_id, unit.note
          FROM (VALUES (0, %(no_unit)s), (-1, '')) AS unit (id, note) CROSS JOIN office_head
         UNION ALL
        SELECT 'post', post_id, user_id, '' FROM holding
         UNION ALL
        SELECT 'post', post.id, vacancy.user_id, format(vacancy.words, post.name)
          FROM accounts_post AS post CROSS JOIN vacancy
         WHERE post.id NOT IN (SELECT post_id FROM holding)
         UNION ALL
        SELECT 'user', id, id, '' FROM accounts_user WHERE is_active
         UNION ALL
        SELECT 'office_head', 0, user_id, '' FROM office_head
         UNION ALL
        SELECT 'leader', 0, user_id, %(no_leader_named)s FROM office_head
         UNION ALL
        SELECT 'chief', 0, user_id, '' FROM chief
         UNION ALL
        SELECT 'chief', 0, user_id, %(no_chief)s FROM office_head WHERE NOT EXISTS (SELECT FROM chief)
    ), away AS (
        SELECT user_id, deputy_id FROM accounts_deputy
         WHERE valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)
    ), acting AS (
        SELECT user_id, deputy_id, 1 AS hops FROM away
         UNION ALL
        SELECT acting.user_id, away.deputy_id, hops + 1
          FROM acting JOIN away ON away.user_id = acting.deputy_id
         WHERE hops < 3
    ), standing_in AS (
        SELECT DISTINCT ON (acting.user_id) acting.user_id, acting.deputy_id
          FROM acting JOIN accounts_user AS deputy ON deputy.id = acting.deputy_id AND deputy.is_active
         WHERE acting.deputy_id <> acting.user_id
         ORDER BY acting.user_id, hops DESC
    )
        SELECT seat.desk, seat.desk_id, seat.note,
               COALESCE(standing_in.deputy_id, seat.user_id) AS recipient,
               CASE WHEN standing_in.deputy_id IS NOT NULL THEN seat.user_id END AS away
          FROM seat LEFT JOIN standing_in USING (user_id)
"""
# The desk of everything in ``asked``, and whoever sits there.
OWED: Final = """
    , desked AS (
        SELECT asked.*,
               CASE WHEN addressee IN ('unit_head', 'office_head', 'chief') THEN addressee
                    WHEN addressee = 'leader' THEN CASE WHEN post_id IS NULL THEN 'leader' ELSE 'post' END
                    WHEN person.is_active THEN 'user'
                    WHEN due_post IS NOT NULL AND due_user IS NULL THEN 'post'
                    ELSE %(desk)s END AS desk,
               CASE WHEN addressee IN ('office_head', 'chief') THEN 0
                    WHEN addressee = 'leader' THEN COALESCE(post_id, 0)
                    WHEN addressee = 'clerk' AND person.is_active THEN due_user
                    WHEN addressee = 'clerk' AND due_post IS NOT NULL AND due_user IS NULL THEN due_post
                    ELSE COALESCE(due_unit, person.unit_id,
                                  CASE WHEN due_post IS NULL AND due_user IS NULL THEN 0 ELSE -1 END)
               END AS desk_id
          FROM asked
          LEFT JOIN in_charge ON in_charge.key = asked.key AND asked.addressee = 'leader'
          LEFT JOIN accounts_user AS person ON person.id = asked.due_user
    ), owed AS (
        SELECT desked.*, sitting.recipient, sitting.away, sitting.note
          FROM desked JOIN sitting USING (desk, desk_id)
    )
"""
