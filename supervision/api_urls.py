"""Everything under /api/. Each room keeps its own addresses; what is none of them is a problem+json."""

from __future__ import annotations

from django.urls import include, path, re_path

from supervision.rest.site import ClientToken, NoSuchAddress, docs, schema

urlpatterns = [
    path("oauth/token/", ClientToken.as_view(), name="api-token"),
    path("schema/", schema, name="api-schema"),
    path("docs/", docs, name="api-docs"),
    path("v1/", include("accounts.api")),
    path("v1/", include("projects.api")),
    path("v1/", include("indicators.api")),
    path("v1/", include("supervision.matters.api")),
    path("v1/", include("supervision.inspections.api")),
    path("v1/", include("supervision.alerts.api")),
    path("v1/", include("supervision.reports.api")),
    re_path("", NoSuchAddress.as_view()),
]
