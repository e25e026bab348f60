"""Documents and outlines in the admin site: read here with their history, written on their own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse

from accounts.admin import ViewOnlyAdmin, ViewOnlyRows
from supervision.reports.models import (
    Document,
    DocumentSection,
    DocumentStep,
    Outline,
    OutlineSection,
    SentenceRule,
)


class DocumentSectionRows(ViewOnlyRows):
    model = DocumentSection
    fields = ["order", "heading", "source", "annex", "revision", "edited_by", "edited_at"]
    beside = ["edited_by__person"]


class DocumentStepRows(ViewOnlyRows):
    model = DocumentStep
    fields = ["verb", "by", "at", "note"]
    beside = ["by__person"]
    show_change_link = False


@admin.register(Document)
class DocumentAdmin(ViewOnlyAdmin):
    list_display = ["title", "kind", "status", "number", "year", "month", "as_of", "created_by", "created_at"]
    list_filter = ["kind", "status", "year", "month"]
    list_select_related = ["created_by__person"]
    search_fields = ["title"]
    inlines = [DocumentSectionRows, DocumentStepRows]

    def view_on_site(self, obj: Document) -> str:
        return reverse("report", args=[obj.pk])


@admin.register(DocumentSection)
class DocumentSectionAdmin(ViewOnlyAdmin):
    list_display = ["heading", "document", "order", "source", "revision", "edited_by", "edited_at"]
    list_select_related = ["document", "edited_by__person"]
    search_fields = ["heading", "document__title"]


class OutlineSectionRows(ViewOnlyRows):
    model = OutlineSection
    fields = ["order", "level", "heading", "source", "numbered", "annex"]


class SentenceRuleRows(ViewOnlyRows):
    model = SentenceRule
    fields = ["order", "name", "template"]
    show_change_link = False


@admin.register(Outline)
class OutlineAdmin(ViewOnlyAdmin):
    """Changed by the office on the page that tries it on real data first; 在站点上查看 leads there."""

    list_display = ["name", "kind", "valid_from", "valid_to", "number_word", "series", "note"]
    list_filter = ["kind"]
    search_fields = ["name", "note"]
    inlines = [OutlineSectionRows]

    def view_on_site(self, obj: Outline) -> str:
        return reverse("outline", args=[obj.pk])


@admin.register(OutlineSection)
class OutlineSectionAdmin(ViewOnlyAdmin):
    list_display = ["heading", "outline", "order", "source", "annex"]
    list_select_related = ["outline"]
    search_fields = ["heading", "source"]
    inlines = [SentenceRuleRows]

    def get_queryset(self, request: Any) -> Any:
        """As the outlines that they belong to."""
        seen = Outline.objects.visible_to(request.user)
        return super().get_queryset(request).filter(outline__in=seen)
