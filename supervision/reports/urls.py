from __future__ import annotations

from django.urls import include, path

from supervision.reports import views
from supervision.reports.views import acts, checking, editing, facts, outlines, scoring

urlpatterns = [
    path("scores/", include(scoring.urlpatterns)),
    path("", views.reports, name="reports"),
    path("new/", views.new_report, name="report-new"),
    path("compare/", checking.compare, name="report-compare"),
    path("outlines/", outlines.show_all, name="outlines"),
    path("outlines/<int:outline_id>/", outlines.show, name="outline"),
    path("outlines/<int:outline_id>/edit/", outlines.edit, name="outline-edit"),
    path("sections/<int:section_id>/", editing.section, name="report-section"),
    path(
        "sections/<int:section_id>/regenerate/", editing.regenerate_section, name="report-section-regenerate"
    ),
    path("<int:document_id>/", views.report, name="report"),
    path("<int:document_id>/file/", views.report_file, name="report-file"),
    path("<int:document_id>/pdf/", views.report_pdf, name="report-pdf"),
    path("<int:document_id>/fact/", facts.fact, name="report-fact"),
    path("<int:document_id>/head/", editing.head, name="report-head"),
    path("<int:document_id>/regenerate/", editing.regenerate, name="report-regenerate"),
    path("<int:document_id>/verify/", checking.verify, name="report-verify"),
    path("<int:document_id>/do/<slug:verb>/", acts.do, name="report-act"),
]
