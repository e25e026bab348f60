"""What the database itself refuses: a changed document that was issued, or a part of it."""

from __future__ import annotations

from typing import Final

import pgtrigger

from ..rules.kinds import FROZEN

_FROZEN: Final = ", ".join(f"'{status.value}'" for status in FROZEN)
# What may still be decided of an issued document.
_GOES_ON: Final = "'{status}'::text[]"
_REFUSE: Final = (
    "RAISE EXCEPTION 'an issued document is locked' "
    "USING ERRCODE = 'check_violation', CONSTRAINT = 'document_issued_is_locked';"
)


def issued_is_locked() -> pgtrigger.Trigger:
    """An issued document may be withdrawn or corrected; nothing else of it changes, and it stays."""
    return pgtrigger.Trigger(
        name="issued_is_locked",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__status__in=[status.value for status in FROZEN]),
        func=f"""
            IF TG_OP = 'DELETE' OR NEW.status NOT IN ({_FROZEN})
               OR to_jsonb(NEW) - {_GOES_ON} IS DISTINCT FROM to_jsonb(OLD) - {_GOES_ON} THEN
                {_REFUSE}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (only our own words)
    )


def locked_with_its_document() -> pgtrigger.Trigger:
    """Sections, figures and their rows stay as they were issued."""
    return pgtrigger.Trigger(
        name="locked_with_its_document",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF (SELECT status FROM reports_document
                 WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.document_id ELSE OLD.document_id END)
               IN ({_FROZEN}) THEN
                {_REFUSE}
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,  # noqa: S608 (only our own words)
    )
