"""Rules are never edited in place: the old one ends, the new one begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from accounts.models import User
from accounts.services.saving import because

from ..models import DeadlineRule, DocumentStyle, LightRule, SendingRule
from ..permissions import require_change
from ..rules import DayUnit, Measure
from ..rules.sending import SendingTerms

RuleT = TypeVar("RuleT", LightRule, DeadlineRule, SendingRule, DocumentStyle)


@transaction.atomic
def change_light_rule(
    *,
    actor: User,
    subject: str,
    measure: Measure,
    valid_from: date,
    green_at: Decimal | None,
    watch_at: Decimal | None,
    yellow_at: Decimal | None,
    note: str = "",
) -> LightRule:
    """Judge a measure by new thresholds from a day on, until the next rule that is already planned."""
    require_change(actor)
    values = {"green_at": green_at, "watch_at": watch_at, "yellow_at": yellow_at, "note": note}
    with because(actor, note):
        return _succeed(LightRule, {"subject": subject, "measure": measure}, valid_from, values)


@transaction.atomic
def change_deadline_rule(
    *,
    actor: User,
    key: str,
    valid_from: date,
    start_event: str,
    amount: int,
    unit: DayUnit,
    shift_to_workday: bool,
    note: str = "",
) -> DeadlineRule:
    """Set a deadline by new terms from a day on, until the next rule that is already planned."""
    require_change(actor)
    values = {
        "start_event": start_event,
        "amount": amount,
        "unit": unit,
        "shift_to_workday": shift_to_workday,
        "note": note,
    }
    with because(actor, note):
        return _succeed(DeadlineRule, {"key": key}, valid_from, values)


@transaction.atomic
def change_sending_rule(*, actor: User, valid_from: date, terms: SendingTerms, note: str = "") -> SendingRule:
    """Send at other hours, or other amounts, from a day on."""
    require_change(actor)
    with because(actor, note):
        return _succeed(SendingRule, {}, valid_from, asdict(terms) | {"note": note})


@transaction.atomic
def change_document_style(*, actor: User, valid_from: date, note: str = "", **looks: Any) -> DocumentStyle:
    """Print papers by another style from a day on; issued ones keep their own."""
    require_change(actor)
    with because(actor, note):
        return _succeed(DocumentStyle, {}, valid_from, looks | {"note": note})


def _succeed(
    model: type[RuleT], same: Mapping[str, Any], valid_from: date, values: Mapping[str, Any]
) -> RuleT:
    """Put a rule in force from `valid_from`; one that began the very same day is corrected instead."""
    lock_rules(model)
    rules = model.objects.filter(**same)
    current = rules.in_force(valid_from).first()
    following = rules.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    if current is not None and current.valid_from == valid_from:
        rule = current
    else:
        rule = model(**same, valid_from=valid_from)
    for name, value in values.items():
        setattr(rule, name, value)
    rule.valid_to = following.valid_from if following else None
    if current is not None and current is not rule:
        current.valid_to = valid_from
        current.save(update_fields=["valid_to"])
    rule.full_clean()
    rule.save()
    return rule


def lock_rules(model: type[Model]) -> None:
    """Changes of rules are rare and come one after the other; readers do not wait."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
