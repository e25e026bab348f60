from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("重点项目")

    def ready(self) -> None:
        from accounts.context_processors import Entry, register_entry
        from accounts.permissions import is_office, is_system_admin
        from accounts.selectors import register_place
        from accounts.services import register_runner

        from .exports.jobs import run_export
        from .imports.batch import check_batch, write_batch
        from .permissions import can, is_data_clerk, is_reporter
        from .selectors import progress_queue
        from .selectors.evidence import milestone_places, photo_places

        register_runner("projects.import.check", check_batch)
        register_runner("projects.import.write", write_batch)
        register_runner("projects.export", run_export)
        register_place("projects.photo", photo_places)
        register_place("projects.milestone", milestone_places)
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
        importers = is_office | is_reporter | is_data_clerk | is_system_admin
        register_entry(Entry(_("导入"), "imports", "upload", order=130, visible=importers))
