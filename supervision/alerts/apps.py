from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "supervision.alerts"
    label = "alerts"
    verbose_name = _("亮灯催办")

    def ready(self) -> None:
        from accounts.context_processors import Entry, register_entry
        from supervision.inspections.selectors import register_reminder_count as count_of_rectifications
        from supervision.matters.selectors.ledger import register_reminder_count as count_of_matters

        from . import checks  # noqa: F401 - registers itself
        from .permissions import can
        from .selectors import my_reminders, reminders_of_matter, reminders_of_rectification

        count_of_matters(reminders_of_matter)
        count_of_rectifications(reminders_of_rectification)
        register_entry(Entry(_("今日要事"), "home", "home", order=10))
        register_entry(
            Entry(
                _("我的提醒"),
                "alerts",
                "bell",
                order=20,
                count=lambda user: my_reminders(user).unread().count(),
            )
        )
        register_entry(
            Entry(
                _("催办看板"),
                "alerts-board",
                "send",
                order=140,
                visible=lambda user: can(user, "alerts.view_board"),
            )
        )
