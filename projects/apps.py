from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("重点项目")

    def ready(self) -> None:
        from accounts.context_processors import Entry, register_entry

        from .permissions import can, is_reporter
        from .selectors import progress_queue

        register_entry(Entry(_("项目台账"), "ledger", "table", order=100))
        register_entry(Entry(_("我的填报"), "my-reports", "edit", order=110, visible=is_reporter))
        register_entry(
            Entry(
                _("月报审核"),
                "progress-queue",
                "clipboard-check",
                order=120,
                visible=lambda user: can(user, "progress.decide"),
                count=lambda user: progress_queue(user).count(),
            )
        )
