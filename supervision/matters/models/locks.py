"""What the database itself refuses: a change to what was ended, and a matter without its one lead unit."""

from __future__ import annotations

import pgtrigger

from ..rules.words import ENDED, HANDED_OUT


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _refuse(name: str, text: str) -> str:
    return f"RAISE EXCEPTION '{text}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


# ``search_text`` is generated after the triggers that come before, which see it as NULL.
MAY_DIFFER = "'{archive_id,search_text}'::text[]"


def ended_is_locked() -> pgtrigger.Trigger:
    """An ended matter takes nothing but its archive."""
    return pgtrigger.Trigger(
        name="ended_is_locked",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__status__in=list(ENDED)),
        func=f"""
            IF to_jsonb(NEW) - {MAY_DIFFER} IS DISTINCT FROM to_jsonb(OLD) - {MAY_DIFFER} THEN
                {_refuse("matter_ended_is_locked", "this matter has ended and is locked")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def locked_with_its_matter(matter_id: str) -> pgtrigger.Trigger:
    """Rows of an ended matter are neither added nor changed. ``matter_id``: SQL that tells it of ``NEW``."""
    return pgtrigger.Trigger(
        name="locked_with_its_matter",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF (SELECT status FROM matters_matter WHERE id = {matter_id}) IN ({_listed(ENDED)}) THEN
                {_refuse("matter_ended_is_locked", "this matter has ended and is locked")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def has_one_lead(matter_id: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Asked at the end of the transaction: a matter that was handed out has exactly one lead unit."""
    return pgtrigger.Trigger(
        name="matter_has_one_lead",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=operation,
        func=f"""
            IF (SELECT status FROM matters_matter WHERE id = {matter_id}) IN ({_listed(HANDED_OUT)})
               AND (SELECT count(*) FROM matters_duty WHERE matter_id = {matter_id}
                       AND role = 'lead' AND status <> 'released') <> 1 THEN
                {_refuse("matter_has_one_lead", "a matter that was handed out has exactly one lead unit")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608 (only our own words)
    )
