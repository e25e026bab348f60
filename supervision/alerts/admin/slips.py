"""Slips and notices, their answers and their story, for reading."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ViewOnlyAdmin, ViewOnlyRows

from ..models import Slip, SlipAnswer, SlipStep


class SlipAnswerInline(ViewOnlyRows):
    model = SlipAnswer
    beside = ["by__person"]


class SlipStepInline(ViewOnlyRows):
    model = SlipStep
    beside = ["by__person"]


@admin.register(Slip)
class SlipAdmin(ViewOnlyAdmin):
    list_display = [
        "number",
        "kind",
        "colour",
        "title",
        "unit",
        "status",
        "issued_on",
        "answer_by",
        "ended_on",
    ]
    list_filter = ["status", "kind", "colour"]
    list_select_related = ["unit"]
    search_fields = ["number", "title"]
    inlines = [SlipAnswerInline, SlipStepInline]
