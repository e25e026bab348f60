from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "supervision.alerts"
    label = "alerts"
    verbose_name = _("亮灯催办")

    def ready(self) -> None:
        from accounts.context_processors import Entry, register_entry
        from supervision.matters.selectors.ledger import register_reminder_count

        from . import checks  # noqa: F401 - registers itself
        from .permissions import can
        from .selectors import my_reminders, reminders_of_matter

        register_reminder_count(reminders_of_matter)
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
