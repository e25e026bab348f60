"""How a row is written: held to its fields and constraints first, refused in words, with who and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from accounts.models import User

from ..models import Project

Row = TypeVar("Row", bound=models.Model)


def because(actor: User, reason: str) -> pghistory.context:
    """For the triggers that keep the history. A web request has named its user; a task has not."""
    return pghistory.context(user=actor.pk, name=str(actor), reason=reason)


def lock_project(project_id: int) -> Project:
    """Writers of one project's rows come one after the other. Raises Project.DoesNotExist."""
    return Project.objects.select_for_update(no_key=True).get(pk=project_id)


def insert(row: Row) -> Row:
    """Raises ValidationError, also for what another writer has committed meanwhile."""
    with _held_to_its_rules(row):
        row.save(force_insert=True)
    return row


def change(row: Row, **values: Any) -> Row:
    """Write the values that differ, and nothing when none does. Raises ValidationError."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        with _held_to_its_rules(row, changed):
            row.save(update_fields=changed)
    return row


@contextmanager
def _held_to_its_rules(row: models.Model, changed: Collection[str] | None = None) -> Iterator[None]:
    """Fields before the write, constraints by it: asking for each of them first takes a query apiece.

    Of a row that is there only what is ``changed`` is looked at: each reference takes a query too.
    Only a row that the database refuses is asked for all that is wrong with it, so that every error is told.
    """
    fields = row._meta.fields if changed is not None else ()
    kept = [field.name for field in fields if not {field.name, field.attname} & set(changed or ())]
    row.full_clean(exclude=kept, validate_unique=False, validate_constraints=False)
    is_new = row._state.adding
    try:
        with readable(row):
            yield
    except (ValidationError, IntegrityError):
        row._state.adding = is_new
        row.full_clean()
        raise


@contextmanager
def readable(model: models.Model | type[models.Model]) -> Iterator[None]:
    """Say a constraint that the database finds broken in the constraint's own words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = broken_rule(error)
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                message = constraint.get_violation_error_message()
                raise ValidationError(message, code=constraint.name) from error
        raise


@contextmanager
def locks_in_words(locks: Mapping[str, Any], *, at_once: bool = False) -> Iterator[None]:
    """Say what the triggers of a room's locks refuse in the words of ``locks``: ValidationError by the name.

    ``at_once`` asks also those that wait for the end of the transaction.
    """
    try:
        with transaction.atomic():
            yield
            if at_once:
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        broken = broken_rule(error)
        if broken in locks:
            raise ValidationError(str(locks[broken]), code=broken) from error
        raise


def broken_rule(error: IntegrityError) -> str:
    """The name of the constraint or lock that refused; empty where the database names none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
