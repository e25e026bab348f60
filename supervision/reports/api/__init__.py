"""The API's doors to what the reports' room holds."""

from __future__ import annotations

from . import documents, scores

urlpatterns = [*documents.urlpatterns, *scores.urlpatterns]
