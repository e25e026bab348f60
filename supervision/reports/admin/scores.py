"""Scores in the admin site: read here with their history, changed on their own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from accounts.admin import ViewOnlyAdmin, ViewOnlyRows

from ..models import (
    ManualPoint,
    ScoreAdjustment,
    ScoreAppeal,
    ScoreEvent,
    ScoreEvidence,
    ScoreList,
    ScoreListEntry,
    ScoreRound,
    ScoreRule,
    ScoreScheme,
    ScoreSheet,
)


class ScoreRuleRows(ViewOnlyRows):
    model = ScoreRule
    fields = ["order", "name", "metric", "formula", "weight", "cap_up", "cap_down", "floor", "no_tasks"]


@admin.register(ScoreScheme)
class ScoreSchemeAdmin(ViewOnlyAdmin):
    list_display = [
        "name",
        "year",
        "version",
        "status",
        "base",
        "target",
        "tried_at",
        "adopted_at",
        "approver",
    ]
    list_filter = ["status", "year"]
    list_select_related = ["approver", "follows"]
    search_fields = ["name", "document"]
    inlines = [ScoreRuleRows]


@admin.register(ScoreRule)
class ScoreRuleAdmin(ViewOnlyAdmin):
    list_display = ["name", "scheme", "metric", "formula", "weight", "no_tasks"]
    list_filter = ["formula", "no_tasks"]
    list_select_related = ["scheme"]
    search_fields = ["name", "scheme__name"]


@admin.register(ScoreRound)
class ScoreRoundAdmin(ViewOnlyAdmin):
    list_display = ["scheme", "year", "first_month", "last_month", "status", "as_of", "approved_at"]
    list_filter = ["status", "year"]
    list_select_related = ["scheme"]


class ScoreEventRows(ViewOnlyRows):
    model = ScoreEvent
    beside = ["rule"]


@admin.register(ScoreSheet)
class ScoreSheetAdmin(ViewOnlyAdmin):
    list_display = ["unit", "round", "group", "base", "conversion", "score", "takes_part"]
    list_filter = ["group", "takes_part"]
    list_select_related = ["unit", "round__scheme"]
    search_fields = ["unit__short_name", "unit__name"]
    inlines = [ScoreEventRows]


class ScoreEvidenceRows(ViewOnlyRows):
    model = ScoreEvidence
    beside = ["project", "matter", "rectification", "indicator", "slip", "manual__unit"]


@admin.register(ScoreEvent)
class ScoreEventAdmin(ViewOnlyAdmin):
    list_display = ["sheet", "rule", "points", "treatment", "value"]
    list_filter = ["treatment"]
    list_select_related = ["sheet__unit", "sheet__round__scheme", "rule"]
    search_fields = ["sheet__unit__short_name", "rule__name"]
    inlines = [ScoreEvidenceRows]


class OfScores(ViewOnlyAdmin):
    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related(*self.beside)

    beside: tuple[str, ...] = ()


@admin.register(ManualPoint)
class ManualPointAdmin(OfScores):
    list_display = ["unit", "round", "rule", "points", "reason", "document", "entered_by", "entered_at"]
    beside = ("unit", "round__scheme", "rule", "entered_by__person")
    search_fields = ["unit__short_name", "reason", "document"]


@admin.register(ScoreAppeal)
class ScoreAppealAdmin(OfScores):
    list_display = ["event", "status", "filed_by", "filed_at", "decided_by", "decided_at", "decision"]
    list_filter = ["status"]
    beside = ("event__rule", "filed_by__person", "decided_by__person")


@admin.register(ScoreAdjustment)
class ScoreAdjustmentAdmin(OfScores):
    list_display = ["sheet", "points", "reason", "document", "status", "proposed_by", "decided_by"]
    list_filter = ["status"]
    beside = ("sheet__unit", "sheet__round__scheme", "proposed_by__person", "decided_by__person")


class ScoreListEntryRows(ViewOnlyRows):
    model = ScoreListEntry
    beside = ["sheet__unit", "sheet__round__scheme"]


@admin.register(ScoreList)
class ScoreListAdmin(OfScores):
    list_display = ["round", "status", "approver", "approved_at", "published_from", "published_until"]
    list_filter = ["status"]
    beside = ("round__scheme", "approver")
    inlines = [ScoreListEntryRows]
