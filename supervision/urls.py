"""The map of addresses. Each room keeps its own."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("supervision.api_urls")),
    path("", include("accounts.urls")),
    path("", include("projects.urls")),
    path("indicators/", include("indicators.urls")),
    path("matters/", include("supervision.matters.urls")),
    path("inspections/", include("supervision.inspections.urls")),
    path("", include("supervision.alerts.urls")),
    path("reports/", include("supervision.reports.urls")),
    path("admin/", admin.site.urls),
]
