from __future__ import annotations

from django.urls import include, path

from supervision.reports import views
from supervision.reports.views import scoring

urlpatterns = [
    path("scores/", include(scoring.urlpatterns)),
    path("", views.reports, name="reports"),
    path("new/", views.new_report, name="report-new"),
    path("<int:document_id>/", views.report, name="report"),
    path("<int:document_id>/file/", views.report_file, name="report-file"),
]
