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
        from supervision.reports.services import JOB
        from supervision.reports.tasks import write_report

        register_runner(JOB, write_report)
        register_entry(
            Entry(
                _("督查汇报"),
                "reports",
                "file-text",
                order=500,
                visible=lambda user: user.reach.everything,
            )
        )
