"""Addresses of the matters, all below ``matters/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import acts, feedback, inbox, leader, ledger, page, queue, register, several, statistics, unit
from .views import office as _office  # noqa: F401 (its acts are known by being imported)

# The office: ledger, register, matter page, queue.
office: list[URLPattern] = [
    path("", ledger.show_ledger, name="matters"),
    path("export/", ledger.export, name="matters-export"),
    path("register/", register.register, name="matter-register"),
    path("register/due/", register.preview_due, name="matter-due"),
    path("register/rows/<slug:kind>/", register.add_row, name="matter-add-row"),
    path("register/meeting/", several.meeting, name="matters-meeting"),
    path("register/paste/", several.paste, name="matters-paste"),
    path("queue/", queue.show_queue, name="matters-queue"),
    path("queue/<slug:verb>/", queue.decide_chosen, name="matters-decide-chosen"),
    path("<int:matter_id>/", page.show_matter, name="matter"),
    path("<int:matter_id>/edit/", register.edit, name="matter-edit"),
    path("<int:matter_id>/split/", several.split, name="matter-split"),
    path("<int:matter_id>/files/<int:upload_id>/", page.show_file, name="matter-file"),
]

# The units and the leaders: inbox, feedback entry, statistics.
units: list[URLPattern] = [
    path("mine/", inbox.show_inbox, name="matter-inbox"),
    path("mine/sign/", unit.sign_chosen, name="matter-sign-chosen"),
    path("instructions/", leader.my_instructions, name="my-instructions"),
    path("statistics/", statistics.show_units, name="matter-unit-statistics"),
    path("statistics/leaders/", statistics.show_leaders, name="matter-leader-statistics"),
    path("duty/<int:duty_id>/feedback/", feedback.write, name="matter-entry"),
    path("duty/<int:duty_id>/final/", feedback.write, {"final": True}, name="matter-final"),
    path("feedback/<int:feedback_id>/", feedback.show, name="matter-feedback"),
    path("feedback/<int:feedback_id>/rewrite/", feedback.rewrite, name="matter-feedback-rewrite"),
    path("feedback/files/<int:file_id>/", feedback.show_file, name="matter-feedback-file"),
    path("feedback/files/<int:file_id>/drop/", feedback.drop_file, name="matter-feedback-file-drop"),
    path("matter/<int:matter_id>/propose_extension/", unit.propose, name="matter-extension-propose"),
    path("extension/<int:extension_id>/", unit.show_extension, name="matter-extension"),
]

urlpatterns = [
    *office,
    *units,
    path("<slug:thing>/<int:row_id>/<slug:verb>/", acts.do, name="matter-act"),
]
