from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MattersConfig(AppConfig):
    name = "supervision.matters"
    label = "matters"
    verbose_name = _("督办事项")

    def ready(self) -> None:
        from accounts.selectors import register_place
        from accounts.services import register_runner

        from .exports.archive import run_archive
        from .exports.jobs import KIND, run_export
        from .imports import register
        from .selectors.evidence import feedback_places, matter_places
        from .services.archiving import ARCHIVE

        register()
        register_runner(KIND, run_export)
        register_runner(ARCHIVE, run_archive)
        register_place("matters.file", matter_places)
        register_place("matters.feedback", feedback_places)
        _enter_own_work()
        _enter_the_county()


def _enter_own_work() -> None:
    """What waits for the person: units and leaders."""
    from accounts.context_processors import Entry, register_entry

    from .permissions import is_leader, is_reporter
    from .selectors.inbox import decisions_waiting

    register_entry(
        Entry(
            _("我的督办"),
            "matter-inbox",
            "inbox",
            order=30,
            visible=lambda user: is_leader(user) or is_reporter(user),
            count=decisions_waiting,
        )
    )
    register_entry(Entry(_("我的批示"), "my-instructions", "file-text", order=40, visible=is_leader))


def _enter_the_county() -> None:
    """The ledger, what the office does with it, and the figures."""
    from accounts.clock import today
    from accounts.context_processors import Entry, register_entry

    from .permissions import can
    from .selectors.waiting import waiting_count

    register_entry(Entry(_("督办台账"), "matters", "list-details", order=50))
    register_entry(
        Entry(
            _("事项登记"),
            "matter-register",
            "edit",
            order=60,
            visible=lambda user: can(user, "matter.create"),
        )
    )
    register_entry(
        Entry(
            _("待办审核"),
            "matters-queue",
            "inbox",
            order=70,
            visible=lambda user: can(user, "matter.issue"),
            count=lambda user: waiting_count(user, today()),
        )
    )
    register_entry(
        Entry(
            _("办理统计"),
            "matter-unit-statistics",
            "chart-bar",
            order=80,
            visible=lambda user: can(user, "matter.view_statistics"),
        )
    )
