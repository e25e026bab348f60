"""Matters in the admin site: the sources are kept here, everything else is for reading."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import ServedAdmin, ViewOnlyAdmin, ViewOnlyRows, actor_of

from . import services
from .models import (
    Duty,
    Exemption,
    Extension,
    Feedback,
    FeedbackFile,
    Instruction,
    Matter,
    MatterFile,
    Review,
    Source,
    Stage,
    Step,
    Suspension,
)

Form = forms.ModelForm


@admin.register(Source)
class SourceAdmin(ServedAdmin):
    list_display = ["name", "code", "group", "deadline_rule", "urgent_deadline_rule", "rhythm", "is_active"]
    list_filter = ["group", "is_active"]

    def save_model(self, request: HttpRequest, obj: Source, form: Form, change: bool) -> None:
        obj.pk = services.set_source(actor=actor_of(request), source_id=obj.pk, **form.cleaned_data).pk


class DutyInline(ViewOnlyRows):
    model = Duty
    fields = ["unit", "role", "status", "issued_on", "sign_by", "signed_at", "reported_at", "accepted_at"]
    beside = ["unit"]


class InstructionInline(ViewOnlyRows):
    model = Instruction
    fields = ["post", "given_on", "text", "registered_only", "reference"]
    beside = ["post"]


class StageInline(ViewOnlyRows):
    model = Stage


class FileInline(ViewOnlyRows):
    model = FeedbackFile
    beside = ["upload"]


@admin.register(Matter)
class MatterAdmin(ViewOnlyAdmin):
    list_display = ["number", "title", "source", "status", "due_on", "original_due_on", "ended_on"]
    list_filter = ["status", "source", "urgency", "classification"]
    list_select_related = ["source"]
    search_fields = ["number", "title", "source_number", "pinyin"]
    inlines = [DutyInline, InstructionInline, StageInline]


class OfMatterAdmin(ViewOnlyAdmin):
    list_select_related = ["matter"]
    search_fields = ["matter__number", "matter__title"]


@admin.register(Duty)
class DutyAdmin(OfMatterAdmin):
    list_display = ["matter", "unit", "role", "status", "sign_by", "signed_at", "reported_at", "accepted_at"]
    list_filter = ["role", "status"]
    list_select_related = ["matter", "unit"]
    search_fields = ["matter__number", "matter__title", "unit__short_name"]


@admin.register(Feedback)
class FeedbackAdmin(ViewOnlyAdmin):
    """What has not left a unit is its own; ``visible_to`` keeps it from here too."""

    list_display = ["duty", "kind", "status", "period_start", "due_on", "percent", "signed_by", "sent_at"]
    list_filter = ["kind", "status"]
    list_select_related = ["duty__unit", "signed_by__person"]
    search_fields = ["duty__matter__number", "duty__matter__title", "duty__unit__short_name"]
    inlines = [FileInline]


@admin.register(Extension)
class ExtensionAdmin(OfMatterAdmin):
    list_display = ["matter", "ordinal", "status", "former_due_on", "new_due_on", "proposed_on", "decided_by"]
    list_filter = ["status", "ordinal"]
    list_select_related = ["matter", "decided_by__person"]


@admin.register(Suspension)
class SuspensionAdmin(OfMatterAdmin):
    list_display = ["matter", "reason", "valid_from", "valid_to", "former_due_on", "decided_by"]
    list_select_related = ["matter", "decided_by__person"]


@admin.register(Exemption)
class ExemptionAdmin(OfMatterAdmin):
    list_display = ["matter", "measure", "reason", "valid_from", "valid_to", "granted_by"]
    list_filter = ["measure"]
    list_select_related = ["matter", "granted_by__person"]


@admin.register(Instruction)
class InstructionAdmin(OfMatterAdmin):
    list_display = ["matter", "post", "given_on", "registered_only", "reference", "recorded_by"]
    list_filter = ["registered_only"]
    list_select_related = ["matter", "post", "recorded_by__person"]


@admin.register(Review)
class ReviewAdmin(OfMatterAdmin):
    list_display = ["matter", "reviewed_at", "facts_clear", "problem_solved", "form_right", "reviewed_by"]
    list_select_related = ["matter", "reviewed_by__person"]


@admin.register(Step)
class StepAdmin(OfMatterAdmin):
    list_display = ["at", "matter", "duty", "told", "by", "note"]
    list_select_related = ["matter", "duty__unit", "by__person"]


@admin.register(Stage)
class StageAdmin(OfMatterAdmin):
    list_display = ["matter", "name", "due_on"]


@admin.register(MatterFile)
class MatterFileAdmin(OfMatterAdmin):
    list_display = ["matter", "upload", "caption"]
    list_select_related = ["matter", "upload"]


@admin.register(FeedbackFile)
class FeedbackFileAdmin(ViewOnlyAdmin):
    list_display = ["feedback", "upload", "caption"]
    list_select_related = ["feedback__duty__unit", "upload"]
