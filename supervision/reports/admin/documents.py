"""Reports in the admin site: read here, written by their job alone."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ViewOnlyAdmin
from supervision.reports.models import Document


@admin.register(Document)
class DocumentAdmin(ViewOnlyAdmin):
    list_display = ("title", "kind", "year", "month", "created_by", "created_at", "file")
    list_filter = ("kind", "year", "month")
    list_select_related = ("created_by__person", "file")
    search_fields = ("title",)
