from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("经济指标")

    def ready(self) -> None:
        from accounts.context_processors import Entry, register_entry

        from . import imports

        imports.register()
        register_entry(
            Entry(
                _("经济指标"),
                "indicators",
                "trending-up",
                order=300,
                visible=lambda user: user.reach.everything or bool(user.reach.unit_ids),
            )
        )
