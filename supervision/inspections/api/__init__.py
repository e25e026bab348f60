"""The API's doors to inspections, findings, conclusions and rectifications: every verb is one service's."""

from __future__ import annotations

from . import conclusions, findings, inspections, rectifications, verifications

urlpatterns = [
    *inspections.urlpatterns,
    *findings.urlpatterns,
    *conclusions.urlpatterns,
    *rectifications.urlpatterns,
    *verifications.urlpatterns,
]
