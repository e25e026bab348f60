"""Inspections and rectifications in the admin site: for reading, clues for very few; words are kept here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from accounts import clock
from accounts.admin import ServedAdmin, ViewOnlyAdmin, ViewOnlyRows, actor_of
from accounts.permissions import is_office_head

from . import services
from .models import (
    Category,
    ChecklistItem,
    Clue,
    Conclusion,
    Designation,
    Evidence,
    Finding,
    HelpingUnit,
    InspectedUnit,
    Inspection,
    LookBack,
    Origin,
    PlannedMeasure,
    PlanVersion,
    Progress,
    Recommendation,
    Rectification,
    RectificationExtension,
    Review,
    Reviewer,
    Step,
    TeamMember,
    Verification,
    Verifier,
    YearPlan,
)

Form = forms.ModelForm


# --- what is looked at ----------------------------------------------------------------------------
@admin.register(YearPlan)
class YearPlanAdmin(ViewOnlyAdmin):
    list_display = ["year", "most_per_unit", "approver", "approved_on", "document"]
    list_select_related = ["approver"]


@admin.register(Designation)
class DesignationAdmin(ViewOnlyAdmin):
    list_display = ["unit", "affairs", "valid_from", "valid_to", "approver", "approved_on", "document"]
    list_select_related = ["unit", "approver"]
    search_fields = ["unit__short_name", "affairs", "document"]


class InspectedUnitInline(ViewOnlyRows):
    model = InspectedUnit
    beside = ["unit"]


class TeamMemberInline(ViewOnlyRows):
    model = TeamMember
    beside = ["user__person"]


@admin.register(Inspection)
class InspectionAdmin(ViewOnlyAdmin):
    list_display = ["number", "title", "kind", "organiser", "starts_on", "ends_on", "status", "revision"]
    list_filter = ["status", "kind", "content_category", "is_unannounced"]
    list_select_related = ["organiser"]
    search_fields = ["number", "title"]
    inlines = [InspectedUnitInline, TeamMemberInline]


class OfInspectionAdmin(ViewOnlyAdmin):
    list_select_related = ["inspection"]
    search_fields = ["inspection__number", "inspection__title"]


@admin.register(InspectedUnit)
class InspectedUnitAdmin(OfInspectionAdmin):
    list_display = ["inspection", "unit"]
    list_select_related = ["inspection", "unit"]


@admin.register(TeamMember)
class TeamMemberAdmin(OfInspectionAdmin):
    list_display = ["inspection", "name", "employer", "kind", "role"]
    list_filter = ["role", "kind"]


@admin.register(PlanVersion)
class PlanVersionAdmin(OfInspectionAdmin):
    list_display = ["inspection", "revision", "approver", "approved_on", "reason", "recorded_by"]
    list_select_related = ["inspection", "approver", "recorded_by__person"]


@admin.register(ChecklistItem)
class ChecklistItemAdmin(OfInspectionAdmin):
    list_display = ["inspection", "unit", "origin", "text", "result", "checked_by", "checked_at"]
    list_filter = ["origin", "result"]
    list_select_related = ["inspection", "unit", "checked_by__person"]


# --- what was found and concluded -----------------------------------------------------------------
@admin.register(Category)
class CategoryAdmin(ServedAdmin):
    list_display = ["name", "code", "order", "is_active"]
    list_filter = ["is_active"]

    def save_model(self, request: HttpRequest, obj: Category, form: Form, change: bool) -> None:
        words = form.cleaned_data
        obj.pk = services.set_category(actor=actor_of(request), category_id=obj.pk, **words).pk


class EvidenceInline(ViewOnlyRows):
    model = Evidence
    fk_name = "finding"
    fields = ["upload", "side", "caption", "claimed_at", "claimed_place", "added_by", "added_at"]
    beside = ["upload", "added_by__person"]


@admin.register(Finding)
class FindingAdmin(ViewOnlyAdmin):
    list_display = ["number", "title", "unit", "category", "severity", "status", "found_at", "found_by"]
    list_filter = ["status", "severity", "category"]
    list_select_related = ["unit", "category", "found_by__person"]
    search_fields = ["number", "title", "unit__short_name"]
    inlines = [EvidenceInline]


@admin.register(Conclusion)
class ConclusionAdmin(OfInspectionAdmin):
    list_display = ["number", "inspection", "unit", "status", "issued_on", "delivered_on", "review_until"]
    list_filter = ["status"]
    list_select_related = ["inspection", "unit"]
    search_fields = ["number", "unit__short_name", *OfInspectionAdmin.search_fields]


class OfConclusionAdmin(ViewOnlyAdmin):
    list_select_related = ["conclusion__unit"]
    search_fields = ["conclusion__number", "conclusion__unit__short_name"]


class ReviewerInline(ViewOnlyRows):
    model = Reviewer
    beside = ["user__person"]


@admin.register(Review)
class ReviewAdmin(OfConclusionAdmin):
    list_display = ["conclusion", "status", "filed_by", "filed_on", "decide_by", "decided_by", "decided_on"]
    list_filter = ["status"]
    list_select_related = ["conclusion__unit", "filed_by__person", "decided_by__person"]
    inlines = [ReviewerInline]


@admin.register(Reviewer)
class ReviewerAdmin(ViewOnlyAdmin):
    list_display = ["review", "user"]
    list_select_related = ["review__conclusion__unit", "user__person"]


@admin.register(Recommendation)
class RecommendationAdmin(OfConclusionAdmin):
    list_display = ["conclusion", "kind", "addressee", "status", "approver", "decided_on", "transferred_to"]
    list_filter = ["status", "kind"]
    list_select_related = ["conclusion__unit", "approver"]


@admin.register(Clue)
class ClueAdmin(OfInspectionAdmin):
    """For the heads of the office alone: nobody else, not even an auditor, learns of one here.

    The list shows nothing of what is in it; that one was opened is kept in the access log.
    """

    list_display = ["inspection", "kind", "transferred_to", "transferred_on", "recorded_by"]
    list_filter = ["kind"]
    list_select_related = ["inspection", "recorded_by__person"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(is_office_head(actor_of(request)))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        self._keep_reading(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        self._keep_reading(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def _keep_reading(self, request: HttpRequest, object_id: str) -> None:
        """Only of who will see it: all others are turned away by the page itself."""
        row = self.get_object(request, object_id)
        if row is not None and self.has_view_permission(request, row):
            services.read_clue(actor=actor_of(request), clue_id=row.pk, now=clock.now())


# --- what is put right ----------------------------------------------------------------------------
@admin.register(Origin)
class OriginAdmin(ServedAdmin):
    list_display = ["name", "code", "is_outside", "needs_notice", "order", "is_active"]
    list_filter = ["is_outside", "is_active"]

    def save_model(self, request: HttpRequest, obj: Origin, form: Form, change: bool) -> None:
        obj.pk = services.set_origin(actor=actor_of(request), origin_id=obj.pk, **form.cleaned_data).pk


class PlannedMeasureInline(ViewOnlyRows):
    model = PlannedMeasure
    beside = ["unit"]


class HelpingUnitInline(ViewOnlyRows):
    model = HelpingUnit
    beside = ["unit"]


class ProofInline(EvidenceInline):
    fk_name = "rectification"


@admin.register(Rectification)
class RectificationAdmin(ViewOnlyAdmin):
    list_display = [
        *("number", "title", "origin", "unit", "severity", "status", "due_on", "original_due_on"),
        *("approved_by", "ended_on"),
    ]
    list_filter = ["status", "origin", "category", "severity", "time_class"]
    list_select_related = ["origin", "unit", "approved_by__person"]
    search_fields = ["number", "title", "external_number", "pinyin"]
    inlines = [HelpingUnitInline, PlannedMeasureInline, ProofInline]


class OfRectificationAdmin(ViewOnlyAdmin):
    list_select_related = ["rectification"]
    search_fields = ["rectification__number", "rectification__title"]


@admin.register(HelpingUnit)
class HelpingUnitAdmin(OfRectificationAdmin):
    list_display = ["rectification", "unit"]
    list_select_related = ["rectification", "unit"]


@admin.register(PlannedMeasure)
class PlannedMeasureAdmin(OfRectificationAdmin):
    list_display = ["rectification", "measure", "unit", "person", "due_on", "done_on"]
    list_select_related = ["rectification", "unit"]


@admin.register(Progress)
class ProgressAdmin(OfRectificationAdmin):
    list_display = ["rectification", "kind", "percent", "amount_rectified", "by", "at"]
    list_filter = ["kind"]
    list_select_related = ["rectification", "by__person"]


class VerifierInline(ViewOnlyRows):
    model = Verifier
    beside = ["user__person", "unit"]


@admin.register(Verification)
class VerificationAdmin(OfRectificationAdmin):
    list_display = ["rectification", "status", "due_on", "visited_on", "passes", "recorded_by"]
    list_filter = ["status"]
    list_select_related = ["rectification", "recorded_by__person"]
    inlines = [VerifierInline]


@admin.register(Verifier)
class VerifierAdmin(ViewOnlyAdmin):
    list_display = ["verification", "user", "unit", "signed_at", "opinion"]
    list_select_related = ["verification__rectification", "user__person", "unit"]


@admin.register(Evidence)
class EvidenceAdmin(ViewOnlyAdmin):
    list_display = ["upload", "finding", "rectification", "conclusion", "side", "added_by", "added_at"]
    list_filter = ["side"]
    list_select_related = ["upload", "finding", "rectification", "conclusion__unit", "added_by__person"]
    search_fields = ["caption", "upload__name", "upload__sha256", *OfRectificationAdmin.search_fields]


@admin.register(RectificationExtension)
class RectificationExtensionAdmin(OfRectificationAdmin):
    list_display = ["rectification", "ordinal", "status", "former_due_on", "new_due_on", "decided_by"]
    list_filter = ["status", "ordinal"]
    list_select_related = ["rectification", "decided_by__person"]


@admin.register(LookBack)
class LookBackAdmin(OfRectificationAdmin):
    list_display = ["rectification", "on", "holds", "is_yearly", "by"]
    list_filter = ["holds", "is_yearly"]
    list_select_related = ["rectification", "by__person"]


@admin.register(Step)
class StepAdmin(ViewOnlyAdmin):
    list_display = [
        "at",
        "told",
        "inspection",
        "finding",
        "conclusion",
        "rectification",
        "unit",
        "by",
        "note",
    ]
    list_select_related = [
        *("inspection", "finding", "conclusion__unit", "rectification", "unit", "by__person")
    ]
    search_fields = ["inspection__number", "finding__number", *OfRectificationAdmin.search_fields]
