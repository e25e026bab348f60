"""Addresses of the room, all below ``inspections/``: 督查活动 and 整改."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import acts, conclusion, finding, inspection, plan, review, site, year
from .views.rectifying import (
    entering,
    inbox,
    ledger,
    notice,
    page,
    queue,
    statistics,
    unit,
    verification,
)
from .views.rectifying import office as _office  # noqa: F401 (its acts are known by being imported)

# 督查活动: plan, on site, findings, conclusions, reviews.
inspecting: list[URLPattern] = [
    path("", year.show_year, name="inspections"),
    path("new/", plan.draft, name="inspection-new"),
    path("new/warnings/", plan.warnings, name="inspection-warnings"),
    path("new/team/", plan.add_member, name="inspection-add-member"),
    path("year/<int:year>/", year.year_plan, name="year-plan"),
    path("designations/", year.designations, name="designations"),
    path("<int:inspection_id>/", inspection.show_inspection, name="inspection"),
    path("<int:inspection_id>/edit/", plan.revise, name="inspection-revise"),
    path("<int:inspection_id>/findings/new/", finding.write, name="finding-new"),
    path("<int:inspection_id>/conclusions/new/", conclusion.draft, name="conclusion-new"),
    path("<int:inspection_id>/clues/", review.clues, name="clues"),
    path("findings/", finding.show_findings, name="findings"),
    path("findings/new/", finding.write, name="finding-monitored"),
    path("findings/<int:finding_id>/", finding.show_finding, name="finding"),
    path("findings/<int:finding_id>/edit/", finding.revise, name="finding-revise"),
    path("findings/from/<slug:subject>/<int:row_id>/", finding.draft_from, name="finding-from"),
    path("findings/<int:finding_id>/rectify/", entering.draft, name="rectification-from-finding"),
    path("evidence/<int:evidence_id>/", finding.show_file, name="inspection-evidence"),
    path("conclusions/<int:conclusion_id>/", conclusion.show_conclusion, name="conclusion"),
    path("reviews/<int:review_id>/", review.show_review, name="review"),
    # The service worker looks after what is below ``site/``.
    path("site/<int:inspection_id>/", site.show_site, name="on-site"),
    path("site/send/", site.sync, name="on-site-sync"),
    path("site/send/check/", site.sync_check, name="on-site-check"),
    path("site/token/", site.token, name="on-site-token"),
    path("site/worker.js", site.worker, name="on-site-worker"),
]

# 整改: ledger, page, the unit's phone, the verifier's phone, queue, figures, notice.
rectifying: list[URLPattern] = [
    path("rectifications/", ledger.show_ledger, name="rectifications"),
    path("rectifications/export/", ledger.export, name="rectifications-export"),
    path("rectifications/new/", entering.draft, name="rectification-new"),
    path("rectifications/queue/", queue.show_queue, name="rectifications-queue"),
    path("rectifications/queue/<slug:verb>/", queue.decide_chosen, name="rectifications-decide-chosen"),
    path("rectifications/mine/", inbox.show_inbox, name="rectification-inbox"),
    path("rectifications/statistics/", statistics.show, name="rectification-statistics"),
    path("rectifications/statistics/export/", statistics.export, name="rectification-statistics-export"),
    path("rectifications/notice/", notice.show, name="rectification-notice"),
    path("rectifications/<int:rectification_id>/", page.show, name="rectification"),
    path("rectifications/<int:rectification_id>/edit/", entering.revise, name="rectification-revise"),
    path("rectifications/<int:rectification_id>/plan/", unit.plan, name="rectification-plan"),
    path("rectifications/<int:rectification_id>/plan/row/", unit.add_measure, name="rectification-plan-row"),
    path("rectifications/<int:rectification_id>/progress/", unit.progress, name="rectification-progress"),
    path("rectifications/<int:rectification_id>/apply/", unit.apply, name="rectification-apply"),
    path(
        "rectifications/<int:rectification_id>/extension/",
        unit.propose,
        name="rectification-extension-propose",
    ),
    path("rectifications/<int:rectification_id>/archive/", page.show_archive, name="rectification-archive"),
    path("verifications/<int:verification_id>/", verification.show, name="verification"),
]

urlpatterns = [
    *inspecting,
    *rectifying,
    path("act/<slug:thing>/<int:row_id>/<slug:verb>/", acts.do, name="inspection-act"),
]
