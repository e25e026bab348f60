"""Projects in the admin site: the grouping words are kept here, everything else is for reading."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import ServedAdmin, ViewOnlyAdmin, ViewOnlyRows, actor_of

from . import services
from .models import (
    AnnualPlan,
    Exemption,
    FundingLine,
    ImportBatch,
    Milestone,
    MilestoneEvidence,
    MonthlyProgress,
    NameMapping,
    Plan,
    Programme,
    ProgressPhoto,
    ProgressStep,
    Project,
    ProjectCode,
    Receipt,
    Responsibility,
    Sector,
    StabilityAssessment,
    StatisticsEntry,
)

Form = forms.ModelForm


@admin.register(Sector)
class SectorAdmin(ServedAdmin):
    list_display = ["name", "heading", "order"]

    def save_model(self, request: HttpRequest, obj: Sector, form: Form, change: bool) -> None:
        obj.pk = services.set_sector(actor=actor_of(request), sector_id=obj.pk, **form.cleaned_data).pk


@admin.register(Plan)
class PlanAdmin(ServedAdmin):
    list_display = ["name", "starts_on", "ends_on"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Plan, form: Form, change: bool) -> None:
        obj.pk = services.set_plan(actor=actor_of(request), plan_id=obj.pk, **form.cleaned_data).pk


@admin.register(Programme)
class ProgrammeAdmin(ServedAdmin):
    list_display = ["name", "plan", "sector"]
    list_filter = ["sector"]
    list_select_related = ["plan", "sector"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Programme, form: Form, change: bool) -> None:
        obj.pk = services.set_programme(actor=actor_of(request), programme_id=obj.pk, **form.cleaned_data).pk


class CodeInline(ViewOnlyRows):
    model = ProjectCode


class StepInline(ViewOnlyRows):
    model = ProgressStep


class PhotoInline(ViewOnlyRows):
    model = ProgressPhoto


class EvidenceInline(ViewOnlyRows):
    model = MilestoneEvidence


@admin.register(Project)
class ProjectAdmin(ViewOnlyAdmin):
    list_display = ["number", "name", "sector", "stage", "total_investment", "is_promotion"]
    list_filter = ["sector", "stage", "is_promotion"]
    list_select_related = ["sector"]
    search_fields = ["number", "name", "pinyin", "codes__code"]
    inlines = [CodeInline]


class OfProjectAdmin(ViewOnlyAdmin):
    list_select_related = ["project"]
    search_fields = ["project__name", "project__number"]


@admin.register(AnnualPlan)
class AnnualPlanAdmin(OfProjectAdmin):
    list_display = ["project", "year", "version", "is_current", "kind", "change", "planned_investment"]
    list_filter = ["year", "is_current", "kind", "change"]


@admin.register(Responsibility)
class ResponsibilityAdmin(OfProjectAdmin):
    list_display = ["project", "role", "post", "unit", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["project", "post", "unit"]
    search_fields = ["project__name", "unit__short_name", "post__name"]


@admin.register(Milestone)
class MilestoneAdmin(OfProjectAdmin):
    list_display = ["project", "name", "due_on", "unit", "completed_on"]
    list_select_related = ["project", "unit"]
    search_fields = ["project__name", "name"]
    inlines = [EvidenceInline]


@admin.register(MonthlyProgress)
class MonthlyProgressAdmin(OfProjectAdmin):
    list_display = ["project", "year", "month", "revision", "status", "year_to_date", "since_start"]
    list_filter = ["status", "year", "month"]
    inlines = [StepInline, PhotoInline]


@admin.register(FundingLine)
class FundingLineAdmin(OfProjectAdmin):
    list_display = ["project", "source", "planned"]
    list_filter = ["source"]


@admin.register(Receipt)
class ReceiptAdmin(OfProjectAdmin):
    list_display = ["project", "source", "received_on", "amount", "status", "recognised"]
    list_filter = ["status", "source"]


@admin.register(StabilityAssessment)
class StabilityAssessmentAdmin(OfProjectAdmin):
    list_display = ["project", "assessed_on", "level", "assessor", "filing_number"]
    list_filter = ["level"]


@admin.register(StatisticsEntry)
class StatisticsEntryAdmin(OfProjectAdmin):
    list_display = ["project", "entered_on", "counted", "counted_until"]


@admin.register(Exemption)
class ExemptionAdmin(OfProjectAdmin):
    list_display = ["project", "measure", "reason", "valid_from", "valid_to", "granted_by"]
    list_filter = ["measure"]
    list_select_related = ["project", "granted_by__person"]


@admin.register(ProgressStep)
class ProgressStepAdmin(ViewOnlyAdmin):
    list_display = ["at", "progress", "status", "by", "note"]
    list_filter = ["status"]
    list_select_related = ["progress__project", "by__person"]
    search_fields = ["progress__project__name"]


@admin.register(ProjectCode)
class ProjectCodeAdmin(OfProjectAdmin):
    list_display = ["code", "kind", "project"]
    search_fields = ["code", "project__name"]


@admin.register(ProgressPhoto)
class ProgressPhotoAdmin(ViewOnlyAdmin):
    list_display = ["progress", "upload", "caption"]
    list_select_related = ["progress__project", "upload"]


@admin.register(MilestoneEvidence)
class MilestoneEvidenceAdmin(ViewOnlyAdmin):
    list_display = ["milestone", "upload"]
    list_select_related = ["milestone", "upload"]


@admin.register(ImportBatch)
class ImportBatchAdmin(ViewOnlyAdmin):
    list_display = ["pk", "upload", "kind", "state", "started_by", "started_at", "written_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["upload", "started_by__person"]


@admin.register(NameMapping)
class NameMappingAdmin(ViewOnlyAdmin):
    list_display = ["subject", "source", "target", "unit", "mapped_by"]
    list_filter = ["subject"]
    list_select_related = ["unit", "mapped_by__person"]
    search_fields = ["source", "target"]
