"""Indicators in the admin site: definitions and targets are read here and changed through services."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ViewOnlyAdmin
from indicators.models import Indicator, IndicatorVersion, Observation, Target


class VersionInline(admin.TabularInline):
    model = IndicatorVersion
    extra = 0
    can_delete = False
    fields = ("name", "measured_in", "growth_basis", "frequency", "valid_from", "valid_to")


@admin.register(Indicator)
class IndicatorAdmin(ViewOnlyAdmin):
    list_display = ("code", "unit", "order", "in_report")
    list_select_related = ("unit",)
    inlines = (VersionInline,)


@admin.register(Target)
class TargetAdmin(ViewOnlyAdmin):
    list_display = ("indicator", "year", "kind", "value", "source_document")
    list_filter = ("year", "kind")
    list_select_related = ("indicator",)


@admin.register(Observation)
class ObservationAdmin(ViewOnlyAdmin):
    list_display = (
        "indicator",
        "year",
        "month",
        "status",
        "revision",
        "value",
        "growth",
        "reported_by",
        "reported_at",
    )
    list_filter = ("year", "month", "status", "indicator")
    list_select_related = ("indicator", "reported_by__person")
