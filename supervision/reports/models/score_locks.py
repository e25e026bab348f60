"""What the database itself refuses: a changed scheme, a changed sheet, a judge in his own cause."""

from __future__ import annotations

from typing import Final

import pgtrigger

# What of a scheme or a round goes on after it was adopted or handed out: its status and who brought it there.
OF_SCHEME: Final = (
    "'{status,tried_at,tried_by_id,adopted_at,adopted_by_id,approver_id,document,closed_at}'::text[]"
)
OF_ROUND: Final = "'{status,announced_at,announced_by_id,approved_at,approved_by_id,document}'::text[]"
DECISION: Final = "'{status,decided_by_id,decided_at,decision}'::text[]"
OF_LIST: Final = (
    "'{status,approver_id,approved_by_id,approved_at,published_by_id,published_from,published_until,"
    "published_in,withdrawn_reason}'::text[]"
)


def _refuse(name: str, text: str) -> str:
    return f"RAISE EXCEPTION '{text}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


def _trigger(name: str, operation: pgtrigger.Operation, body: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=body)


RETURNED: Final = "RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;"


def scheme_is_locked() -> pgtrigger.Trigger:
    """An adopted scheme is only closed; a closed one stays as it is."""
    return _trigger(
        "scheme_is_locked",
        pgtrigger.Update | pgtrigger.Delete,
        f"""
            IF OLD.status <> 'draft' AND (TG_OP = 'DELETE' OR OLD.status = 'closed'
               OR NEW.status = 'draft'
               OR to_jsonb(NEW) - {OF_SCHEME} IS DISTINCT FROM to_jsonb(OLD) - {OF_SCHEME}) THEN
                {_refuse("score_scheme_is_locked", "an adopted scheme is revised by a new version")}
            END IF;
            {RETURNED}
        """,
    )


def rule_is_locked() -> pgtrigger.Trigger:
    return _trigger(
        "rule_is_locked",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        f"""
            IF (SELECT status FROM reports_scorescheme
                 WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.scheme_id ELSE NEW.scheme_id END)
               <> 'draft' THEN
                {_refuse("score_scheme_is_locked", "an adopted scheme is revised by a new version")}
            END IF;
            {RETURNED}
        """,  # noqa: S608 (only our own words)
    )


def round_is_locked() -> pgtrigger.Trigger:
    """What was handed to the units is not computed anew; what was approved stays."""
    return _trigger(
        "round_is_locked",
        pgtrigger.Update | pgtrigger.Delete,
        f"""
            IF OLD.status <> 'draft' AND (TG_OP = 'DELETE' OR OLD.status = 'approved'
               OR to_jsonb(NEW) - {OF_ROUND} IS DISTINCT FROM to_jsonb(OLD) - {OF_ROUND}) THEN
                {_refuse("score_round_is_locked", "these scores are frozen; later changes are adjustments")}
            END IF;
            {RETURNED}
        """,
    )


def frozen_with_its_round(round_status: str) -> pgtrigger.Trigger:
    """``round_status``: SQL for the status of the row's round, ``{row}`` being the row."""
    new, old = round_status.format(row="NEW"), round_status.format(row="OLD")
    return _trigger(
        "frozen_with_its_round",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        f"""
            IF (TG_OP <> 'INSERT' AND COALESCE(({old}), 'draft') <> 'draft')
               OR (TG_OP <> 'DELETE' AND ({new}) <> 'draft') THEN
                {_refuse("score_round_is_locked", "these scores are frozen; later changes are adjustments")}
            END IF;
            {RETURNED}
        """,
    )


OF_ROUND_ROW: Final = "SELECT status FROM reports_scoreround WHERE id = {row}.round_id"
OF_SHEET_ROW: Final = (
    "SELECT r.status FROM reports_scoresheet s JOIN reports_scoreround r ON r.id = s.round_id"
    " WHERE s.id = {row}.sheet_id"
)
OF_EVENT_ROW: Final = (
    "SELECT r.status FROM reports_scoreevent e JOIN reports_scoresheet s ON s.id = e.sheet_id"
    " JOIN reports_scoreround r ON r.id = s.round_id WHERE e.id = {row}.event_id"
)


def decided_once(table: str, open_status: str) -> pgtrigger.Trigger:
    """Append-only but for one decision; nothing is deleted."""
    return _trigger(
        "decided_once",
        pgtrigger.Update | pgtrigger.Delete,
        f"""
            IF TG_OP = 'DELETE' OR OLD.status <> '{open_status}'
               OR to_jsonb(NEW) - {DECISION} IS DISTINCT FROM to_jsonb(OLD) - {DECISION} THEN
                {_refuse(f"{table}_stays", "what was entered stays; make a new entry")}
            END IF;
            {RETURNED}
        """,
    )


def decided_by_another() -> pgtrigger.Trigger:
    """Neither who computed the scores nor who entered a manual point of the rule decides on the appeal."""
    return _trigger(
        "decided_by_another",
        pgtrigger.Insert | pgtrigger.Update,
        f"""
            IF NEW.status IN ('upheld', 'refused') AND (
                EXISTS (SELECT FROM reports_scoreevent e JOIN reports_scoresheet s ON s.id = e.sheet_id
                          JOIN reports_scoreround r ON r.id = s.round_id
                         WHERE e.id = NEW.event_id AND NEW.decided_by_id = r.computed_by_id)
                OR EXISTS (SELECT FROM reports_scoreevidence v
                             JOIN reports_manualpoint m ON m.id = v.manual_id
                            WHERE v.event_id = NEW.event_id AND m.entered_by_id = NEW.decided_by_id)) THEN
                {_refuse("score_appeal_decided_by_another", "who entered the points may not decide")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def list_is_locked() -> pgtrigger.Trigger:
    return _trigger(
        "list_is_locked",
        pgtrigger.Update | pgtrigger.Delete,
        f"""
            IF TG_OP = 'DELETE' OR OLD.status IN ('published', 'withdrawn')
               OR to_jsonb(NEW) - {OF_LIST} IS DISTINCT FROM to_jsonb(OLD) - {OF_LIST} THEN
                {_refuse("score_list_stays", "a list is not changed; withdraw it and propose another")}
            END IF;
            {RETURNED}
        """,
    )


def entries_stay() -> pgtrigger.Trigger:
    """Nobody is put onto a list that was approved already."""
    return _trigger(
        "added_while_proposed",
        pgtrigger.Insert,
        f"""
            IF (SELECT status FROM reports_scorelist WHERE id = NEW.list_id) <> 'proposed' THEN
                {_refuse("score_list_stays", "a list is not changed; withdraw it and propose another")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )
