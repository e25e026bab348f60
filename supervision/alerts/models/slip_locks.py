"""What the database itself refuses of slips: a weaker colour after a stronger one, changes after issue."""

from __future__ import annotations

from typing import Final

import pgtrigger

from ..rules.slips import OPEN

OPEN_LIST: Final = ", ".join(f"'{status.value}'" for status in OPEN)
RANK: Final = "array_position(ARRAY['blue', 'yellow', 'red'], {}::text)"
# After issue these go on; the rest is what the unit was sent.
GOES_ON: Final = (
    "'{status,signed_at,signed_by_id,receipt_note,returns,answer_by,answer_basis,"
    "talk_record,ended_on}'::text[]"
)
# About which affair of which unit, as one word; the generated key is not there yet.
AFFAIR: Final = (
    "concat_ws(':', NEW.thing, NEW.project_id, NEW.milestone_id, NEW.indicator_id,\n"
    "                                           NEW.matter_id, NEW.finding_id, NEW.rectification_id,"
    " NEW.unit_id)"
)


def _sent(row: str) -> str:
    """What was sent; the generated key is not there yet when the trigger looks."""
    return f"to_jsonb({row}) - {GOES_ON} - 'about_key'"


def only_escalates() -> pgtrigger.Trigger:
    """While one of this affair and unit is open, only a stronger colour; writers of one affair queue up."""
    return pgtrigger.Trigger(
        name="only_escalates",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "colour"),
        func=f"""
            IF NEW.kind <> 'slip' OR NEW.status NOT IN ({OPEN_LIST})
               OR TG_OP = 'UPDATE' AND OLD.status IN ({OPEN_LIST}) AND OLD.colour = NEW.colour THEN
                RETURN NEW;
            END IF;
            PERFORM pg_advisory_xact_lock(
                hashtextextended({AFFAIR}, 0));
            IF EXISTS (
                SELECT FROM alerts_slip AS other
                 WHERE other.kind = 'slip' AND other.status IN ({OPEN_LIST}) AND other.id <> NEW.id
                   AND other.thing = NEW.thing AND other.unit_id = NEW.unit_id
                   AND other.about_key = COALESCE(NEW.project_id, NEW.milestone_id, NEW.indicator_id,
                                                  NEW.matter_id, NEW.finding_id, NEW.rectification_id)
                   AND {RANK.format("other.colour")} >= {RANK.format("NEW.colour")}) THEN
                RAISE EXCEPTION 'only a stronger colour may follow while a slip is open'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'slip_only_escalates';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def issued_is_locked() -> pgtrigger.Trigger:
    """What the unit was sent stays as it was sent."""
    return pgtrigger.Trigger(
        name="issued_is_locked",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__number=""),
        func=f"""
            IF {_sent("NEW")} IS DISTINCT FROM {_sent("OLD")} THEN
                RAISE EXCEPTION 'an issued slip is not changed'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'slip_issued_is_locked';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )
