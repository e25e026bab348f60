"""Half-open validity `[valid_from, valid_to)`: the one way in which rows are dated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Func, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _


class DateRange(Func):
    """``daterange(from, to)`` is half-open by default; an empty end never ends."""

    function = "daterange"
    output_field = DateRangeField()


def ends_after_start(name: str) -> models.CheckConstraint:
    """At least one day."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        violation_error_message=_("终止日期应晚于起始日期（终止日当天不再有效）。"),
    )


def ends_not_before_start(name: str) -> models.CheckConstraint:
    """Perhaps no day at all: what was withdrawn on its first day keeps its row."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        violation_error_message=_("终止日期不能早于起始日期。"),
    )


class _Exclusion(ExclusionConstraint):
    """Django's own raises FieldError in ``full_clean`` when a field of its condition is invalid itself."""

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        named = {name for name, *_lookup in model._get_expr_references(self.condition or Q())}  # type: ignore[attr-defined]
        if not named & set(exclude or ()):
            super().validate(model, instance, exclude=exclude, using=using)

    def deconstruct(self) -> Any:
        _path, args, options = super().deconstruct()
        return "django.contrib.postgres.constraints.ExclusionConstraint", args, options


def no_overlap(
    name: str, *fields: str | Combinable, condition: Q | None = None, message: Any
) -> ExclusionConstraint:
    """At any day at most one row for the same ``fields``. NULLs never collide."""
    return _Exclusion(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


def in_force(on: date, prefix: str = "") -> Q:
    """The condition "valid on that day"; ``prefix`` reaches over a relation, as in ``"grants__"``."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on})
    )


class DatedQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> Self:
        return self.filter(in_force(on))


class Dated(models.Model):
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至（不含）"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or self.valid_to > on)

    def clean(self) -> None:
        """Before PostgreSQL is asked about overlaps: it refuses to build a range that runs backwards."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("终止日期不能早于起始日期。")})
