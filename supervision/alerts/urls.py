"""Addresses of the room; the first screen is here, because it tells who is late."""

from __future__ import annotations

from django.urls import path

from .views import board, contact, deputies, home, ladders, mine, sending, slip_acts, slips, statistics

urlpatterns = [
    path("", home.home, name="home"),
    path("alerts/", mine.mine, name="alerts"),
    path("alerts/sign/", mine.sign, name="alerts-sign"),
    path("alerts/<int:reminder_id>/", board.reminder, name="alerts-reminder"),
    path("alerts/<int:reminder_id>/open/", mine.open_one, name="alerts-open"),
    path("alerts/board/", board.board, name="alerts-board"),
    path("alerts/board/outlook/", board.outlook, name="alerts-outlook"),
    path("alerts/board/sent/", board.sent, name="alerts-sent"),
    path("alerts/board/sent/<int:digest_id>/", board.message, name="alerts-message"),
    path("alerts/board/run/", board.run_cycle, name="alerts-run"),
    path("alerts/board/<int:digest_id>/resend/", board.resend, name="alerts-resend"),
    path("alerts/statistics/", statistics.show, name="alerts-statistics"),
    path("alerts/statistics/export/", statistics.export, name="alerts-statistics-export"),
    path("alerts/ladders/", ladders.overview, name="alerts-ladders"),
    path("alerts/ladders/add-rung/", ladders.add_rung, name="alerts-add-rung"),
    path("alerts/ladders/sending/", sending.edit, name="alerts-sending"),
    path("alerts/ladders/<slug:ladder>/", ladders.edit, name="alerts-ladder"),
    path("alerts/contact/", contact.edit, name="alerts-contact"),
    path("alerts/deputies/", deputies.show, name="alerts-deputies"),
    path("alerts/deputies/<int:deputy_id>/end/", deputies.end, name="alerts-end-deputy"),
    path("slips/", slips.show_all, name="slips"),
    path("slips/export/", slips.export, name="slips-export"),
    path("slips/<int:slip_id>/", slips.show, name="slip"),
    path("slips/<int:slip_id>/word/", slips.word, name="slip-word"),
    path("slips/<int:slip_id>/pdf/", slips.pdf, name="slip-pdf"),
    path("slips/<int:slip_id>/<slug:verb>/", slip_acts.do, name="slip-act"),
    path("slips/files/<int:file_id>/", slips.file, name="slip-file"),
    path("slips/from/<slug:thing>/<int:key>/", slips.from_thing, name="slip-from"),
    path("slips/new/<slug:thing>/<int:key>/", slips.new, name="slip-new"),
]
