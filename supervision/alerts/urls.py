"""Addresses of the room; the first screen is here, because it tells who is late."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("alerts/", views.mine, name="alerts"),
    path("alerts/board/", views.board, name="alerts-board"),
    path("alerts/board/run/", views.run_cycle, name="alerts-run"),
    path("alerts/board/<int:digest_id>/resend/", views.resend, name="alerts-resend"),
]
