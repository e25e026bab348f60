"""Pages of 考核评分; ``urlpatterns`` lies under ``scores/``."""

from __future__ import annotations

from django.urls import path

from . import acts, doing, rounds, schemes

__all__ = ["doing", "urlpatterns"]

urlpatterns = [
    path("", rounds.scores, name="scores"),
    path("schemes/new/", schemes.new_scheme, name="score-scheme-new"),
    path("schemes/<int:scheme_id>/", schemes.scheme, name="score-scheme"),
    path("schemes/<int:scheme_id>/edit/", schemes.edit_scheme, name="score-scheme-edit"),
    path("schemes/<int:scheme_id>/rules/new/", schemes.edit_rule, name="score-rule-new"),
    path("schemes/<int:scheme_id>/rules/<int:rule_id>/", schemes.edit_rule, name="score-rule"),
    path("schemes/<int:scheme_id>/try/", schemes.try_out, name="score-try"),
    path("rounds/<int:round_id>/", rounds.round_page, name="score-round"),
    path("rounds/<int:round_id>/export/", rounds.export, name="score-round-export"),
    path("sheets/<int:sheet_id>/", rounds.sheet, name="score-sheet"),
    path("sheets/<int:sheet_id>/export/", rounds.export_sheet, name="score-sheet-export"),
    path("files/<int:file_id>/", rounds.appeal_file, name="score-file"),
    path("points/<int:point_id>/file/", rounds.point_file, name="score-point-file"),
    path("act/<str:thing>/<int:row_id>/<str:verb>/", acts.do, name="score-act"),
]
