from __future__ import annotations

from typing import Any, Final

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SHOWN: Final = 5  # slips on the page of what they are about


class AlertsConfig(AppConfig):
    name = "supervision.alerts"
    label = "alerts"
    verbose_name = _("亮灯催办")

    def ready(self) -> None:
        from accounts.selectors import register_silence
        from accounts.services import register_runner
        from rulebook.models import register_deadline, register_ladder
        from supervision.inspections.selectors import register_reminder_count as count_of_rectifications
        from supervision.matters.selectors.ledger import register_reminder_count as count_of_matters

        from . import checks  # noqa: F401 - registers itself
        from .exports.jobs import STATISTICS, run_statistics
        from .models import Subject
        from .rules import DECISION
        from .selectors import LATE, reminders_of_matter, reminders_of_rectification
        from .views.health import silent_processes

        for kind in LATE.values():
            register_ladder(kind.climbs, Subject(kind.climbs).label)
        register_deadline(DECISION, _("延期审批"))
        register_silence(silent_processes)
        count_of_matters(reminders_of_matter)
        count_of_rectifications(reminders_of_rectification)
        _enter_pages()
        register_runner(STATISTICS, run_statistics)
        _enter_slips()


def _enter_pages() -> None:
    """今日要事、我的提醒 for everybody; the board, the statistics and the ladders for whom they concern."""
    from accounts.context_processors import Entry, register_entry

    from .permissions import can
    from .selectors import my_reminders

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
    register_entry(
        Entry(
            _("催办统计"),
            "alerts-statistics",
            "chart-bar",
            order=142,
            visible=lambda user: can(user, "alerts.view_statistics"),
        )
    )
    register_entry(
        Entry(
            _("催办阶梯"),
            "alerts-ladders",
            "adjustments-horizontal",
            order=144,
            visible=lambda user: can(user, "rulebook.change") or can(user, "alerts.view_board"),
        )
    )


def _enter_slips() -> None:
    """督查单: in the navigation, beside what they are about, with their time limits and their printing."""
    from django.urls import reverse

    from accounts.clock import today
    from accounts.context_processors import (
        Button,
        Entry,
        Panel,
        register_button,
        register_entry,
        register_panel,
    )
    from accounts.models.user import REPORTERS
    from accounts.permissions import has_role, is_auditor, is_office
    from accounts.services import register_runner
    from rulebook.models import register_deadline

    from .exports import slip_list, slips
    from .rules.slips import ABOUT, SLIP_LIMITS
    from .selectors.slips import slips_about, slips_waiting

    sees = is_office | is_auditor | has_role("leader", *REPORTERS)
    register_entry(
        Entry(
            _("督查单"), "slips", "file-text", order=92, visible=lambda user: sees(user), count=slips_waiting
        )
    )
    for key, label in SLIP_LIMITS.items():
        register_deadline(key, label)
    register_runner(slips.JOB, slips.run_pdf)
    register_runner(slip_list.JOB, slip_list.run_slips)

    def offer(thing: str) -> None:
        def address(row: Any) -> str:
            return reverse("slip-from", args=[thing, row.pk])

        def known(user: Any, row: Any) -> dict[str, Any]:
            shown = list(slips_about(user, thing, row.pk)[: SHOWN + 1])
            more = f"{reverse('slips')}?about={thing}-{row.pk}" if len(shown) > SHOWN else ""
            return {"slips": shown[:SHOWN], "more": more, "on": today()} if shown else {}

        register_button(thing, Button(_("出督查单"), "file-text", address, lambda user, row: is_office(user)))
        register_panel(thing, Panel("alerts/slips/panel.html", known))

    for thing in ABOUT:
        offer(thing)
