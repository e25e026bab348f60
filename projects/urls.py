"""Addresses of the ledger, the projects, the months' reports and the imports."""

from __future__ import annotations

from django.urls import path, register_converter

from .views import imports, ledger, office, pages, progress, queue
from .views.addresses import MonthInAddress

register_converter(MonthInAddress, "month")

PROJECT = "projects/<int:project_id>/"
ROW = "<int:row_id>/"

urlpatterns = [
    path("projects/", ledger.show_ledger, name="ledger"),
    path("projects/register/", office.register, name="project-register"),
    path("projects/export/", ledger.export, name="export"),
    path(PROJECT, pages.show_project, name="project"),
    path(f"{PROJECT}history/", pages.show_history, name="project-history"),
    path(f"{PROJECT}files/<int:upload_id>/", pages.show_file, name="project-file"),
    path(f"{PROJECT}edit/", office.edit, name="project-edit"),
    path(f"{PROJECT}plan/", office.plan, name="project-plan"),
    path(f"{PROJECT}responsibilities/", office.assign, name="project-responsibility"),
    path(f"{PROJECT}responsibilities/{ROW}hand-over/", office.hand_over, name="project-hand-over"),
    path(f"{PROJECT}responsibilities/{ROW}end/", office.end, name="project-end-responsibility"),
    path(f"{PROJECT}milestones/", office.add_milestone, name="project-milestone"),
    path(f"{PROJECT}milestones/{ROW}", office.change_milestone, name="project-milestone-change"),
    path(f"{PROJECT}milestones/{ROW}complete/", office.complete_milestone, name="project-milestone-complete"),
    path(f"{PROJECT}funding/", office.funding, name="project-funding"),
    path(f"{PROJECT}receipts/", office.receipt, name="project-receipt"),
    path(f"{PROJECT}receipts/{ROW}decide/", office.decide_receipt, name="project-receipt-decide"),
    path(f"{PROJECT}assessments/", office.assessment, name="project-assessment"),
    path(f"{PROJECT}statistics/", office.statistics, name="project-statistics"),
    path(f"{PROJECT}exemptions/", office.exempt, name="project-exemption"),
    path(f"{PROJECT}exemptions/{ROW}end/", office.end_exemption, name="project-exemption-end"),
    path(f"{PROJECT}progress/<month:period>/", progress.show_progress, name="progress"),
    path(f"{PROJECT}progress/<month:period>/check/", progress.check_progress, name="progress-check"),
    path("progress/", queue.show_queue, name="progress-queue"),
    path("progress/mine/", progress.my_reports, name="my-reports"),
    path("progress/mine/workbook/", progress.month_workbook, name="month-workbook"),
    path("progress/accept/", queue.accept_chosen, name="progress-accept-chosen"),
    path("progress/<int:progress_id>/decide/", queue.decide, name="progress-decide"),
    path("progress/photos/<int:photo_id>/", pages.show_photo, name="photo"),
    path("progress/photos/<int:photo_id>/remove/", progress.drop_photo, name="photo-remove"),
    path("imports/", imports.show_imports, name="imports"),
    path("imports/new/", imports.new_import, name="import-new"),
    path("imports/<int:batch_id>/", imports.show_import, name="import"),
    path("imports/<int:batch_id>/mapping/", imports.map_names, name="import-mapping"),
    path("imports/<int:batch_id>/check/", imports.check_again, name="import-check"),
    path("imports/<int:batch_id>/confirm/", imports.confirm, name="import-confirm"),
    path("imports/<int:batch_id>/undo/", imports.undo, name="import-undo"),
    path("imports/<int:batch_id>/marked/", imports.marked_workbook, name="import-marked"),
]
