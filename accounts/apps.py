from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("机构人员")

    def ready(self) -> None:
        from accounts.context_processors import Entry, register_entry

        register_entry(Entry(_("我的任务"), "jobs", "clock", order=900))
        register_entry(
            Entry(_("管理后台"), "admin:index", "settings", order=950, visible=lambda user: user.is_staff)
        )
