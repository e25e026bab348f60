from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "supervision.reports"
    label = "reports"
    verbose_name = _("督查报告")

    def ready(self) -> None:
        from accounts.context_processors import Entry, register_entry
        from accounts.services import register_runner
        from supervision.reports.exports.documents import PDF_JOB, run_pdf
        from supervision.reports.services import JOB
        from supervision.reports.tasks import write_report

        register_runner(JOB, write_report)
        register_runner(PDF_JOB, run_pdf)
        register_entry(
            Entry(
                _("督查公文"),
                "reports",
                "file-text",
                order=500,
                visible=lambda user: user.reach.everything,
            )
        )
        _enter_scores()


def _enter_scores() -> None:
    """考核评分 for whoever sees the county's business or reports for a unit."""
    from typing import Any

    from accounts.context_processors import Entry, register_entry
    from accounts.models.user import REPORTERS
    from accounts.permissions import has_role, is_office

    from .selectors.scoring.pages import waiting_for_office

    is_reporter = has_role(*REPORTERS)

    def visible(user: Any) -> bool:
        return user.reach.everything or is_reporter(user)

    def waiting(user: Any) -> int:
        return waiting_for_office(user) if is_office(user) else 0

    register_entry(Entry(_("考核评分"), "scores", "trending-up", order=510, visible=visible, count=waiting))
