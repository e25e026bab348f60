"""The API's doors to what the reports' room holds."""

from __future__ import annotations

from . import documents, files, scores

urlpatterns = [*documents.urlpatterns, *files.urlpatterns, *scores.urlpatterns]
