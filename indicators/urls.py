from __future__ import annotations

from django.urls import path

from indicators import views

urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("export/", views.export, name="indicators-export"),
    path("<int:indicator_id>/", views.indicator, name="indicator"),
    path("<int:indicator_id>/peers/", views.enter_peers, name="indicator-peers"),
    path("<int:indicator_id>/enter/", views.enter_value, name="indicator-enter"),
]
